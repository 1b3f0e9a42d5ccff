// What can be known of a pattern without running it: how long its matches are, how they begin, and
// which literals each must hold. Everything is over-estimated, never under: a line that fails these
// tests cannot match, a line that passes them still has to be tried.
//
//   "Also read: *"            prefix {"also read: "}
//   "* Photo: {agency}"       suffix {" photo: vcg", " photo: afp", ...}
//   /By (\w+), \d+ min read/  prefix {"by "}, required {" min read"}, needs a digit
//
// Literals are folded (doc/canonical.h), sets mean "any of these". After Russ Cox's trigram index
// for regular expressions, with whole strings in place of trigrams.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rule/line_marks.h"

namespace dehusk {

inline constexpr uint32_t kUnbounded = UINT32_MAX;

struct LiteralInfo {
  using Strings = std::vector<std::string>;

  uint32_t min_chars = 0;  ///< code points of the canonical text
  uint32_t max_chars = 0;  ///< kUnbounded for no bound
  bool loose_max = false;  ///< max_chars is what is to be accepted: four bytes each, not proven
  bool needs_digit = false;
  Marks marks = 0;         ///< each match holds all of these
  uint16_t holds = 0;      ///< each match holds matches of these built-ins, see placeholder_gate.h
  uint16_t begins = 0;     ///< each match begins with a match of this built-in; at most one bit
  std::bitset<256> first;  ///< first bytes of non-empty folded matches
  std::optional<Strings> exact = Strings{""};  ///< all matches, where they are few
  Strings prefix{""};                          ///< each match begins with one of these
  Strings suffix{""};                          ///< each match ends with one of these
  Strings required;                            ///< each match holds one of these; empty: unknown
};

/// Info of exactly `folded`.
LiteralInfo info_of_literal(std::string_view folded);

/// Info of any text within a line, the empty one too.
LiteralInfo info_of_anything();

/// Info of `a` followed by `b`.
LiteralInfo info_of_concat(const LiteralInfo& a, const LiteralInfo& b);

/// Info of `a` or `b`.
LiteralInfo info_of_either(const LiteralInfo& a, const LiteralInfo& b);

/// Info of `a` from `least` to `most` times in a row (kUnbounded for no end).
LiteralInfo info_of_repeat(const LiteralInfo& a, uint32_t least, uint32_t most);

/// Info of an RE2 regular expression, matched case-insensitively or not. Syntax that it does not
/// know gives info_of_anything() for that part.
LiteralInfo info_of_regex(std::string_view regex);

/// The length of the shortest string; 0 for an empty set.
size_t shortest(const LiteralInfo::Strings& strings);

}  // namespace dehusk
