#include "rule/diagnostic.h"

#include <algorithm>
#include <numeric>
#include <tuple>

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
    {Code::shadowed, "a rule that never decides anything"},
    {Code::broad, "a very broad pattern"},
    {Code::unused_placeholder, "a placeholder that is never used"},
    {Code::no_test, "a rule that no test fires"},
    {Code::no_effect, "a key without effect"},
    {Code::folded_character, "a pattern with a character that canonical lines never hold"},
};

size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::string name_of(Code code) {
  const std::string digits = std::to_string(static_cast<int>(code));
  return (is_error(code) ? "E" : "W") + std::string(3 - digits.size(), '0') + digits;
}

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
  std::string out = fault.path + ":";
  if (fault.place.line > 0) {
    out += std::to_string(fault.place.line) + ":" + std::to_string(fault.place.column) + ":";
  }
  out += is_error(fault.code) ? " error[" : " warning[";
  out += name_of(fault.code) + "]: " + fault.message + "\n";
  if (fault.source_line.empty() || fault.place.line == 0) return out;
  std::string number = std::to_string(fault.place.line);
  if (number.size() < 5) number.insert(0, 5 - number.size(), ' ');
  out += number + " | " + fault.source_line + "\n";
  out += std::string(number.size(), ' ') + " | ";
  size_t at = 0;
  for (uint32_t column = 1; column < fault.place.column && at < fault.source_line.size(); ++column) {
    out += next_code_point(fault.source_line, &at) == '\t' ? '\t' : ' ';
  }
  out += fault.label.empty() ? "^\n" : "^ " + fault.label + "\n";
  return out;
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

}  // namespace dehusk
