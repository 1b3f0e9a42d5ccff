#include "read/islands.h"

#include <algorithm>
#include <array>

#include "doc/attributes.h"

namespace dehusk {
namespace {

using enum Tag;

// The builder opens waiting formatting elements, and puts one of these where it stands.
constexpr TagSet kInline(a, abbr, acronym, audio, b, bdi, bdo, big, button, canvas, cite, Tag::code, data, del, dfn,
                         dialog, em, font, i, ins, kbd, label, legend, map, mark, meter, output, picture,
                         progress, q, s, samp, Tag::search, select, slot, small, span, strike, strong, sub,
                         sup, svg, time, tt, u, var, video, unknown);
constexpr TagSet kInlineVoid(area, br, embed, img, input, wbr);
// They close an open `p`.
constexpr TagSet kBlocks(address, article, aside, blockquote, center, details, dir, div, dl, fieldset,
                         figcaption, figure, footer, form, h1, h2, h3, h4, h5, h6, header, hgroup, hr, main,
                         menu, nav, ol, p, pre, section, summary, ul, li, dd, dt);
// Where they stand alone they may belong to the head, or open nothing again.
constexpr TagSet kWithin(base, iframe, Tag::link, meta, noscript, optgroup, option, param, script, Tag::source,
                         style, track);
// Of equal formatting elements the builder keeps three in its list, and forgets the first of them.
constexpr uint32_t kMostFormatting = 3;

// Of an element itself, but not of what is around it.
constexpr uint16_t kOwnNeeds = kNeedsList | kNeedsDefinitions | kNeedsNoHeading | kNeedsIsland | kNeedsChoice;

constexpr uint16_t needs_of(Tag tag) {
  uint16_t needs = kNeedsNoSelect;
  if (kBlocks.has(tag)) needs |= kNeedsNoParagraph | kNeedsNoFormatting;
  if (kHeadingTags.has(tag)) needs |= kNeedsNoHeading;
  if (kWithin.has(tag)) needs |= kNeedsIsland;
  switch (tag) {
    case a: return needs | kNeedsNoLink;
    case button: return needs | kNeedsNoButton;
    case form: return needs | kNeedsNoForm | kNeedsNoTable;
    case input: return needs | kNeedsNoTable;  // a hidden one becomes a child of the table
    case li: return needs | kNeedsList;
    case dd: case dt: return needs | kNeedsDefinitions;
    case option: case optgroup: return needs | kNeedsChoice;
    default: return needs;
  }
}

// By tag: what it needs; nothing for one that islands do not hold.
constexpr std::array<uint16_t, kTags + 1> kNeeds = [] {
  std::array<uint16_t, kTags + 1> table{};
  for (size_t i = 0; i <= kTags; ++i) {
    const Tag tag = static_cast<Tag>(i);
    if (kInline.has(tag) || kInlineVoid.has(tag) || kBlocks.has(tag) || kWithin.has(tag)) table[i] = needs_of(tag);
  }
  return table;
}();

}  // namespace

void IslandFinder::reset() {
  broken();
  form_ = false;
}

void IslandFinder::broken() {
  open_.clear();
  paragraphs_ = links_ = buttons_ = 0;
}

// True if a strictly nested `tag` may be the child of the innermost open element.
bool IslandFinder::fits(Tag tag, Tag parent) const {
  if (parent == select || parent == optgroup) {
    return tag == option || (tag == optgroup && parent == select);
  }
  if (parent == option) return false;
  if (tag == option || tag == optgroup) return false;
  if (kBlocks.has(tag) && paragraphs_ > 0) return false;
  if (kHeadingTags.has(tag)) return !kHeadingTags.has(parent);
  switch (tag) {
    case a: return links_ == 0;
    case button: return buttons_ == 0;
    case form: return !form_;
    case li: return kListTags.has(parent);
    case dd: case dt: return parent == dl;
    default: return true;
  }
}

void IslandFinder::start(Tag tag, std::string_view name, char next, const Nesting& nesting,
                         const IslandMarks& marks) {
  const uint16_t needs = kNeeds[static_cast<size_t>(tag)];
  // A line end behind it may be a part of it.
  const bool drops = tag == pre && (next == '\n' || next == '\r' || next == '&');
  if (needs == 0 || drops || nesting.cut() > 0 || nesting.is_open(template_)) {
    start_unsure(tag);
    return;
  }
  if (!open_.empty() && !fits(tag, open_.back().tag)) broken();
  if (open_.empty() && (needs & kNeedsIsland) != 0) return;
  const Tag parent = nesting.top();
  Open& open = open_.emplace_back();
  open.tag = tag;
  open.name = name;
  open.form = form_;
  open.formatting_around = nesting.formatting();
  open.formatting = kFormattingSet.has(tag) ? 1 : 0;
  open.island.begin = marks;
  open.island.needs = needs;
  const bool in_table = nesting.is_open(table);
  open.island.as_element = in_table || form_ || !nesting.no_formatting();
  open.blocked = kNeedsIsland | kNeedsChoice | (in_table ? kNeedsNoTable : 0) |
                 (nesting.is_open(select) ? kNeedsNoSelect : 0) | (nesting.is_open(p) ? kNeedsNoParagraph : 0) |
                 (nesting.no_formatting() ? 0 : kNeedsNoFormatting) | (nesting.may_format(a) ? kNeedsNoLink : 0) |
                 (nesting.is_open(button) ? kNeedsNoButton : 0) | (kListTags.has(parent) ? 0 : kNeedsList) |
                 (parent == dl ? 0 : kNeedsDefinitions) | (kHeadingTags.has(parent) ? kNeedsNoHeading : 0) |
                 (form_ ? kNeedsNoForm : 0);
  paragraphs_ += tag == p;
  links_ += tag == a;
  buttons_ += tag == button;
  form_ = form_ || tag == form;
}

bool IslandFinder::end(Tag tag, std::string_view name, FoundIsland* found) {
  if (open_.empty()) return false;
  const Open& top = open_.back();
  if (top.tag != tag || (tag == unknown && !equals_ignoring_case(top.name, name))) {
    broken();
    return false;
  }
  const bool crowded = top.formatting > 0 && top.formatting_around > 0 &&
                       (top.formatting_around >= kMostFormatting || top.formatting_around + top.formatting > kMostFormatting);
  const bool whole = (top.island.needs & top.blocked) == 0 && !crowded;
  const uint32_t formatting = top.formatting;
  *found = top.island;
  form_ = top.form;
  const auto inherited = static_cast<uint16_t>(top.island.needs & ~kOwnNeeds);
  open_.pop_back();
  paragraphs_ -= tag == p;
  links_ -= tag == a;
  buttons_ -= tag == button;
  if (!open_.empty()) {
    Open& around = open_.back();
    around.island.needs |= inherited;
    around.formatting = std::max(around.formatting, formatting + (kFormattingSet.has(around.tag) ? 1 : 0));
  }
  return whole;
}

}  // namespace dehusk
