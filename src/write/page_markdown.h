// A page as Markdown: CommonMark with the tables of GFM, no raw HTML.
//
//   # Heading                     headings have one line
//
//   - item\                       a <br> is a backslash at the end of the line
//     second line
//     3. item of a list in it     numbers are those of the page
//
//   > quote
//
//   | a | b |                     rows of one table; the header row is empty if the page has none
//   | --- | --- |
//
//   ```cpp                        the language by `language-cpp` or `lang-cpp` of a class
//   code
//   ```
//
// Two lists next to each other get different markers, which is how CommonMark keeps them apart.
// Terms, definitions and captions are paragraphs: Markdown has no such thing. Images stand as
// `![alt](src)`.
#pragma once

#include <string>
#include <string_view>

#include "doc/decision.h"
#include "doc/document.h"

namespace dehusk {

/// `doc` has a page. Links are resolved against `base_url` unless it is empty. Empty if nothing is
/// left, otherwise it ends with one LF.
std::string page_markdown(const Document& doc, const Decisions& decisions,
                          std::string_view base_url);

}  // namespace dehusk
