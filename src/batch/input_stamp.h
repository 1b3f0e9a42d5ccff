// Whether an input is still what it was.
#pragma once

#include <cstdint>
#include <string>

#include "batch/fingerprint.h"

namespace dehusk {

/// What tells a changed input. One that cannot be read has the size kNoLimit and the time 0.
struct InputStamp {
  std::string path;
  uint64_t size = 0;
  int64_t mtime_ns = 0;    ///< of its last change, since 1970
  bool can_repeat = true;  ///< false for a pipe or a device: what was read of it is gone

  bool operator==(const InputStamp&) const = default;
};

/// Looks at a file; "-" is standard input.
InputStamp stamp_of(const std::string& path);

/// Looks at an input that is open: what is being read, not what has its name by now.
InputStamp stamp_of(const std::string& path, int fd);

/// A hash over path, size and time.
RowHash hash_of(const InputStamp& stamp);

/// A hash of the first inputs of a run, each added when it is begun.
class InputChain {
 public:
  void add(const InputStamp& stamp);
  /// How many were added.
  uint64_t count() const { return count_; }
  /// 32 hexadecimal digits; "" where one of the inputs cannot be read a second time.
  std::string hex() const { return can_repeat_ ? hash_.hex() : ""; }

 private:
  RowHash hash_;
  uint64_t count_ = 0;
  bool can_repeat_ = true;
};

}  // namespace dehusk
