#include "cli/explain_markup.h"

#include <cstdio>

#include "cli/explain_rows.h"
#include "core/utf8.h"

namespace dehusk {
namespace {

std::string_view reference_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
  }
  return {};
}

// Shown by name: what steers, and U+FEFF, which nobody sees. A mark that only orders what stands
// beside it is let through: right-to-left text is full of them.
bool is_named(char32_t c) {
  const bool harmless = c == '\t' || c == 0x200E || c == 0x200F || c == 0x061C;
  return (is_steering(c) && !harmless) || c == 0xFEFF;
}

template <typename Named>
void append_escaped(std::string_view text, std::string* out, Named named) {
  for (size_t at = 0; at < text.size();) {
    const char first = text[at];
    if (const std::string_view reference = reference_of(first); !reference.empty()) {
      *out += reference;
      ++at;
      continue;
    }
    if (first >= 0x20 && first < 0x7F) {
      *out += first;
      ++at;
      continue;
    }
    const char32_t c = next_code_point(text, &at);
    if (is_named(c)) {
      char name[16];
      std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(c));
      named(name);
    } else {
      append_utf8(c, out);
    }
  }
}

}  // namespace

void append_shown(std::string_view text, std::string* out) {
  append_escaped(text, out, [&](const char* name) {
    *out += "<span class=\"u\">";
    *out += name;
    *out += "</span>";
  });
}

void append_plain(std::string_view text, std::string* out) {
  append_escaped(text, out, [&](const char* name) {
    *out += "&lt;";
    *out += name;
    *out += "&gt;";
  });
}

std::string shown_html(std::string_view text) {
  std::string out;
  append_shown(text, &out);
  return out;
}

std::string shown_path_html(std::string_view path) {
  std::string out;
  for (size_t slash; (slash = path.find('/')) != std::string_view::npos;) {
    append_shown(path.substr(0, slash + 1), &out);
    out += "<wbr>";
    path.remove_prefix(slash + 1);
  }
  append_shown(path, &out);
  return out;
}

void append_shown_attribute(std::string_view name, std::string_view value, std::string* out) {
  *out += ' ';
  *out += name;
  *out += "=\"";
  append_plain(value, out);
  *out += '"';
}

std::string json_in_script(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : json) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace dehusk
