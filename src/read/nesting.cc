#include "read/nesting.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace dehusk {
namespace {

using enum Tag;

constexpr size_t kNowhere = SIZE_MAX;
constexpr size_t kKeys = 4096;
constexpr size_t kMostMoved = 8;

constexpr TagSet kAlwaysThere(html, head, body, frameset);
// `a` and `nobr` close themselves: one of each at most is open.
constexpr TagSet kSingle(a, nobr);
constexpr TagSet kCells(td, th, caption);
constexpr TagSet kPreformatted(pre, listing);
constexpr TagSet kMarkers(object, applet, marquee, template_);
constexpr TagSet kSpecial(address, applet, article, aside, blockquote, button, caption, center, colgroup,
                          dd, details, dir, div, dl, dt, fieldset, figcaption, figure, footer, form, h1,
                          h2, h3, h4, h5, h6, header, hgroup, iframe, li, listing, main, marquee, menu,
                          nav, noembed, noframes, noscript, object, ol, p, plaintext, pre, script,
                          section, select, style, summary, table, tbody, td, template_, textarea, tfoot,
                          th, thead, Tag::title, tr, ul, xmp, foreignobject, desc);
constexpr TagSet kScope(applet, caption, table, td, th, marquee, object, template_, foreignobject, desc,
                        Tag::title, svg, math);
constexpr TagSet kButtonScope(applet, caption, table, td, th, marquee, object, template_, foreignobject,
                              desc, Tag::title, svg, math, button);
constexpr TagSet kItemScope(applet, caption, table, td, th, marquee, object, template_, foreignobject,
                            desc, Tag::title, svg, math, ol, ul);
constexpr TagSet kTableScope(table, template_);
constexpr TagSet kNothing;
// Special, but no hindrance on the way to an open `li`.
constexpr TagSet kItemPassed(address, div, p);
constexpr TagSet kClosesParagraph(address, article, aside, blockquote, center, details, dir, div, dl,
                                  fieldset, figcaption, figure, footer, form, h1, h2, h3, h4, h5, h6,
                                  header, hgroup, hr, li, dd, dt, listing, main, menu, nav, ol, p,
                                  plaintext, pre, section, summary, table, ul, xmp);
constexpr TagSet kTableParts(caption, colgroup, tbody, thead, tfoot, tr, td, th);
constexpr TagSet kRuby(rb, rp, rt, rtc);
constexpr TagSet kBlockEnds(address, article, aside, blockquote, button, center, details, dir, div, dl,
                            fieldset, figcaption, figure, footer, form, header, hgroup, listing, main,
                            menu, nav, ol, pre, section, summary, ul, applet, marquee, object);

bool in(const TagSet& set, uint16_t key) { return key < kTags && set.has(static_cast<Tag>(key)); }

}  // namespace

Nesting::Key Nesting::key_of(Tag tag, std::string_view name) {
  if (tag != Tag::unknown) return static_cast<Key>(tag);
  uint32_t h = 0;
  for (const char c : name) h = (h ^ static_cast<uint8_t>(c | 0x20)) * 0x01000193u;
  return static_cast<Key>(kTags + (h ^ h >> 13) % (kKeys - kTags));
}

void Nesting::reset() {
  counts_.resize(kKeys, 0);
  dropped_.resize(kKeys, 0);
  for (const Key key : touched_) counts_[key] = dropped_[key] = 0;
  touched_.clear();
  stack_.clear();
  formatting_.fill(0);
  cells_.clear();
  formatting_open_ = 0;
  blurred_ = false;
  lost_pre_ = false;
  cut_ = 0;
}

bool Nesting::leave_out(Key key) {
  touched_.push_back(key);
  ++dropped_[key];
  ++cut_;
  return false;
}

void Nesting::push(Key key) {
  if (counts_[key]++ == 0) touched_.push_back(key);
  stack_.push_back(key);
  if (in(kCells, key)) cells_.push_back(formatting_);
  if (in(kMarkers, key)) blurred_ = true;
}

size_t Nesting::formatting_index(Tag tag) {
  constexpr Tag kOrder[] = {a, b, big, Tag::code, em, font, i, nobr, s, small, strike, strong, tt, u};
  static_assert(std::size(kOrder) == kFormattingTags);
  return static_cast<size_t>(std::find(std::begin(kOrder), std::end(kOrder), tag) -
                             std::begin(kOrder));
}

void Nesting::open_formatting(Tag tag) {
  uint32_t& count = formatting_[formatting_index(tag)];
  const uint32_t outside = cells_.empty() ? 0 : cells_.back()[formatting_index(tag)];
  if (kSingle.has(tag) && count > outside) return;
  ++count;
  ++formatting_open_;
}

void Nesting::close_formatting(Tag tag) {
  uint32_t& count = formatting_[formatting_index(tag)];
  const uint32_t outside = cells_.empty() ? 0 : cells_.back()[formatting_index(tag)];
  if (count <= outside) return;
  --count;
  --formatting_open_;
}

void Nesting::pop_through(size_t index) {
  while (stack_.size() > index) {
    const Key key = stack_.back();
    lost_pre_ = lost_pre_ || (in(kPreformatted, key) && stack_.size() > index + 1);
    --counts_[key];
    stack_.pop_back();
    if (!in(kCells, key) || cells_.empty()) continue;
    formatting_ = cells_.back();
    cells_.pop_back();
    formatting_open_ = std::accumulate(formatting_.begin(), formatting_.end(), 0u);
  }
}

// The topmost `key`, or nowhere if one of `stops` lies above it.
size_t Nesting::find(Key key, const TagSet& stops) const {
  if (counts_[key] == 0) return kNowhere;
  for (size_t at = stack_.size(); at-- > 0;) {
    if (stack_[at] == key) return at;
    if (in(stops, stack_[at])) return kNowhere;
  }
  return kNowhere;
}

void Nesting::pop_to(const TagSet& tags) {
  while (!stack_.empty() && !in(tags, stack_.back())) {
    lost_pre_ = lost_pre_ || in(kPreformatted, stack_.back());
    pop_through(stack_.size() - 1);
  }
}

void Nesting::close_implied(Tag tag) {
  const auto pop_if_found = [&](Tag open, const TagSet& stops) {
    const size_t at = find(static_cast<Key>(open), stops);
    if (at != kNowhere) pop_through(at);
  };
  if (tag == li || tag == dd || tag == dt) {
    for (size_t at = stack_.size(); at-- > 0;) {
      const Key key = stack_[at];
      const bool ends = tag == li ? key == static_cast<Key>(li)
                                  : key == static_cast<Key>(dd) || key == static_cast<Key>(dt);
      if (ends) {
        pop_through(at);
        break;
      }
      if (in(kSpecial, key) && !in(kItemPassed, key)) break;
    }
  }
  if (kClosesParagraph.has(tag)) pop_if_found(p, kButtonScope);
  if (kHeadingTags.has(tag) && !stack_.empty() && in(kHeadingTags, stack_.back())) {
    pop_through(stack_.size() - 1);
  }
  if ((tag == option || tag == optgroup) && !stack_.empty() &&
      stack_.back() == static_cast<Key>(option)) {
    pop_through(stack_.size() - 1);
  }
  if (tag == optgroup && !stack_.empty() && stack_.back() == static_cast<Key>(optgroup)) {
    pop_through(stack_.size() - 1);
  }
  if (kSingle.has(tag)) pop_if_found(tag, kSpecial);
  if (tag == button) pop_if_found(button, kScope);
  if (kRuby.has(tag) && !stack_.empty() && in(kRuby, stack_.back())) {
    pop_through(stack_.size() - 1);
  }
}

// A part of a table closes what is open up to where it belongs, and opens what it implies.
void Nesting::enter_table_part(Tag tag) {
  constexpr TagSet kRows(tbody, thead, tfoot, table, template_);
  constexpr TagSet kCells(tr, table, template_);
  const size_t scope = find(static_cast<Key>(table), kTableScope);
  if (scope == kNowhere) return;
  if (tag == td || tag == th) {
    const size_t row = find(static_cast<Key>(tr), kTableScope);
    if (row != kNowhere) {
      pop_to(kCells);
      return;
    }
  }
  pop_to(tag == td || tag == th || tag == tr ? kRows : kTableScope);
  if (tag != td && tag != th && tag != tr) return;
  if (!stack_.empty() && stack_.back() == static_cast<Key>(table)) push(static_cast<Key>(tbody));
  if (tag != tr) push(static_cast<Key>(tr));
}

bool Nesting::open(Tag tag, std::string_view name, bool foreign, bool self_closing) {
  if (foreign ? self_closing : kVoidTags.has(tag)) {
    if (!foreign && tag == hr) close_implied(tag);
    return true;
  }
  if (kAlwaysThere.has(tag)) return true;
  const Key key = key_of(tag, name);
  if (kFormattingSet.has(tag) && !kSingle.has(tag)) {
    if (formatting_open_ >= kMaxFormatting) return leave_out(key);
  }
  if (!foreign) {
    if (kTableParts.has(tag)) {
      // Outside of tables the tree builder passes it over.
      if (find(static_cast<Key>(table), kTableScope) == kNowhere && !is_open(template_)) return true;
      enter_table_part(tag);
    } else {
      close_implied(tag);
    }
  }
  if (stack_.size() >= kMaxDepth) return leave_out(key);
  if (kFormattingSet.has(tag)) open_formatting(tag);
  push(key);
  return true;
}

// The element that an end tag closes, with all above it; nowhere if the tree builder passes it over.
size_t Nesting::closed_by(Tag tag, Key key, bool foreign) const {
  if (kHeadingTags.has(tag) && !foreign) {
    for (size_t at = stack_.size(); at-- > 0;) {
      if (in(kHeadingTags, stack_[at])) return at;
      if (in(kScope, stack_[at])) return kNowhere;
    }
    return kNowhere;
  }
  if (counts_[key] == 0) return kNowhere;
  if (foreign || tag == template_) return find(key, kNothing);
  if (tag == p) return find(key, kButtonScope);
  if (tag == li) return find(key, kItemScope);
  if (kTableParts.has(tag) || tag == table || tag == select) return find(key, kTableScope);
  return find(key, kBlockEnds.has(tag) || tag == dd || tag == dt ? kScope : kSpecial);
}

bool Nesting::would_close(Tag tag) const {
  return closed_by(tag, static_cast<Key>(tag), false) != kNowhere;
}

bool Nesting::close(Tag tag, std::string_view name, bool foreign) {
  const Key key = key_of(tag, name);
  if (dropped_[key] > 0) {
    --dropped_[key];
    return false;
  }
  if (kFormattingSet.has(tag)) {
    // The tree builder moves it out of eight blocks and no more: then it stays in the list.
    const size_t open = find(key, kNothing);
    if (open == kNowhere || stack_.size() - open <= kMostMoved) close_formatting(tag);
  }
  const size_t at = closed_by(tag, key, foreign);
  if (at != kNowhere) pop_through(at);
  return true;
}

}  // namespace dehusk
