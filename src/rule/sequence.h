// Patterns laid over a line piece by piece: "By {proper:author} | {date:published}*".
//
//   literal      bytes of the folded line are compared
//   star         any text
//   placeholder  what lies between is tried by the placeholder's own RE2, which all patterns share
//
// As one RE2 each such pattern costs 4 ms to compile, and there are hundreds. The cost of a match is
// bounded: after so much work for each byte of the line it gives up, and the caller asks the one
// RE2, which is linear. Its answer is that RE2's answer in all cases; placeholders see the text
// around them, as they do there.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/span.h"
#include "doc/canonical.h"
#include "rule/needle.h"
#include "rule/placeholder_gate.h"
#include "rule/regex.h"

namespace dehusk {

struct SequenceStep {
  enum class Kind : uint8_t { literal, star, placeholder };
  Kind kind = Kind::literal;
  std::vector<std::string> choices;  ///< of a literal: one of these, folded, none empty
  const Regex* regex = nullptr;      ///< of a placeholder
  std::string capture;               ///< metadata field, "" for none
  std::string needs;                 ///< what a placeholder's match always holds, such as "@"
  std::vector<Needle> needle;        ///< of a literal: its only choice, if there is one
  bool search_first = false;         ///< rare in prose: ask whether the line holds it at all
  bool can_be_empty = false;
  std::bitset<256> first;            ///< first bytes of folded matches that are not empty
  BuiltinSet builtin = 0;            ///< the placeholder's bit, for placeholder_gate.h
};

class Sequence {
 public:
  Sequence() = default;
  explicit Sequence(std::vector<SequenceStep> steps) : steps_(std::move(steps)) {}

  bool empty() const { return steps_.empty(); }
  const std::vector<SequenceStep>& steps() const { return steps_; }

  /// False if the line (whole), or any part of it (inside), cannot match. Asks cheap things first;
  /// what it asks RE2 is asked once a line for all patterns.
  bool could_match_whole(const LineText& line) const;
  bool could_match_inside(const LineText& line) const;

  enum class Answer : uint8_t { no, yes, gave_up };

  /// Whether the whole line matches; if so and `spans` is given, each step's range of the canonical
  /// line, placeholders as long as they can be.
  Answer match(const LineText& line, std::vector<Span>* spans) const;

 private:
  bool could_hold_all(const LineText& line, size_t first) const;
  bool holds_in_order(std::string_view folded, uint64_t* tries) const;

  std::vector<SequenceStep> steps_;
};

}  // namespace dehusk
