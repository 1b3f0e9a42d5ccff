// One pattern of a rule file, checked.
#pragma once

#include <vector>

#include "rule/faults.h"
#include "rule/pattern.h"

namespace dehusk {

/// What a pattern is checked against. All three are borrowed.
struct PatternContext {
  const PlaceholderScope& scope;
  Faults& faults;
  /// False where a file in `use` is not there: its placeholders cannot be told from unknown ones.
  bool scope_is_whole = true;
};

/// The placeholders that `files[index]` sees: its own first, then those of the files it uses.
PlaceholderScope scope_of(const std::vector<RuleFile>& files, size_t index);

/// `files[index]` and all it `use`s, itself first, each once. Names that no file has are left out.
std::vector<size_t> files_used_by(const std::vector<RuleFile>& files, size_t index);

/// True if each file that `files[index]` uses, and each that those use, is among `files`.
bool uses_are_there(const std::vector<RuleFile>& files, size_t index);

/// Calls `use(text, pattern_use)` for each pattern of a rule.
template <typename Use>
void each_pattern(const Rule& rule, Use use) {
  for (const Text& text : rule.line) use(text, PatternUse::whole_line);
  for (const auto& entry : rule.group) {
    for (const Text& text : entry) use(text, PatternUse::whole_line);
  }
  for (const Text& text : rule.span) use(text, PatternUse::span);
  for (const Text& text : rule.unless) use(text, PatternUse::inside);
  for (const Text& text : rule.extent.patterns) use(text, PatternUse::whole_line);
}

/// Reports what is wrong with a pattern: its syntax, its placeholders, its RE2, and that it matches
/// the empty line or any line at all.
void check_pattern(const Text& text, PatternUse use, const PatternContext& context);

/// The same for a line of a `group`, where a lone `*` is fine.
void check_group_entry(const Text& text, const PatternContext& context);

/// A user's placeholder: its name, its literals, its RE2.
void check_named_pattern(const NamedPattern& named, Faults& faults);

/// The byte offset of `{name}` or `{name:field}` in a pattern's string; 0 where it has none.
size_t placeholder_offset(std::string_view pattern, std::string_view name);

}  // namespace dehusk
