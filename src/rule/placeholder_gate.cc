// The test draws thousands of matches from the patterns' syntax and asks about each, so a month that
// joins a list in placeholders.cc and not the one here fails it.
#include "rule/placeholder_gate.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace dehusk {
namespace {

// How months begin in the languages of {date}, where their first three bytes are ASCII.
constexpr std::string_view kMonths =
    "abr ago agt agu aou apr ara aug avr cze dec des dez dic eki ene eyl feb fev gen giu gru haz "
    "jan jui jul jun kas kwi lip lis lug lut maa mae mag mai maj mar may mei mrt mrz nis nop nov "
    "oca oct okt ott out paz sep set sie sty sub tem thg wrz";

// And weekdays; those of two letters may be followed by anything.
constexpr std::string_view kWeekdays =
    "cum cmt die dim din dom don fre fri gio jeu jue jum kam lun maa mar mer mie min mit mon nie "
    "paz per pon pzt qua qui rab sab sal sam sat seg sel sen sex sob son sun ter th  thu tue ven "
    "vie vri wed woe wto zat zon czw";
constexpr std::string_view kShortWeekdays = "cn cz di do fr ma mi mo nd pn po pt sa so vr wo wt za zo";

using Bits = std::array<uint64_t, 512>;

// Three bytes as a number of fifteen bits: letters and spaces alone, others never meet.
constexpr size_t kNone = 0;
constexpr size_t letter_number(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<size_t>(c - 'a') + 1 : c == ' ' ? 27 : kNone;
}
constexpr size_t trigram(std::string_view text, size_t at) {
  const size_t a = letter_number(text[at]);
  const size_t b = letter_number(text[at + 1]);
  const size_t c = letter_number(text[at + 2]);
  return a == kNone || b == kNone || c == kNone ? kNone : a << 10 | b << 5 | c;
}
constexpr Bits bits_of(std::string_view words) {
  Bits bits{};
  for (size_t at = 0; at + 3 <= words.size(); at += 4) {
    const size_t number = trigram(words, at);
    bits[number / 64] |= uint64_t{1} << (number % 64);
  }
  return bits;
}
constexpr Bits kMonthBits = bits_of(kMonths);
constexpr Bits kWeekdayBits = bits_of(kWeekdays);

bool has(const Bits& bits, size_t number) { return ((bits[number / 64] >> (number % 64)) & 1) != 0; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii(char c) { return static_cast<uint8_t>(c) < 0x80; }
bool is_ascii(std::string_view text) { return std::all_of(text.begin(), text.end(), [](char c) { return is_ascii(c); }); }

char at_or_nul(std::string_view text, size_t at) { return at < text.size() ? text[at] : '\0'; }

size_t skip_digits(std::string_view text, size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

// Lead bytes of Arabic, Persian and Devanagari digits.
bool holds_other_digits(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c == '\xD9' || c == '\xDB' || c == '\xE0'; });
}

// True if `ask(begin, end)` is for some run of ASCII digits.
template <typename Ask>
bool any_number(std::string_view text, Ask ask) {
  for (size_t at = 0; at < text.size(); ++at) {
    if (!is_digit(text[at])) continue;
    const size_t end = skip_digits(text, at);
    if (ask(at, end)) return true;
    at = end;
  }
  return false;
}

// The end of " ?[-/.] ?" at `at`, or 0.
size_t skip_date_sign(std::string_view text, size_t at) {
  if (at_or_nul(text, at) == ' ') ++at;
  const char sign = at_or_nul(text, at);
  if (sign != '-' && sign != '/' && sign != '.') return 0;
  ++at;
  if (at_or_nul(text, at) == ' ') ++at;
  return at;
}

// 2024-03-05, 5. 3. 2024: three numbers with signs between them.
bool begins_numeric_date(std::string_view text, size_t number_end) {
  const size_t second = skip_date_sign(text, number_end);
  if (second == 0 || !is_digit(at_or_nul(text, second))) return false;
  const size_t third = skip_date_sign(text, skip_digits(text, second));
  return third != 0 && is_digit(at_or_nul(text, third));
}

bool holds_month(std::string_view text) {
  for (size_t at = 0; at + 3 <= text.size(); ++at) {
    if (has(kMonthBits, trigram(text, at))) return true;
  }
  return false;
}

// How far from a day or a year its month may be: "21st of ", and back "pazdziernika, '".
constexpr size_t kBehind = 16;
constexpr size_t kBefore = 32;

// True if the number may be the day or the year of a date.
bool could_be_in_date(std::string_view text, size_t begin, size_t end) {
  if (begins_numeric_date(text, end)) return true;
  const std::string_view behind = text.substr(end, kBehind);
  const size_t from = begin - std::min(begin, kBefore);
  const std::string_view before = text.substr(from, begin - from);
  return !is_ascii(behind) || !is_ascii(before) || holds_month(behind) || holds_month(before);
}

bool could_hold_date(std::string_view text) {
  return holds_other_digits(text) || any_number(text, [&](size_t begin, size_t end) {
           return could_be_in_date(text, begin, end);
         });
}

// 9:30, 21.30, 9 am, 21h30, 21 uhr, 9 gio
bool begins_time(std::string_view text, size_t number_end) {
  char next = at_or_nul(text, number_end);
  if (next == ':' || next == '.') return is_digit(at_or_nul(text, number_end + 1));
  if (next == ' ') next = at_or_nul(text, number_end + 1);
  return next == 'a' || next == 'p' || next == 'u' || next == 'h' || next == 'g' || !is_ascii(next);
}

bool could_hold_time(std::string_view text) {
  return holds_other_digits(text) || any_number(text, [&](size_t, size_t end) {
           return begins_time(text, end);
         });
}

bool could_begin_date(std::string_view text) {
  if (text.size() < 3 || !is_ascii(text.substr(0, 3))) return true;
  if (is_digit(text[0])) {
    const size_t end = skip_digits(text, 0);
    if (could_be_in_date(text, 0, end)) return true;
    return end <= 2 && begins_time(text, end) && could_hold_date(text);  // a time before the date
  }
  bool named = has(kMonthBits, trigram(text, 0)) || has(kWeekdayBits, trigram(text, 0));
  for (size_t i = 0; i < kShortWeekdays.size() && !named; i += 3) {
    named = text.starts_with(kShortWeekdays.substr(i, 2));
  }
  return named && could_hold_date(text);
}

bool could_begin_time(std::string_view text) {
  if (text.empty() || !is_ascii(text[0])) return true;
  const size_t end = skip_digits(text, 0);
  return end > 0 && end <= 2 && begins_time(text, end);
}

// Signs, a currency of up to four letters, then a digit.
bool could_begin_number(std::string_view text) {
  constexpr size_t kMostLetters = 4;
  const auto is_letter = [&](size_t at) {
    return at < text.size() && text[at] >= 'a' && text[at] <= 'z';
  };
  size_t word = 0;
  while (word <= kMostLetters && is_letter(word)) ++word;
  if (word > kMostLetters) return false;  // nearly every line of prose
  if (!is_ascii(text.substr(0, 16))) return true;
  const auto skip_signs = [&](size_t at) {
    while (at < text.size() && std::string_view("+-.$ ").find(text[at]) != std::string_view::npos) ++at;
    return at;
  };
  size_t at = skip_signs(0);
  const size_t letters = at;
  while (is_letter(at)) ++at;
  return at - letters <= kMostLetters && is_digit(at_or_nul(text, skip_signs(at)));
}

bool could_hold_percent(std::string_view text) {
  return text.find('%') != std::string_view::npos || !is_ascii(text);
}

bool could_begin_percent(std::string_view text) {
  const bool first = text.empty() || !is_ascii(text[0]) || is_digit(text[0]) ||
                     text[0] == '+' || text[0] == '-' || text[0] == '%';
  return first && could_hold_percent(text);
}

bool could_begin_year(std::string_view text) {
  return text.empty() || !is_ascii(text[0]) || text.starts_with("19") || text.starts_with("20");
}

}  // namespace

bool could_begin(BuiltinSet one, std::string_view folded) {
  switch (one) {
    case kNumberBit: return could_begin_number(folded);
    case kPercentBit: return could_begin_percent(folded);
    case kYearBit: return could_begin_year(folded);
    case kTimeBit: return could_begin_time(folded);
    case kDateBit: return could_begin_date(folded);
    default: return true;
  }
}

bool could_hold(BuiltinSet one, std::string_view folded) {
  switch (one) {
    case kPercentBit: return could_hold_percent(folded);
    case kTimeBit: return could_hold_time(folded);
    case kDateBit: return could_hold_date(folded);
    default: return true;
  }
}

}  // namespace dehusk
