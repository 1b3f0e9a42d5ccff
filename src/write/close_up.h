// What is left of a line once ranges of it are gone: the parts between cuts, closed up.
//
//   line     "Read on {here} . And {so} {on} more"
//   left     "Read on. And more"
//
// One space stays between two parts, the first there was, none before closing punctuation, none at
// the ends; the white space in front of a line's first part is its indent and stays. O(size of the
// line).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/span.h"

namespace dehusk {

/// What became of a range of the source.
struct Piece {
  enum class Kind : uint8_t { kept, removed, space };
  Kind kind = Kind::kept;
  Span source;
  uint32_t removal = 0;  ///< for removed: index into Decisions::removed
};

/// Turns white space at the cuts of a line into pieces of their own. `pieces` are the kept and
/// removed ranges of the line in order; the line begins at `line_begin` in `text`.
void close_up(std::string_view text, uint32_t line_begin, std::vector<Piece>* pieces);

/// Bytes of white space at the start, and at the end.
size_t leading_space(std::string_view text);
size_t trailing_space(std::string_view text);

}  // namespace dehusk
