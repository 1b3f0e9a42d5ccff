// The elements and texts of an island (islands.h), put down without the tree builder.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "read/gumbo_tree.h"
#include "read/skeleton.h"

namespace dehusk {

class IslandTree {
 public:
  /// Adds the island as the last child of `parent`, an element that is open. O(size of the island).
  void add(std::string_view source, const Skeleton& skeleton, const Island& island, uint32_t parent, Tree* tree);

 private:
  void enter(const SourceTag& tag, Tree* tree);
  void leave(uint32_t source_end, Tree* tree);
  void text(const SourceRun& run, Tree* tree);
  uint32_t parent() const { return open_.empty() ? parent_ : open_.back(); }

  std::string_view source_;
  std::vector<uint32_t> open_;
  uint32_t parent_ = 0;  // of the island
  bool text_last_ = false;
  uint32_t form_end_ = 0;  // where the parent of that text ended before
};

/// What IslandNeed asks of `parent`, as bits of it: those that are not met there. `around`: those of its own parent.
uint16_t unmet_needs(Tag tag, Namespace space, uint16_t around);

}  // namespace dehusk
