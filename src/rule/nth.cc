#include "rule/nth.h"

#include <algorithm>

#include "doc/attributes.h"

namespace dehusk {
namespace {

constexpr int32_t kMost = 1'000'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_sign(char c) { return c == '+' || c == '-'; }

char at_or_nul(std::string_view text, size_t at) { return at < text.size() ? text[at] : '\0'; }

size_t skip_space(std::string_view text, size_t at) {
  while (at < text.size() && std::string_view(" \t\n\r\f").find(text[at]) != std::string_view::npos) {
    ++at;
  }
  return at;
}

// Digits at `*at`, of which there is at least one.
int32_t read_digits(std::string_view text, size_t* at) {
  int64_t number = 0;
  for (; is_digit(at_or_nul(text, *at)); ++*at) {
    number = std::min<int64_t>(number * 10 + (text[*at] - '0'), kMost);
  }
  return static_cast<int32_t>(number);
}

bool take_word(std::string_view text, std::string_view word, size_t* at) {
  if (!equals_ignoring_case(text.substr(std::min(*at, text.size()), word.size()), word)) return false;
  *at += word.size();
  return true;
}

}  // namespace

bool matches_nth(Nth nth, uint32_t position) {
  const int64_t rest = int64_t{position} - nth.b;
  if (nth.a == 0) return rest == 0;
  return rest % nth.a == 0 && rest / nth.a >= 0;
}

std::optional<Nth> parse_nth(std::string_view text, size_t* at) {
  if (take_word(text, "odd", at)) return Nth{2, 1};
  if (take_word(text, "even", at)) return Nth{2, 0};
  size_t i = *at;
  const int32_t sign = at_or_nul(text, i) == '-' ? -1 : 1;
  if (is_sign(at_or_nul(text, i))) ++i;
  const bool digits = is_digit(at_or_nul(text, i));
  const int32_t first = sign * (digits ? read_digits(text, &i) : 1);
  if ((at_or_nul(text, i) | 0x20) != 'n') {
    if (!digits) return std::nullopt;
    *at = i;
    return Nth{0, first};
  }
  ++i;
  const size_t behind = skip_space(text, i);
  if (!is_sign(at_or_nul(text, behind))) {
    *at = i;
    return Nth{first, 0};
  }
  const int32_t sign_b = text[behind] == '-' ? -1 : 1;
  size_t number = skip_space(text, behind + 1);
  if (!is_digit(at_or_nul(text, number))) return std::nullopt;
  const int32_t b = sign_b * read_digits(text, &number);
  *at = number;
  return Nth{first, b};
}

std::string dump(Nth nth) {
  if (nth.a == 0) return std::to_string(nth.b);
  std::string out = nth.a == 1 ? "n" : nth.a == -1 ? "-n" : std::to_string(nth.a) + "n";
  if (nth.b > 0) out += "+";
  if (nth.b != 0) out += std::to_string(nth.b);
  return out;
}

}  // namespace dehusk
