// The inside of a block as HTML: text, strong, em, code, a, img and br.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "write/inline_text.h"

namespace dehusk {

/// Appends it. Links that are not safe to follow are their text, images without a safe source
/// nothing.
void append_html_inline(const Page& page, const InlineText& text, std::string_view base_url,
                        std::string* out);

/// Appends an `img` with `src` and `alt`; false, and nothing, without a safe source.
bool append_html_image(const Page& page, uint32_t element, std::string_view base_url,
                       std::string* out);

}  // namespace dehusk
