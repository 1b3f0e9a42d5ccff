// A document as `dehusk explain` shows it to a person: every line of the input behind a gutter that
// says what became of it, every decided range with its rule, and the counts.
//
//   story.txt
//     encoding  utf-8
//     rules     news/en
//     level     normal
//
//      1    Shares of Acme rose on Monday
//      2
//      3 -  Advertisement
//           = ad  news/en:ad.marker  rules/news/en.toml:36
//      4 ~  The minister [-(Also read: more)-] resigned.
//           = cross-link  news/en:link.inline  rules/news/en.toml:61
//      5 -/ Related
//         | = related  news/en:related.tail  rules/news/en.toml:80
//      6 -\ One thing
//
//   removed 42 of 96 characters (43.8 %) in 3 ranges
//     ...
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cleaner.h"
#include "cli/line_diff.h"

namespace dehusk {

/// How much of long lines is shown. Columns are those of kRowColumns.
enum class LongLines : uint8_t {
  clip,  ///< one row of what is kept, a few of what went
  wrap,  ///< all
};

struct ExplainStyle {
  Paint paint = Paint::plain;
  LongLines long_lines = LongLines::clip;
  Level level = Level::normal;  ///< that was asked for
};

/// The explanation of one document. `name` is the input's, `bytes` what it held; `cleaned` was made
/// from them with Detail::pieces. Lines end with LF. O(bytes + ranges).
std::string explain_text(const Cleaned& cleaned, std::string_view name, std::string_view bytes,
                         const ExplainStyle& style);

}  // namespace dehusk
