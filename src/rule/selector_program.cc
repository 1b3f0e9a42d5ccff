#include "rule/selector_program.h"

#include <algorithm>

#include "doc/canonical.h"
#include "rule/selector_hash.h"

namespace dehusk {
namespace {

using Kind = SimpleSelector::Kind;

// Attributes whose values selectors compare in any case on elements of HTML (HTML standard, 4.16.2).
constexpr std::string_view kAnyCase[] = {
    "accept", "accept-charset", "align", "alink", "axis", "bgcolor", "charset", "checked", "clear",
    "codetype", "color", "compact", "declare", "defer", "dir", "direction", "disabled", "enctype",
    "face", "frame", "hreflang", "http-equiv", "lang", "language", "link", "media", "method",
    "multiple", "nohref", "noresize", "noshade", "nowrap", "readonly", "rel", "rev", "rules",
    "scope", "scrolling", "selected", "shape", "target", "text", "type", "valign", "valuetype",
    "vlink"};
static_assert(std::is_sorted(std::begin(kAnyCase), std::end(kAnyCase)));

// One past the last :upward among the first `end` parts; 0 if there is none.
size_t behind_upward(const std::vector<SimpleSelector>& parts, size_t end) {
  while (end > 0 && parts[end - 1].kind != Kind::upward) --end;
  return end;
}

template <typename T>
uint32_t append(T value, std::vector<T>* table) {
  table->push_back(std::move(value));
  return static_cast<uint32_t>(table->size() - 1);
}

std::string folded(std::string_view text) { return std::string(CanonicalBuffer().folded(text)); }

// True if nothing in the expression looks at what stands around a match. \Q is not looked into.
bool matches_anywhere(std::string_view regex) {
  for (size_t at = 0; at < regex.size(); ++at) {
    const char c = regex[at];
    if (c == '\\') {
      if (std::string_view("bBAzZQ").find(regex.substr(at).size() > 1 ? regex[at + 1] : 'Q') !=
          std::string_view::npos) {
        return false;
      }
      ++at;
    } else if (c == '$' || (c == '^' && (at == 0 || regex[at - 1] != '['))) {
      return false;
    }
  }
  return true;
}

std::unique_ptr<const Regex> regex_of(const TextPattern& pattern) {
  return pattern.is_regex ? std::make_unique<const Regex>(pattern.text) : nullptr;
}

}  // namespace

const Move* SelectorProgram::move_to_subject(uint32_t chain) const {
  const Indices tests = subject(chain).tests;
  if (tests.empty() || tests_[tests.begin].kind != TestKind::moved) return nullptr;
  return &moves_[tests_[tests.begin].operand];
}

uint32_t SelectorProgram::add(const ComplexSelector& selector) {
  const size_t last = selector.compounds.size() - 1;
  return add_chain(selector.compounds, last, selector.compounds[last].parts.size());
}

// The chain of compounds[0..last], of the last only so many parts. It begins behind the last :upward,
// whose own chain is what stands before it.
uint32_t SelectorProgram::add_chain(const std::vector<CompoundSelector>& compounds, size_t last,
                                    size_t parts) {
  const auto size = [&](size_t i) { return i == last ? parts : compounds[i].parts.size(); };
  size_t first = last;
  while (first > 0 && behind_upward(compounds[first].parts, size(first)) == 0) --first;
  std::vector<Step> steps;
  for (size_t i = first; i <= last; ++i) {
    std::vector<Test> tests;
    const size_t behind = i == first ? behind_upward(compounds[i].parts, size(i)) : 0;
    if (behind > 0) {
      const uint32_t source = add_chain(compounds, i, behind - 1);
      tests.push_back({TestKind::moved, add_move(compounds[i].parts[behind - 1], source)});
    }
    add_tests(compounds[i].parts, behind, size(i), &tests);
    std::stable_sort(tests.begin(), tests.end(),
                     [](const Test& a, const Test& b) { return a.kind < b.kind; });
    Step step;
    step.tests.begin = static_cast<uint32_t>(tests_.size());
    tests_.insert(tests_.end(), tests.begin(), tests.end());
    step.tests.end = static_cast<uint32_t>(tests_.size());
    step.late = step.tests.end - static_cast<uint32_t>(std::count_if(tests.begin(), tests.end(), [](Test test) {
                  return test.kind >= TestKind::text;
                }));
    step.before = compounds[i].before;
    step.first = i == first;
    step.last = i == last;
    step.slot = new_slot();
    steps.push_back(step);
  }
  const auto begin = static_cast<uint32_t>(steps_.size());
  steps_.insert(steps_.end(), steps.begin(), steps.end());
  return append(Chain{{begin, static_cast<uint32_t>(steps_.size())}}, &chains_);
}

// Chains of one list stand together, those that they need before them.
Indices SelectorProgram::add_list(const SelectorList& list) {
  std::vector<Chain> chains;
  for (const ComplexSelector& selector : list) {
    const uint32_t chain = add(selector);
    chains.push_back(chains_[chain]);
  }
  const auto begin = static_cast<uint32_t>(chains_.size());
  chains_.insert(chains_.end(), chains.begin(), chains.end());
  return {begin, static_cast<uint32_t>(chains_.size())};
}

// What a compound asks for that asks for nothing else; in :has, of any descendant. Null of others.
const Test* SelectorProgram::only_test(const Chain& chain) const {
  if (chain.steps.end - chain.steps.begin != 1) return nullptr;
  const Step& step = steps_[chain.steps.begin];
  if (step.before != Combinator::descendant || step.tests.end - step.tests.begin != 1) return nullptr;
  return &tests_[step.tests.begin];
}

bool SelectorProgram::is_tag(const Chain& chain) const {
  const Test* test = only_test(chain);
  return test != nullptr && test->kind == TestKind::tag;
}

void SelectorProgram::file_names(ChainList* choice) {
  using namespace selector_hash;
  const auto is_name = [&](const Chain& chain) {
    const Test* test = only_test(chain);
    return test != nullptr && (test->kind == TestKind::id || test->kind == TestKind::class_);
  };
  const auto begin = chains_.begin() + choice->others.begin;
  const auto rest = std::stable_partition(begin, chains_.begin() + choice->others.end, is_name);
  choice->rest = {static_cast<uint32_t>(rest - chains_.begin()), choice->others.end};
  for (uint32_t chain = choice->others.begin; chain < choice->rest.begin; ++chain) {
    const Test test = *only_test(chains_[chain]);
    const bool is_id = test.kind == TestKind::id;
    const uint64_t hash = hash_of(is_id ? kIdSeed : kClassSeed, names_[test.operand]);
    (is_id ? choice->ids : choice->classes).push_back({hash, chain});
  }
  const auto by_hash = [](const auto& a, const auto& b) { return a.hash < b.hash; };
  std::sort(choice->ids.begin(), choice->ids.end(), by_hash);
  std::sort(choice->classes.begin(), choice->classes.end(), by_hash);
}

uint32_t SelectorProgram::add_choice(const SelectorList& list) {
  ChainList choice;
  choice.chains = add_list(list);
  choice.slot = new_slot();
  const auto begin = chains_.begin() + choice.chains.begin;
  const auto others = std::stable_partition(begin, chains_.begin() + choice.chains.end,
                                            [&](const Chain& chain) { return is_tag(chain); });
  for (auto chain = begin; chain != others; ++chain) {
    choice.tags.add(static_cast<Tag>(tests_[steps_[chain->steps.begin].tests.begin].operand));
  }
  choice.others = {static_cast<uint32_t>(others - chains_.begin()), choice.chains.end};
  file_names(&choice);
  return append(choice, &lists_);
}

void SelectorProgram::add_tests(const Parts& parts, size_t begin, size_t end,
                                std::vector<Test>* tests) {
  for (size_t i = begin; i < end; ++i) {
    if (parts[i].kind != Kind::universal) tests->push_back(compile(parts[i]));
  }
}

Test SelectorProgram::compile(const SimpleSelector& part) {
  switch (part.kind) {
    case Kind::type: {
      const Tag tag = tag_named(part.name);
      if (tag != Tag::unknown) return {TestKind::tag, static_cast<uint32_t>(tag)};
      return {TestKind::name, append(part.name, &names_)};
    }
    case Kind::id: return {TestKind::id, append(part.name, &names_)};
    case Kind::class_: return {TestKind::class_, append(part.name, &names_)};
    case Kind::attribute: return add_attribute(part);
    case Kind::is: return {TestKind::is, add_choice(part.list)};
    case Kind::not_: return {TestKind::not_, add_choice(part.list)};
    case Kind::has: return {TestKind::has, add_choice(part.list)};
    case Kind::nth_child:
    case Kind::nth_last_child:
      return add_nth(part, part.list.empty() ? NthTest::Among::all : NthTest::Among::list);
    case Kind::nth_of_type:
    case Kind::nth_last_of_type: return add_nth(part, NthTest::Among::type);
    case Kind::empty: return {TestKind::empty};
    case Kind::root:
    case Kind::scope: return {TestKind::root};
    case Kind::lang: return {TestKind::lang, append(part.ranges, &ranges_)};
    case Kind::dir: return {TestKind::dir, static_cast<uint32_t>(part.direction)};
    case Kind::state: return {TestKind::state, static_cast<uint32_t>(part.state)};
    case Kind::has_text: return add_text(part);
    case Kind::matches_attr: return add_pattern(part);
    case Kind::universal:
    case Kind::upward:
    case Kind::never: break;
  }
  return {TestKind::never};
}

Test SelectorProgram::add_attribute(const SimpleSelector& part) {
  using Case = AttributeSelector::Case;
  const AttributeSelector& a = part.attribute;
  const bool ignore = a.letters == Case::ignore;
  const bool by_name = a.letters == Case::by_name &&
                       std::binary_search(std::begin(kAnyCase), std::end(kAnyCase), part.name);
  return {TestKind::attribute,
          append(AttributeTest{part.name, a.op, a.value, ignore || by_name, ignore}, &attributes_)};
}

Test SelectorProgram::add_pattern(const SimpleSelector& part) {
  AttributePattern pattern;
  pattern.name_regex = regex_of(part.name_pattern);
  pattern.value_regex = regex_of(part.value_pattern);
  if (!pattern.name_regex) pattern.name = part.name_pattern.text;
  if (!pattern.value_regex) pattern.value = part.value_pattern.text;
  pattern.has_value = part.has_value;
  return {TestKind::matches_attribute, append(std::move(pattern), &patterns_)};
}

Test SelectorProgram::add_nth(const SimpleSelector& part, NthTest::Among among) {
  NthTest test;
  test.nth = part.nth;
  test.among = among;
  test.from_end = part.kind == Kind::nth_last_child || part.kind == Kind::nth_last_of_type;
  test.chains = add_list(part.list);
  test.slot = new_slot();
  return {TestKind::nth, append(test, &nths_)};
}

Test SelectorProgram::add_text(const SimpleSelector& part) {
  const TextPattern& pattern = part.value_pattern;
  return {TestKind::text,
          append(TextTest{Needle(pattern.is_regex ? "" : folded(pattern.text)), regex_of(pattern),
                          matches_anywhere(pattern.text), new_slot()},
                 &texts_)};
}

uint32_t SelectorProgram::add_move(const SimpleSelector& part, uint32_t chain) {
  Move move;
  move.chain = chain;
  move.levels = part.levels;
  move.chains = add_list(part.list);
  move.slot = new_slot();
  move.list_slot = new_slot();
  move.subject_slot = new_slot();
  return append(move, &moves_);
}

}  // namespace dehusk
