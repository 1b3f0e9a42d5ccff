// Which of many selectors match which elements: each is filed under the rarest thing that its element
// must have, and an element looks up what it has.
//
//   id      "google_ads"            a hash of names
//   class   "share-bar"             the same, for each token
//   value   [data-ad=top]           a hash of name and value
//   part    [href^="//ads.x/"]      four bytes of the value, those that fewest others hold: one pass
//                                   over the element's value looks all of them up, and compares
//                                   the rest
//   present [data-ad-unit]          the attribute's name
//   tag     aside:has(> .promo)     the selectors of a tag
//   any     :has-text(advert)       tried on every element
//
// Selectors of the last three kinds wait behind a gate if they need something rarer on the page: that of
// `aside:has(> .promo)` opens where the class `promo` is seen. So there are two walks over the elements;
// the second has little to do.
//
// A page costs what it holds: start tags are read only if selectors ask for attributes other than id
// and class, and then once. One selector may stand under several keys (:is(.a, .b)).
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "doc/document.h"
#include "rule/gram_table.h"
#include "rule/selector_keys.h"
#include "rule/selector_match.h"
#include "rule/selector_program.h"
#include "rule/selector_scratch.h"

namespace dehusk {

/// An element that a selector found.
struct SelectorHit {
  uint32_t entry = 0;
  uint32_t element = 0;  ///< where the selector says :upward, the ancestor
  friend auto operator<=>(const SelectorHit&, const SelectorHit&) = default;
};

class SelectorIndex {
 public:
  /// Compiles each selector of the list and files it under `entry`.
  void add(const SelectorList& list, uint32_t entry);
  /// Call once after the last add().
  void build();

  SelectorIndex() = default;
  SelectorIndex(const SelectorIndex&) = delete;
  SelectorIndex& operator=(const SelectorIndex&) = delete;

  bool empty() const { return filed_.empty(); }

  /// Appends what all selectors find in `doc`, by element and entry, each once; nothing in plain text.
  /// Entries for which `active` has false are not tried; null tries all. Begins `*scratch`.
  void find(const Document& doc, const std::vector<bool>* active, SelectorScratch* scratch,
            std::vector<SelectorHit>* hits) const;

  /// The slow twin: tries every selector on every element and remembers nothing. The same answer.
  void find_slowly(const Document& doc, const std::vector<bool>* active,
                   std::vector<SelectorHit>* hits) const;

 private:
  struct Filed {
    uint32_t chain;
    uint32_t entry;
  };
  // What is filed under one attribute's name.
  struct Group {
    std::string name;  ///< lower case
    uint64_t seed = 0;
    bool has_values = false;
    bool has_parts = false;
    std::vector<uint32_t> present;
  };
  // What is tried on elements of a tag, on those with an attribute, or on all once its gate is open.
  struct Gated {
    uint32_t item = 0;
    SelectorKey::Kind kind = SelectorKey::Kind::any;
    uint32_t where = 0;  ///< a Tag or an index into groups_
  };
  class Filing;
  class Search;

  SelectorProgram program_;
  std::vector<Filed> filed_;
  GramTable table_;   ///< hash of what is filed -> index into filed_; beyond its end, into gates_
  std::deque<std::string> parts_;  ///< literals of table_: parts
  GramTable names_;   ///< hash of an attribute's name -> index into groups_
  std::vector<Group> groups_;
  const Group* id_group_ = nullptr;
  const Group* class_group_ = nullptr;
  bool reads_tags_ = false;  ///< groups ask for attributes that only the start tag tells
  bool has_names_ = false;
  std::vector<uint64_t> grams_;  ///< gram_bit() of each part that is filed
  uint64_t group_names_ = 0;  ///< attribute_bit() of each name that start tags are read for
  std::array<std::vector<uint32_t>, kTags> by_tag_;
  std::vector<uint32_t> any_;
  std::vector<std::vector<Gated>> gates_;
};

}  // namespace dehusk
