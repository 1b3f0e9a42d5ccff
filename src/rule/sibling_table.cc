#include "rule/sibling_table.h"

#include <string>
#include <unordered_map>

namespace dehusk {
namespace {

// A number for each name of an element, namespace and all.
class TypeNumbers {
 public:
  explicit TypeNumbers(const Page& page) : page_(page) {}

  uint64_t of(uint32_t element) {
    const Element& e = page_.elements[element];
    const uint64_t space = static_cast<uint64_t>(e.space) << 30;
    if (e.tag != Tag::unknown) return space | static_cast<uint64_t>(e.tag);
    std::string name(page_.name_of(element));
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    const auto number = static_cast<uint32_t>(kTags + names_.size() + 1);
    return space | names_.emplace(std::move(name), number).first->second;
  }

 private:
  const Page& page_;
  std::unordered_map<std::string, uint32_t> names_;
};

}  // namespace

void SiblingTable::begin(const Page& page) {
  page_ = &page;
  places_.clear();
  types_.clear();
}

uint32_t SiblingTable::position_from_end(uint32_t element) {
  const uint32_t parent = page_->elements[element].parent;
  if (parent == kNoElement) return 1;
  return places()[parent].children - places()[element].position + 1;
}

const std::vector<SiblingTable::Place>& SiblingTable::places() {
  if (!places_.empty()) return places_;
  page_->spend(4 * page_->elements.size());
  const std::vector<Element>& elements = page_->elements;
  places_.assign(elements.size(), {});
  for (uint32_t i = 0; i < elements.size(); ++i) {
    if (elements[i].parent != kNoElement) places_[i].position = ++places_[elements[i].parent].children;
    const uint32_t next = next_sibling(*page_, i);
    if (next != kNoElement) places_[next].previous = i;
  }
  return places_;
}

const std::vector<SiblingTable::TypePlace>& SiblingTable::types() {
  if (!types_.empty()) return types_;
  page_->spend(48 * page_->elements.size());
  const std::vector<Element>& elements = page_->elements;
  types_.assign(elements.size(), {});
  TypeNumbers numbers(*page_);
  std::unordered_map<uint64_t, uint32_t> counts;  // parent and type -> how many
  std::vector<uint64_t> keys(elements.size(), 0);
  for (uint32_t i = 0; i < elements.size(); ++i) {
    if (elements[i].parent == kNoElement) continue;
    keys[i] = (uint64_t{elements[i].parent} << 32) | numbers.of(i);
    types_[i].position = ++counts[keys[i]];
  }
  for (uint32_t i = 0; i < elements.size(); ++i) {
    if (elements[i].parent != kNoElement) types_[i].from_end = counts[keys[i]] - types_[i].position + 1;
  }
  return types_;
}

}  // namespace dehusk
