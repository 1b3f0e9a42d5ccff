// Links in plain text: markdown's and bare addresses. And counting what can be seen.
#pragma once

#include <cstdint>
#include <string_view>

namespace dehusk {

struct LinkText {
  uint64_t linked = 0;  ///< visible characters of link texts and bare addresses
  uint64_t all = 0;     ///< visible characters but for link targets
  uint32_t count = 0;   ///< links
};

/// O(size).
LinkText link_text(std::string_view text);

/// True for what is neither white space nor zero-width.
bool is_visible(char32_t c);

/// Characters of `text` that are neither white space nor zero-width. O(size).
uint64_t count_visible(std::string_view text);

/// True if `text` holds a character that is neither white space nor zero-width.
bool has_visible(std::string_view text);

}  // namespace dehusk
