#include "write/html_escape.h"

namespace dehusk {
namespace {

void append_escaped(std::string_view text, std::string_view special, std::string* out) {
  for (size_t at = 0;;) {
    const size_t found = text.find_first_of(special, at);
    out->append(text.substr(at, found - at));
    if (found == std::string_view::npos) return;
    switch (text[found]) {
      case '&':
        *out += "&amp;";
        break;
      case '<':
        *out += "&lt;";
        break;
      case '>':
        *out += "&gt;";
        break;
      case '"':
        *out += "&quot;";
        break;
      default:
        *out += "&#39;";
        break;
    }
    at = found + 1;
  }
}

}  // namespace

void append_html_text(std::string_view text, std::string* out) { append_escaped(text, "&<>", out); }

void append_html_attribute(std::string_view name, std::string_view value, std::string* out) {
  *out += ' ';
  *out += name;
  *out += "=\"";
  append_escaped(value, "&<>\"'", out);
  *out += '"';
}

}  // namespace dehusk
