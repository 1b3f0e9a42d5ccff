// What an earlier run left of a set of outputs: parts, and shards that are whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "batch/resume_state.h"
#include "batch/shards.h"

namespace dehusk {

/// The paths of the files whose sizes a checkpoint with `shard` lists, in that order.
std::vector<std::string> set_paths(const OutputPlan& plan, uint64_t shard);

/// Whether the file of the checkpoint's stream is one that is not made before there is something
/// for it: no shard after the first is empty.
bool is_unmade(const OutputPlan& plan, const Checkpoint& point);

/// Bytes of the part of `path`, or none.
std::optional<uint64_t> part_size(const std::string& path);

/// Holds a state against the files. Borrows both for its life.
class SetOnDisk {
 public:
  SetOnDisk(const OutputPlan& plan, const ResumeState& state);

  /// The files hold what a checkpoint says: whole shards have the size they were sealed with, parts
  /// are long enough. What a `whole` one lists may have taken its name already.
  bool holds(size_t point) const;

  /// Removes what was written after a checkpoint into other files than those it lists. Later ones
  /// go first: where this is cut short, what is left is the state of an earlier moment.
  void remove_behind(size_t point) const;

  /// Removes what a run that is not gone on with left half done, whatever its layout was: parts,
  /// and shards that it ended; they would be mixed with those of the run that starts.
  void remove_all() const;

 private:
  bool are_sealed(const Checkpoint& point) const;
  void remove_shards(uint64_t first) const;
  void remove_sealed(uint64_t shard) const;
  std::string sized_path(uint64_t shard) const;

  const OutputPlan& plan_;
  const ResumeState& state_;
  std::vector<uint64_t> sealed_;  // sizes of the shards that were sealed
  uint64_t whole_ = 0;            // of them, how many of the first have their name and size
};

}  // namespace dehusk
