// Literals and RE2s in the arguments of pseudo-classes: where they end is not CSS.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "rule/selector.h"

namespace dehusk {

/// What ends a pattern that stands without quotes and slashes.
enum class PatternEnd : uint8_t {
  parenthesis,             ///< the ')' that closes the argument; parentheses inside may pair
  parenthesis_or_nothing,  ///< the same, and the pattern may be empty
  equals_or_parenthesis,   ///< '=' or ')'
};

/// Reads a pattern at `*at`, moving behind it and the white space after it: /re/ with flags i, s or u
/// (they change nothing), a string in quotes (which may hold a /re/), or text with its ends trimmed.
/// A fault without a message: the parenthesis does not close.
std::variant<TextPattern, SelectorFault> read_text_pattern(std::string_view text, size_t* at,
                                                           PatternEnd end);

/// The ')' that closes the '(' at `open`: strings and escapes are passed over.
std::optional<size_t> closing_parenthesis(std::string_view text, size_t open);

}  // namespace dehusk
