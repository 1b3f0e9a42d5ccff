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

/// One document as `explain --json` prints it: the document_record with its removed ranges, the
/// spared ranges with what spared them, and the pieces of the whole input in order, each with its
/// text. `source` is the text that ranges point into (see ReportedRange), and what the texts of the
/// pieces make when put together, but that undecodable bytes are U+FFFD in them. `cleaned` was made
/// with Detail::pieces. The text of a range that a limit held back is left out: such ranges overlap,
/// n of them can be n times the document.
std::string explain_record(const Cleaned& cleaned, std::string_view source, std::string_view path,
                           std::string_view url);

/// The removed ranges of a document, one object a line: path, rule, category, begin and end in
/// bytes, line, text, the place of the rule, and the other rules that took the range.
std::string removed_records(const Cleaned& cleaned, std::string_view path);

}  // namespace dehusk
