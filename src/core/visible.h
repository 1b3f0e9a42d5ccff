// What of a text can be seen.
#pragma once

#include <cstdint>
#include <string_view>

namespace dehusk {

/// True for what is neither white space nor zero-width.
bool is_visible(char32_t c);

/// Characters of `text` that are neither white space nor zero-width. O(size).
uint64_t count_visible(std::string_view text);

/// True if `text` holds a character that is neither white space nor zero-width.
bool has_visible(std::string_view text);

}  // namespace dehusk
