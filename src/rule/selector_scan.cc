#include "rule/selector_scan.h"

#include <algorithm>

#include "core/utf8.h"

namespace dehusk {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_name_char(char c) { return is_name_start(c) || is_digit(c) || c == '-'; }

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool starts_escape(std::string_view text, size_t at) {
  return at + 1 < text.size() && text[at] == '\\' && text[at + 1] != '\n' && text[at + 1] != '\r' &&
         text[at + 1] != '\f';
}

// Reads the escape behind the backslash at `*at`.
void read_escape(std::string_view text, size_t* at, std::string* out) {
  size_t i = *at + 1;
  if (hex_digit(text[i]) < 0) {
    const size_t begin = i;
    next_code_point(text, &i);
    append_css(text.substr(begin, i - begin), out);
    *at = i;
    return;
  }
  char32_t c = 0;
  for (size_t n = 0; n < 6 && i < text.size() && hex_digit(text[i]) >= 0; ++n, ++i) {
    c = c * 16 + static_cast<char32_t>(hex_digit(text[i]));
  }
  if (i < text.size() && is_css_space(text[i])) i += text.substr(i).starts_with("\r\n") ? 2 : 1;
  const bool sound = c != 0 && c <= 0x10FFFF && !(c >= 0xD800 && c < 0xE000);
  append_utf8(sound ? c : kReplacement, out);
  *at = i;
}

void append_hex_escape(char c, std::string* out) {
  constexpr char kDigits[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  *out += '\\';
  if (byte >= 16) *out += kDigits[byte >> 4];
  *out += kDigits[byte & 15];
  *out += ' ';
}

}  // namespace

bool is_css_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

bool skip_css_space(std::string_view text, size_t* at) {
  while (*at < text.size()) {
    if (is_css_space(text[*at])) {
      ++*at;
    } else if (text.substr(*at).starts_with("/*")) {
      const size_t end = text.find("*/", *at + 2);
      if (end == std::string_view::npos) return false;
      *at = end + 2;
    } else {
      break;
    }
  }
  return true;
}

bool starts_css_name(std::string_view text, size_t at) {
  const auto starts = [&](size_t i) {
    return i < text.size() && (is_name_start(text[i]) || starts_escape(text, i));
  };
  if (at >= text.size() || text[at] != '-') return starts(at);
  return starts(at + 1) || text.substr(at).starts_with("--");
}

std::string read_css_name(std::string_view text, size_t* at) {
  std::string name;
  while (*at < text.size()) {
    if (is_name_char(text[*at])) {
      name += text[(*at)++];
    } else if (starts_escape(text, *at)) {
      read_escape(text, at, &name);
    } else {
      break;
    }
  }
  return name;
}

std::optional<std::string> read_css_string(std::string_view text, size_t* at) {
  const char quote = text[*at];
  size_t end = *at + 1;
  while (end < text.size() && text[end] != quote) end += text[end] == '\\' ? 2 : 1;
  if (end >= text.size()) return std::nullopt;
  std::string value = unescape_css(text.substr(*at + 1, end - *at - 1));
  *at = end + 1;
  return value;
}

void append_css(std::string_view text, std::string* out) {
  for (const char c : text) {
    if (c == '\0') {
      append_utf8(kReplacement, out);
    } else {
      *out += c;
    }
  }
}

std::string unescape_css(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    if (starts_escape(text, at)) {
      read_escape(text, &at, &out);
    } else if (text[at] == '\\') {
      at += text.substr(at + 1).starts_with("\r\n") ? 3 : 2;  // an escaped line end is none
    } else {
      append_css(text.substr(at++, 1), &out);
    }
  }
  return out;
}

std::string css_name(std::string_view name) {
  std::string out;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool leads = i == 0 || (i == 1 && name[0] == '-');
    const bool lone = name == "-";
    if (is_name_char(name[i]) && !(leads && is_digit(name[i])) && !lone) {
      out += name[i];
    } else {
      append_hex_escape(name[i], &out);
    }
  }
  return out;
}

std::string css_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) {
      append_hex_escape(c, &out);
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace dehusk
