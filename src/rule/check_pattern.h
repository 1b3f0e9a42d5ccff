// One pattern of a rule file, checked.
#pragma once

#include "rule/faults.h"
#include "rule/pattern.h"

namespace dehusk {

/// Reports what is wrong with a pattern: its syntax, its placeholders, its RE2, and that it matches
/// the empty line or any line at all.
void check_pattern(const Text& text, PatternUse use, const PlaceholderScope& scope, Faults& faults);

/// The same for a line of a `group`, where a lone `*` is fine.
void check_group_entry(const Text& text, const PlaceholderScope& scope, Faults& faults);

/// A user's placeholder: its name, its literals, its RE2.
void check_named_pattern(const NamedPattern& named, Faults& faults);

}  // namespace dehusk
