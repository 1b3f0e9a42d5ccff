// The document of an explanation in HTML: its blocks in order, each with its number, what was
// decided about parts of them marked.
//
//   <div class="b m li d2" data-l="14" data-e="ul.menu &gt; li" dir="auto">Read <del class="x c-ad"
//   data-r="3">this</del></div>
//
// `b` a block, `m` one with parts, `g` one that went as a whole, `w` one that goes on with a
// long line or block. Blocks stand in chunks of some
// kilobytes, which the browser lays out when they come into view.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cleaner.h"
#include "cli/explain_ranges.h"

namespace dehusk {

struct ShownBlocks {
  std::string html;
  /// Of each range the numbers of its first and its last part, in the order of the `data-r`
  /// elements; of a range of which nothing is shown the second is smaller.
  std::vector<std::pair<int64_t, int64_t>> parts;
};

/// What the article model thought of a block is its `data-m`. `source` is reported_source(), `ranges` lay_out_ranges(). O(source + n log n).
ShownBlocks shown_blocks(const Cleaned& cleaned, std::string_view source,
                         const std::vector<SourceLine>& lines,
                         const std::vector<LaidRange>& ranges);

/// The class of an element that shows what was decided: "x" for removed, "keep", "limit" ...
std::string_view class_of(Fate fate);

}  // namespace dehusk
