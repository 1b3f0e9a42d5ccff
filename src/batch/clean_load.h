// Documents on their way through the pipeline: read together, cleaned by one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "batch/document_source.h"
#include "batch/file_io.h"
#include "batch/pipeline.h"
#include "batch/record.h"
#include "cleaner.h"

namespace dehusk {

/// What is to be made of a document.
struct MakeOptions {
  std::string url;             ///< of every document that does not bring its own
  JsonFields fields;
  uint64_t max_bytes = uint64_t{1} << 30;
  bool records = false;        ///< a line of JSON, not the text
  bool container_records = false;  ///< of what lies in a container
  bool removed_list = false;   ///< the removed ranges as JSONL
  RecordRanges ranges = RecordRanges::none;  ///< in records
  bool nothing = false;        ///< only find out what would be removed
  bool counts = false;         ///< of characters kept and of time, for a summary
};

/// What became of an item.
struct Outcome {
  std::optional<Error> error;
  std::string passed_over;  ///< what it is, if that is no document
  std::string output;       ///< text, or a record
  std::string removed;      ///< JSONL
  bool is_page = false;
  std::string encoding;
  uint64_t replaced = 0;
  bool guarded = false;
  std::optional<Level> level;
  std::vector<std::string> packs;
  CleanStats stats;
  uint64_t chars_kept = 0;
  double seconds = 0;
};

/// How messages and lists name an item: "page.html", "crawl.warc.gz:4183", "pages.zip:a/b.html".
std::string name_of(const SourceItem& item, const Input& input);

/// The bytes of an item as a document, without what they came in. `line` is filled for JSONL; `held` keeps what had
/// to be unpacked. The views live as long as the item, `line` and `held`.
struct Unpacked {
  std::string_view bytes;
  DocumentInfo info;
};
Result<Unpacked> unpack(const SourceItem& item, const Input& input, const MakeOptions& options, JsonLine* line,
                        Bytes* held);

/// Cleans one item. Where `output` is given the text goes there and not into the Outcome.
Outcome clean_item(const SourceItem& item, const Input& input, const MakeOptions& options, Cleaner* cleaner,
                   const TextOutput* output);

/// Items that are read at once: some small ones, or one.
class CleanLoad : public Load {
 public:
  uint64_t size() const override { return size_; }

  /// Reads items from `source` until there are some 128 kB of them, or the next would have to be waited for. False
  /// where there were none, or the run was asked to stop.
  bool read(DocumentSource* source);

  std::vector<SourceItem> items;
  std::vector<Outcome> outcomes;  ///< one for each item, once it was cleaned
  uint64_t bytes_read = 0;        ///< of all inputs, once these items were read

 private:
  uint64_t size_ = 0;
};

}  // namespace dehusk
