// Text that CommonMark and GFM read as that text: a backslash where a character would be markup at
// its place, and only there.
//
//   text       1. snake_case *x* a_ & &amp; <b> [1] [x](y)    at the start of a line
//   written    1\. snake_case \*x\* a\_ & \&amp; \<b> [1] [x\](y)
//
// Bare URLs that GFM makes links of stay unless an escape would stand in them: then the URL is
// broken, since a backslash in such a link is shown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dehusk {

/// What surrounds a stretch of text.
struct EscapeContext {
  bool line_start = false;    ///< nothing stands before it in its line, and blocks can begin there
  bool markup_after = false;  ///< markup follows it in its line
  bool in_link = false;       ///< in the text of a link or image
  bool in_cell = false;       ///< in a table
};

/// Appends `text`, which holds no line end. O(size).
void append_markdown_text(std::string_view text, EscapeContext context, std::string* out);

/// Appends a URL as a link's destination.
void append_markdown_target(std::string_view url, EscapeContext context, std::string* out);

/// Appends a code span that shows `code`, which holds no line end.
void append_markdown_code(std::string_view code, EscapeContext context, std::string* out);

/// The longest run of backticks.
size_t longest_backticks(std::string_view text);

}  // namespace dehusk
