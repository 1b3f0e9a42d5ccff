// Finds the islands of a page: parts that are strictly nested, so that their tree can be told without the tree builder.
//
//   source    <div><p>Fish <b>and</b> chips</p><ul><li>peas</li></ul></div><p>more
//             \_____________________ an island ______________________/
//
// Strictly nested: each start tag has its end tag, and none of them closes, opens or moves anything else. What an
// island may hold is a list of tags (islands.cc) less what the tree builder treats by state: parts of tables,
// `p` within `p`, `li` without its list, `a` within `a`, math...
//
// Where an island stands matters too: the builder must not have a `p` open that it would close, or formatting
// elements to open again. IslandNeed says what; it is estimated here, and what the tree tells of it is seen there
// afterwards (all but forms and tables).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "doc/tag.h"
#include "read/nesting.h"

namespace dehusk {

/// What must hold where an island stands.
enum IslandNeed : uint16_t {
  kNeedsNoSelect = 1,       ///< no `select` is open
  kNeedsNoParagraph = 2,    ///< no `p` is open that a block would close
  kNeedsNoFormatting = 4,   ///< no formatting element waits
  kNeedsNoLink = 8,         ///< no `a` is open
  kNeedsNoButton = 16,      ///< no `button`
  kNeedsList = 32,          ///< its parent is a list, for `li`
  kNeedsDefinitions = 64,   ///< its parent is a `dl`
  kNeedsNoHeading = 128,    ///< its parent is no heading
  kNeedsNoForm = 256,       ///< the builder's form pointer is null
  kNeedsIsland = 512,       ///< it stands within another one
  kNeedsChoice = 1024,      ///< its parent is a `select` or an `optgroup`
  kNeedsNoTable = 2048,     ///< no table may be open
};

/// Sizes of what is written when a start tag comes.
struct IslandMarks {
  uint32_t text = 0;
  uint32_t tags = 0;
  uint32_t end_tags = 0;
  uint32_t runs = 0;
  uint32_t islands = 0;
  uint64_t looked_through = 0;  ///< by the tree builder, as far as it is known before
};

/// A part of the page that is an island as far as can be told from its tags.
struct FoundIsland {
  IslandMarks begin;
  uint16_t needs = 0;  ///< of IslandNeed
  bool as_element = false;  ///< letters wait until the builder sets them down: in a table, in a form, in formatting elements
                            ///< that may be elsewhere than where an element goes
};

class IslandFinder {
 public:
  void reset();

  /// Notes an HTML start tag outside of foreign content, or an outermost svg, before `nesting` does. `next` is
  /// the byte behind it.
  void start(Tag tag, std::string_view name, char next, const Nesting& nesting, const IslandMarks& marks);

  /// Notes a start tag of which cannot be told whether it is one of HTML.
  void start_unsure(Tag tag) {
    broken();
    form_ = form_ || tag == Tag::form;
  }

  /// Notes an end tag, or the end of an element without one. True if that makes an island.
  bool end(Tag tag, std::string_view name, FoundIsland* found);

  /// Notes a comment behind text.
  void comment() {
    // Where a form ends the text behind the last one is moved.
    if (!open_.empty() && open_.back().tag == Tag::form) broken();
  }

  /// Notes anything that islands do not hold.
  void broken();

 private:
  struct Open {
    Tag tag = Tag::unknown;
    std::string_view name;
    uint16_t blocked = 0;  // needs that may not be met where it began
    bool form = false;     // form_ as it was before
    uint32_t formatting = 0;  // formatting elements within one another in it
    uint32_t formatting_around = 0;
    FoundIsland island;
  };
  bool fits(Tag tag, Tag parent) const;

  std::vector<Open> open_;
  uint32_t paragraphs_ = 0;  // open ones among open_
  uint32_t links_ = 0;
  uint32_t buttons_ = 0;
  bool form_ = false;  // the form pointer may be set: since a `form` that was no island
};

}  // namespace dehusk
