// The ranges of a report as parts that do not overlap, for media in which each character has one
// look.
//
//   ranges   limit   [---------------]          parts  [--]              limit
//            ad          [---]                             [---]         ad
//            keep                  [------]                     [--]     limit
//                                                                   [------] keep
//
// What was removed lies on top; of what stays the range that began last.
#pragma once

#include <cstdint>
#include <vector>

#include "cli/explain_ranges.h"

namespace dehusk {

/// A stretch of the text all of which has one look.
struct Part {
  uint64_t begin = 0;
  uint64_t end = 0;
  size_t range = 0;  ///< index of the range on top
};

/// `ranges` is lay_out_ranges(). Parts are in order, apart from each other, at most two for each
/// range and one more. O(n log n).
std::vector<Part> parts_of(const std::vector<LaidRange>& ranges);

}  // namespace dehusk
