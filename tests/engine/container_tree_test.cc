#include "engine/container_tree.h"

#include "doc/tag.h"
#include "support/measured.h"

namespace dehusk {
namespace {

// "div[0,2)" for each node: tag, blocks.
std::string dump(const Document& doc, const ContainerTree& tree) {
  std::string out;
  for (const ContainerNode& node : tree.nodes) {
    out += (out.empty() ? "" : " ") + std::string(name_of(doc.page->elements[node.element].tag)) + "[" +
           std::to_string(node.first) + "," + std::to_string(node.end) + ")";
  }
  return out;
}

TEST_CASE("the elements that hold blocks, with their blocks") {
  const struct {
    std::string_view html, want;
  } cases[] = {
      {"<p>a", "html[0,1) body[0,1) p[0,1)"},
      {"<div><p>a<p>b</div><p>c", "html[0,3) body[0,3) div[0,2) p[0,1) p[1,2) p[2,3)"},
      {"<p>a <b>b</b><i></i>", "html[0,1) body[0,1) p[0,1)"},
      {"<div></div><p>a", "html[0,1) body[0,1) p[0,1)"},
      {"<ul><li>a<li>b</ul>", "html[0,2) body[0,2) ul[0,2) li[0,1) li[1,2)"},
      {"<main>a<p>b</p>c</main>", "html[0,3) body[0,3) main[0,3) p[1,2)"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.html);
    MeasuredDocument page{std::string(c.html)};
    ContainerTree tree;
    build_container_tree(page.doc(), page.measured().rows(0), &tree);
    CHECK(dump(page.doc(), tree) == c.want);
    for (uint32_t i = 0; i < tree.nodes.size(); ++i) {
      const ContainerNode& node = tree.nodes[i];
      if (node.parent == kNoNode) continue;
      CHECK(node.parent < i);
      CHECK(tree.nodes[node.parent].first <= node.first);
      CHECK(tree.nodes[node.parent].end >= node.end);
      CHECK(node.depth == tree.nodes[node.parent].depth + 1);
      if (node.wider != kNoNode) CHECK(tree.nodes[node.wider].blocks() > node.blocks());
    }
  }
}

TEST_CASE("siblings of one tag and class are a group") {
  MeasuredDocument page("<ul><li class=a>one two<li class=b>three<li class=a>four</ul><ul><li class=a>five</ul>");
  ContainerTree tree;
  build_container_tree(page.doc(), page.measured().rows(0), &tree);
  const auto group_of = [&](std::string_view text) {
    return tree.groups[tree.nodes[tree.node_of_block[page.row(text)]].group];
  };
  CHECK(group_of("one").count == 2);
  CHECK(group_of("one").words == 3);
  CHECK(group_of("three").count == 1);
  CHECK(group_of("five").count == 1);
  CHECK(tree.nodes[tree.node_of_block[page.row("four")]].place == 1);
}

}  // namespace
}  // namespace dehusk
