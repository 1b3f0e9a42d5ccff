// Text that HTML reads as that text.
#pragma once

#include <string>
#include <string_view>

namespace dehusk {

/// Appends text between tags: `&`, `<` and `>` as character references.
void append_html_text(std::string_view text, std::string* out);

/// Appends ` name="value"`, quotes in it as references too.
void append_html_attribute(std::string_view name, std::string_view value, std::string* out);

}  // namespace dehusk
