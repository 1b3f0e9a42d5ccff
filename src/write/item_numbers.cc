#include "write/item_numbers.h"

#include <algorithm>
#include <charconv>

namespace dehusk {
namespace {

constexpr TagSet kLists(Tag::ul, Tag::ol, Tag::menu, Tag::dir);

bool is_html(const Element& element, Tag tag) {
  return element.tag == tag && element.space == Namespace::html;
}

// A positive number of at most nine digits, or what is to be taken instead.
uint32_t number_attribute(const Page& page, uint32_t element, std::string_view name,
                          uint32_t otherwise) {
  const auto value = page.attribute(element, name);
  if (!value || value->size() > 9) return otherwise;
  uint32_t number = 0;
  const auto result = std::from_chars(value->data(), value->data() + value->size(), number);
  return result.ec == std::errc() && number > 0 ? number : otherwise;
}

}  // namespace

std::vector<uint32_t> item_numbers(const Page& page) {
  const auto& elements = page.elements;
  const bool any = std::any_of(elements.begin(), elements.end(),
                               [](const Element& e) { return is_html(e, Tag::ol); });
  if (!any) return {};
  std::vector<uint32_t> numbers(elements.size(), 0);  // of an `ol`: that of its next item, for now
  std::vector<uint32_t> lists(elements.size(), kNoElement);
  for (uint32_t i = 0; i < elements.size(); ++i) {
    if (elements[i].parent != kNoElement) lists[i] = lists[elements[i].parent];
    const uint32_t list = lists[i];
    if (is_html(elements[i], Tag::li) && list != kNoElement && is_html(elements[list], Tag::ol)) {
      numbers[i] = number_attribute(page, i, "value", numbers[list]);
      numbers[list] = numbers[i] + 1;
    } else if (kLists.has(elements[i].tag) && elements[i].space == Namespace::html) {
      lists[i] = i;
      if (elements[i].tag == Tag::ol) numbers[i] = number_attribute(page, i, "start", 1);
    }
  }
  return numbers;
}

}  // namespace dehusk
