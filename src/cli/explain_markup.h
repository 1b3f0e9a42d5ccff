// Hostile text in a page of our own: whatever it holds, it is shown and does nothing.
#pragma once

#include <string>
#include <string_view>

namespace dehusk {

/// Appends text between tags. Controls, line separators and marks that would turn the direction of
/// what follows are shown by name in a `span.u`; what is no UTF-8 becomes U+FFFD. A tab is a tab.
void append_shown(std::string_view text, std::string* out);

/// The same where no tags can stand: in an attribute's value or a title. Names stand in `<...>`.
void append_plain(std::string_view text, std::string* out);

/// What append_shown() appends.
std::string shown_html(std::string_view text);

/// The same of a path, which may be broken behind its slashes.
std::string shown_path_html(std::string_view path);

/// Appends ` name="value"`.
void append_shown_attribute(std::string_view name, std::string_view value, std::string* out);

/// JSON between `<script type="application/json">` and its end tag: no `<` is left in it.
std::string json_in_script(std::string_view json);

}  // namespace dehusk
