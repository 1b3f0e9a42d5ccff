// Errors that many files of this room have to tell.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include "core/result.h"

namespace dehusk {

inline Error out_of_memory() { return {"not enough memory", ErrorKind::memory}; }

/// What the system said: an errno.
inline Error system_error(int number) { return {std::strerror(number), ErrorKind::io}; }

inline Error damage(std::string message) { return {std::move(message), ErrorKind::damaged}; }

/// Of a document of unknown size.
inline Error larger_than(uint64_t most) {
  return {"larger than --max-bytes allows (" + std::to_string(most) + ")", ErrorKind::too_large};
}

/// Of a document of `size` bytes.
inline Error larger_than(uint64_t most, uint64_t size) {
  return {"has " + std::to_string(size) + " bytes, more than --max-bytes allows (" + std::to_string(most) + ")",
          ErrorKind::too_large};
}

}  // namespace dehusk
