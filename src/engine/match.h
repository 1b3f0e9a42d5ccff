// Finds what each rule matches in a document, each rule for itself: nothing here knows of other
// rules' matches, nor of edges (`at` is decided in decide.h).
//
//   lines --index--> hits per rule --conditions--> matches --to/until--> ranges --limit--> matches
//
// Rules with `at` are looked for only as far from the edges as a match could count: until so many
// lines that nothing can remove lie between (see EdgeScan). A long text costs them nothing.
//
// Cost: a line that no rule can match costs its folding and one scan. What hits cost on top is
// linear in the document for each rule that has any.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "doc/canonical.h"
#include "doc/decision.h"
#include "doc/document.h"
#include "engine/measurements.h"
#include "rule/program.h"
#include "rule/selector_index.h"

namespace dehusk {

/// A range that one rule asks for.
struct Match {
  uint32_t rule = 0;       ///< index into Program::rules
  uint32_t first = 0;      ///< first block
  uint32_t core_last = 0;  ///< last block of what the matcher found
  uint32_t last = 0;       ///< last block, after `to` or `until`
  Span source;             ///< bytes: whole blocks, or a part of one; empty for elements without text
  bool part = false;       ///< less than a whole block
  bool held = false;       ///< larger than the rule's `limit`: never applied, only reported
  Span elements = {};      ///< of a page: indexes of elements that go whole with it
};

struct Matches {
  std::vector<Match> found;           ///< by rule, then in document order
  uint32_t article = kNoElement;      ///< of a page: the article's root, if it was found and has text
};

/// Buffers of one thread; kept from document to document.
struct MatchScratch {
  CanonicalBuffer folded;
  CanonicalBuffer canonical;
  LineIndex::Scratch index;
  std::vector<uint32_t> entries;
  std::vector<std::vector<uint32_t>> hits;  ///< by rule: blocks, ascending
  SelectorScratch selectors;
  std::vector<SelectorHit> selected;
  Measurements* measured = nullptr;  ///< of the document at hand, for `when`
  Work* work = nullptr;              ///< the same, counts its steps; never null while rules are matched
};

/// fast uses the index; slow is its twin and tries every rule on every line.
enum class MatchMode : uint8_t { fast, slow };

struct Matches;

/// What is known of a document besides its rules. All borrowed for the call.
struct MatchContext {
  Measurements* measured = nullptr;  ///< of the document
  /// Asked once, with the matches of all rules but those with `at`: by line, whether the model drops it, so
  /// that `at` does not count it. May be empty, and give null.
  std::function<const std::vector<uint8_t>*(const Matches&)> dropped;
  Work* work = nullptr;  ///< counts; where it is exceeded what was found until then comes back
};

Matches find_matches(const Document& doc, const Program& program, MatchMode mode,
                     const MatchContext& context, MatchScratch* scratch);

}  // namespace dehusk
