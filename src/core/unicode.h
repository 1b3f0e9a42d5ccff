// Character properties, from ICU's tables (the only file besides the decoder that knows ICU).
#pragma once

#include <cstdint>
#include <string_view>

namespace dehusk {

/// True for characters with the Unicode property White_Space.
bool is_space(char32_t c);

/// True for zero-width characters, direction marks and soft hyphens: what matching ignores.
bool is_ignorable(char32_t c);

/// True if `text` (UTF-8) holds nothing but spaces and ignorable characters. O(size).
bool is_blank(std::string_view text);

/// True for letters, marks and digits: what words are made of.
bool is_word(char32_t c);

/// True for punctuation (general category P) and the symbols of ASCII.
bool is_punctuation(char32_t c);

/// True for symbols (general category S) outside of ASCII.
bool is_symbol(char32_t c);

/// True for upper-case and title-case letters.
bool is_upper(char32_t c);

/// True where words meet that no space parts, as in "AdvertisementThe": a letter that is not upper
/// case before one that is, or letters of two scripts.
bool is_seam(char32_t left, char32_t right);

/// True for decimal digits of any script.
bool is_digit(char32_t c);

/// True for characters of scripts that put no spaces between words (Han, Kana, Thai and their kin).
bool is_unspaced(char32_t c);

/// Simple case folding (CaseFolding.txt, classes C and S).
char32_t fold_case(char32_t c);

}  // namespace dehusk
