// Cleaned documents and removed ranges as JSON, one object a line.
#pragma once

#include <string>
#include <string_view>

#include "cleaner.h"

namespace dehusk {

/// What a record holds of the ranges.
enum class RecordRanges : uint8_t { none, removed };

/// One document: path, url, title, author, published, source, text, stats, and on request the
/// removed ranges. With a line end.
std::string document_record(const Cleaned& cleaned, std::string_view path, std::string_view url,
                            RecordRanges ranges);

/// The removed ranges of a document, one object a line: path, rule, category, begin and end in
/// bytes, line, text, the place of the rule, and the other rules that took the range.
std::string removed_records(const Cleaned& cleaned, std::string_view path);

}  // namespace dehusk
