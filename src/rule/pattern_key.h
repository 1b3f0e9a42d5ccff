// The one thing about a pattern that rules out most lines: what the index files it under.
//
// Keys come from LiteralInfo, which takes longer to compute than anything else at start-up (50 ms for
// 200 rules, measured): those of built-in rules are computed when dehusk is built.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

#include "rule/literal_info.h"

namespace dehusk {

struct PatternKey {
  enum class Kind : uint8_t {
    exact,     ///< a folded line equals one of the literals
    prefix,    ///< begins with one of them, each of three bytes or more
    suffix,    ///< ends with one of them, each of three bytes or more
    inside,    ///< holds one of them, each of seven bytes or more (of three in a span)
    residual,  ///< only the numbers below are known
  };
  Kind kind = Kind::residual;
  std::vector<std::string> literals;
  uint32_t min_chars = 0;
  uint32_t max_chars = kUnbounded;
  bool needs_digit = false;
  std::bitset<256> first;     ///< for residual: first bytes of a folded line
  std::bitset<256> one_of;    ///< for residual: bytes of which a folded line holds at least one

  /// How rare matching lines are likely to be: the higher, the rarer.
  size_t selectivity() const;
};

/// What a pattern's key is for: a pattern for the whole line, or one that a line holds.
enum class KeyUse : uint8_t { whole_line, inside };

PatternKey key_of(const LiteralInfo& info, KeyUse use);

}  // namespace dehusk
