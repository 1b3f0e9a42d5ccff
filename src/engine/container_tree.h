// The elements that hold blocks, as a small tree of their own, with the sums of what they hold.
//
//   elements  html body div nav a a main p b p footer p      inline ones that hold no block are left out
//   nodes     0    1    2   3       4    5   6 7      8       pre-order; node 4 holds the blocks 1 to 3
//
// A block belongs to the node of its element. A node's blocks are an interval, so its sums are differences
// of running sums.
#pragma once

#include <cstdint>
#include <vector>

#include "doc/document.h"
#include "engine/rows.h"

namespace dehusk {

inline constexpr uint32_t kNoNode = UINT32_MAX;

struct ContainerNode {
  uint32_t element = 0;
  uint32_t parent = kNoNode;
  uint32_t wider = kNoNode;  ///< the nearest ancestor that holds more blocks
  uint32_t depth = 0;        ///< ancestors
  uint32_t first = 0;        ///< its blocks
  uint32_t end = 0;
  uint32_t names = 0;        ///< name_kinds() of class, id, role, itemprop
  uint32_t group = 0;        ///< index into ContainerTree::groups
  uint32_t place = 0;        ///< which of its group

  uint32_t blocks() const { return end - first; }
};

/// Siblings with one tag and one class.
struct SiblingGroup {
  uint32_t count = 0;
  uint32_t blocks = 0;
  uint32_t words = 0;
  uint32_t good_words = 0;
  uint32_t chars = 0;
  uint32_t link_chars = 0;
};

struct ContainerTree {
  std::vector<ContainerNode> nodes;
  std::vector<SiblingGroup> groups;
  std::vector<uint32_t> node_of_block;

  /// The sum over a node's blocks.
  static uint32_t sum(const std::vector<uint32_t>& sums, const ContainerNode& node) {
    return sums[node.end] - sums[node.first];
  }
};

/// O(elements + blocks log blocks).
void build_container_tree(const Document& doc, const Rows& rows, ContainerTree* tree);

}  // namespace dehusk
