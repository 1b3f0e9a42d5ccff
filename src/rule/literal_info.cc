#include "rule/literal_info.h"

#include <algorithm>

#include "core/utf8.h"

namespace dehusk {
namespace {

using Strings = LiteralInfo::Strings;

constexpr size_t kMostStrings = 128;
constexpr size_t kLongestString = 96;

uint32_t add_bound(uint32_t a, uint32_t b) {
  if (a == kUnbounded || b == kUnbounded) return kUnbounded;
  const uint64_t sum = uint64_t{a} + b;
  return sum >= kUnbounded ? kUnbounded : static_cast<uint32_t>(sum);
}

uint32_t multiply_bound(uint32_t a, uint32_t b) {
  if (a == 0 || b == 0) return 0;
  if (a == kUnbounded || b == kUnbounded) return kUnbounded;
  const uint64_t product = uint64_t{a} * b;
  return product >= kUnbounded ? kUnbounded : static_cast<uint32_t>(product);
}

void unique_sorted(Strings* strings) {
  std::sort(strings->begin(), strings->end());
  strings->erase(std::unique(strings->begin(), strings->end()), strings->end());
}

std::optional<Strings> cross(const Strings& a, const Strings& b) {
  if (a.size() * b.size() > kMostStrings) return std::nullopt;
  Strings all;
  all.reserve(a.size() * b.size());
  for (const std::string& x : a) {
    for (const std::string& y : b) {
      if (x.size() + y.size() > kLongestString) return std::nullopt;
      all.push_back(x + y);
    }
  }
  unique_sorted(&all);
  return all;
}

// How much text a string rules out: punctuation is rarer than letters, letters than spaces.
int worth(const std::string& text) {
  int sum = 0;
  for (const char c : text) sum += c == ' ' ? 1 : (c >= 'a' && c <= 'z') ? 4 : 5;
  return std::min(sum, 36);
}

int worth(const Strings& strings) {
  if (strings.empty()) return 0;
  int least = worth(strings.front());
  for (const std::string& s : strings) least = std::min(least, worth(s));
  return least;
}

// The set that rules out more: long strings of rare characters, then few of them.
const Strings& better(const Strings& a, const Strings& b) {
  const int wa = worth(a);
  const int wb = worth(b);
  if (wa != wb) return wa > wb ? a : b;
  return a.size() <= b.size() ? a : b;
}

Strings united(const Strings& a, const Strings& b) {
  Strings all = a;
  all.insert(all.end(), b.begin(), b.end());
  unique_sorted(&all);
  return all;
}

bool can_be_empty(const LiteralInfo& info) { return info.min_chars == 0; }

}  // namespace

size_t shortest(const Strings& strings) {
  size_t least = strings.empty() ? 0 : strings.front().size();
  for (const std::string& s : strings) least = std::min(least, s.size());
  return least;
}

LiteralInfo info_of_literal(std::string_view folded) {
  LiteralInfo info;
  const auto chars = static_cast<uint32_t>(count_code_points(folded));
  info.min_chars = chars;
  info.max_chars = chars;
  if (folded.empty()) return info;
  info.first.set(static_cast<uint8_t>(folded.front()));
  info.marks = marks_of(folded);
  info.needs_digit =
      std::any_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (folded.size() > kLongestString) {
    info.exact.reset();
    info.prefix = {std::string(folded.substr(0, kLongestString))};
    info.suffix = {std::string(folded.substr(folded.size() - kLongestString))};
    info.required = info.prefix;
    return info;
  }
  info.exact = Strings{std::string(folded)};
  info.prefix = info.suffix = info.required = *info.exact;
  return info;
}

LiteralInfo info_of_anything() {
  LiteralInfo info;
  info.max_chars = kUnbounded;
  info.first.set();
  info.exact.reset();
  return info;
}

LiteralInfo info_of_concat(const LiteralInfo& a, const LiteralInfo& b) {
  LiteralInfo info;
  info.min_chars = add_bound(a.min_chars, b.min_chars);
  info.max_chars = add_bound(a.max_chars, b.max_chars);
  info.loose_max = a.loose_max || b.loose_max;
  info.needs_digit = a.needs_digit || b.needs_digit;
  info.marks = a.marks | b.marks;
  info.holds = a.holds | b.holds;
  info.begins = a.max_chars == 0 ? b.begins : a.begins;
  info.first = can_be_empty(a) ? a.first | b.first : a.first;
  info.exact.reset();
  if (a.exact && b.exact) info.exact = cross(*a.exact, *b.exact);
  if (info.exact) {
    info.prefix = info.suffix = *info.exact;
    info.required = shortest(*info.exact) > 0 ? *info.exact : better(a.required, b.required);
    return info;
  }
  info.prefix = a.prefix;
  if (a.exact) info.prefix = cross(*a.exact, b.prefix).value_or(a.prefix);
  info.suffix = b.suffix;
  if (b.exact) info.suffix = cross(a.suffix, *b.exact).value_or(b.suffix);
  info.required = better(a.required, b.required);
  if (const auto seam = cross(a.suffix, b.prefix)) info.required = better(info.required, *seam);
  info.required = better(info.required, info.prefix);
  info.required = better(info.required, info.suffix);
  if (shortest(info.required) == 0) info.required.clear();
  return info;
}

LiteralInfo info_of_either(const LiteralInfo& a, const LiteralInfo& b) {
  LiteralInfo info;
  info.min_chars = std::min(a.min_chars, b.min_chars);
  info.max_chars = std::max(a.max_chars, b.max_chars);
  info.loose_max = a.loose_max || b.loose_max;
  info.needs_digit = a.needs_digit && b.needs_digit;
  info.marks = a.marks & b.marks;
  info.holds = a.holds & b.holds;
  info.begins = a.begins & b.begins;
  info.first = a.first | b.first;
  info.exact.reset();
  if (a.exact && b.exact) {
    Strings all = united(*a.exact, *b.exact);
    if (all.size() <= kMostStrings) info.exact = std::move(all);
  }
  const auto joined = [](const Strings& x, const Strings& y) {
    Strings all = united(x, y);
    return all.size() <= kMostStrings ? all : Strings{""};
  };
  info.prefix = joined(a.prefix, b.prefix);
  info.suffix = joined(a.suffix, b.suffix);
  if (!a.required.empty() && !b.required.empty()) {
    info.required = united(a.required, b.required);
    if (info.required.size() > kMostStrings) info.required.clear();
  }
  return info;
}

LiteralInfo info_of_repeat(const LiteralInfo& a, uint32_t least, uint32_t most) {
  if (least == 1 && most == 1) return a;
  if (most == 0) return LiteralInfo{};
  LiteralInfo info = info_of_anything();
  info.min_chars = multiply_bound(a.min_chars, least);
  info.max_chars = multiply_bound(a.max_chars, most);
  info.loose_max = a.loose_max;
  info.first = a.first;
  if (least == 0) {
    if (most == 1) {
      LiteralInfo maybe = info_of_either(a, LiteralInfo{});
      return maybe;
    }
    return info;
  }
  info.needs_digit = a.needs_digit;
  info.marks = a.marks;
  info.holds = a.holds;
  info.begins = a.begins;
  info.prefix = a.prefix;
  info.suffix = a.suffix;
  info.required = a.required;
  return info;
}

}  // namespace dehusk
