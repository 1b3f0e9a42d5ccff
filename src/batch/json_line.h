// A line of JSONL: one document with what is known of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace dehusk {

/// In which fields of an object its document is. "" means: as most data sets name it.
struct JsonFields {
  std::string html;  ///< of HTML; "html" where none is named
  std::string text;  ///< of text; "text" where none is named and there is no HTML
  std::string url;   ///< "url"
  std::string id;    ///< "id"
};

struct JsonLine {
  std::string document;
  bool is_html = false;  ///< it came from the field of HTML
  bool is_text = false;
  std::string url;
  std::string id;
  /// All other fields but `text` and `stats` as they stand, `"name":value` with commas between, and their names.
  std::string others;
  std::vector<std::string> other_names;
};

/// Reads a line. An error is that it is no object.
Result<JsonLine> parse_json_line(std::string_view line, const JsonFields& fields);

/// What is to be said of a line that is neither is_html nor is_text.
Error no_document(const JsonFields& fields);

/// Whether it is an object.
bool is_json_object(std::string_view line);

}  // namespace dehusk
