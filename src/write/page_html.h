// A page as HTML: a fragment of few elements with what they mean and nothing that can do something.
//
//   blocks      h1-h6, p, pre, blockquote, ul, ol (start), li (value), dl, dt, dd, figure,
//   figcaption,
//               table, caption, tr, th, td
//   in lines    strong, em, code, a (href), img (src, alt), br
//
// No other element and no other attribute is ever written: no script, style, class, id or handler.
// Which URLs may stand in href and src says targets.h. All text and all values are escaped.
// Elements nest as HTML wants it, whatever the page did (containers.h). An item, term or definition
// that begins with text holds it without a `p`.
#pragma once

#include <string>
#include <string_view>

#include "doc/decision.h"
#include "doc/document.h"

namespace dehusk {

/// `doc` has a page. Links are resolved against `base_url` unless it is empty. Empty if nothing is
/// left, otherwise it ends with one LF.
std::string page_html(const Document& doc, const Decisions& decisions, std::string_view base_url);

}  // namespace dehusk
