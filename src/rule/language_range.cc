#include "rule/language_range.h"

#include <algorithm>

#include "doc/attributes.h"

namespace dehusk {
namespace {

constexpr size_t kLongest = 255;

// Takes the first subtag off.
std::string_view take_subtag(std::string_view* text) {
  const size_t end = std::min(text->find('-'), text->size());
  const std::string_view subtag = text->substr(0, end);
  text->remove_prefix(std::min(end + 1, text->size()));
  return subtag;
}

}  // namespace

bool covers_language(std::string_view range, std::string_view tag) {
  if (range.empty() || tag.empty() || tag.size() > kLongest) return range.empty() && tag.empty();
  const std::string_view first = take_subtag(&range);
  if (!equals_ignoring_case(first, take_subtag(&tag)) && first != "*") return false;
  while (!range.empty()) {
    const std::string_view wanted = take_subtag(&range);
    if (wanted == "*") continue;
    while (true) {
      if (tag.empty()) return false;
      const std::string_view subtag = take_subtag(&tag);
      if (equals_ignoring_case(wanted, subtag)) break;
      if (subtag.size() == 1) return false;
    }
  }
  return true;
}

}  // namespace dehusk
