// Rules as they run: the rules chosen for a document, their patterns, and an index that answers for
// a line which of them could match it.
//
//   Rule (symbolic) --compile--> Program
//                                  rules      sorted by full name: an index is also the rank that
//                                             decides who is named first in reports
//                                  everywhere line -> entries (rule, role), see line_index.h
//                                  edges      the same for rules with `at`, which are looked for
//                                             near the edges only
//                                  selectors  element -> rules with `select`, and `article`
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
#include "rule/selector_index.h"

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
  bool on_elements = false;  ///< has `select`
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

/// What a Program runs on.
enum class ProgramUse : uint8_t { text, page };

/// The article's root: the first selector that finds something, for [[remove]] `file:article`.
struct ArticleRoot {
  std::shared_ptr<const Rule> rule;  ///< stands for the file's `article`
  std::string name;                  ///< "file:article"
  std::string_view path;
  std::vector<Text> selectors;
};

struct Program {
  std::vector<CompiledRule> rules;
  std::vector<EntryRole> entries;  ///< by the index's entry number
  LineIndex everywhere;
  LineIndex edges;              ///< [[remove]] rules of `line` and `span` with `at`
  uint32_t head_lines = 0;      ///< the largest n of an `at` in `edges` that counts from the head
  uint32_t tail_lines = 0;      ///< and from the tail
  /// Entries below rules.size() are rules; then those of `article`. Null for text.
  std::unique_ptr<SelectorIndex> selectors;
  std::vector<uint32_t> by_features;  ///< [[score]] rules with `when` alone
  uint32_t article = kNoRule;   ///< the rule that what lies outside of the article goes by
  Guard guard;
  uint32_t element_rules = 0;  ///< rules with `select`, left out of what runs on text

  static constexpr uint32_t kNoRule = UINT32_MAX;

  /// Compiles the rules; those that need elements only for pages. O(size of the rules).
  /// `article` is null where no file says where the article is.
  static Program compile(std::vector<ActiveRule> active, const ArticleRoot* article, Guard guard,
                         ProgramUse use);
};

/// Computes the keys that the index files the rule's patterns under.
void fill_keys(const PlaceholderScope& scope, Rule* rule);

}  // namespace dehusk
