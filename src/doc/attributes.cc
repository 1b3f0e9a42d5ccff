#include "doc/attributes.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

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

uint64_t signature_of(std::string_view source, std::span<const SourceAttribute> attributes) {
  constexpr uint64_t kPrime = 0x100000001B3U;
  std::vector<std::pair<uint64_t, uint64_t>> all;  // hashes of a name and its value
  all.reserve(attributes.size());
  for (const SourceAttribute& one : attributes) {
    uint64_t name = 0xCBF29CE484222325U;
    for (const char c : source.substr(one.name, one.name_size)) name = (name ^ static_cast<uint8_t>(lower(c))) * kPrime;
    all.emplace_back(name, std::hash<std::string_view>()(source.substr(one.value.begin, one.value.size())));
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  const auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  uint64_t sum = all.size();
  for (const auto& [name, value] : all) sum = (sum ^ name) * kPrime + value;
  return sum;
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
