// Faults in rule files: numbered, with a place, all of one run together.
//
//   rules/news.toml:31:14: error[E012]: missing ) in pattern
//      31 | line = ['/By (.*\|/']
//         |              ^ opened here
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rule/rule.h"

namespace dehusk {

/// The kinds of fault. Numbers are stable: never renumbered, never reused.
enum class Code : uint16_t {
  syntax = 1,
  unknown_table = 2,
  unknown_key = 3,
  wrong_type = 4,
  missing_key = 5,
  bad_value = 6,
  no_matcher = 7,
  keys_conflict = 8,
  key_not_allowed = 9,
  matches_empty = 10,
  matches_all = 11,
  bad_regex = 12,
  bad_selector = 13,
  unknown_placeholder = 14,
  unknown_feature = 15,
  duplicate_id = 16,
  bad_site = 17,
  unknown_rule = 18,
  missing_use = 19,
  circular_use = 20,
  bad_pattern = 21,
  duplicate_name = 22,
  override_conflict = 23,
  bad_capture = 24,
  article_tie = 25,
  unreadable = 26,
  ambiguous_placeholder = 27,
  shadowed = 101,
  broad = 102,
  unused_placeholder = 103,
  no_test = 104,
  no_effect = 105,
  folded_character = 106,
  unknown_in_test = 107,
  live_page = 108,
};

/// Every code, errors first, in ascending order.
std::span<const Code> all_codes();

/// True for the codes that stop a command; the others are warnings.
inline bool is_error(Code code) { return static_cast<int>(code) < 100; }

/// "E012" or "W104".
std::string name_of(Code code);

/// One sentence that says what the number means, for `lint --list` and SARIF.
std::string_view meaning_of(Code code);

struct Diagnostic {
  std::string path;
  Place place;
  Code code = Code::syntax;
  std::string message;
  std::string label;        ///< stands behind the caret; may be empty
  std::string source_line;  ///< the line of the file; empty where it could not be read
};

using Diagnostics = std::vector<Diagnostic>;

bool has_errors(const Diagnostics& faults);

/// Sorts by path, place, code and message, and drops what is there twice.
void sort_diagnostics(Diagnostics* faults);

/// The form shown above, with a line end behind each line. Of a long source line the part around the
/// caret is shown; characters that a terminal would act on, and bytes that are no UTF-8, are shown as
/// U+FFFD.
std::string format_diagnostic(const Diagnostic& fault);

/// The candidate nearest to `word` if it is near enough to be a slip of the pen, else "".
std::string_view nearest_word(std::string_view word, const std::vector<std::string_view>& known);

/// "; did you mean 'select'?" after the nearest candidate, or "".
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace dehusk
