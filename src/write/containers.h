// The lists, quotes and figures that stand around blocks, and which of them begin and end between
// two.
//
//   <ul><li>a<ul><li>b</ul><li>c</ul>      a: ul li    b: ul li ul li    c: ul li
//
// Pages do not nest as they should: what stands in a list but in no item goes to the item before it
// (a new one where there is none), an item without a list gets one. Nesting deeper than
// kMaxContainers is made flat, so that the indentation of the output stays linear in the size of
// the page.
#pragma once

#include <cstdint>
#include <vector>

#include "doc/page.h"

namespace dehusk {

inline constexpr size_t kMaxContainers = 32;

enum class ContainerKind : uint8_t {
  quote,
  bullets,  ///< ul and its kin
  numbers,  ///< ol
  item,     ///< li
  figure,
  terms,       ///< dl
  term,        ///< dt
  definition,  ///< dd
};

struct Container {
  ContainerKind kind = ContainerKind::quote;
  uint32_t element = kNoElement;  ///< kNoElement for one that the page lacks
  uint32_t number = 0;            ///< of an item in a numbered list; 0 if the page does not say
};

/// Which containers a format knows; the others are looked through.
enum class ContainerSet : uint8_t {
  lists_and_quotes,
  all,
};

/// The containers that are open; blocks are gone through in document order.
class Containers {
 public:
  /// `page` is borrowed. O(elements).
  Containers(const Page& page, ContainerSet set);

  struct Move {
    size_t keep = 0;              ///< so many, counted from the outermost, stay open
    std::vector<Container> open;  ///< then these begin
  };

  /// Goes to a block or image of this element. Costs what opens and closes.
  Move move_to(uint32_t element);

  const std::vector<Container>& open() const { return open_; }

 private:
  bool is_part_of_open(ContainerKind kind) const;
  void push_missing_part(Move* move);
  void push(Container container, Move* move);

  const Page& page_;
  ContainerSet set_;
  std::vector<uint32_t> nearest_;  // by element: the container that it is, or is in
  std::vector<uint8_t> place_;     // by element: its place in `open_`, from 1; 0 if it is not there
  std::vector<Container> open_;
  std::vector<uint32_t> numbers_;  // by element, of items; empty without numbered lists
  std::vector<uint32_t> path_;     // scratch
};

/// The nearest element that is `tag`, beginning with `element` itself; kNoElement without one.
uint32_t nearest(const Page& page, uint32_t element, TagSet tags);

}  // namespace dehusk
