#include "engine/page_features.h"

#include <algorithm>
#include <array>

#include "doc/attributes.h"
#include "engine/element_names.h"

namespace dehusk {
namespace {

constexpr uint8_t kFar = 255;
constexpr size_t kMarks = 24;  // features in_a to in_noscript
constexpr size_t kSteps = kMarks + kNameKinds;
constexpr auto kFirstMark = static_cast<size_t>(Feature::in_a);
constexpr auto kFirstName = static_cast<size_t>(Feature::named_ad);
static_assert(kFirstName == kFirstMark + kMarks);
static_assert(static_cast<size_t>(Feature::named_title) == kFirstName + kNameKinds - 1);

// Which in_ feature a tag counts for, from in_a on; kMarks for none.
size_t mark_of(Tag tag) {
  using enum Tag;
  switch (tag) {
    case a: return 0;
    case article: return 1;
    case aside: return 2;
    case blockquote: return 3;
    case button: return 4;
    case dl: return 5;
    case details: return 6;
    case dialog: return 7;
    case figure: return 8;
    case footer: return 9;
    case form: case select: case fieldset: return 10;
    case header: return 11;
    case li: return 12;
    case main: return 13;
    case nav: return 14;
    case ol: return 15;
    case p: return 16;
    case pre: return 17;
    case section: return 18;
    case span: return 19;
    case table: return 20;
    case td: case th: return 21;
    case ul: return 22;
    case noscript: return 23;
    default: return kMarks;
  }
}

size_t mark_of_role(std::string_view role) {
  constexpr std::pair<std::string_view, Tag> kRoles[] = {
      {"navigation", Tag::nav},    {"main", Tag::main},     {"complementary", Tag::aside},
      {"contentinfo", Tag::footer}, {"banner", Tag::header}, {"article", Tag::article},
      {"dialog", Tag::dialog},     {"alertdialog", Tag::dialog}, {"search", Tag::form},
      {"menu", Tag::nav},          {"menubar", Tag::nav},   {"button", Tag::button}};
  for (const auto& [name, tag] : kRoles) {
    if (equals_ignoring_case(role, name)) return mark_of(tag);
  }
  return kMarks;
}

// Tags from what holds prose to what holds menus.
float tag_code(Tag tag) {
  using enum Tag;
  switch (tag) {
    case p: return 0;
    case blockquote: return 1;
    case pre: return 2;
    case h1: return 3;
    case h2: return 4;
    case h3: return 5;
    case h4: return 6;
    case h5: case h6: return 7;
    case figcaption: case caption: return 8;
    case dd: return 9;
    case dt: return 10;
    case article: return 11;
    case main: return 12;
    case section: return 13;
    case figure: return 14;
    case td: return 15;
    case th: return 16;
    case tr: return 17;
    case table: case tbody: case thead: return 18;
    case ol: return 19;
    case div: return 20;
    case body: return 21;
    case span: return 22;
    case li: return 23;
    case ul: return 24;
    case details: case summary: return 25;
    case a: return 26;
    case header: return 27;
    case aside: return 28;
    case form: case label: case button: case select: case option: case legend: case fieldset: return 29;
    case footer: return 30;
    case nav: return 31;
    default: return 22;
  }
}

class Filler {
 public:
  Filler(const Document& doc, const Rows& rows, const ContainerTree& tree, FeatureTable* table)
      : doc_(doc), page_(*doc.page), rows_(rows), sums_(rows.sums), tree_(tree), table_(*table), n_(rows.size()) {}

  void run() {
    blocks();
    marks();
    boxes();
    good_containers();
    candidates();
    siblings();
    sections();
    whole_page();
  }

 private:
  using Nodes = std::vector<ContainerNode>;

  uint32_t words(const ContainerNode& n) const { return ContainerTree::sum(sums_.words, n); }
  uint32_t good_words(const ContainerNode& n) const { return ContainerTree::sum(sums_.good_words, n); }
  float links(const ContainerNode& n) const {
    return share_of(ContainerTree::sum(sums_.link_chars, n), ContainerTree::sum(sums_.chars, n));
  }
  const ContainerNode& node_of(uint32_t block) const { return tree_.nodes[tree_.node_of_block[block]]; }
  Tag tag_of(const ContainerNode& node) const { return page_.elements[node.element].tag; }

  template <typename Value>
  void set(Feature feature, uint32_t row, Value value) {
    table_.column(feature)[row] = static_cast<float>(value);
  }
  template <typename Value>
  void set(size_t feature, uint32_t row, Value value) {
    table_.column(feature)[row] = static_cast<float>(value);
  }
  template <typename Value>
  void fill(Feature feature, Value value) {
    std::fill_n(table_.column(feature), n_, static_cast<float>(value));
  }
  static Feature shifted(Feature feature, size_t by) {
    return static_cast<Feature>(static_cast<size_t>(feature) + by);
  }

  // --- the block itself ----------------------------------------------------------------------------

  void blocks() {
    float before = 22;
    for (uint32_t i = 0; i < n_; ++i) {
      const PageBlock& block = page_.blocks[i];
      const ContainerNode& node = node_of(i);
      const Element& element = page_.elements[node.element];
      set(Feature::kind, i, static_cast<int>(block.kind));
      set(Feature::level, i, block.level);
      set(Feature::list_depth, i, block.list_depth);
      set(Feature::quote_depth, i, block.quote_depth);
      const float code = tag_code(element.tag);
      set(Feature::tag, i, code);
      set(Feature::prev_tag, i, before);
      if (i > 0) set(Feature::next_tag, i - 1, code);
      before = code;
      if (node.parent != kNoNode) {
        const ContainerNode& parent = tree_.nodes[node.parent];
        set(Feature::parent_tag, i, tag_code(tag_of(parent)));
        if (parent.parent != kNoNode) set(Feature::grandparent_tag, i, tag_code(tag_of(tree_.nodes[parent.parent])));
      }
      set(Feature::depth, i, node.depth);
      set(Feature::hidden, i, element.hidden);
      set(Feature::elements, i, element.end - node.element - 1);
    }
    runs();
    images();
  }

  void runs() {
    uint32_t block = 0;
    std::array<uint32_t, 3> after{};  // runs of one kind do not count twice
    for (const Run& run : page_.runs) {
      while (block + 1 < n_ && begin_of(block + 1) <= run.text.begin) ++block;
      if (run.kind == RunKind::link) continue;
      const auto kind = static_cast<size_t>(run.kind);
      const Span text{std::max(run.text.begin, after[kind]), run.text.end};
      if (text.begin >= text.end) continue;
      after[kind] = text.end;
      const Feature feature = run.kind == RunKind::bold     ? Feature::bold
                              : run.kind == RunKind::italic ? Feature::italic
                                                            : Feature::code;
      const auto chars = static_cast<float>(text.size());  // bytes, spaces too: nearly the same
      float& value = table_.column(feature)[block];
      value = std::min(1.0F, value + chars / std::max(1.0F, static_cast<float>(rows_.rows[block].text.chars)));
    }
    for (uint32_t i = 0; i < n_; ++i) {
      if (page_.blocks[i].kind == BlockKind::preformatted) set(Feature::code, i, 1);
    }
  }

  uint32_t begin_of(uint32_t block) const { return doc_.blocks[page_.blocks[block].first_line].source.begin; }

  void images() {
    uint32_t block = 0;
    for (const Image& image : page_.images) {
      while (block + 1 < n_ && begin_of(block) < image.at) ++block;
      table_.column(Feature::images_near)[block] += 1;
    }
  }

  // --- what is around it ---------------------------------------------------------------------------

  void marks() {
    std::vector<std::array<uint8_t, kSteps>> steps(tree_.nodes.size());
    static const uint64_t kRole = attribute_bit("role");
    for (size_t i = 0; i < tree_.nodes.size(); ++i) {
      const ContainerNode& node = tree_.nodes[i];
      std::array<uint8_t, kSteps>& own = steps[i];
      if (node.parent == kNoNode) {
        own.fill(kFar);
      } else {
        const std::array<uint8_t, kSteps>& above = steps[node.parent];
        for (size_t k = 0; k < kSteps; ++k) own[k] = static_cast<uint8_t>(above[k] + (above[k] < kFar));
      }
      const Element& element = page_.elements[node.element];
      if (const size_t mark = mark_of(element.tag); mark < kMarks) own[mark] = 0;
      if ((element.names & kRole) != 0) {
        if (const size_t mark = role_mark(element); mark < kMarks) own[mark] = 0;
      }
      // A name on the body or the root says something of the site, not of the part.
      if (element.tag == Tag::body || element.tag == Tag::html) continue;
      for (uint32_t names = node.names; names != 0; names &= names - 1) {
        own[kMarks + static_cast<size_t>(__builtin_ctz(names))] = 0;
      }
    }
    for (size_t k = 0; k < kSteps; ++k) {
      float* column = table_.column(kFirstMark + k);
      for (uint32_t i = 0; i < n_; ++i) column[i] = steps[tree_.node_of_block[i]][k];
    }
  }

  size_t role_mark(const Element& element) const {
    const auto role = page_.raw_attribute(element, "role");
    return role ? mark_of_role(*role) : kMarks;
  }

  void boxes() {
    const uint32_t all = sums_.words[n_];
    for (uint32_t i = 0; i < n_; ++i) {
      uint32_t at = tree_.node_of_block[i];
      if (tree_.nodes[at].blocks() <= 1) at = tree_.nodes[at].wider;
      for (size_t k = 0; k < 4 && at != kNoNode; ++k) {
        const ContainerNode& box = tree_.nodes[at];
        const uint32_t inside = words(box);
        const size_t shift = k * 8;
        const Element& element = page_.elements[box.element];
        set(shifted(Feature::box1_blocks, shift), i, box.blocks());
        set(shifted(Feature::box1_words, shift), i, inside);
        set(shifted(Feature::box1_links, shift), i, links(box));
        set(shifted(Feature::box1_good, shift), i, share_of(good_words(box), inside));
        set(shifted(Feature::box1_block_words, shift), i, share_of(inside, box.blocks()));
        set(shifted(Feature::box1_element_words, shift), i, share_of(inside, element.end - box.element));
        set(shifted(Feature::box1_page, shift), i, share_of(inside, all));
        set(shifted(Feature::box1_place, shift), i, i < box.first ? 0 : share_of(i - box.first, box.blocks()));
        at = box.wider;
      }
    }
  }

  // --- containers that stand out -------------------------------------------------------------------

  void good_containers() {
    constexpr uint32_t kShares[] = {15, 30, 50, 75};
    const uint32_t all = sums_.good_words[n_];
    const uint32_t all_words = sums_.words[n_];
    std::vector<std::array<uint32_t, 4>> smallest(tree_.nodes.size());
    for (uint32_t i = 0; i < tree_.nodes.size(); ++i) {
      const ContainerNode& node = tree_.nodes[i];
      const uint32_t held = good_words(node);
      for (size_t k = 0; k < 4; ++k) {
        const bool enough = uint64_t{held} * 100 >= uint64_t{all} * kShares[k];
        smallest[i][k] = enough || node.parent == kNoNode ? i : smallest[node.parent][k];
      }
    }
    for (uint32_t i = 0; i < n_; ++i) {
      const uint32_t own = tree_.node_of_block[i];
      for (size_t k = 0; k < 4; ++k) {
        const ContainerNode& node = tree_.nodes[smallest[own][k]];
        const uint32_t inside = words(node);
        set(shifted(Feature::g15_steps, k * 4), i, std::min<uint32_t>(kFar, tree_.nodes[own].depth - node.depth));
        set(shifted(Feature::g15_links, k * 4), i, links(node));
        set(shifted(Feature::g15_page, k * 4), i, share_of(inside, all_words));
        set(shifted(Feature::g15_good, k * 4), i, share_of(good_words(node), inside));
      }
    }
  }

  // As Readability scores: each good block counts for the element around it and half for the next.
  uint32_t best_candidate() const {
    std::vector<float> scores(tree_.nodes.size(), 0.0F);
    for (uint32_t i = 0; i < n_; ++i) {
      const Row& row = rows_.rows[i];
      if (row.text.words < 8) continue;
      const float density = share_of(row.link_chars, row.text.chars);
      const float score = (1 + static_cast<float>(std::min(row.text.commas, 20U)) +
                           std::min(3.0F, static_cast<float>(row.text.chars) / 100)) *
                          (1 - density) * (row.good ? 1.0F : 0.4F);
      uint32_t at = tree_.node_of_block[i];
      // An element that holds the block alone is the paragraph; else it is the one around it.
      if (tree_.nodes[at].blocks() == 1 && tree_.nodes[at].parent != kNoNode) at = tree_.nodes[at].parent;
      scores[at] += score;
      for (float part = 0.5F; part > 0.2F && tree_.nodes[at].parent != kNoNode; part /= 2) {
        at = tree_.nodes[at].parent;
        scores[at] += score * part;
      }
    }
    uint32_t best = kNoNode;
    float most = 0;
    for (uint32_t i = 0; i < scores.size(); ++i) {
      const float score = scores[i] * (1 - links(tree_.nodes[i]));
      if (score > most) {
        most = score;
        best = i;
      }
    }
    return best;
  }

  uint32_t largest(Tag tag) const {
    uint32_t best = kNoNode;
    uint64_t most = 0;
    for (uint32_t i = 0; i < tree_.nodes.size(); ++i) {
      if (tag_of(tree_.nodes[i]) != tag) continue;
      const uint64_t size = uint64_t{good_words(tree_.nodes[i])} * 8 + words(tree_.nodes[i]) + 1;
      if (size > most) {
        most = size;
        best = i;
      }
    }
    return best;
  }

  std::vector<uint8_t> steps_to(uint32_t candidate) const {
    std::vector<uint8_t> steps(tree_.nodes.size(), kFar);
    if (candidate == kNoNode) return steps;
    std::vector<bool> around(tree_.nodes.size(), false);
    for (uint32_t at = candidate; at != kNoNode; at = tree_.nodes[at].parent) around[at] = true;
    for (uint32_t i = 0; i < tree_.nodes.size(); ++i) {
      const uint32_t parent = tree_.nodes[i].parent;
      if (around[i]) {
        steps[i] = 0;
      } else if (parent != kNoNode) {
        steps[i] = static_cast<uint8_t>(steps[parent] + (steps[parent] < kFar));
      }
    }
    return steps;
  }

  // Writes in, steps, place and page of a candidate from `first` on.
  void place_to(uint32_t candidate, Feature first) {
    const std::vector<uint8_t> steps = steps_to(candidate);
    const uint32_t all = sums_.words[n_];
    for (uint32_t i = 0; i < n_; ++i) {
      set(shifted(first, 1), i, steps[tree_.node_of_block[i]]);
      if (candidate == kNoNode) {
        set(shifted(first, 2), i, -2);
        continue;
      }
      const ContainerNode& node = tree_.nodes[candidate];
      const bool inside = i >= node.first && i < node.end;
      set(first, i, inside);
      const float place = inside ? share_of(i - node.first, node.blocks())
                          : i < node.first ? -share_of(node.first - i, n_)
                                           : 1 + share_of(i + 1 - node.end, n_);
      set(shifted(first, 2), i, place);
      set(shifted(first, 3), i, share_of(words(node), all));
    }
  }

  void candidates() {
    const uint32_t best = best_candidate();
    place_to(best, Feature::best_in);
    if (best != kNoNode) {
      fill(Feature::best_good, share_of(good_words(tree_.nodes[best]), sums_.good_words[n_]));
      fill(Feature::best_links, links(tree_.nodes[best]));
    }
    place_to(largest(Tag::article), Feature::article_in);
    place_to(largest(Tag::main), Feature::main_in);
  }

  // --- repetition ----------------------------------------------------------------------------------

  // The ancestor that stands among most of its like, by node, from the root down; the inner one of two.
  void siblings() {
    struct Most {
      uint32_t node;
      uint32_t count;
    };
    std::vector<Most> most(tree_.nodes.size());
    for (uint32_t i = 0; i < tree_.nodes.size(); ++i) {
      const ContainerNode& node = tree_.nodes[i];
      const uint32_t count = tree_.groups[node.group].count;
      most[i] = {i, count};
      // Paragraphs, rows and cells side by side say nothing.
      const Tag tag = tag_of(node);
      const bool plain = tag == Tag::p || tag == Tag::tr || tag == Tag::td || tag == Tag::th;
      if (node.parent != kNoNode && (most[node.parent].count > count || (plain && most[node.parent].count > 2))) {
        most[i] = most[node.parent];
      }
    }
    for (uint32_t i = 0; i < n_; ++i) {
      const ContainerNode& own = node_of(i);
      const ContainerNode& node = tree_.nodes[most[tree_.node_of_block[i]].node];
      const SiblingGroup& group = tree_.groups[node.group];
      set(Feature::siblings, i, group.count);
      set(Feature::sibling_steps, i, std::min<uint32_t>(kFar, own.depth - node.depth));
      set(Feature::sibling_place, i, share_of(node.place, group.count));
      set(Feature::sibling_words, i, share_of(group.words, group.count));
      set(Feature::sibling_blocks, i, share_of(group.blocks, group.count));
      set(Feature::sibling_links, i, share_of(group.link_chars, group.chars));
      set(Feature::sibling_good, i, share_of(group.good_words, group.words));
      set(Feature::sibling_page, i, share_of(group.words, sums_.words[n_]));
      set(Feature::own_siblings, i, tree_.groups[own.group].count);
    }
  }

  // --- sections ------------------------------------------------------------------------------------

  void sections() {
    uint32_t number = 0;
    for (uint32_t begin = 0; begin < n_;) {
      const bool headed = page_.blocks[begin].kind == BlockKind::heading;
      uint32_t end = begin + 1;
      while (end < n_ && page_.blocks[end].kind != BlockKind::heading) ++end;
      const uint32_t inside = sums_.words[end] - sums_.words[begin];
      const float good = share_of(sums_.good_words[end] - sums_.good_words[begin], inside);
      const float linked = share_of(sums_.link_chars[end] - sums_.link_chars[begin], sums_.chars[end] - sums_.chars[begin]);
      const Row& heading = rows_.rows[begin];
      number += headed;
      for (uint32_t i = begin; i < end; ++i) {
        set(Feature::section_words, i, inside);
        set(Feature::section_blocks, i, end - begin);
        set(Feature::section_good, i, good);
        set(Feature::section_links, i, linked);
        set(Feature::section_place, i, i - begin);
        set(Feature::section_level, i, page_.blocks[begin].level);
        set(Feature::section_number, i, number);
        set(Feature::heading_links, i, headed ? share_of(heading.link_chars, heading.text.chars) : 0);
      }
      begin = end;
    }
  }

  // --- the page ------------------------------------------------------------------------------------

  void whole_page() {
    uint32_t headings = 0;
    uint32_t items = 0;
    uint32_t rows = 0;
    uint32_t paragraph_words = 0;
    uint32_t comment_words = 0;
    uint32_t articles = 0;
    float coded = 0;
    const float* code = table_.column(Feature::code);
    const float* comments = table_.column(Feature::named_comment);
    for (uint32_t i = 0; i < n_; ++i) {
      const BlockKind kind = page_.blocks[i].kind;
      const TextStats& text = rows_.rows[i].text;
      headings += kind == BlockKind::heading;
      items += kind == BlockKind::list_item;
      rows += kind == BlockKind::table_row;
      if (tag_of(node_of(i)) == Tag::p) paragraph_words += text.words;
      if (comments[i] < kFar) comment_words += text.words;
      coded += code[i] * static_cast<float>(text.chars);
      set(Feature::description_words, i, share_of(text.description_words, text.words));
    }
    for (const ContainerNode& node : tree_.nodes) articles += tag_of(node) == Tag::article;
    fill(Feature::page_headings, share_of(headings, n_));
    fill(Feature::page_items, share_of(items, n_));
    fill(Feature::page_rows, share_of(rows, n_));
    fill(Feature::page_articles, articles);
    fill(Feature::page_paragraph_words, share_of(paragraph_words, sums_.words[n_]));
    fill(Feature::page_comments, share_of(comment_words, sums_.words[n_]));
    fill(Feature::page_code, sums_.chars[n_] == 0 ? 0 : coded / static_cast<float>(sums_.chars[n_]));
  }

  const Document& doc_;
  const Page& page_;
  const Rows& rows_;
  const RunningSums& sums_;
  const ContainerTree& tree_;
  FeatureTable& table_;
  const uint32_t n_;
};

}  // namespace

void fill_page_features(const Document& doc, const Rows& rows, const ContainerTree& tree,
                        FeatureTable* table) {
  if (rows.size() > 0) Filler(doc, rows, tree, table).run();
}

}  // namespace dehusk
