#include "read/markup_scan.h"

#include <algorithm>
#include <array>

#include "core/find_byte.h"
#include "doc/attributes.h"

namespace dehusk {
namespace {

constexpr size_t kNone = std::string_view::npos;

// Ends of names: white space, '/', '>', and of an attribute's name '=' too.
constexpr uint8_t kEndsName = 1;
constexpr uint8_t kEndsAttribute = 2;
constexpr std::array<uint8_t, 256> kEnds = [] {
  std::array<uint8_t, 256> table{};
  for (const char c : {' ', '\n', '\t', '\r', '\f', '/', '>'}) table[static_cast<uint8_t>(c)] = kEndsName | kEndsAttribute;
  table['='] = kEndsAttribute;
  return table;
}();
bool ends_name(char c) { return (kEnds[static_cast<uint8_t>(c)] & kEndsName) != 0; }
bool ends_attribute(char c) { return (kEnds[static_cast<uint8_t>(c)] & kEndsAttribute) != 0; }

bool starts_with_name(std::string_view text, size_t at, std::string_view name) {
  return at + name.size() < text.size() && equals_ignoring_case(text.substr(at, name.size()), name) &&
         ends_name(text[at + name.size()]);
}

bool hides(std::string_view style) {
  for (size_t at = 0; (at = style.find(':', at)) != kNone; ++at) {
    std::string_view before = style.substr(0, at);
    while (!before.empty() && is_html_space(before.back())) before.remove_suffix(1);
    std::string_view after = style.substr(at + 1);
    while (!after.empty() && is_html_space(after.front())) after.remove_prefix(1);
    if (before.size() >= 7 && equals_ignoring_case(before.substr(before.size() - 7), "display") &&
        equals_ignoring_case(after.substr(0, 4), "none")) {
      return true;
    }
  }
  return false;
}

void note(std::string_view text, Span name, Span value, TagToken* token, std::vector<SourceAttribute>* attributes) {
  const std::string_view n = text.substr(name.begin, name.size());
  const std::string_view v = text.substr(value.begin, value.size());
  const unsigned number = attribute_number(n);
  token->names |= uint64_t{1} << number;
  if (attributes != nullptr && token->attributes <= kMaxAttributes) {
    ++token->attribute_count;
    const auto name_size = static_cast<uint16_t>(std::min(n.size(), SourceAttribute::kLongestName));
    attributes->push_back({name.begin, name_size, static_cast<uint8_t>(number), value});
  }
  switch (n.size()) {
    case 2:
      if (token->id.empty() && equals_ignoring_case(n, "id")) token->id = value;
      break;
    case 4:
      if (token->href.empty() && equals_ignoring_case(n, "href")) token->href = value;
      break;
    case 5:
      if ((n[0] | 0x20) == 'c') {
        if (token->classes.empty() && equals_ignoring_case(n, "class")) token->classes = value;
      } else if (equals_ignoring_case(n, "style")) {
        token->hidden = token->hidden || hides(v);
      }
      break;
    case 6:
      if (equals_ignoring_case(n, "hidden")) token->hidden = true;
      break;
    case 11:
      if (equals_ignoring_case(n, "aria-hidden") && equals_ignoring_case(v, "true")) {
        token->hidden = true;
      }
      break;
    default:
      break;
  }
}

}  // namespace

TagToken scan_tag(std::string_view text, size_t name, std::vector<SourceAttribute>* attributes) {
  TagToken token;
  if (attributes != nullptr) token.first_attribute = static_cast<uint32_t>(attributes->size());
  const size_t size = text.size();
  size_t at = name;
  while (at < size && !ends_name(text[at])) ++at;
  token.name_end = at;
  // Before an attribute's name.
  for (;;) {
    while (at < size && is_html_space(text[at])) ++at;
    if (at >= size) break;
    if (text[at] == '>') {
      token.end = at + 1;
      return token;
    }
    if (text[at] == '/') {
      ++at;
      if (at < size && text[at] == '>') {
        token.self_closing = true;
        token.end = at + 1;
        return token;
      }
      continue;
    }
    if (token.attributes++ == kMaxAttributes) token.limit = at;
    const auto begin = static_cast<uint32_t>(at++);  // a name may begin with '='
    while (at < size && !ends_attribute(text[at])) ++at;
    const Span attribute{begin, static_cast<uint32_t>(at)};
    size_t next = at;
    while (next < size && is_html_space(text[next])) ++next;
    if (next >= size || text[next] != '=') {
      note(text, attribute, {attribute.end, attribute.end}, &token, attributes);
      continue;
    }
    at = next + 1;
    while (at < size && is_html_space(text[at])) ++at;
    if (at >= size) break;
    if (text[at] == '"' || text[at] == '\'') {
      const size_t end = find_byte(text, at + 1, text[at]);
      if (end == kNone) break;
      note(text, attribute, {static_cast<uint32_t>(at + 1), static_cast<uint32_t>(end)}, &token, attributes);
      at = end + 1;
      continue;
    }
    const size_t value = at;
    while (at < size && !is_html_space(text[at]) && text[at] != '>') ++at;
    note(text, attribute, {static_cast<uint32_t>(value), static_cast<uint32_t>(at)}, &token, attributes);
  }
  token.end = kNone;
  return token;
}

Span digits_too_many(std::string_view text, size_t at) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  size_t next = at + 2;
  const bool hex = next < text.size() && (text[next] | 0x20) == 'x';
  if (hex) ++next;
  while (next < text.size() && text[next] == '0') ++next;
  const size_t enough = next + (hex ? 7 : 9);  // the first is no zero: more than any character has
  while (next < text.size() &&
         (is_digit(text[next]) || (hex && (text[next] | 0x20) >= 'a' && (text[next] | 0x20) <= 'f'))) {
    ++next;
  }
  if (next <= enough) return {};
  return {static_cast<uint32_t>(enough), static_cast<uint32_t>(next)};
}

std::string without_digits_too_many(std::string_view raw) {
  std::string out;
  size_t copied = 0;
  for (size_t at = 0; (at = raw.find("&#", at)) != kNone; at += 2) {
    const Span more = digits_too_many(raw, at);
    if (more.empty()) continue;
    out += raw.substr(copied, more.begin - copied);
    copied = more.end;
  }
  return out += raw.substr(copied);
}

SpaceReference space_reference(std::string_view text, size_t at) {
  const std::string_view rest = text.substr(at + 1);
  for (const std::string_view name : {"Tab;", "NewLine;"}) {
    if (rest.starts_with(name)) return {true, at + 1 + name.size()};
  }
  if (!rest.starts_with('#')) return {};
  const bool hex = rest.size() > 1 && (rest[1] | 0x20) == 'x';
  uint32_t value = 0;
  size_t i = hex ? 2 : 1;
  for (; i < rest.size(); ++i) {
    const char low = static_cast<char>(rest[i] | 0x20);
    const bool digit = rest[i] >= '0' && rest[i] <= '9';
    if (!digit && !(hex && low >= 'a' && low <= 'f')) break;
    const int number = digit ? rest[i] - '0' : low - 'a' + 10;
    value = std::min(value * (hex ? 16 : 10) + static_cast<uint32_t>(number), 64U);  // more is no white space
  }
  if (value != 9 && value != 10 && value != 12 && value != 13 && value != 32) return {};
  return {true, i < rest.size() && rest[i] == ';' ? at + 1 + i + 1 : 0};
}

bool begins_markup(std::string_view text, size_t at) {
  if (at + 1 >= text.size()) return false;
  const char next = text[at + 1];
  // "</" before the end of the text is text.
  if (next == '/') return at + 2 < text.size();
  return is_ascii_letter(next) || next == '!' || next == '?';
}

size_t scan_declaration(std::string_view text, size_t at) {
  if (text.substr(at, 4) == "<!--") {
    // "<!-->" and "<!--->" are whole comments; "--!>" ends one too.
    const std::string_view rest = text.substr(at + 4);
    if (rest.starts_with(">")) return at + 5;
    if (rest.starts_with("->")) return at + 6;
    for (size_t dash = at + 4; (dash = text.find("--", dash)) != kNone; ++dash) {
      size_t end = dash + 2;
      if (end < text.size() && text[end] == '!') ++end;
      if (end < text.size() && text[end] == '>') return end + 1;
    }
    return text.size();
  }
  const size_t close = text.find('>', at + 2);
  return close == kNone ? text.size() : close + 1;
}

size_t scan_raw_text(std::string_view text, size_t at, std::string_view name) {
  for (; (at = text.find("</", at)) != kNone; at += 2) {
    if (starts_with_name(text, at + 2, name)) return at;
  }
  return text.size();
}

size_t scan_script(std::string_view text, size_t at) {
  enum class State { plain, escaped, twice } state = State::plain;
  size_t dashes = 0;  // the next "-->", found once for all tags before it
  for (;;) {
    const size_t open = text.find('<', at);
    if (state != State::plain) {
      if (dashes < at) dashes = text.find("-->", at);
      if (dashes < open) {
        state = State::plain;
        at = dashes + 3;
        continue;
      }
    }
    if (open == kNone) return text.size();
    if (text.substr(open, 3) == "</s" || text.substr(open, 3) == "</S") {
      if (starts_with_name(text, open + 2, "script")) {
        if (state != State::twice) return open;
        state = State::escaped;
        at = open + 8;
        continue;
      }
    } else if (state == State::plain && text.substr(open, 4) == "<!--") {
      state = State::escaped;
      at = open + 2;  // the dashes may be those of "-->"
      continue;
    } else if (state == State::escaped && starts_with_name(text, open + 1, "script")) {
      state = State::twice;
      at = open + 7;
      continue;
    }
    at = open + 1;
  }
}

}  // namespace dehusk
