// A page as text. Blocks are a blank line apart, a <br> begins a line.
//
//   Heading                      headings are plain
//
//   - item                       items of one list are on successive lines, as are rows of a table,
//     second line of it          cells joined by a tab, and the terms and definitions of a list
//     3. item of a list in it    two spaces for each list around, at most 16
//
//   Term
//     its definition
//
// Preformatted text is as it stood; images are not written; a quote is a paragraph. This is the
// fast path of the program: a block without cuts is appended as it is, at the speed of memory.
#pragma once

#include <string>

#include "doc/decision.h"
#include "doc/document.h"

namespace dehusk {

/// `doc` has a page. Every line ends with one LF, the last too; empty if nothing is left.
std::string page_text(const Document& doc, const Decisions& decisions);

}  // namespace dehusk
