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
    prefix,    ///< begins with one of them, each of one byte or more
    suffix,    ///< ends with one of them, each of one byte or more
    inside,    ///< holds one of them, each of seven bytes or more (of three in a span)
    residual,  ///< only the numbers below are known
  };
  Kind kind = Kind::residual;
  std::vector<std::string> literals;
  uint32_t min_chars = 0;
  uint32_t max_chars = kUnbounded;
  bool loose_max = false;   ///< max_chars stands for four bytes each
  bool needs_digit = false;
  Marks all = 0;            ///< a folded line holds all of these
  Marks any = 0;            ///< and one of these; 0: no demand
  uint16_t holds = 0;       ///< as in LiteralInfo
  uint16_t begins = 0;      ///< for a whole line: as in LiteralInfo
  std::bitset<256> first;   ///< for residual: first bytes of a folded line

  /// How rare matching lines are likely to be: the higher, the rarer.
  size_t selectivity() const;

  friend bool operator==(const PatternKey&, const PatternKey&) = default;
};

/// What a pattern's key is for: a pattern for the whole line, or one that a line holds.
enum class KeyUse : uint8_t { whole_line, inside };

PatternKey key_of(const LiteralInfo& info, KeyUse use);

}  // namespace dehusk
