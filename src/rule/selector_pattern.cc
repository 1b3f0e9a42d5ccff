#include "rule/selector_pattern.h"

#include <algorithm>

#include "rule/selector_scan.h"

namespace dehusk {
namespace {

constexpr std::string_view kFlags = "isu";
constexpr std::string_view kFlagsOfScripts = "dgimsuvy";

struct Slashes {
  size_t end;    ///< of the closing slash
  size_t flags;  ///< one past the flags
};

bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

size_t skip_space(std::string_view text, size_t at) {
  while (at < text.size() && is_css_space(text[at])) ++at;
  return at;
}

bool ends_pattern(std::string_view text, size_t at, PatternEnd end) {
  if (at >= text.size()) return false;
  return text[at] == ')' || (text[at] == '=' && end == PatternEnd::equals_or_parenthesis);
}

// The expression between slashes at `at`: its closing slash is the first that only flags follow.
std::optional<Slashes> find_slashes(std::string_view text, size_t at, PatternEnd end) {
  bool in_class = false;
  for (size_t i = at + 1; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      ++i;
    } else if (c == '[') {
      in_class = true;
    } else if (c == ']') {
      in_class = false;
    } else if (c == '/' && !in_class) {
      size_t flags = i + 1;
      while (flags < text.size() && is_letter(text[flags])) ++flags;
      const std::string_view letters = text.substr(i + 1, flags - i - 1);
      const bool are_flags = letters.find_first_not_of(kFlagsOfScripts) == std::string_view::npos;
      if (are_flags && ends_pattern(text, skip_space(text, flags), end)) return Slashes{i, flags};
    }
  }
  return std::nullopt;
}

std::variant<TextPattern, SelectorFault> regex_between(std::string_view text, size_t begin,
                                                       Slashes slashes) {
  for (size_t i = slashes.end + 1; i < slashes.flags; ++i) {
    if (kFlags.find(text[i]) != std::string_view::npos) continue;
    return SelectorFault{Code::bad_selector, i,
                         "unknown flag '" + std::string(1, text[i]) + "'; expected i, s or u", ""};
  }
  if (slashes.end == begin + 1) {
    return SelectorFault{Code::bad_selector, begin, "the expression is empty", ""};
  }
  return TextPattern{std::string(text.substr(begin + 1, slashes.end - begin - 1)), true,
                     static_cast<uint32_t>(begin + 1)};
}

// A string whose end is the pattern's end, too.
std::optional<size_t> find_quoted(std::string_view text, size_t at, PatternEnd end) {
  size_t close = at;
  if (!read_css_string(text, &close)) return std::nullopt;
  if (!ends_pattern(text, skip_space(text, close), end)) return std::nullopt;
  return close;
}

// Where bare text ends, or nothing.
std::optional<size_t> find_end(std::string_view text, size_t at, PatternEnd end) {
  size_t open = 0;
  for (size_t i = at; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (open == 0 && ends_pattern(text, i, end)) {
      return i;
    } else if (text[i] == '(') {
      ++open;
    } else if (text[i] == ')') {
      --open;
    }
  }
  return std::nullopt;
}

}  // namespace

std::variant<TextPattern, SelectorFault> read_text_pattern(std::string_view text, size_t* at,
                                                           PatternEnd end) {
  const size_t begin = *at;
  const char first = begin < text.size() ? text[begin] : '\0';
  if (first == '/') {
    if (const auto slashes = find_slashes(text, begin, end)) {
      *at = skip_space(text, slashes->flags);
      return regex_between(text, begin, *slashes);
    }
  }
  if (first == '"' || first == '\'') {
    if (const auto close = find_quoted(text, begin, end)) {
      *at = skip_space(text, *close);
      const std::string_view inside = text.substr(begin + 1, *close - begin - 2);
      const size_t slash = inside.rfind('/');
      const bool closed = slash != std::string_view::npos && slash > 0;
      if (closed && inside[0] == '/' &&
          inside.find_first_not_of(kFlags, slash + 1) == std::string_view::npos) {
        const size_t last = begin + 1 + slash;
        return regex_between(text, begin + 1, {last, *close - 1});
      }
      return TextPattern{unescape_css(inside), false, static_cast<uint32_t>(begin + 1)};
    }
  }
  const auto stop = find_end(text, begin, end);
  if (!stop) return SelectorFault{};
  *at = *stop;
  size_t last = *stop;
  while (last > begin && is_css_space(text[last - 1])) --last;
  if (last == begin && end != PatternEnd::parenthesis_or_nothing) {
    return SelectorFault{Code::bad_selector, begin,
                         end == PatternEnd::parenthesis ? "expected words or an expression in slashes"
                                                        : "expected the name of an attribute",
                         ""};
  }
  // A bracket that is never closed hides the slash: let RE2 say so.
  if (first == '/' && last > begin + 2 && text[last - 1] == '/') {
    return regex_between(text, begin, {last - 1, last});
  }
  std::string value;
  for (size_t i = begin; i < last; ++i) {
    if (text[i] == '\\' && i + 1 < last) ++i;
    append_css(text.substr(i, 1), &value);
  }
  return TextPattern{std::move(value), false, static_cast<uint32_t>(begin)};
}

std::optional<size_t> closing_parenthesis(std::string_view text, size_t open) {
  size_t depth = 0;
  for (size_t i = open; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"' || text[i] == '\'') {
      size_t close = i;
      if (!read_css_string(text, &close)) return std::nullopt;
      i = close - 1;
    } else if (text[i] == '(') {
      ++depth;
    } else if (text[i] == ')' && --depth == 0) {
      return i;
    }
  }
  return std::nullopt;
}

}  // namespace dehusk
