// Runs compiled selectors on the elements of a page.
//
// Nothing here recurses on the page, only on the selector, whose nesting is bounded. All answers for one
// selector on all elements of a page together take time linear in the page times the size of the
// selector, for what is asked often is remembered (selector_scratch.h):
//
//   a b    whether an element or one above it is `a`: the way up ends where the answer is known
//   a ~ b  the same, to the left
//   a > b  whether the parent is `a`
//   :has(a)          the next descendant that is not known to be no `a`; a chain that is shortened as
//                    it is walked, so that each element is asked once
//   :has(> a), ~ a   each child is asked once for its parent; the way to the right ends where the
//                    answer is known
//   :nth-child(of a) all siblings are counted at once
//   :has-text(w)     elements nest: when more has been searched than the page holds, all places of `w`
//                    are listed; what was searched for an element is not searched again for those in it
//
// The exception is :has-text(/re/) with an anchor or \b inside, such as /(^|,) ?ad/: linear in the text
// times the depth, which the reader bounds. (Where ^ begins it or $ ends it, RE2 does not read on.)
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "rule/selector_program.h"
#include "rule/selector_scratch.h"

namespace dehusk {

/// A program on one page. Cheap to make: all memory is the scratch's, which is begun for the page and
/// the program's slots.
class SelectorMatcher {
 public:
  /// Borrows both.
  SelectorMatcher(const SelectorProgram& program, SelectorScratch* scratch);

  /// True if the chain's subject can be `element`.
  bool matches(uint32_t chain, uint32_t element) const;

  /// The subject of a chain whose selector, less what :upward moves, ends at `element`.
  std::optional<uint32_t> subject_from(uint32_t chain, uint32_t element) const;

 private:
  bool step(uint32_t step, uint32_t element) const;
  bool tests(Indices tests, uint32_t element) const;
  bool left(uint32_t step, uint32_t element) const;
  bool parent_is(uint32_t step, uint32_t element) const;
  template <typename Next, typename Holds>
  bool any_on_way(uint32_t slot, uint32_t from, Next next, Holds holds) const;
  bool any(Indices chains, uint32_t element) const;
  bool any(const ChainList& list, uint32_t element) const;
  bool any_named(const ChainList& list, uint32_t element) const;

  bool has(const ChainList& list, uint32_t element) const;
  bool reaches(uint32_t step, uint32_t element) const;
  bool goes_on(uint32_t step, uint32_t element) const;
  bool any_child(uint32_t step, uint32_t element) const;
  template <typename Holds>
  bool any_descendant(uint32_t slot, uint32_t element, Holds holds) const;

  bool came_by(const Move& move, uint32_t element) const;
  std::optional<uint32_t> target(const Move& move, uint32_t element) const;
  uint32_t nearest(const Move& move, uint32_t element) const;
  bool is_subject(uint32_t chain, const Move& move, uint32_t element) const;

  bool test(Test test, uint32_t element) const;
  bool name(const std::string& name, uint32_t element) const;
  bool id(const std::string& name, uint32_t element) const;
  bool class_(const std::string& name, uint32_t element) const;
  bool attribute(const AttributeTest& test, uint32_t element) const;
  bool pattern(const AttributePattern& test, uint32_t element) const;
  bool nth(const NthTest& test, uint32_t element) const;
  uint32_t position_among(const NthTest& test, uint32_t element) const;
  void number_siblings(const NthTest& test, uint32_t parent, uint32_t* numbers) const;
  bool text(const TextTest& test, uint32_t element) const;
  bool literal_in_text(const TextTest& test, uint32_t element) const;
  bool regex_in_text(const TextTest& test, uint32_t element) const;
  bool empty(uint32_t element) const;
  bool lang(const std::vector<std::string>& ranges, uint32_t element) const;

  const SelectorProgram& program_;
  SelectorScratch* scratch_;
  const Page& page_;
};

}  // namespace dehusk
