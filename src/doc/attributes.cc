#include "doc/attributes.h"

#include <algorithm>

namespace dehusk {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

const SourceAttribute* find_attribute(std::string_view source, std::span<const SourceAttribute> attributes,
                                      std::string_view name) {
  const unsigned number = attribute_number(name);
  for (const SourceAttribute& attribute : attributes) {
    if (attribute.number != number) continue;
    if (equals_ignoring_case(source.substr(attribute.name, attribute.name_size), name)) return &attribute;
  }
  return nullptr;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  if (part.empty()) return true;
  const char first = lower(part[0]);
  for (size_t at = 0; at + part.size() <= text.size(); ++at) {
    if (lower(text[at]) == first && equals_ignoring_case(text.substr(at, part.size()), part)) return true;
  }
  return false;
}

}  // namespace dehusk
