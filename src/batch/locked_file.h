// A file that one run has for itself.
#pragma once

#include <cstdint>
#include <string>

#include "batch/descriptor.h"
#include "core/result.h"

namespace dehusk {

enum class Lock : uint8_t {
  exclusive,  ///< for this process alone; does not wait for others
  shared,     ///< with others who share it; waits for one who does not
};

/// Opens a regular file for reading and writing, made where it is missing (mode as open(2) takes
/// it), and locks it until the descriptor is closed. Where another process has an exclusive lock's
/// file, the error is kLockedElsewhere. No symbolic link is followed. File systems without locks
/// are taken as they are.
Result<Descriptor> open_locked(const std::string& path, Lock lock, mode_t mode);

inline constexpr char kLockedElsewhere[] = "is being written by another dehusk";

}  // namespace dehusk
