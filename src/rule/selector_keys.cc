#include "rule/selector_keys.h"

#include <algorithm>

#include "rule/element_attributes.h"

namespace dehusk {
namespace {

using Kind = SelectorKey::Kind;

std::string longest_token(std::string_view list) {
  std::string_view longest;
  any_token(list, [&](std::string_view token) {
    if (token.size() > longest.size()) longest = token;
    return false;
  });
  return std::string(longest);
}

SelectorKey key_of(const AttributeTest& test) {
  using Op = AttributeSelector::Op;
  const bool whole = test.op == Op::equals || test.op == Op::word;
  if (test.name == "class" && whole && !longest_token(test.value).empty()) {
    return {Kind::class_, "", longest_token(test.value)};
  }
  if (test.op == Op::equals && !test.value.empty()) {
    if (test.name == "id") return {Kind::id, "", test.value};
    return {Kind::value, test.name, test.value};
  }
  if (test.value.size() >= kPartBytes) return {Kind::part, test.name, test.value};
  return {Kind::present, test.name, ""};
}

// The worst kind of a choice: it is filed under all of its keys.
Kind rank_of(const SelectorChoice& choice) {
  return std::max_element(choice.begin(), choice.end(), [](const auto& a, const auto& b) {
           return a.kind < b.kind;
         })->kind;
}

// The best choice of each selector of the list, together.
SelectorChoice choice_of_list(const SelectorProgram& program, Indices chains) {
  SelectorChoice all;
  for (uint32_t chain = chains.begin; chain < chains.end; ++chain) {
    if (program.move_to_subject(chain) != nullptr) return {SelectorKey{}};
    const std::vector<SelectorChoice> choices = choices_of(program, chain);
    const auto best = std::min_element(choices.begin(), choices.end(), [](const auto& a, const auto& b) {
      return rank_of(a) < rank_of(b);
    });
    all.insert(all.end(), best->begin(), best->end());
  }
  return all;
}

void add_choices(const SelectorProgram& program, Indices tests, std::vector<SelectorChoice>* choices) {
  const auto add = [&](SelectorKey key) { choices->push_back({std::move(key)}); };
  for (uint32_t i = tests.begin; i < tests.end; ++i) {
    const auto [kind, operand] = program.tests()[i];
    switch (kind) {
      case TestKind::id: add({Kind::id, "", program.names()[operand]}); break;
      case TestKind::class_: add({Kind::class_, "", program.names()[operand]}); break;
      case TestKind::name: add({Kind::name, "", program.names()[operand]}); break;
      case TestKind::tag: add({Kind::tag, "", "", static_cast<Tag>(operand)}); break;
      case TestKind::attribute: add(key_of(program.attributes()[operand])); break;
      case TestKind::is: choices->push_back(choice_of_list(program, program.lists()[operand].chains)); break;
      default: break;
    }
  }
}

}  // namespace

std::vector<SelectorChoice> choices_of(const SelectorProgram& program, uint32_t chain) {
  while (const Move* move = program.move_to_subject(chain)) chain = move->chain;
  std::vector<SelectorChoice> choices;
  add_choices(program, program.subject(chain).tests, &choices);
  if (choices.empty()) choices.push_back({SelectorKey{}});
  return choices;
}

std::vector<SelectorChoice> needs_of(const SelectorProgram& program, uint32_t chain) {
  std::vector<SelectorChoice> needs;
  const Indices steps = program.chains()[chain].steps;
  for (uint32_t i = steps.begin; i < steps.end; ++i) {
    const Indices tests = program.steps()[i].tests;
    add_choices(program, tests, &needs);
    for (uint32_t k = tests.begin; k < tests.end; ++k) {
      const Test test = program.tests()[k];
      uint32_t inner = kNoIndex;
      if (test.kind == TestKind::moved) inner = program.moves()[test.operand].chain;
      if (test.kind == TestKind::has || test.kind == TestKind::is) {
        const Indices list = program.lists()[test.operand].chains;
        if (list.end - list.begin == 1) inner = list.begin;
      }
      if (inner == kNoIndex) continue;
      const std::vector<SelectorChoice> more = needs_of(program, inner);
      needs.insert(needs.end(), more.begin(), more.end());
    }
  }
  return needs;
}

}  // namespace dehusk
