// All files of one run that go on from document to document: the stream or its shards, --removed.
//
//   add add add  checkpoint  add add  checkpoint  add  finish
//                    |                    |               |
//                    |                    |               seal, line "whole", take names, no state
//                    flush every file, then write one line to OUT.resume
//
// kill -9 at any moment loses what came after the last line, never more: a line is written after
// the data it speaks of, and whoever goes on cuts the files back to it. A checkpoint is due after
// so many bytes of documents, so members end where the documents say, and the bytes of the files
// are the same for every number of threads and every row of kills.
//
// Between two steps of a shard that is full (--shard-size):
//   flushed               the last line still holds: the part is cut back to it
//   line "sealed"         whoever goes on gives the part its name
//   shard has its name    its size is the one in the line: it is whole
// Files take their names one by one at the end; the line "whole" lets the next run do the rest.
// Where inputs changed, a run goes back no further into a shard that has its name than to its
// start.
//
// Power cut: every 64 MiB, and for each shard that is sealed, the disk is waited for before the
// line (5 ms each). Lines between hold as long as the machine was not started anew, which a
// mark in them tells.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "batch/fingerprint.h"
#include "batch/growing_file.h"
#include "batch/input_stamp.h"
#include "batch/inputs.h"
#include "batch/position.h"
#include "batch/resume_state.h"
#include "batch/shards.h"
#include "batch/state_file.h"
#include "core/result.h"

namespace dehusk {

/// For the one thread that delivers documents in their order. Messages name the file. After a
/// failure no checkpoint comes any more that would speak of what was lost. Destroyed before
/// finish(), it leaves what --resume needs; before the first checkpoint, nothing.
class OutputSet {
 public:
  /// Opens or goes on with the files. `fingerprint` is over all that decides what a document
  /// becomes, layout of the files apart. Another run on the same output is an error.
  static Result<std::unique_ptr<OutputSet>> open(const OutputPlan& plan, Fingerprint fingerprint,
                                                 const std::vector<Input>& inputs, Start start);
  ~OutputSet();
  OutputSet(const OutputSet&) = delete;
  OutputSet& operator=(const OutputSet&) = delete;

  /// Where the run goes on, and what the caller noted there; all 0 and "" for a fresh start.
  const Position& position() const { return start_.at; }
  const std::string& note() const { return start_.note; }
  /// With Start::resume, why not (from the last point): "rules changed"; "" for no reason.
  const std::string& changed() const { return changed_; }

  /// Documents added so far, those of earlier runs included.
  uint64_t documents() const { return documents_; }

  /// Tells of each input of the list, from 0 on and none left out, before its first document is
  /// added; of those that fail, too. Told of again, as the first one after going on is, it is
  /// known.
  void begin_input(uint64_t index, const InputStamp& stamp);

  /// Adds one document, a whole record or text, and what goes to --removed.
  Written add(std::string_view text, std::string_view removed);

  /// Asked after each add().
  bool checkpoint_due() const;
  /// Puts what was added on file and notes where the run stands; nothing where none is due. The
  /// note is UTF-8.
  Written checkpoint(const Position& at, std::string_view note);

  /// Puts what was added to standard output or a device there: who reads it does not wait for more.
  Written flush_direct();

  /// Whether --resume would have somewhere to go on from.
  bool can_go_on() const { return has_points_; }

  /// All was added: files become whole and take their names. `at` is behind the last input.
  Written finish(const Position& at, std::string_view note);
  /// Takes away what is not whole, and the state.
  void discard();

  /// After finish(): a file that has the name of the next shard, from another run; "" for none.
  std::string leftover() const;

 private:
  struct Growing {
    std::string path;
    GrowingFile file;
  };

  explicit OutputSet(const OutputPlan& plan) : plan_(plan) {}
  Written begin_fresh(const Fingerprint& fingerprint);
  Written go_on(const ResumeState& state, const ResumeChoice& choice);
  Written take_names(const Checkpoint& point);
  Written open_files(const Checkpoint& point);
  Written open_stream(const std::string& path, uint64_t keep);
  Written finish_all();
  Written end_shard();
  Written flush_all(Written (GrowingFile::*how)());
  Written told_of(const Growing& growing, Written written) const;
  Written write_line(const Checkpoint& point);
  Checkpoint describe(const Position& at, std::string_view note) const;
  std::vector<Growing*> files();
  bool is_full() const { return plan_.shard_size > 0 && filled_ >= plan_.shard_size; }

  OutputPlan plan_;
  std::vector<Growing> streams_;  // none between a shard that is full and the next text
  std::optional<Growing> removed_;
  std::optional<StateFile> state_;  // none for standard output and devices
  Checkpoint start_;
  std::string changed_;
  std::string boot_;
  InputChain inputs_;
  uint64_t documents_ = 0;
  uint64_t shard_ = 0;       // with --shard-size
  uint64_t filled_ = 0;      // bytes of text in it
  uint64_t added_ = 0;       // bytes of documents and ranges
  uint64_t noted_ = 0;       // of them, those that the last checkpoint speaks of
  uint64_t since_sync_ = 0;  // and since the disk was waited for
  bool has_points_ = false;  // --resume would have somewhere to go on
  bool is_whole_ = false;    // all files have their names
};

}  // namespace dehusk
