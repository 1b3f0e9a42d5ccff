// One selector of a rule file, checked.
#pragma once

#include "rule/faults.h"

namespace dehusk {

/// Reports what is wrong with a selector: its syntax, its RE2s; and, as a warning, what no page at rest
/// could match.
void check_selector(const Text& text, Faults& faults);

}  // namespace dehusk
