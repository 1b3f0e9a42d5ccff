// The inside of a block as Markdown: text, emphasis, code spans, links, images and line breaks.
//
//   InlineText  "see the docs now"   link 4..12, bold 8..12
//   written     see [the **docs**](url) now
//
// Emphasis is `**` and `_` (`*` inside a word), written only where CommonMark's flanking rules take
// it as meant whatever happens to the runs next to it; punctuation at its ends moves outside if
// that helps; otherwise the words stay and the emphasis goes. No raw HTML is ever written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "write/inline_text.h"

namespace dehusk {

enum class MarkdownPlace : uint8_t {
  paragraph,  ///< line ends are hard breaks
  heading,    ///< one line
  cell,       ///< of a table; one line
};

/// Lines with an LF between them. Links that are not safe to follow are plain text.
std::string markdown_inline(const Page& page, InlineText text, MarkdownPlace place,
                            std::string_view base_url);

/// An image; empty if it has no source that is safe to show.
std::string markdown_image(const Page& page, uint32_t element, MarkdownPlace place,
                           std::string_view base_url);

}  // namespace dehusk
