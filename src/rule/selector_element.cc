// What a selector asks of one element by itself: SelectorMatcher::test() and what it calls.
#include <algorithm>

#include "doc/attributes.h"
#include "rule/language_range.h"
#include "rule/selector_match.h"

namespace dehusk {
namespace {

constexpr uint32_t kNothing = SelectorScratch::kNothing;
constexpr uint64_t kValueSteps = 8;  // for a value that is looked at

enum class Letters : uint8_t { respect, ignore };

bool same(std::string_view a, std::string_view b, Letters letters) {
  return letters == Letters::ignore ? equals_ignoring_case(a, b) : a == b;
}

bool value_matches(std::string_view value, const AttributeTest& test, Letters letters) {
  using Op = AttributeSelector::Op;
  const std::string_view wanted = test.value;
  const auto starts = [&] { return same(value.substr(0, wanted.size()), wanted, letters); };
  switch (test.op) {
    case Op::present: return true;
    case Op::equals: return same(value, wanted, letters);
    case Op::word:
      return any_token(value, [&](std::string_view token) { return same(token, wanted, letters); });
    case Op::language:
      return starts() && (value.size() == wanted.size() || value[wanted.size()] == '-');
    default: break;
  }
  if (wanted.empty() || value.size() < wanted.size()) return false;
  if (test.op == Op::prefix) return starts();
  if (test.op == Op::suffix) return same(value.substr(value.size() - wanted.size()), wanted, letters);
  return letters == Letters::ignore ? contains_ignoring_case(value, wanted)
                                    : value.find(wanted) != std::string_view::npos;
}

// What stands behind a comment or a stray tag at the start of `inside`; nothing if it starts otherwise.
std::optional<std::string_view> behind_nothing(std::string_view inside, std::string_view name) {
  const bool comment = inside.starts_with("<!--");
  const bool bogus = inside.starts_with("<!") || inside.starts_with("<?");
  const bool end_tag = inside.starts_with("</") &&
                       !equals_ignoring_case(inside.substr(2, name.size()), name);
  if (!comment && !bogus && !end_tag) return std::nullopt;
  const size_t end = comment ? inside.find("-->", 2) : inside.find('>');
  return end == std::string_view::npos ? "" : inside.substr(end + (comment ? 3 : 1));
}

}  // namespace

bool SelectorMatcher::test(Test test, uint32_t element) const {
  const Element& e = page_.elements[element];
  const uint32_t i = test.operand;
  switch (test.kind) {
    case TestKind::never: return false;
    case TestKind::moved: return came_by(program_.moves()[i], element);
    case TestKind::tag: return e.tag == static_cast<Tag>(i);
    case TestKind::name: return name(program_.names()[i], element);
    case TestKind::root: return e.parent == kNoElement;
    case TestKind::id: return id(program_.names()[i], element);
    case TestKind::class_: return class_(program_.names()[i], element);
    case TestKind::nth: return nth(program_.nths()[i], element);
    case TestKind::attribute: return attribute(program_.attributes()[i], element);
    case TestKind::empty: return empty(element);
    case TestKind::state: scratch_->spend(kValueSteps); return scratch_->states.is(element, static_cast<ElementState>(i));
    case TestKind::matches_attribute: return pattern(program_.patterns()[i], element);
    case TestKind::lang: return lang(program_.ranges()[i], element);
    case TestKind::dir: return scratch_->states.direction(element) == static_cast<Direction>(i);
    case TestKind::is: return any(program_.lists()[i], element);
    case TestKind::not_: return !any(program_.lists()[i], element);
    case TestKind::text: return text(program_.texts()[i], element);
    case TestKind::has: return has(program_.lists()[i], element);
  }
  return false;
}

bool SelectorMatcher::name(const std::string& name, uint32_t element) const {
  return page_.elements[element].tag == Tag::unknown &&
         equals_ignoring_case(page_.name_of(element), name);
}

bool SelectorMatcher::id(const std::string& name, uint32_t element) const {
  return same(scratch_->attributes.id(element), name,
              page_.quirks ? Letters::ignore : Letters::respect);
}

bool SelectorMatcher::class_(const std::string& name, uint32_t element) const {
  const Letters letters = page_.quirks ? Letters::ignore : Letters::respect;
  scratch_->spend(page_.elements[element].classes.size() / 2);
  return any_token(scratch_->attributes.classes(element),
                   [&](std::string_view token) { return same(token, name, letters); });
}

bool SelectorMatcher::attribute(const AttributeTest& test, uint32_t element) const {
  const bool html = page_.elements[element].space == Namespace::html;
  const bool ignore = html ? test.any_case_in_html : test.any_case;
  const Letters letters = ignore ? Letters::ignore : Letters::respect;
  scratch_->spend(page_.elements[element].tag_source.size() / 2);
  if (!test.value.empty() && test.name == "class") {
    return value_matches(scratch_->attributes.classes(element), test, letters);
  }
  if (!test.value.empty() && test.name == "id") {
    return value_matches(scratch_->attributes.id(element), test, letters);
  }
  const auto value = scratch_->attributes.value(element, test.name);
  return value && value_matches(*value, test, letters);
}

bool SelectorMatcher::pattern(const AttributePattern& test, uint32_t element) const {
  const auto& entries = scratch_->attributes.all(element);
  for (size_t i = 0; i < entries.size(); ++i) {
    scratch_->spend(test.name_regex ? Regex::steps_of(entries[i].name.size()) : kValueSteps);
    const bool named = test.name_regex ? test.name_regex->partial_match(entries[i].name)
                                       : equals_ignoring_case(entries[i].name, test.name);
    if (!named) continue;
    if (!test.has_value) return true;
    const std::string_view value = scratch_->attributes.value_of(element, i);
    scratch_->spend(test.value_regex ? Regex::steps_of(value.size()) : kValueSteps);
    if (test.value_regex ? test.value_regex->partial_match(value) : value == test.value) return true;
  }
  return false;
}

bool SelectorMatcher::nth(const NthTest& test, uint32_t element) const {
  SiblingTable& siblings = scratch_->siblings;
  uint32_t position = 0;
  switch (test.among) {
    case NthTest::Among::all:
      position = test.from_end ? siblings.position_from_end(element) : siblings.position(element);
      break;
    case NthTest::Among::type:
      position = test.from_end ? siblings.position_of_type_from_end(element)
                               : siblings.position_of_type(element);
      break;
    case NthTest::Among::list:
      position = position_among(test, element);
      break;
  }
  return position > 0 && matches_nth(test.nth, position);
}

// 1-based among the siblings that match the list; 0 if the element does not.
uint32_t SelectorMatcher::position_among(const NthTest& test, uint32_t element) const {
  const uint32_t parent = page_.elements[element].parent;
  if (parent == kNoElement) return any(test.chains, element) ? 1 : 0;
  uint32_t* const numbers = scratch_->numbers(test.slot);
  if (numbers != nullptr) {
    if (numbers[element] == kNothing) number_siblings(test, parent, numbers);
    return numbers[element];
  }
  if (!any(test.chains, element)) return 0;
  uint32_t position = 1;
  uint32_t i = test.from_end ? next_sibling(page_, element) : first_child(page_, parent);
  for (; i != kNoElement && i != element; i = next_sibling(page_, i)) {
    scratch_->spend(kValueSteps);
    position += any(test.chains, i) ? 1 : 0;
  }
  return position;
}

void SelectorMatcher::number_siblings(const NthTest& test, uint32_t parent,
                                      uint32_t* numbers) const {
  uint32_t count = 0;
  const uint32_t first = first_child(page_, parent);
  for (uint32_t i = first; i != kNoElement; i = next_sibling(page_, i)) {
    scratch_->spend(kValueSteps);
    numbers[i] = any(test.chains, i) ? ++count : 0;
  }
  if (!test.from_end) return;
  for (uint32_t i = first; i != kNoElement; i = next_sibling(page_, i)) {
    if (numbers[i] > 0) numbers[i] = count - numbers[i] + 1;
  }
}

// No element and no text inside, comments aside. The Document keeps no text nodes: the source tells.
bool SelectorMatcher::empty(uint32_t element) const {
  const Element& e = page_.elements[element];
  if (e.end != element + 1 || !e.text.empty()) return false;
  if (e.tag_source.empty()) return true;
  scratch_->spend(kValueSteps + e.source.size() / 8);
  std::string_view inside = page_.source_of(e.source);
  inside.remove_prefix(std::min<size_t>(e.tag_source.size(), inside.size()));
  const bool drops_line_end = e.tag == Tag::pre || e.tag == Tag::textarea || e.tag == Tag::listing;
  if (drops_line_end && inside.starts_with('\n')) inside.remove_prefix(1);
  const std::string_view name = page_.name_of(element);
  while (const auto rest = behind_nothing(inside, name)) inside = *rest;
  return inside.empty() || inside.starts_with("</");
}

bool SelectorMatcher::lang(const std::vector<std::string>& ranges, uint32_t element) const {
  const std::string_view language = scratch_->states.language(element);
  scratch_->spend(kValueSteps + language.size() * ranges.size());
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const std::string& range) { return covers_language(range, language); });
}

}  // namespace dehusk
