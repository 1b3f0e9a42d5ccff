// A file that grows beside its name and takes it when it is whole.
//
//   out.jsonl.gz.part   [member][member][member]...        open() ... add() ... flush()
//   out.jsonl.gz        [member][member][member][member]   finish()
//
// What was added is on file, as finished members, after flush(): there the part may be cut back and
// go on in another run. A device, a pipe and standard output have no part: they are written to.
// Members are compressed by threads of their own while documents go on coming, and written in
// order: where a member ends is told by what was added alone, so the bytes do not depend on timing.
#pragma once

#include <cstdint>
#include <deque>
#include <future>
#include <string>
#include <string_view>

#include "batch/compress.h"
#include "batch/descriptor.h"
#include "batch/file_io.h"
#include "core/result.h"

namespace dehusk {

/// For one thread. Destroyed before finish(), the part stays. After a write that failed it does
/// nothing more: the part was cut back to what flush() had put there, and each call tells the
/// failure again. Messages do not name the file.
class GrowingFile {
 public:
  /// Opens PATH.part, symbolic links in PATH followed, for this process alone, cut back to its
  /// first `keep` bytes; a shorter part is an error, and so is a `keep` where there is no part. "-"
  /// is standard output.
  static Result<GrowingFile> open(const std::string& path, uint64_t keep);

  /// Takes whole records.
  Written add(std::string_view text);
  /// Ends the member that is growing; it is written later. flush() of many files is faster after
  /// this was called for all.
  Written end_member();
  /// All that was added is on file now.
  Written flush();
  /// flush(), and nothing else will be added: a compressed file that holds nothing gets the empty
  /// member that makes it one.
  Written seal();
  /// flush(), and the disk has it.
  Written sync();
  /// seal(), and the file takes its name. The mode and owner of an old file are kept; the disk has
  /// it where an old file goes for it, or where waiting for that is little beside the work.
  Written finish();
  /// Removes the part.
  void discard();

  /// Bytes on file after flush().
  uint64_t size() const { return flushed_; }
  /// It has no part, and what was written cannot be cut back.
  bool is_direct() const { return part_.empty(); }

 private:
  GrowingFile() = default;
  Written write_out(std::string_view bytes);
  Written write_first_pending();
  Written fail(Written why);
  Written fail(const std::string& what, int error);

  std::string target_;
  std::string part_;  // empty: direct
  Compression compression_ = Compression::none;
  Descriptor file_;
  std::string held_;                                      // not yet in a member
  std::deque<std::future<Result<std::string>>> pending_;  // members that are being made, in order
  uint64_t written_ = 0;
  uint64_t flushed_ = 0;
  Written state_;
};

/// The name under which the file for `path` grows, symbolic links followed.
std::string part_path(const std::string& path);

}  // namespace dehusk
