#include "write/markdown_escape.h"

#include <algorithm>
#include <array>

#include "doc/attributes.h"

namespace dehusk {
namespace {

constexpr std::string_view kSpecial = "\\`*_[]<&|~!:.";  // . and : for GFM's bare URLs

constexpr std::array<bool, 256> kIsSpecial = [] {
  std::array<bool, 256> table{};
  for (const char c : kSpecial) table[static_cast<uint8_t>(c)] = true;
  return table;
}();

bool is_alnum(char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_ascii_punctuation(char c) { return c > ' ' && c < 0x7F && !is_alnum(c); }

// A character reference, or what looks like one: "&" [#] alphanumerics ";".
bool is_reference(std::string_view rest) {
  size_t i = 1;
  if (i < rest.size() && rest[i] == '#') ++i;
  const size_t name = i;
  while (i < rest.size() && i < name + 40 && is_alnum(rest[i])) ++i;
  return i > name && i < rest.size() && rest[i] == ';';
}

class Escaper {
 public:
  Escaper(std::string_view text, EscapeContext context)
      : text_(text), end_(text.size()), context_(context) {}

  void append_to(std::string* out) {
    const size_t first = context_.line_start ? line_start_escape() : end_;
    size_t done = 0;
    for (size_t i = 0; i < end_; ++i) {
      if (i != first && !(kIsSpecial[static_cast<uint8_t>(text_[i])] && needs_escape(i))) continue;
      out->append(text_.substr(done, i - done));
      out->push_back('\\');
      done = i;
    }
    out->append(text_.substr(done, end_ - done));
  }

 private:
  char at(size_t i) const { return i < end_ ? text_[i] : '\0'; }
  bool last(size_t i) const { return i + 1 == end_; }
  bool markup_next(size_t i) const { return last(i) && context_.markup_after; }
  char before(size_t i) const { return i > 0 ? text_[i - 1] : '\0'; }

  bool needs_escape(size_t i) {
    const char next = at(i + 1);
    switch (text_[i]) {
      case '\\':
        return last(i) || is_ascii_punctuation(next);
      case '_':
        return !(is_alnum(before(i)) && is_alnum(next));
      case '*':
        return !(is_space(before(i)) && is_space(next));
      case '[':
        return context_.in_link || is_task_box(i);
      case ']':
        return context_.in_link || markup_next(i) || next == '(' || next == '[' || next == ':';
      case '<':
        return markup_next(i) || is_alnum(next) || next == '/' || next == '!' || next == '?';
      case '&':
        return is_reference(text_.substr(i));
      case '|':
        return context_.in_cell;
      case '!':
        return markup_next(i);
      case ':':
        return next == '/' && breaks_url(i);
      case '.':
        return (before(i) | 0x20) == 'w' && breaks_www(i);
      default:
        return true;  // ` ~
    }
  }

  // "[ ]" or "[x]" at the start of an item.
  bool is_task_box(size_t i) const {
    const char box = at(i + 1);
    return i == 0 && context_.line_start && at(i + 2) == ']' &&
           (box == ' ' || box == 'x' || box == 'X');
  }

  bool breaks_url(size_t colon) {
    if (text_.substr(colon, 3) != "://") return false;
    size_t begin = colon;
    while (begin > 0 && colon - begin < 5 && is_alnum(text_[begin - 1])) --begin;
    const std::string_view scheme = text_.substr(begin, colon - begin);
    const bool linked =
        std::any_of(scheme.begin(), scheme.end(), [](char c) { return (c | 0x20) == 'f'; })
            ? scheme.size() >= 3 && equals_ignoring_case(scheme.substr(scheme.size() - 3), "ftp")
            : contains_ignoring_case(scheme, "http");
    return linked && holds_escape(colon + 3);
  }

  bool breaks_www(size_t dot) {
    if (dot < 3 || !equals_ignoring_case(text_.substr(dot - 3, 3), "www")) return false;
    return holds_escape(dot + 1);
  }

  // Whether what is left of a bare URL holds something that is escaped, or markup ends it. A word
  // is looked through once.
  bool holds_escape(size_t from) {
    if (from >= word_end_) {
      word_end_ = from;
      last_hazard_ = from;
      while (word_end_ < end_ && !is_space(text_[word_end_])) {
        const char c = text_[word_end_];
        const bool special = kIsSpecial[static_cast<uint8_t>(c)] && c != ':' && c != '.';
        if (special && needs_escape(word_end_)) last_hazard_ = word_end_ + 1;
        ++word_end_;
      }
      if (word_end_ == end_ && context_.markup_after) last_hazard_ = end_ + 1;
    }
    return last_hazard_ > from;
  }

  // Where a backslash keeps the line from being the start of a block; `end_` if it is none.
  size_t line_start_escape() const {
    if (end_ == 0) return end_;
    size_t i = 0;
    const auto ends_marker = [&](size_t k) {
      return (k == end_ && !context_.markup_after) || (k < end_ && is_space(text_[k]));
    };
    switch (text_[i]) {
      case '>':
        return i;
      case '#':
        while (i < end_ && text_[i] == '#') ++i;
        return i <= 6 && ends_marker(i) ? 0 : end_;
      case '+':
      case '-':
        if (ends_marker(i + 1)) return i;
        break;
      default:
        break;
    }
    if (is_digit(text_[i])) {
      while (i < end_ && is_digit(text_[i])) ++i;
      const bool marker = i <= 9 && (at(i) == '.' || at(i) == ')') && ends_marker(i + 1);
      return marker ? i : end_;
    }
    while (i < end_ && std::string_view("|:-= \t").find(text_[i]) != std::string_view::npos) ++i;
    return i == end_ && !context_.markup_after ? 0 : end_;  // an underline, or one of a table
  }

  std::string_view text_;
  size_t end_;
  EscapeContext context_;
  size_t word_end_ = 0;     // of the bare URL looked through last
  size_t last_hazard_ = 0;  // one past the last character in it that is escaped
};

bool is_balanced(std::string_view url) {
  int depth = 0;
  for (const char c : url) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth < 0 || depth > 30) return false;  // cmark looks no deeper than 32
  }
  return depth == 0;
}

}  // namespace

void append_markdown_text(std::string_view text, EscapeContext context, std::string* out) {
  Escaper(text, context).append_to(out);
}

void append_markdown_target(std::string_view url, EscapeContext context, std::string* out) {
  const bool balanced = is_balanced(url);
  for (size_t i = 0; i < url.size(); ++i) {
    const char c = url[i];
    if (c == '\\') {
      *out += "%5C";
    } else if (c == '&' && is_reference(url.substr(i))) {
      *out += "&amp;";  // cmark looks for references before it looks for backslashes
    } else {
      const bool escaped = (!balanced && (c == '(' || c == ')')) || (c == '|' && context.in_cell);
      if (escaped) out->push_back('\\');
      out->push_back(c);
    }
  }
}

size_t longest_backticks(std::string_view text) {
  size_t longest = 0;
  size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

void append_markdown_code(std::string_view code, EscapeContext context, std::string* out) {
  const std::string fence(longest_backticks(code) + 1, '`');
  const bool padded = code.starts_with('`') || code.ends_with('`');
  *out += fence;
  if (padded) out->push_back(' ');
  for (const char c : code) {
    if (c == '|' && context.in_cell) out->push_back('\\');
    out->push_back(c);
  }
  if (padded) out->push_back(' ');
  *out += fence;
}

}  // namespace dehusk
