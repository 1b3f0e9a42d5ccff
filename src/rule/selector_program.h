// The compiled form of selectors: flat tables that selector_match.h runs on a page. Many selectors go
// into one program; it is immutable after the last add() and shared by threads.
//
//   nav > p.lead:has(> a)    chain  steps   [nav] > [p .lead has]
//                                   tests   tag nav | tag p, class lead, has (chain: > [a])
//   p.x:upward(2).y > b      chain  steps   [moved(chain: [p .x], up 2), class y] > [b]
//
// Tests of a step stand by cost, the cheapest first. What must be remembered for each element so that
// no question is asked twice has a slot: a number under which a page's memory files it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "doc/tag.h"
#include "rule/needle.h"
#include "rule/regex.h"
#include "rule/selector.h"

namespace dehusk {

inline constexpr uint32_t kNoIndex = UINT32_MAX;

/// A half-open range of indices.
struct Indices {
  uint32_t begin = 0;
  uint32_t end = 0;
  bool empty() const { return begin == end; }
};

/// What is asked of one element, by cost. Test::operand is an index into the named table, if any.
enum class TestKind : uint8_t {
  never,
  moved,      ///< moves(): stands alone in front, it says where the element comes from
  tag,        ///< Tag itself
  name,       ///< names()
  root,
  id,         ///< names()
  class_,     ///< names()
  nth,        ///< nths()
  attribute,  ///< attributes()
  empty,
  state,      ///< ElementState itself
  matches_attribute,  ///< patterns()
  lang,       ///< ranges()
  dir,        ///< Direction itself
  is,         ///< lists()
  not_,       ///< lists()
  text,       ///< texts()
  has,        ///< lists()
};

struct Test {
  TestKind kind;
  uint32_t operand = 0;
};

/// A compound, and how it hangs on the step before it.
struct Step {
  Indices tests;
  Combinator before = Combinator::descendant;
  bool first = false;
  bool last = false;
  uint32_t slot = 0;  ///< remembers what `before` leads to
  uint32_t late = 0;  ///< from here on `tests` read text or elements inside: asked after `before`
};

/// A complex selector: its steps from left to right.
struct Chain {
  Indices steps;
};

/// What :is, :not and :has hold. Of chains that are a tag alone the tags are told at once; in :has those
/// that may be any descendant. Chains that are an id or a class alone are found by its hash.
struct ChainList {
  struct Named {
    uint64_t hash;  ///< selector_hash.h: equal where names are
    uint32_t chain;
  };
  Indices chains;
  Indices others;  ///< those that tags do not stand for, the last of them
  Indices rest;    ///< of those, the ones that `ids` and `classes` do not stand for, the last again
  TagSet tags;
  std::vector<Named> ids;      ///< by hash
  std::vector<Named> classes;  ///< by hash
  uint32_t slot = 0;  ///< remembers for :has where tags are
};

struct AttributeTest {
  std::string name;  ///< lower case
  AttributeSelector::Op op;
  std::string value;
  bool any_case_in_html;  ///< its value, on elements of HTML
  bool any_case;          ///< on others
};

struct NthTest {
  enum class Among : uint8_t { all, type, list };
  Nth nth;
  Among among = Among::all;
  bool from_end = false;
  Indices chains;  ///< of `list`
  uint32_t slot = 0;
};

/// Literal words, folded, or an RE2.
struct TextTest {
  Needle literal;
  std::unique_ptr<const Regex> regex;
  bool anywhere = false;  ///< the RE2 matches a text wherever that stands: it has no ^, $, \b, \A...
  uint32_t slot = 0;
};

/// A name or a value: all of it, or what an RE2 is found in.
struct AttributePattern {
  std::string name;  ///< lower case
  std::unique_ptr<const Regex> name_regex;
  bool has_value = false;
  std::string value;
  std::unique_ptr<const Regex> value_regex;
};

/// From the subject of `chain` to an ancestor.
struct Move {
  uint32_t chain = 0;
  uint32_t levels = 0;  ///< or, where it is 0, to the nearest that matches one of `chains`
  Indices chains;
  uint32_t slot = 0;       ///< remembers whom the move reaches
  uint32_t list_slot = 0;  ///< remembers the nearest that matches
  uint32_t subject_slot = 0;  ///< remembers what else is asked of whom it reaches
};

class SelectorProgram {
 public:
  SelectorProgram() = default;
  SelectorProgram(const SelectorProgram&) = delete;
  SelectorProgram& operator=(const SelectorProgram&) = delete;

  /// Compiles a selector; the number of its chain.
  uint32_t add(const ComplexSelector& selector);

  const std::vector<Chain>& chains() const { return chains_; }
  const std::vector<Step>& steps() const { return steps_; }
  const std::vector<Test>& tests() const { return tests_; }
  const std::vector<std::string>& names() const { return names_; }
  const std::vector<AttributeTest>& attributes() const { return attributes_; }
  const std::vector<AttributePattern>& patterns() const { return patterns_; }
  const std::vector<NthTest>& nths() const { return nths_; }
  const std::vector<TextTest>& texts() const { return texts_; }
  const std::vector<std::vector<std::string>>& ranges() const { return ranges_; }
  const std::vector<ChainList>& lists() const { return lists_; }
  const std::vector<Move>& moves() const { return moves_; }
  uint32_t slots() const { return slots_; }

  /// The step of a chain's subject.
  const Step& subject(uint32_t chain) const { return steps_[chains_[chain].steps.end - 1]; }

  /// The move that leads to the subject of a chain, or null.
  const Move* move_to_subject(uint32_t chain) const;

 private:
  using Parts = std::vector<SimpleSelector>;

  uint32_t add_chain(const std::vector<CompoundSelector>& compounds, size_t last, size_t parts);
  Indices add_list(const SelectorList& list);
  uint32_t add_choice(const SelectorList& list);
  bool is_tag(const Chain& chain) const;
  const Test* only_test(const Chain& chain) const;
  void file_names(ChainList* choice);
  void add_tests(const Parts& parts, size_t begin, size_t end, std::vector<Test>* tests);
  Test compile(const SimpleSelector& part);
  Test add_attribute(const SimpleSelector& part);
  Test add_pattern(const SimpleSelector& part);
  Test add_nth(const SimpleSelector& part, NthTest::Among among);
  Test add_text(const SimpleSelector& part);
  uint32_t add_move(const SimpleSelector& part, uint32_t chain);
  uint32_t new_slot() { return slots_++; }

  std::vector<Chain> chains_;
  std::vector<Step> steps_;
  std::vector<Test> tests_;
  std::vector<std::string> names_;
  std::vector<AttributeTest> attributes_;
  std::vector<AttributePattern> patterns_;
  std::vector<NthTest> nths_;
  std::vector<TextTest> texts_;
  std::vector<std::vector<std::string>> ranges_;
  std::vector<ChainList> lists_;
  std::vector<Move> moves_;
  uint32_t slots_ = 0;
};

}  // namespace dehusk
