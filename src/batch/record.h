// Cleaned documents and removed ranges as JSON, one object a line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "batch/json_line.h"
#include "cleaner.h"

namespace dehusk {

/// What a record holds of the ranges.
enum class RecordRanges : uint8_t { none, removed };

/// Where a document came from, as its record tells it. Empty is left out, but of `path` and `url`.
struct RecordSource {
  std::string_view path = {};         ///< of the input
  std::string_view entry = {};        ///< its path in an archive
  std::optional<uint64_t> offset = {};  ///< where it begins in the input
  std::string_view id = {};
  std::string_view url = {};
  std::string_view date = {};
  int status = 0;                     ///< of HTTP
  const JsonLine* line = nullptr;     ///< in place of the above: its other fields pass through as they stand
};

/// One document: where it came from, title, author, published, source, what a page tells of itself, text, stats,
/// and on request the removed ranges. With a line end. Of JSONL: the fields of its line but the document
/// first, then those of ours that it does not have; `text` and `stats` are always ours.
std::string document_record(const Cleaned& cleaned, const RecordSource& source, RecordRanges ranges);

/// A line of JSONL that gave no document: its fields, where it was an object, and `error`, so that a line comes out
/// for each that went in.
std::string error_record(const JsonLine* line, uint64_t line_number, const Error& error);

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
