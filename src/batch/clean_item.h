// One item of an input, cleaned.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "batch/record.h"
#include "batch/unpack.h"
#include "cleaner.h"

namespace dehusk {

/// What is to be made of a document.
struct MakeOptions {
  UnpackOptions unpack;
  bool records = false;        ///< a line of JSON, not the text
  bool container_records = false;  ///< of what lies in a container
  bool removed_list = false;   ///< the removed ranges as JSONL
  RecordRanges ranges = RecordRanges::none;  ///< in records
  bool nothing = false;        ///< only find out what would be removed
  bool counts = false;         ///< of characters kept and of time, for a summary
};

/// What became of an item.
struct Outcome {
  uint64_t bytes = 0;       ///< of the item, as it was read
  std::optional<Error> error = {};
  std::string id = {};        ///< of a line of JSONL that failed
  std::string passed_over = {};  ///< what it is, if that is no document
  std::string output = {};       ///< text, or a record
  std::string removed = {};      ///< JSONL
  std::string encoding = {};
  uint64_t replaced = 0;
  bool guarded = false;
  std::optional<Level> level = {};
  std::vector<std::string> packs = {};
  CleanStats stats = {};
  uint64_t chars_kept = 0;
  double seconds = 0;
};

/// Cleans one item. Where `output` is given the text goes there and not into the Outcome.
Outcome clean_item(const SourceItem& item, const Input& input, const MakeOptions& options, Cleaner* cleaner,
                   const TextOutput* output);

}  // namespace dehusk
