#include "read/island_tree.h"

#include <algorithm>
#include <utility>

#include "read/islands.h"
#include "read/markup_scan.h"

namespace dehusk {
namespace {

using enum Tag;

constexpr TagSet kScope(applet, caption, html, table, td, th, marquee, object, template_);
constexpr TagSet kMarkers(applet, caption, td, th, marquee, object, template_);
constexpr TagSet kNoText(script, style);
constexpr uint32_t kLast = UINT32_MAX;

bool is_blank(std::string_view text) { return std::all_of(text.begin(), text.end(), is_html_space); }

}  // namespace

uint16_t unmet_needs(Tag tag, Namespace space, uint16_t around) {
  if (space != Namespace::html) return UINT16_MAX;
  constexpr uint16_t kOfParent = kNeedsList | kNeedsDefinitions | kNeedsNoHeading;
  uint16_t unmet = around & static_cast<uint16_t>(~kOfParent);
  // Nothing is known in foreign content.
  if (around == UINT16_MAX) unmet = kNeedsNoParagraph | kNeedsNoFormatting | kNeedsNoLink | kNeedsNoButton;
  if (kScope.has(tag)) unmet &= static_cast<uint16_t>(~(kNeedsNoParagraph | kNeedsNoButton));
  if (kMarkers.has(tag)) unmet &= static_cast<uint16_t>(~(kNeedsNoFormatting | kNeedsNoLink));
  if (kFormattingSet.has(tag)) unmet |= kNeedsNoFormatting;
  if (!kListTags.has(tag)) unmet |= kNeedsList;
  if (tag != dl) unmet |= kNeedsDefinitions;
  if (kHeadingTags.has(tag)) unmet |= kNeedsNoHeading;
  switch (tag) {
    case a: return unmet | kNeedsNoLink;
    case p: return unmet | kNeedsNoParagraph;
    case select: return unmet | kNeedsNoSelect;
    case button: return (unmet & static_cast<uint16_t>(~kNeedsNoParagraph)) | kNeedsNoButton;
    default: return unmet;
  }
}

void IslandTree::add(std::string_view source, const Skeleton& skeleton, const Island& island, uint32_t parent,
                     Tree* tree) {
  source_ = source;
  parent_ = parent;
  open_.clear();
  uint32_t tag = island.first_tag;
  uint32_t end_tag = island.first_end_tag;
  uint32_t run = island.first_run;
  // Each list is in the order of the source.
  for (;;) {
    const uint32_t next_tag = tag < island.end_tag ? skeleton.tags[tag].source.begin : kLast;
    const uint32_t next_end = end_tag < island.end_end_tag ? skeleton.end_tags[end_tag].source.begin : kLast;
    const uint32_t next_run = run < island.end_run ? skeleton.runs[run].source.begin : kLast;
    if (next_tag < std::min(next_end, next_run)) {
      enter(skeleton.tags[tag++], tree);
    } else if (next_end < next_run) {
      leave(skeleton.end_tags[end_tag++].source.end, tree);
    } else if (next_run != kLast) {
      text(skeleton.runs[run++], tree);
    } else {
      break;
    }
  }
  Element& around = tree->elements[parent];
  if (around.tag_source.empty()) {
    around.source.begin = std::min(around.source.begin, skeleton.tags[island.first_tag].source.begin);
  }
}

void IslandTree::enter(const SourceTag& tag, Tree* tree) {
  Element& around = tree->elements[parent()];
  Element element;
  element.tag = tag.tag;
  element.space = tag.tag == svg || around.space == Namespace::svg ? Namespace::svg : Namespace::html;
  element.hidden = around.hidden;
  element.note(tag);
  element.parent = parent();
  element.tag_source = tag.source;
  element.source = tag.source;
  const auto index = static_cast<uint32_t>(tree->elements.size());
  element.end = index + 1;
  text_last_ = false;
  if (!tag.closed) {
    open_.push_back(index);
  } else {
    around.source.end = std::max(around.source.end, tag.source.end);
  }
  tree->elements.push_back(element);
}

void IslandTree::leave(uint32_t source_end, Tree* tree) {
  Element& element = tree->elements[open_.back()];
  element.end = static_cast<uint32_t>(tree->elements.size());
  open_.pop_back();
  Element& around = tree->elements[parent()];
  if (element.tag != form) {
    element.source.end = source_end;
  } else if (text_last_) {
    // Gumbo forgets to set down the text before </form>, and sets it down behind the form.
    tree->texts.back().parent = parent();
    around.source.end = std::max(around.source.end, std::exchange(element.source.end, form_end_));
  }
  around.source.end = std::max(around.source.end, element.source.end);
  text_last_ = text_last_ && element.tag == form;
}

void IslandTree::text(const SourceRun& run, Tree* tree) {
  if (kNoText.has(tree->elements[parent()].tag)) return;
  Element& around = tree->elements[parent()];
  if (!text_last_) form_end_ = around.source.end;
  text_last_ = true;
  if (!is_blank(source_.substr(run.source.begin, run.source.size()))) around.source.end = std::max(around.source.end, run.source.end);
  const auto first = static_cast<uint32_t>(tree->segments.size());
  const uint32_t letters = run.source.begin + run.lead;
  if (run.lead > 0) tree->segments.push_back({{run.source.begin, letters}, run.raw});
  if (letters < run.source.end) tree->segments.push_back({{letters, run.source.end}, run.raw});
  const auto end = static_cast<uint32_t>(tree->segments.size());
  tree->texts.push_back({parent(), static_cast<uint32_t>(tree->elements.size()), first, end, nullptr});
}

}  // namespace dehusk
