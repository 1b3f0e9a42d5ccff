// Rules as they run: the rules chosen for a document, their patterns, and an index that answers for
// a line which of them could match it.
//
//   Rule (symbolic) --compile--> Program
//                                  rules      sorted by full name: an index is also the rank that
//                                             decides who is named first in reports
//                                  everywhere line -> entries (rule, role), see line_index.h
//                                  edges      the same for rules with `at`, which are looked for
//                                             near the edges only
//
// A Program is immutable and shared by threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rule/line_index.h"
#include "rule/pattern.h"
#include "rule/rule.h"

namespace dehusk {

/// A rule and its patterns.
struct CompiledRule {
  std::shared_ptr<const Rule> rule;  ///< with the overrides that hold here
  std::string name;                  ///< "file:id"
  std::string_view path;             ///< of the file, as messages print it; owner: the RuleSet
  std::vector<Pattern> line;
  std::vector<std::vector<Pattern>> group;
  uint32_t anchor = 0;  ///< the entry of `group` that the index looks for
  std::vector<Pattern> span;
  std::vector<Pattern> extent;
  std::vector<Pattern> unless;
};

/// A rule and what it needs to be compiled; all but the rule borrowed from the RuleSet.
struct ActiveRule {
  std::shared_ptr<const Rule> rule;
  std::string name;
  std::string_view path;
  const PlaceholderScope* scope = nullptr;
};

/// What an entry of the index stands for.
struct EntryRole {
  enum class Kind : uint8_t { line, group, span };
  uint32_t rule = 0;
  Kind kind = Kind::line;
};

struct Program {
  std::vector<CompiledRule> rules;
  std::vector<EntryRole> entries;  ///< by the index's entry number
  LineIndex everywhere;
  LineIndex edges;              ///< [[remove]] rules of `line` and `span` with `at`
  uint32_t head_lines = 0;      ///< the largest n of an `at` in `edges` that counts from the head
  uint32_t tail_lines = 0;      ///< and from the tail
  Guard guard;
  uint32_t element_rules = 0;  ///< rules with `select`, which do not apply to text

  /// Compiles text rules; rules that need elements are left out. O(size of the rules).
  static Program compile(std::vector<ActiveRule> active, Guard guard);
};

/// Computes the keys that the index files the rule's patterns under.
void fill_keys(const PlaceholderScope& scope, Rule* rule);

}  // namespace dehusk
