// The ranges of a report laid over the lines of the input.
//
//   lines   0 A story.                  ranges   removed  lines 2 to 4  [[remove]] related.tail
//           1                                    keep     line  5       [[keep]]   keep.standards
//           2 Related                            removed  line  6       [[remove]] related.tail
//           3
//           4 one
//           5 Advertising Standards
//           6 two
//
// Ranges are trimmed to what can be seen, and neighbours that one rule took line by line are one
// range: what a reader wants to see in the gutter.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cleaner.h"

namespace dehusk {

/// A line of the input in bytes, without its line end.
struct SourceLine {
  uint64_t begin = 0;
  uint64_t end = 0;
};

/// The lines of `text`; they end with LF, CRLF or a lone CR. What stands behind the last line end
/// is a line only if it holds a byte.
std::vector<SourceLine> split_lines(std::string_view text);

/// What the gutter says of each line: its number; of a page the line of the HTML in which it
/// begins, 0 for the blank ones between blocks.
std::vector<uint64_t> line_numbers(const Cleaned& cleaned, const std::vector<SourceLine>& lines);

/// What was decided about a range.
enum class Fate : uint8_t { removed, keep, limit, guard, joins };

/// A range as a reader sees it. Points into the Cleaned it was made from.
struct LaidRange {
  const ReportedRange* range = nullptr;
  Fate fate = Fate::removed;
  uint64_t begin = 0;  ///< bytes, from the first character that can be seen
  uint64_t end = 0;    ///< to the last
  size_t first = 0;    ///< 0-based lines
  size_t last = 0;
  bool whole = false;  ///< all that can be seen of its lines
  size_t times = 1;    ///< neighbours that are shown as one
};

/// True if both have the same fate by the same rules.
bool same_label(const LaidRange& a, const LaidRange& b);

/// All ranges of the report by their begin. `source` is the text that they point into. Ranges in
/// which nothing can be seen are left out. O(source + n log n).
std::vector<LaidRange> lay_out_ranges(const Cleaned& cleaned, std::string_view source,
                                      const std::vector<SourceLine>& lines);

/// Joins neighbours of the same label that take whole lines with nothing to be seen in between.
std::vector<LaidRange> joined_neighbours(const std::vector<LaidRange>& ranges,
                                         std::string_view source);

/// The text that ranges of the report point into: the input's bytes where it was UTF-8, the decoded
/// text otherwise. Owner: `bytes` or `cleaned`.
std::string_view reported_source(const Cleaned& cleaned, std::string_view bytes);

}  // namespace dehusk
