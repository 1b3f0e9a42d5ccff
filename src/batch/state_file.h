// The small file beside an output in which a run tells how far it is: lines that are only added.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "batch/descriptor.h"
#include "batch/file_io.h"
#include "core/result.h"

namespace dehusk {

/// Open for one run alone: a second one on the same output fails to open it.
class StateFile {
 public:
  /// Opens a file, made where it is missing, and reads what is in it. A link is not followed.
  static Result<StateFile> open(const std::string& path);

  /// What was in the file when it was opened; until cut().
  const std::string& text() const { return text_; }
  /// Forgets what stands behind the first `size` bytes.
  Written cut(uint64_t size);
  /// Adds a line, its end included, in one write. What of it was written before a failure is cut
  /// off.
  Written append(std::string_view line);
  /// Takes the file away; its lock goes with the object.
  void remove();

 private:
  StateFile() = default;

  std::string path_;
  std::string text_;
  Descriptor file_;
  uint64_t size_ = 0;
};

}  // namespace dehusk
