// What RE2 says about a bad expression, with the place that it does not tell.
#pragma once

#include <optional>
#include <string_view>

#include "rule/pattern.h"

namespace dehusk {

/// The fault of an expression, compiling it; `offset` counts from its first byte.
std::optional<PatternFault> find_regex_fault(std::string_view regex);

}  // namespace dehusk
