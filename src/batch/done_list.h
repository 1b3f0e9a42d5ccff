// Which files of an output folder (-d DIR) are done: DIR/.dehusk-done.
//
//   #  8f434346648f6b96  model=77aa...  options=0b3c...  rules=96df...
//   8f434346648f6b96  1702  5120  1700000000123456789  a/b.html  pages/a/b.html
//
// Fields are parted by tabs: fingerprint; size of the output; size and time of the input; name of
// the output, path of the input, control characters and % in them as %0A. A line is written after
// its output has its name; later lines for a name count, one that was torn by a kill is none. Runs
// may share a folder, as those of xargs -P do: each line is one write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "batch/descriptor.h"
#include "batch/file_io.h"
#include "batch/fingerprint.h"
#include "batch/input_stamp.h"
#include "batch/position.h"
#include "core/result.h"

namespace dehusk {

/// For one thread. The list stays after the run: a later one with Start::resume redoes only what
/// changed.
class DoneList {
 public:
  /// Opens the list of a folder, both made where they are missing. With Start::resume it is read,
  /// and written anew without what does not count any more, unless another run uses it.
  static Result<DoneList> open(const std::string& directory, const Fingerprint& fingerprint,
                               Start start);

  /// Whether an output was made by this fingerprint of this input, which is as it was then, and is
  /// there in its size. `name` is its path below the folder. Never with Start::fresh.
  bool is_done(const std::string& name, const InputStamp& input) const;

  /// Notes an output that has its name, made of an input as it was when it was read.
  Written add(const std::string& name, const InputStamp& input);

  /// How many are noted and count; how many do not since another fingerprint made them, and what
  /// differs, as far as is known: "rules".
  size_t size() const { return done_.size(); }
  size_t outdated() const { return outdated_; }
  const std::string& changed() const { return changed_; }

 private:
  struct Done {
    uint64_t output_size = 0;
    RowHash input;
    size_t line = 0;  // where its line begins in the text that was read
  };

  DoneList() = default;
  Error read(int fd, const Fingerprint& fingerprint);
  Written compact(const std::string& path) const;

  std::string directory_;
  std::string fingerprint_;
  std::string header_;
  Bytes text_;  // while it is opened
  std::unordered_map<std::string, Done> done_;
  size_t outdated_ = 0;
  std::string changed_;
  Descriptor file_;
};

/// Whether an input of -iSUFFIX is done: its backup is there, and the file itself is another one.
/// (Killed between the two, the file is its own backup.)
bool has_backup(const std::string& path, const std::string& suffix);

}  // namespace dehusk
