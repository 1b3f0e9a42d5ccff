#include "rule/selector_match.h"

#include <algorithm>

#include "rule/selector_hash.h"

namespace dehusk {
namespace {

// What a number of a slot says. Where it names an element, an index; these are none.
constexpr uint32_t kNothing = SelectorScratch::kNothing;
constexpr uint32_t kYes = UINT32_MAX - 1;
constexpr uint32_t kNo = UINT32_MAX - 2;

// Steps for a step of a selector that is asked of an element, and for an element that is passed.
constexpr uint64_t kStepSteps = 12;
constexpr uint64_t kPassSteps = 2;
constexpr uint64_t kMaxLevels = 512;  // of a page

}  // namespace

SelectorMatcher::SelectorMatcher(const SelectorProgram& program, SelectorScratch* scratch)
    : program_(program), scratch_(scratch), page_(scratch->page()) {}

bool SelectorMatcher::matches(uint32_t chain, uint32_t element) const {
  return step(program_.chains()[chain].steps.end - 1, element);
}

bool SelectorMatcher::any(Indices chains, uint32_t element) const {
  for (uint32_t chain = chains.begin; chain < chains.end; ++chain) {
    if (matches(chain, element)) return true;
  }
  return false;
}

bool SelectorMatcher::any(const ChainList& list, uint32_t element) const {
  return list.tags.has(page_.elements[element].tag) || any_named(list, element) ||
         any(list.rest, element);
}

// True if one of the chains that are an id or a class alone matches.
bool SelectorMatcher::any_named(const ChainList& list, uint32_t element) const {
  using namespace selector_hash;
  const auto matches_one = [&](const std::vector<ChainList::Named>& named, uint64_t hash) {
    auto it = std::lower_bound(named.begin(), named.end(), hash,
                               [](const ChainList::Named& a, uint64_t b) { return a.hash < b; });
    for (; it != named.end() && it->hash == hash; ++it) {
      if (matches(it->chain, element)) return true;
    }
    return false;
  };
  if (!list.ids.empty()) {
    const std::string_view id = scratch_->attributes.id(element);
    if (!id.empty() && matches_one(list.ids, hash_of(kIdSeed, id))) return true;
  }
  if (list.classes.empty()) return false;
  scratch_->spend(2 * uint64_t{page_.elements[element].classes.size()});
  return any_token(scratch_->attributes.classes(element), [&](std::string_view token) {
    return matches_one(list.classes, hash_of(kClassSeed, token));
  });
}

// --- from right to left ---

bool SelectorMatcher::step(uint32_t step, uint32_t element) const {
  const Step& s = program_.steps()[step];
  scratch_->spend(kStepSteps);
  return tests({s.tests.begin, s.late}, element) && left(step, element) &&
         tests({s.late, s.tests.end}, element);
}

bool SelectorMatcher::tests(Indices tests, uint32_t element) const {
  for (uint32_t i = tests.begin; i < tests.end; ++i) {
    if (!test(program_.tests()[i], element)) return false;
  }
  return true;
}

bool SelectorMatcher::left(uint32_t step, uint32_t element) const {
  const Step& s = program_.steps()[step];
  if (s.first) return true;
  const auto holds = [&](uint32_t other) { return this->step(step - 1, other); };
  const auto parent = [&](uint32_t other) { return page_.elements[other].parent; };
  const auto previous = [&](uint32_t other) { return scratch_->siblings.previous(other); };
  switch (s.before) {
    case Combinator::descendant: return any_on_way(s.slot, parent(element), parent, holds);
    case Combinator::child: return parent_is(step, element);
    case Combinator::later_sibling: return any_on_way(s.slot, previous(element), previous, holds);
    case Combinator::next_sibling: {
      const uint32_t other = previous(element);
      return other != kNoElement && holds(other);
    }
  }
  return false;
}

bool SelectorMatcher::parent_is(uint32_t step, uint32_t element) const {
  const uint32_t parent = page_.elements[element].parent;
  if (parent == kNoElement) return false;
  uint32_t* const numbers = scratch_->numbers(program_.steps()[step].slot);
  if (numbers != nullptr && numbers[parent] != kNothing) return numbers[parent] == kYes;
  const bool holds = this->step(step - 1, parent);
  if (numbers != nullptr) numbers[parent] = holds ? kYes : kNo;
  return holds;
}

// True if `holds` of an element on the way that `next` goes from `from`. What the number of an element
// says is true of the way from there, so that all elements that were passed get the same.
template <typename Next, typename Holds>
bool SelectorMatcher::any_on_way(uint32_t slot, uint32_t from, Next next, Holds holds) const {
  if (from == kNoElement) return false;
  uint32_t* const numbers = scratch_->numbers(slot);
  bool found = false;
  uint64_t passed = 1;
  uint32_t stop = from;
  for (; stop != kNoElement; stop = next(stop), ++passed) {
    if (numbers != nullptr && numbers[stop] != kNothing) {
      found = numbers[stop] == kYes;
      break;
    }
    if (!holds(stop)) continue;
    if (numbers != nullptr) numbers[stop] = kYes;
    found = true;
    break;
  }
  scratch_->spend(kPassSteps * passed);
  if (numbers == nullptr) return found;
  for (uint32_t i = from; i != stop; i = next(i)) numbers[i] = found ? kYes : kNo;
  return found;
}

// --- :has, from left to right ---

// The number of an element that is known not to match leads to a later one: to the next that may. Each
// way that was walked is shortened.
template <typename Holds>
bool SelectorMatcher::any_descendant(uint32_t slot, uint32_t element, Holds holds) const {
  constexpr uint32_t kMany = 64;  // elements to ask: what is told of them is remembered at once
  const uint32_t end = page_.elements[element].end;
  uint32_t* const numbers = end - element > kMany ? scratch_->numbers_now(slot) : scratch_->numbers(slot);
  if (numbers == nullptr) {
    scratch_->spend(kPassSteps * (end - element));
    for (uint32_t i = element + 1; i < end; ++i) {
      if (holds(i)) return true;
    }
    return false;
  }
  uint64_t passed = 1;
  const auto leads_on = [&](uint32_t i) { return numbers[i] != kNothing && numbers[i] != kYes; };
  const auto next_possible = [&](uint32_t from) {
    uint32_t last = from;
    for (; leads_on(last); ++passed) last = numbers[last];
    while (leads_on(from)) {
      const uint32_t next = numbers[from];
      numbers[from] = last;
      from = next;
    }
    return last;
  };
  bool found = false;
  for (uint32_t i = next_possible(element + 1); i < end && !found; i = next_possible(i + 1)) {
    found = numbers[i] == kYes;
    if (found) break;
    found = holds(i);
    numbers[i] = found ? kYes : i + 1;
    if (found) break;
  }
  scratch_->spend(kPassSteps * passed);
  return found;
}

bool SelectorMatcher::has(const ChainList& list, uint32_t element) const {
  const auto holds = [&](uint32_t other) { return list.tags.has(page_.elements[other].tag); };
  const bool tags = list.others.begin > list.chains.begin;
  if (tags && any_descendant(list.slot, element, holds)) return true;
  for (uint32_t chain = list.others.begin; chain < list.others.end; ++chain) {
    if (reaches(program_.chains()[chain].steps.begin, element)) return true;
  }
  return false;
}

// True if the step and those behind it hold of elements that hang on this one.
bool SelectorMatcher::reaches(uint32_t step, uint32_t element) const {
  const Step& s = program_.steps()[step];
  const auto next = [&](uint32_t other) { return next_sibling(page_, other); };
  const auto holds = [&](uint32_t other) { return goes_on(step, other); };
  switch (s.before) {
    case Combinator::descendant: return any_descendant(s.slot, element, holds);
    case Combinator::child: return any_child(step, element);
    case Combinator::later_sibling: return any_on_way(s.slot, next(element), next, holds);
    case Combinator::next_sibling: {
      const uint32_t other = next(element);
      return other != kNoElement && holds(other);
    }
  }
  return false;
}

bool SelectorMatcher::goes_on(uint32_t step, uint32_t element) const {
  const Step& s = program_.steps()[step];
  scratch_->spend(kStepSteps);
  return tests(s.tests, element) && (s.last || reaches(step + 1, element));
}

bool SelectorMatcher::any_child(uint32_t step, uint32_t element) const {
  for (uint32_t child = first_child(page_, element); child != kNoElement;
       child = next_sibling(page_, child)) {
    if (goes_on(step, child)) return true;
  }
  return false;
}

// --- :upward ---

std::optional<uint32_t> SelectorMatcher::target(const Move& move, uint32_t element) const {
  uint32_t at = element;
  if (move.levels == 0) {
    at = nearest(move, element);
  } else {
    scratch_->spend(kPassSteps * std::min<uint64_t>(move.levels, kMaxLevels));
    for (uint32_t i = 0; i < move.levels && at != kNoElement; ++i) at = page_.elements[at].parent;
  }
  return at == kNoElement ? std::nullopt : std::optional(at);
}

// The nearest ancestor that matches, or kNoElement. The number of an element names the nearest from
// there, itself included.
uint32_t SelectorMatcher::nearest(const Move& move, uint32_t element) const {
  const auto parent = [&](uint32_t i) { return page_.elements[i].parent; };
  uint32_t* const numbers = scratch_->numbers(move.list_slot);
  uint32_t found = kNoElement;
  uint64_t passed = 1;
  uint32_t stop = parent(element);
  for (; stop != kNoElement; stop = parent(stop), ++passed) {
    if (numbers != nullptr && numbers[stop] != kNothing) {
      found = numbers[stop] == kNo ? kNoElement : numbers[stop];
      break;
    }
    if (!any(move.chains, stop)) continue;
    if (numbers != nullptr) numbers[stop] = stop;
    found = stop;
    break;
  }
  scratch_->spend(kPassSteps * passed);
  if (numbers == nullptr) return found;
  for (uint32_t i = parent(element); i != stop; i = parent(i)) {
    numbers[i] = found == kNoElement ? kNo : found;
  }
  return found;
}

// True if what stands behind :upward holds of whom it reached.
bool SelectorMatcher::is_subject(uint32_t chain, const Move& move, uint32_t element) const {
  uint32_t* const numbers = scratch_->numbers(move.subject_slot);
  if (numbers != nullptr && numbers[element] != kNothing) return numbers[element] == kYes;
  const Indices all = program_.subject(chain).tests;
  const bool holds = tests({all.begin + 1, all.end}, element);
  if (numbers != nullptr) numbers[element] = holds ? kYes : kNo;
  return holds;
}

std::optional<uint32_t> SelectorMatcher::subject_from(uint32_t chain, uint32_t element) const {
  const Move* move = program_.move_to_subject(chain);
  if (move == nullptr) return matches(chain, element) ? std::optional(element) : std::nullopt;
  const auto source = subject_from(move->chain, element);
  const auto subject = source ? target(*move, *source) : std::nullopt;
  return subject && is_subject(chain, *move, *subject) ? subject : std::nullopt;
}

// True if the move reaches the element from some other. All that it reaches are marked at once; the
// number behind the last element says that they are.
bool SelectorMatcher::came_by(const Move& move, uint32_t element) const {
  const auto size = static_cast<uint32_t>(page_.elements.size());
  uint32_t* const numbers = scratch_->numbers_now(move.slot);
  if (numbers != nullptr && numbers[size] != kNothing) return numbers[element] == kYes;
  bool reached = false;
  for (uint32_t i = 0; i < size && !scratch_->is_spent(); ++i) {
    const auto source = subject_from(move.chain, i);
    const auto to = source ? target(move, *source) : std::nullopt;
    if (to && numbers != nullptr) numbers[*to] = kYes;
    reached = reached || to == element;
  }
  if (numbers != nullptr) numbers[size] = kYes;
  return reached;
}

}  // namespace dehusk
