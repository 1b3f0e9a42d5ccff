// A document as `dehusk explain --html` shows it: one page for a browser that asks nobody for
// anything.
//
//   share/explain/explain.html, .css, .js      share/embed.py, at build time: one template, with the
//                                              hashes of both in its Content-Security-Policy
//   header, rules, document, data              filled in here
//
// All of the document is in the markup, escaped; the script adds looking around. What it needs to
// know of each range stands in a JSON script, in numbers (see data_of()).
#pragma once

#include <string>
#include <string_view>

#include "cleaner.h"

namespace dehusk {

/// The page. `name` is the input's, `bytes` what it held; `cleaned` was made from them with
/// Detail::pieces, `asked` is the level asked for. O(bytes + n log n).
std::string explain_html(const Cleaned& cleaned, std::string_view name, std::string_view bytes,
                         Level asked);

}  // namespace dehusk
