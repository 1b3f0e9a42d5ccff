// What a page shows, for reports: its lines and blocks with the places in the source they came
// from.
//
//   source  4 <ul class=menu><li>Home        blocks  list_item depth 1  "ul.menu > li"  line 0
//           5 <li>News<br>today              lines   0 "Home"  source line 4
//                                                    1 "News"  source line 5 ...
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/line_numbers.h"
#include "doc/document.h"

namespace dehusk {

/// A line of a page's text; never blank.
struct ShownLine {
  Span text;            ///< bytes of the page's text
  uint64_t source = 0;  ///< 1-based line of the source in which it begins
};

/// A block as a reader sees it.
struct ShownBlock {
  BlockKind kind = BlockKind::paragraph;
  uint8_t level = 0;  ///< 1 to 6 for headings
  uint8_t list_depth = 0;
  uint8_t quote_depth = 0;
  bool header = false;      ///< a table row of `th` alone
  uint32_t number = 0;      ///< of a list item; 0 for a bullet
  uint32_t first_line = 0;  ///< into ShownPage::lines
  uint32_t end_line = 0;
  std::string element;  ///< the nearest elements as a selector, "nav.menu > ul > li"
};

struct ShownPage {
  uint64_t elements = 0;           ///< of the whole page
  std::vector<ShownLine> lines;    ///< in the order of the text
  std::vector<ShownBlock> blocks;  ///< in order; together they hold all lines
};

/// The "p" of BlockKind::paragraph, as reports name it.
std::string_view name_of(BlockKind kind);

/// `doc` has a page. `numbers` counts the lines of its source. O(lines log source).
ShownPage shown_page(const Document& doc, LineNumbers* numbers);

}  // namespace dehusk
