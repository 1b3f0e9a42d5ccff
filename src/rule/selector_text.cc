// :has-text. Elements nest: to search each one's text for itself would read a page once for each level.
#include <algorithm>

#include "rule/selector_match.h"

namespace dehusk {
namespace {

constexpr uint32_t kNothing = SelectorScratch::kNothing;
constexpr uint32_t kNoMatch = UINT32_MAX - 1;

// Steps for a place where a literal is compared, and for an element on the way to one whose answer is known.
constexpr uint64_t kTrySteps = 6;
constexpr uint64_t kPathSteps = 24;

}  // namespace

bool SelectorMatcher::text(const TextTest& test, uint32_t element) const {
  return test.regex ? regex_in_text(test, element) : literal_in_text(test, element);
}

// What is asked often lists all places of the literal in the page.
bool SelectorMatcher::literal_in_text(const TextTest& test, uint32_t element) const {
  constexpr auto kForm = ElementText::Form::folded;
  ElementText& text = scratch_->text;
  std::vector<uint32_t>* const places = scratch_->list(test.slot);
  uint64_t tries = 1;
  if (places == nullptr) {
    const std::string_view own = text.of(element, kForm);
    const bool found = test.literal.find_in(own, 0, &tries) != std::string_view::npos;
    scratch_->spend(own.size() / 16 + kTrySteps * tries);
    return found;
  }
  if (places->empty()) {
    const std::string_view all = text.all(kForm);
    scratch_->spend(all.size() / 16);
    for (size_t at = test.literal.find_in(all, 0, &tries); at != std::string_view::npos;
         at = test.literal.find_in(all, at + 1, &tries)) {
      places->push_back(static_cast<uint32_t>(at));
    }
    places->push_back(UINT32_MAX);
  }
  scratch_->spend(kTrySteps * (tries + 8));
  const Span range = text.range_of(element, kForm);
  const uint32_t place = *std::lower_bound(places->begin(), places->end(), range.begin);
  return place <= range.end && range.end - place >= test.literal.size();
}

// Where an expression is asked often, the number of an element is the place of its first match: none of
// its descendants has one before that, and none at all if it has none. So a byte that was searched for
// an ancestor is not searched again.
bool SelectorMatcher::regex_in_text(const TextTest& test, uint32_t element) const {
  constexpr auto kForm = ElementText::Form::canonical;
  ElementText& text = scratch_->text;
  uint32_t* const numbers = test.anywhere ? scratch_->numbers(test.slot) : nullptr;
  if (numbers == nullptr || text.range_of(element, kForm).empty()) {
    const std::string_view own = text.of(element, kForm);
    scratch_->spend(Regex::steps_of(own.size()));
    return test.regex->partial_match(own);
  }
  std::vector<uint32_t> path;  // to the nearest ancestor whose number is known
  uint32_t above = element;
  for (; above != kNoElement && numbers[above] == kNothing; above = page_.elements[above].parent) {
    path.push_back(above);
  }
  const std::string_view all = text.all(kForm);
  for (; !path.empty(); path.pop_back()) {
    const uint32_t i = path.back();
    const Span range = text.range_of(i, kForm);
    const uint32_t from = above == kNoElement ? range.begin : std::max(range.begin, numbers[above]);
    numbers[i] = kNoMatch;
    scratch_->spend(kPathSteps);
    if (from <= range.end) {
      scratch_->spend(Regex::steps_of(range.end - from));
      if (const auto match = test.regex->find(all, from, range.end)) numbers[i] = match->begin;
    }
    above = i;
  }
  return numbers[element] != kNoMatch;
}

}  // namespace dehusk
