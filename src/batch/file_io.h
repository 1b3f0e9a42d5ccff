// Files whole into memory and whole onto disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "batch/bytes.h"
#include "core/result.h"

namespace dehusk {

inline constexpr uint64_t kNoLimit = std::numeric_limits<uint64_t>::max();

/// Reads an open file to its end. `expected` is a guess at its size. More than `most` bytes are an
/// error.
Result<Bytes> read_descriptor(int fd, uint64_t expected, uint64_t most);

/// Reads a file; a folder, an unreadable or a too large one is an error.
Result<Bytes> read_file(const std::string& path, uint64_t most);

/// Reads standard input.
Result<Bytes> read_standard_input(uint64_t most);

/// How a write ended.
enum class WriteStatus : uint8_t { done, failed, pipe_closed };
struct Written {
  WriteStatus status = WriteStatus::done;
  std::string message;  ///< for failed
};

/// Writes all of `text` to an open file.
Written write_descriptor(int fd, std::string_view text);

/// Writes parts to an open file, small ones together. After a failure it does nothing more.
class PartWriter {
 public:
  explicit PartWriter(int fd) : fd_(fd) {}
  void add(std::string_view part);
  /// Writes what is left; how all of it went.
  Written finish();

 private:
  void write_out(std::string_view text);

  int fd_;
  std::string held_;
  Written written_;
};

/// Puts `text` at `path` whole or not at all: a temporary file in the same folder, fsync if there is
/// an old file, rename. Symbolic links are followed, an old file's mode is kept. With a `backup`
/// suffix the old file stays under that name. Devices, pipes and /dev/stdout are written to.
Written replace_file(const std::string& path, std::string_view text, const std::string& backup);

}  // namespace dehusk
