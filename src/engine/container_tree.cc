#include "engine/container_tree.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "doc/attributes.h"
#include "engine/element_names.h"

namespace dehusk {
namespace {

class Builder {
 public:
  Builder(const Document& doc, const Rows& rows, ContainerTree* tree)
      : page_(*doc.page), rows_(rows), tree_(*tree) {
    begins_.reserve(page_.blocks.size());
    for (const PageBlock& block : page_.blocks) {
      begins_.push_back(doc.blocks[block.first_line].source.begin);
    }
  }

  void run() {
    tree_.nodes.clear();
    tree_.groups.clear();
    tree_.node_of_block.clear();
    mark();
    make_nodes();
    for (const PageBlock& block : page_.blocks) tree_.node_of_block.push_back(node_of_[block.element]);
    for (size_t i = 0; i < tree_.nodes.size(); ++i) find_wider(i);
    group_siblings();
  }

 private:
  // Every element around a block.
  void mark() {
    node_of_.assign(page_.elements.size(), kNoNode);
    for (const PageBlock& block : page_.blocks) {
      for (uint32_t e = block.element; e != kNoElement && node_of_[e] == kNoNode; e = page_.elements[e].parent) {
        node_of_[e] = 0;
      }
    }
  }

  void make_nodes() {
    for (uint32_t e = 0; e < page_.elements.size(); ++e) {
      if (node_of_[e] == kNoNode) continue;
      const Element& element = page_.elements[e];
      node_of_[e] = static_cast<uint32_t>(tree_.nodes.size());
      ContainerNode node;
      node.element = e;
      if (element.parent != kNoElement) {
        node.parent = node_of_[element.parent];
        node.depth = tree_.nodes[node.parent].depth + 1;
      }
      node.first = block_at(element.text.begin);
      node.end = std::max(node.first, block_at(element.text.end));
      node.names = names_of(element);
      tree_.nodes.push_back(node);
    }
  }

  // The first block that begins at `text` or behind.
  uint32_t block_at(uint32_t text) const {
    return static_cast<uint32_t>(std::lower_bound(begins_.begin(), begins_.end(), text) - begins_.begin());
  }

  void find_wider(size_t index) {
    ContainerNode& node = tree_.nodes[index];
    if (node.parent == kNoNode) return;
    const ContainerNode& parent = tree_.nodes[node.parent];
    node.wider = parent.blocks() > node.blocks() ? node.parent : parent.wider;
  }

  uint32_t names_of(const Element& element) {
    uint32_t names = name_kinds(page_.source_of(element.id));
    const std::string_view classes = page_.source_of(element.classes);
    if (!classes.empty()) {
      const auto [known, fresh] = known_.try_emplace(classes, 0);
      if (fresh) known->second = name_kinds(classes);
      names |= known->second;
    }
    for (const std::string_view name : {"role", "itemprop"}) {
      if (const auto value = page_.raw_attribute(element, name)) names |= name_kinds(*value);
    }
    return names;
  }

  void group_siblings() {
    const RunningSums& sums = rows_.sums;
    std::unordered_map<uint64_t, uint32_t> groups;
    groups.reserve(tree_.nodes.size());
    for (ContainerNode& node : tree_.nodes) {
      const Element& element = page_.elements[node.element];
      const uint64_t classes = std::hash<std::string_view>{}(page_.source_of(element.classes));
      const uint64_t key = ((uint64_t{node.parent} << 8) + static_cast<uint64_t>(element.tag)) * 0x9E3779B97F4A7C15U ^ classes;
      const auto [found, fresh] = groups.try_emplace(key, static_cast<uint32_t>(tree_.groups.size()));
      if (fresh) tree_.groups.emplace_back();
      SiblingGroup& group = tree_.groups[found->second];
      node.group = found->second;
      node.place = group.count++;
      group.blocks += node.blocks();
      group.words += ContainerTree::sum(sums.words, node);
      group.good_words += ContainerTree::sum(sums.good_words, node);
      group.chars += ContainerTree::sum(sums.chars, node);
      group.link_chars += ContainerTree::sum(sums.link_chars, node);
    }
  }

  const Page& page_;
  const Rows& rows_;
  ContainerTree& tree_;
  std::vector<uint32_t> begins_;   // of the blocks, in the text
  std::vector<uint32_t> node_of_;  // by element
  std::unordered_map<std::string_view, uint32_t> known_;  // class values that were read before
};

}  // namespace

void build_container_tree(const Document& doc, const Rows& rows, ContainerTree* tree) {
  Builder(doc, rows, tree).run();
}

}  // namespace dehusk
