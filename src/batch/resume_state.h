// What a run writes beside its output so that another one can go on: OUT.resume.
//
//   {"dehusk":1,"fingerprint":"8f43...","parts":{"rules":"96df..."},"shards":0,"sized":false}
//   {"at":[0,41,90211,41],"documents":41,"inputs":[1,"c44e..."],"sizes":[310022],"boot":"1f"}
//   {"at":[3,2,0,0],"documents":77,"inputs":[4,"77aa..."],"sizes":[624101]}
//   {"at":[9,0,0,0],"documents":90,"inputs":[9,"0b3c..."],"sizes":[700312],"whole":true}
//
// A line is written after the data it speaks of. One that was torn by a kill, and all behind it, is
// not there. Inputs are not listed: the hash over their paths, sizes and times tells whether those
// that a checkpoint rests on are unchanged, and a million of them take no room.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "batch/fingerprint.h"
#include "batch/input_stamp.h"
#include "batch/position.h"

namespace dehusk {

/// The first line, behind the number of this format.
struct ResumeHeader {
  std::string fingerprint;
  Fingerprint::Parts parts;
  uint64_t shards = 0;    ///< of OutputPlan
  bool is_sized = false;  ///< it has a shard_size
};

/// What the files of a run hold, and from where on documents are missing in them.
struct Checkpoint {
  Position at;
  uint64_t documents = 0;   ///< that were added
  uint64_t inputs = 0;      ///< that were begun
  std::string inputs_hash;  ///< of those, InputChain::hex()
  uint64_t shard = 0;       ///< with --shard-size: the one that grows; those before it are whole
  uint64_t filled = 0;      ///< bytes of text in it
  uint64_t added = 0;       ///< bytes of documents and of ranges, in all files
  std::vector<uint64_t> sizes;     ///< of the files: the stream or its shards, then --removed
  std::optional<uint64_t> sealed;  ///< size of shard - 1, where this checkpoint ended it
  bool whole = false;  ///< nothing will be added: the files only have to take their names
  std::string boot;    ///< "": the disk has the data. Else they are sure only in this boot
  std::string note;    ///< the caller's
};

struct ResumeState {
  std::optional<ResumeHeader> header;
  std::vector<Checkpoint> points;
  std::vector<uint64_t> ends;  ///< bytes of the file up to the end of each point's line
};

/// Lines, their ends included.
std::string header_line(const ResumeHeader& header);
std::string checkpoint_line(const Checkpoint& point);

/// Reads as many whole lines as make sense.
ResumeState read_resume_state(std::string_view text);

/// Where a run goes on.
struct ResumeChoice {
  std::optional<size_t> point;  ///< index into ResumeState::points; none: from the start
  InputChain inputs;            ///< those that the point rests on
  std::string why;  ///< what does not hold any more: "rules and model changed"; "" where all does
};

/// What the run that asks knows.
struct ResumeQuestion {
  const Fingerprint* fingerprint = nullptr;
  uint64_t inputs = 0;                                     ///< how many are listed
  std::function<InputStamp(uint64_t index)> stamp = {};    ///< of one of them, now
  std::function<bool(size_t point)> files_are_there = {};  ///< what the point says of files holds
  std::string boot = {};                                   ///< boot_mark()
};

/// The last checkpoint whose inputs are unchanged and whose files are there. Inputs that it does
/// not rest on do not matter. Looks at no more inputs than any checkpoint rests on.
ResumeChoice find_resume_point(const ResumeState& state, const ResumeQuestion& question);

/// A mark that is another one after the machine was started anew, so that what was written but had
/// perhaps not reached the disk is not relied on after a power cut.
std::string boot_mark();

}  // namespace dehusk
