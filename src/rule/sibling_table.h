// Where the elements of a page stand among their siblings: filled in one pass when first asked for.
#pragma once

#include <cstdint>
#include <vector>

#include "doc/page.h"

namespace dehusk {

/// The first child of an element, or kNoElement.
inline uint32_t first_child(const Page& page, uint32_t element) {
  return element + 1 < page.elements[element].end ? element + 1 : kNoElement;
}

/// The next sibling, or kNoElement.
inline uint32_t next_sibling(const Page& page, uint32_t element) {
  const Element& e = page.elements[element];
  if (e.parent == kNoElement) return kNoElement;
  return e.end < page.elements[e.parent].end ? e.end : kNoElement;
}

class SiblingTable {
 public:
  /// Borrows `page` until the next begin().
  void begin(const Page& page);

  /// The sibling before, or kNoElement.
  uint32_t previous(uint32_t element) { return places()[element].previous; }
  /// 1-based, from the first or from the last sibling.
  uint32_t position(uint32_t element) { return places()[element].position; }
  uint32_t position_from_end(uint32_t element);
  /// The same among those of one name.
  uint32_t position_of_type(uint32_t element) { return types()[element].position; }
  uint32_t position_of_type_from_end(uint32_t element) { return types()[element].from_end; }

 private:
  struct Place {
    uint32_t previous = kNoElement;
    uint32_t position = 1;
    uint32_t children = 0;
  };
  struct TypePlace {
    uint32_t position = 1;
    uint32_t from_end = 1;
  };
  const std::vector<Place>& places();
  const std::vector<TypePlace>& types();

  const Page* page_ = nullptr;
  std::vector<Place> places_;
  std::vector<TypePlace> types_;
};

}  // namespace dehusk
