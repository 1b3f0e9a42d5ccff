#include "rule/diagnostic.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>
#include <utility>

#include "core/utf8.h"

namespace dehusk {
namespace {

struct Meaning {
  Code code;
  std::string_view text;
};

constexpr Meaning kMeanings[] = {
    {Code::syntax, "the file is not TOML"},
    {Code::unknown_table, "a table that rule files do not have"},
    {Code::unknown_key, "a key that this table does not have"},
    {Code::wrong_type, "a value of the wrong type"},
    {Code::missing_key, "a key that must be there is missing"},
    {Code::bad_value, "a value outside what the key allows"},
    {Code::no_matcher, "a rule that says nothing about what it matches"},
    {Code::keys_conflict, "keys that cannot stand together"},
    {Code::key_not_allowed, "a key that this kind of rule may not have"},
    {Code::matches_empty, "a pattern that matches the empty line"},
    {Code::matches_all, "a pattern that matches any line at all"},
    {Code::bad_regex, "a regular expression that RE2 rejects"},
    {Code::bad_selector, "a selector that is not CSS"},
    {Code::unknown_placeholder, "a placeholder that nobody defined"},
    {Code::unknown_feature, "a feature that `when` does not know"},
    {Code::duplicate_id, "two rules with one id"},
    {Code::bad_site, "a host that `sites` cannot mean"},
    {Code::unknown_rule, "an override of a rule that is not there"},
    {Code::missing_use, "a file in `use` that is not there"},
    {Code::circular_use, "files that use each other in a circle"},
    {Code::bad_pattern, "a pattern that cannot be read"},
    {Code::duplicate_name, "two files with one name"},
    {Code::override_conflict, "two files set one key of one rule differently"},
    {Code::bad_capture, "a capture into metadata that is not there"},
    {Code::article_tie, "two files give an article root for one site"},
    {Code::unreadable, "a file that cannot be read"},
    {Code::ambiguous_placeholder, "a placeholder that two files in `use` define"},
    {Code::shadowed, "a rule that never decides anything"},
    {Code::broad, "a very broad pattern"},
    {Code::unused_placeholder, "a placeholder that is never used"},
    {Code::no_test, "a rule that no test fires"},
    {Code::no_effect, "a key without effect"},
    {Code::folded_character, "a pattern with a character that canonical lines never hold"},
    {Code::unknown_in_test, "a test names a rule that is not there"},
    {Code::live_page, "a pseudo-class that only a live page could match"},
};

constexpr auto kAllCodes = [] {
  std::array<Code, std::size(kMeanings)> codes{};
  for (size_t i = 0; i < codes.size(); ++i) codes[i] = kMeanings[i].code;
  return codes;
}();

// A longer line is cut to this many code points around the caret.
constexpr size_t kWidest = 140;
constexpr size_t kBeforeCaret = 60;

struct Range {
  char32_t first;
  char32_t last;
};

// What a terminal shows in two cells: Han, Kana, Hangul, full-width forms, most emoji.
constexpr Range kWide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},
                           {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
                           {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
                           {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
// What takes no cell: combining marks of the scripts that packs are written in.
constexpr Range kNarrow[] = {{0x0300, 0x036F}, {0x0591, 0x05BD}, {0x0610, 0x061A},
                             {0x064B, 0x065F}, {0x0900, 0x0902}, {0x093C, 0x093C},
                             {0x0941, 0x0948}, {0x094D, 0x094D}, {0x0E31, 0x0E31},
                             {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x200B, 0x200F},
                             {0xFE00, 0xFE0F}};

template <size_t n>
bool in(char32_t c, const Range (&ranges)[n]) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [c](const Range& r) { return c >= r.first && c <= r.last; });
}

size_t cells(char32_t c) { return in(c, kWide) ? 2 : in(c, kNarrow) ? 0 : 1; }

bool is_control(char32_t c) { return (c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0); }

std::u32string printable(std::string_view text) {
  std::u32string out;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, &at);
    out += is_control(c) ? kReplacement : c;
  }
  return out;
}

std::string printable_utf8(std::string_view text) {
  std::string out;
  for (const char32_t c : printable(text)) append_utf8(c, &out);
  return out;
}

// The source line, cut where it is long, and under it the caret with its label.
std::string excerpt(const Diagnostic& fault) {
  const std::u32string line = printable(fault.source_line);
  const size_t caret = fault.place.column > 0 ? fault.place.column - 1 : 0;
  const bool cut = line.size() > kWidest;
  const size_t begin = cut && caret > kBeforeCaret ? std::min(caret, line.size()) - kBeforeCaret : 0;
  const size_t end = cut ? std::min(line.size(), begin + kWidest) : line.size();
  std::string source = begin > 0 ? "..." : "";
  std::string under(source.size(), ' ');
  for (size_t i = begin; i < end; ++i) {
    append_utf8(line[i], &source);
    if (i < caret) under += line[i] == '\t' ? "\t" : std::string(cells(line[i]), ' ');
  }
  if (end < line.size()) source += "...";
  std::string number = std::to_string(fault.place.line);
  if (number.size() < 5) number.insert(0, 5 - number.size(), ' ');
  const std::string label = fault.label.empty() ? "" : " " + fault.label;
  return number + " | " + source + "\n" + std::string(number.size(), ' ') + " | " + under + "^" +
         label + "\n";
}

// Letters to insert, drop, change or swap with their neighbour.
size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before;
  std::vector<size_t> above;
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(above, row);
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

std::string name_of(Code code) {
  const std::string digits = std::to_string(static_cast<int>(code));
  return (is_error(code) ? "E" : "W") + std::string(3 - digits.size(), '0') + digits;
}

std::span<const Code> all_codes() { return kAllCodes; }

std::string_view meaning_of(Code code) {
  for (const Meaning& m : kMeanings) {
    if (m.code == code) return m.text;
  }
  return "";
}

bool has_errors(const Diagnostics& faults) {
  return std::any_of(faults.begin(), faults.end(), [](const auto& f) { return is_error(f.code); });
}

void sort_diagnostics(Diagnostics* faults) {
  const auto key = [](const Diagnostic& f) { return std::tie(f.path, f.place, f.code, f.message); };
  std::stable_sort(faults->begin(), faults->end(),
                   [&](const auto& a, const auto& b) { return key(a) < key(b); });
  const auto last = std::unique(faults->begin(), faults->end(),
                                [&](const auto& a, const auto& b) { return key(a) == key(b); });
  faults->erase(last, faults->end());
}

std::string format_diagnostic(const Diagnostic& fault) {
  std::string out = printable_utf8(fault.path) + ":";
  if (fault.place.line > 0) {
    out += std::to_string(fault.place.line) + ":" + std::to_string(fault.place.column) + ":";
  }
  out += is_error(fault.code) ? " error[" : " warning[";
  out += name_of(fault.code) + "]: " + printable_utf8(fault.message) + "\n";
  if (fault.source_line.empty() || fault.place.line == 0) return out;
  return out + excerpt(fault);
}

std::string_view nearest_word(std::string_view word, const std::vector<std::string_view>& known) {
  std::string_view best;
  size_t best_distance = std::max<size_t>(1, word.size() / 3) + 1;
  for (const std::string_view candidate : known) {
    const size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
  const std::string_view near = nearest_word(word, known);
  return near.empty() ? "" : "; did you mean '" + std::string(near) + "'?";
}

}  // namespace dehusk
