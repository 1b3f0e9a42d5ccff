// How deep a page nests, estimated tag by tag before it is parsed, so that start tags beyond a limit
// can be left out. Gumbo looks through the stack of open elements and the list of formatting elements
// at nearly every tag: 10,000 nested `div` (50 kB) cost it seconds, 4,000 times
// `<div><b class=cN></div>` eight.
//
// The stack here follows the tree builder's rules for implied end tags and scopes where they matter.
// It may hold elements that are closed already, never the other way round by more than a factor: what
// an end tag closes is only taken off where the tree builder takes it off too.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "doc/tag.h"

namespace dehusk {

/// Browsers stop at this depth too (Blink: 512).
inline constexpr uint32_t kMaxDepth = 512;
/// Open `b`, `i`, `font` and their like.
inline constexpr uint32_t kMaxFormatting = 32;

/// Elements without content and end tag.
inline constexpr TagSet kVoidTags(Tag::area, Tag::base, Tag::basefont, Tag::bgsound, Tag::br, Tag::col, Tag::command,
                                  Tag::embed, Tag::frame, Tag::hr, Tag::image, Tag::img, Tag::input, Tag::keygen,
                                  Tag::link, Tag::meta, Tag::param, Tag::source, Tag::track, Tag::wbr);

/// Elements that the tree builder opens again behind what closed around them.
inline constexpr TagSet kFormattingSet(Tag::a, Tag::b, Tag::big, Tag::code, Tag::em, Tag::font, Tag::i, Tag::nobr, Tag::s,
                                       Tag::small, Tag::strike, Tag::strong, Tag::tt, Tag::u);
inline constexpr TagSet kHeadingTags(Tag::h1, Tag::h2, Tag::h3, Tag::h4, Tag::h5, Tag::h6);
/// Parents of `li`.
inline constexpr TagSet kListTags(Tag::ul, Tag::ol, Tag::menu, Tag::dir);

class Nesting {
 public:
  void reset();

  /// Notes a start tag. False if it must be left out, and its end tag with it. `foreign`: inside
  /// svg or math, where a tag may close itself. Amortised O(1) for pages, O(kMaxDepth) at worst.
  bool open(Tag tag, std::string_view name, bool foreign, bool self_closing);

  /// Notes an end tag. False if it must be left out.
  bool close(Tag tag, std::string_view name, bool foreign);

  /// True if an element of that name may be open.
  bool is_open(Tag tag) const { return counts_[static_cast<size_t>(tag)] > 0; }

  /// True if preformatted text may be open: a `pre` or `listing`, or one that something around it ended,
  /// as far as can be told here.
  bool may_be_preformatted() const {
    return lost_pre_ || is_open(Tag::pre) || is_open(Tag::listing);
  }

  /// True if the list of formatting elements is surely empty: white space then opens nothing again.
  bool no_formatting() const { return formatting_open_ == 0 && !blurred_; }

  /// How many entries the list of formatting elements may have within reach.
  uint32_t formatting() const { return blurred_ ? UINT32_MAX : formatting_open_; }

  /// True if the list of formatting elements may hold one of that name.
  bool may_format(Tag tag) const { return blurred_ || formatting_[formatting_index(tag)] > 0; }

  /// The innermost open element.
  Tag top() const {
    return stack_.empty() || stack_.back() >= kTags ? Tag::unknown : static_cast<Tag>(stack_.back());
  }

  /// True if close() would take something off.
  bool would_close(Tag tag) const;

  /// How many elements are open.
  size_t depth() const { return stack_.size(); }

  /// Start tags left out.
  uint32_t cut() const { return cut_; }

 private:
  using Key = uint16_t;  // a tag, or a hash of an unknown name
  static Key key_of(Tag tag, std::string_view name);
  bool leave_out(Key key);
  void push(Key key);
  void pop_through(size_t index);
  size_t find(Key key, const TagSet& stops) const;
  size_t closed_by(Tag tag, Key key, bool foreign) const;
  void close_implied(Tag tag);
  void enter_table_part(Tag tag);
  void pop_to(const TagSet& tags);
  void open_formatting(Tag tag);
  void close_formatting(Tag tag);

  std::vector<Key> stack_;
  std::vector<uint32_t> counts_;   // by key: open ones
  std::vector<uint32_t> dropped_;  // by key: start tags left out whose end tags are to come
  std::vector<Key> touched_;       // keys whose counts are not zero, for reset()
  // Formatting elements by kFormattingTags, and the same as it was when each open cell began: what was
  // opened before a cell is out of reach in it, what is opened in it ends with it.
  static constexpr size_t kFormattingTags = 14;
  using Formatting = std::array<uint32_t, kFormattingTags>;
  static size_t formatting_index(Tag tag);
  Formatting formatting_{};
  std::vector<Formatting> cells_;
  uint32_t formatting_open_ = 0;
  bool lost_pre_ = false;
  bool blurred_ = false;  // an object or its like set a marker
  uint32_t cut_ = 0;
};

}  // namespace dehusk
