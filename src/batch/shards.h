// The names of the files that one -o means when it is cut into shards.
//
//   crawl.jsonl.zst   --shards 8       crawl-00000-of-00008.jsonl.zst ... crawl-00007-of-00008...
//                     --shard-size 1G  crawl-00000.jsonl.zst, crawl-00001.jsonl.zst ...
#pragma once

#include <cstdint>
#include <string>

namespace dehusk {

/// Into what the documents of a run go. At most one of `shards` and `shard_size` is set.
struct OutputPlan {
  std::string output = {};  ///< -o; "" or "-" for standard output
  std::string removed = {};  ///< --removed; "" for none
  uint64_t shards = 0;      ///< documents are dealt to so many files; 0: one file
  uint64_t shard_size = 0;  ///< bytes of text after which a file is full; 0: never
  /// A checkpoint is due when so many bytes were added for each open file. Small ones are for
  /// tests.
  uint64_t checkpoint_bytes = uint64_t{1} << 20;
  /// After so many bytes the disk is waited for at a checkpoint, for the sake of a power cut.
  uint64_t sync_bytes = uint64_t{1} << 26;
};

/// The file of shard `index`, from 0: `plan.output` itself where it is not cut.
std::string shard_path(const OutputPlan& plan, uint64_t index);

/// Whether a file has one of the names that runs of this plan write to, or use beside it: an input
/// that was found in a folder and bears one is what an earlier run left. Symbolic links are
/// followed.
bool is_name_of_output(const OutputPlan& plan, const std::string& path);

}  // namespace dehusk
