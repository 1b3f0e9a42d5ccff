// A page as text, for tests: its blocks in a form to read, and everything in a form to compare.
//
//   <nav><a href=/>Home</a></nav><h2>News</h2><ul><li>one<li>two</ul>
//   nav( p{[Home]} ) h2{News} li1{one} li1{two}        without the elements: p{[Home]} h2{News} ...
#pragma once

#include <string>

#include "doc/document.h"

namespace dehusk {

/// One block after the other: kind and text, line ends as " / ", bold *so*, italic _so_, code `so`,
/// links [so]. List items carry depth and number (li2, li1#3), quotes q1: before the kind.
std::string dump_blocks(const Document& doc);

/// Everything that a Document of a page holds, a line each.
std::string dump_page(const Document& doc);

}  // namespace dehusk
