// The outer form of a CSS selector: enough to refuse what is none. Text has no elements, so rules
// with `select` are checked and counted here and run on pages only.
#pragma once

#include "rule/faults.h"

namespace dehusk {

/// Reports brackets and quotes that do not close, empty parts of a list, and stray characters.
void check_selector(const Text& text, Faults& faults);

}  // namespace dehusk
