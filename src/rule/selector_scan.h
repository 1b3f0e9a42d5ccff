// The smallest pieces of selector text: white space, names with escapes, strings (CSS Syntax 3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dehusk {

bool is_css_space(char c);

/// Moves `*at` behind white space and comments. False if a comment never ends.
bool skip_css_space(std::string_view text, size_t* at);

/// True if a name begins at `at`: a letter, '_', anything beyond ASCII or an escape, or such a thing
/// behind one '-', or "--".
bool starts_css_name(std::string_view text, size_t at);

/// The longest name at `*at`, unescaped; moves behind it. A digit may stand first: callers that mind
/// ask starts_css_name(). Empty if there is none.
std::string read_css_name(std::string_view text, size_t* at);

/// The string in quotes at `*at`, unescaped; moves behind it. Nothing if the quote does not close.
std::optional<std::string> read_css_string(std::string_view text, size_t* at);

/// Appends characters as they are read: NUL, however it is written, as U+FFFD.
void append_css(std::string_view text, std::string* out);

/// `text` with its escapes made characters.
std::string unescape_css(std::string_view text);

/// The name as CSS can read it again; the string in double quotes.
std::string css_name(std::string_view name);
std::string css_string(std::string_view text);

}  // namespace dehusk
