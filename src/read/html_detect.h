// Whether something is a page or a text, where the user did not say. Texts are full of markup, too:
// articles about HTML, READMEs that open with a centred `div`, comments with a <b> in them. What
// tells is where the words stand. On a page they stand inside elements; in a text, elements stand
// among words.
//
//   text    The <div> element is ... <div class="a">x</div> ... and so on
//   inside                           ------------------------
//
// The first 64 kB (4 kB where a text starts with a doctype or <html) are scanned once for start and end tags of HTML's names, attributes and all;
// comments and the contents of script and style are markup, code spans in backticks are words. An
// element that stands in no other takes all words up to its end tag. One that never ends takes the
// rest only if it is no mere mention of a tag: it has an attribute with a value, may go without an
// end tag (<p>, <li>), or another tag follows at once or on the next line.
//
//   evidence, the first that is there                               verdict
//   starts like JSON: { or [ and a value                            text
//   starts with an XML declaration, a doctype that is not HTML's    page if the root is `html`
//     or an element that HTML lacks
//   starts with a doctype of HTML, <html, <head or <body            page if more words inside than
//   not starts with another tag of HTML                                 page if 3 in 4 are inside
//   a doctype of HTML, or <html, further on, and no prose,          page if 3 in 4 are inside
//     quote or comma before it on its line
//   else                                                            text
//
// "Starts" does not count blanks, byte order marks, comments and processing instructions. "Words"
// are bytes that are no white space.
#pragma once

#include <string_view>

namespace dehusk {

/// True if `text`, which is decoded, is a page or a fragment of one. Looks at the first 64 kB;
/// O(1).
bool looks_like_html(std::string_view text);

}  // namespace dehusk
