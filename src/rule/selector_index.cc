#include "rule/selector_index.h"

#include <algorithm>
#include "doc/attributes.h"
#include "rule/selector_hash.h"

namespace dehusk {

using namespace selector_hash;
using Kind = SelectorKey::Kind;

namespace {

// Steps for an element, for what is tried on it, and for a byte of its start tag if that is looked at.
constexpr uint64_t kElementSteps = 40;
constexpr uint64_t kItemSteps = 8;
constexpr uint64_t kByteSteps = 1;

// How many are gone through before the budget is looked at.
constexpr size_t kAtOnce = 16;

}  // namespace

// One page.
class SelectorIndex::Search {
 public:
  Search(const SelectorIndex& index, const std::vector<bool>* active, SelectorScratch* scratch,
         std::vector<SelectorHit>* hits)
      : index_(index),
        active_(active),
        scratch_(*scratch),
        page_(scratch->page()),
        matcher_(index.program_, scratch),
        items_(scratch->found),
        hits_(hits) {
    items_.clear();
  }

  void run() {
    const auto size = static_cast<uint32_t>(page_.elements.size());
    scratch_.spend((kElementSteps + page_.added.size()) * size);
    for (uint32_t element = 0; element < size; ++element) {
      if (element % kAtOnce == 0 && scratch_.is_spent()) return;
      collect(element);
      try_all(element);
    }
    scratch_.spend(kByteSteps * bytes_read_);
    if (!any_open_) return;
    scratch_.spend((kElementSteps + page_.added.size()) * size);
    for (uint32_t element = 0; element < size; ++element) {
      if (element % kAtOnce == 0 && scratch_.is_spent()) return;
      collect_opened(element);
      try_all(element);
    }
  }

 private:
  void try_all(uint32_t element) {
    if (items_.empty()) return;
    scratch_.spend(kItemSteps * items_.size());
    if (items_.size() > 1) {
      std::sort(items_.begin(), items_.end());
      items_.erase(std::unique(items_.begin(), items_.end()), items_.end());
    }
    for (size_t i = 0; i < items_.size(); ++i) {
      if (i % kAtOnce == kAtOnce - 1 && scratch_.is_spent()) break;
      try_on(items_[i], element);
    }
    items_.clear();
  }

  void collect(uint32_t element) {
    const Element& e = page_.elements[element];
    const std::string_view id = scratch_.attributes.id(element);
    if (!id.empty()) {
      look_up(hash_of(kIdSeed, id));
      if (index_.id_group_ != nullptr) look_up_value(*index_.id_group_, id);
    }
    collect_by_class(element);
    if (e.tag != Tag::unknown) {
      add_all(index_.by_tag_[static_cast<size_t>(e.tag)]);
    } else if (index_.has_names_) {
      look_up(hash_of(kNameSeed, page_.name_of(element)));
    }
    add_all(index_.any_);
    if (!index_.reads_tags_) return;
    each_group(element, index_.group_names_, [&](uint32_t index, std::string_view value, Form form) {
      const Group& group = index_.groups_[index];
      add_all(group.present);
      if (&group == index_.id_group_ || &group == index_.class_group_) return;
      if (!group.has_values && !group.has_parts) return;
      look_up_value(group, form == Form::raw ? decode_attribute(page_, value, &buffer_) : value);
    });
  }

  // Elements of a page share their classes: what was found for a value is found for it again.
  void collect_by_class(uint32_t element) {
    const std::string_view raw = page_.source_of(page_.elements[element].classes);
    if (raw.empty() && page_.added.empty()) return;
    Known* const known = raw.empty() ? nullptr : slot_of(raw);
    if (known != nullptr && !known->raw.empty()) {
      const Span found = known->items;
      items_.insert(items_.end(), class_items_.begin() + found.begin, class_items_.begin() + found.end);
      return;
    }
    const std::string_view classes = scratch_.attributes.classes(element);
    const size_t before = items_.size();
    any_token(classes, [&](std::string_view token) {
      look_up(hash_of(kClassSeed, token));
      return false;
    });
    if (index_.class_group_ != nullptr) look_up_value(*index_.class_group_, classes);
    if (known == nullptr) return;
    const auto begin = static_cast<uint32_t>(class_items_.size());
    class_items_.insert(class_items_.end(), items_.begin() + static_cast<ptrdiff_t>(before), items_.end());
    *known = {raw, {begin, static_cast<uint32_t>(class_items_.size())}};
    if (++known_count_ * 2 > known_.size()) grow();
  }

  // What was found for the raw value of a `class`.
  struct Known {
    std::string_view raw;  ///< empty in a free slot
    Span items;            ///< in class_items_
  };

  // Its slot, or the free one where it belongs.
  Known* slot_of(std::string_view raw) {
    size_t slot = hash_of(kClassSeed, raw) % known_.size();
    while (!known_[slot].raw.empty() && known_[slot].raw != raw) slot = (slot + 1) % known_.size();
    return &known_[slot];
  }

  void grow() {
    std::vector<Known> old(known_.size() * 2);
    old.swap(known_);
    for (const Known& known : old) {
      if (!known.raw.empty()) *slot_of(known.raw) = known;
    }
  }

  // What waited behind gates.
  void collect_opened(uint32_t element) {
    const Tag tag = page_.elements[element].tag;
    if (tag != Tag::unknown) add_all(opened_by_tag_[static_cast<size_t>(tag)]);
    add_all(opened_any_);
    if (opened_by_group_.empty()) return;
    each_group(element, opened_names_, [&](uint32_t index, std::string_view, Form) {
      add_all(opened_by_group_[index]);
    });
  }

  enum class Form : uint8_t { raw, decoded };

  // Calls `use(group, value, form)` for each attribute that selectors are filed under, of those that
  // may be in `names`.
  template <typename Use>
  void each_group(uint32_t element, uint64_t names, Use use) {
    const auto find = [&](std::string_view name, std::string_view value, Form form) {
      index_.names_.look_up(hash_of(kAttributeSeed, name), [&](const GramTable::Entry& entry) {
        if (equals_ignoring_case(index_.groups_[entry.item].name, name)) use(entry.item, value, form);
      });
    };
    const Element& e = page_.elements[element];
    if ((e.names & names) == 0) return;
    bytes_read_ += e.tag_source.size();
    for (const SourceAttribute& raw : page_.attributes_of(e)) {
      if ((names >> raw.number & 1) != 0) {
        find(page_.source_of(raw.name_span()), page_.source_of(raw.value), Form::raw);
      }
    }
    for (const AddedAttribute& extra : page_.added) {
      if (extra.element == element && (attribute_bit(extra.name) & names) != 0) find(extra.name, extra.value, Form::decoded);
    }
  }

  void look_up_value(const Group& group, std::string_view value) {
    if (group.has_values) look_up(hash_of(group.seed, value));
    if (!group.has_parts) return;
    const uint64_t* const grams = index_.grams_.data();
    for (size_t at = 0; at + kPartBytes <= value.size(); ++at) {
      const uint32_t gram = gram_at(value, at);
      const uint32_t bit = gram_bit(group.seed, gram);
      if ((grams[bit / 64] >> (bit % 64) & 1) == 0) continue;
      index_.table_.look_up(hash_of_gram(group.seed, gram), [&](const GramTable::Entry& entry) {
        if (at < entry.before) return;
        const std::string_view part = value.substr(at - entry.before, entry.literal.size());
        if (equals_ignoring_case(part, entry.literal)) add(entry.item);
      });
    }
  }

  void look_up(uint64_t hash) {
    index_.table_.look_up(hash, [&](const GramTable::Entry& entry) { add(entry.item); });
  }

  void add_all(const std::vector<uint32_t>& items) {
    for (const uint32_t item : items) add(item);
  }

  void add(uint32_t item) {
    if (item < index_.filed_.size()) {
      if (is_active(item)) items_.push_back(item);
    } else {
      open(item - static_cast<uint32_t>(index_.filed_.size()));
    }
  }

  void open(uint32_t gate) {
    if (open_.empty()) open_.assign(index_.gates_.size(), false);
    if (open_[gate]) return;
    open_[gate] = true;
    for (const Gated& gated : index_.gates_[gate]) {
      if (!is_active(gated.item)) continue;
      any_open_ = true;
      if (gated.kind == Kind::any) {
        opened_any_.push_back(gated.item);
      } else if (gated.kind == Kind::tag) {
        opened_by_tag_[gated.where].push_back(gated.item);
      } else {
        opened_by_group_.resize(index_.groups_.size());
        opened_by_group_[gated.where].push_back(gated.item);
        opened_names_ |= attribute_bit(index_.groups_[gated.where].name);
      }
    }
  }

  bool is_active(uint32_t item) const {
    return active_ == nullptr || (*active_)[index_.filed_[item].entry];
  }

  void try_on(uint32_t item, uint32_t element) {
    const Filed filed = index_.filed_[item];
    const auto subject = matcher_.subject_from(filed.chain, element);
    if (subject) hits_->push_back({filed.entry, *subject});
  }

  const SelectorIndex& index_;
  const std::vector<bool>* active_;
  SelectorScratch& scratch_;
  const Page& page_;
  SelectorMatcher matcher_;
  std::vector<uint32_t>& items_;
  std::vector<SelectorHit>* hits_;
  std::string buffer_;
  uint64_t bytes_read_ = 0;  // of start tags that were looked at
  std::vector<bool> open_;
  bool any_open_ = false;
  std::array<std::vector<uint32_t>, kTags> opened_by_tag_;
  std::vector<std::vector<uint32_t>> opened_by_group_;
  std::vector<uint32_t> opened_any_;
  uint64_t opened_names_ = 0;  // attribute_bit() of the groups among opened_by_group_
  std::vector<Known> known_ = std::vector<Known>(256);  // by hash; a power of two, at most half full
  size_t known_count_ = 0;
  std::vector<uint32_t> class_items_;
};

namespace {

void sort_hits(size_t begin, std::vector<SelectorHit>* hits) {
  const auto first = hits->begin() + static_cast<ptrdiff_t>(begin);
  std::sort(first, hits->end(), [](const SelectorHit& a, const SelectorHit& b) {
    return std::pair(a.element, a.entry) < std::pair(b.element, b.entry);
  });
  hits->erase(std::unique(first, hits->end()), hits->end());
}

}  // namespace

void SelectorIndex::find(const Document& doc, const std::vector<bool>* active,
                         SelectorScratch* scratch, std::vector<SelectorHit>* hits) const {
  if (!doc.page || empty()) return;
  const size_t begin = hits->size();
  scratch->begin(doc, program_.slots());
  Search(*this, active, scratch, hits).run();
  sort_hits(begin, hits);
}

void SelectorIndex::find_slowly(const Document& doc, const std::vector<bool>* active,
                                std::vector<SelectorHit>* hits) const {
  if (!doc.page) return;
  const size_t begin = hits->size();
  SelectorScratch scratch(SelectorScratch::Remember::nothing);
  scratch.begin(doc, program_.slots());
  const SelectorMatcher matcher(program_, &scratch);
  for (uint32_t element = 0; element < doc.page->elements.size(); ++element) {
    for (const Filed& filed : filed_) {
      if (active != nullptr && !(*active)[filed.entry]) continue;
      const auto subject = matcher.subject_from(filed.chain, element);
      if (subject) hits->push_back({filed.entry, *subject});
    }
  }
  sort_hits(begin, hits);
}

}  // namespace dehusk
