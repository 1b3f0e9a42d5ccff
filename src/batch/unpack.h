// An item of an input as the document that it holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "batch/inputs.h"
#include "batch/json_line.h"
#include "batch/source_item.h"
#include "cleaner.h"

namespace dehusk {

struct UnpackOptions {
  std::string url = {};        ///< of every document that does not bring its own
  JsonFields fields = {};
  uint64_t max_bytes = uint64_t{1} << 30;  ///< of what was packed
};

struct Unpacked {
  std::string_view bytes;
  DocumentInfo info;
};

/// How messages and lists name an item: "page.html", "crawl.warc.gz:4183", "pages.zip:a/b.html".
std::string name_of(const SourceItem& item, const Input& input);

/// The bytes of an item without what they came in. `line` is filled for JSONL, as far as it is an object; `held` keeps what had to be unpacked.
/// The views live as long as the item, the input, the options, `line` and `held`.
Result<Unpacked> unpack(const SourceItem& item, const Input& input, const UnpackOptions& options, std::optional<JsonLine>* line,
                        Bytes* held);

/// Whether bytes that are no text are nothing to complain of: archives hold all kinds of things.
bool may_be_binary(const SourceItem& item);

}  // namespace dehusk
