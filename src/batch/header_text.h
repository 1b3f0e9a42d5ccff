// Lines of the heads of WARC records and HTTP responses.
#pragma once

#include <string>
#include <string_view>

namespace dehusk {

/// In lower case, as far as it is ASCII.
std::string lowered(std::string_view text);

/// Whether two names are one, whatever their case.
bool same_name(std::string_view a, std::string_view b);

/// Without blanks, tabs and carriage returns around it.
std::string_view trimmed(std::string_view text);

/// Takes a line off the front of `text`, and gives it without its end.
std::string_view take_line(std::string_view* text);

/// "text/html" of "Text/HTML; charset=utf-8".
std::string media_type(std::string_view content_type);

}  // namespace dehusk
