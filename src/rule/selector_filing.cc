// Files selectors: SelectorIndex::add() and build().
#include <algorithm>
#include <unordered_map>

#include "rule/selector_hash.h"
#include "rule/selector_index.h"

#include "doc/attributes.h"

namespace dehusk {

using namespace selector_hash;
using Kind = SelectorKey::Kind;

// Chooses what each selector is filed under, by what fewest selectors name.
class SelectorIndex::Filing {
 public:
  explicit Filing(SelectorIndex* index) : index_(*index) {}

  void run() {
    std::vector<std::vector<SelectorChoice>> choices;
    std::vector<std::vector<SelectorChoice>> needs;
    for (const Filed& filed : index_.filed_) {
      choices.push_back(choices_of(index_.program_, filed.chain));
      needs.push_back(needs_of(index_.program_, filed.chain));
      count(choices.back());
      count(needs.back());
    }
    for (uint32_t i = 0; i < choices.size(); ++i) {
      const SelectorChoice& best = *cheapest(choices[i]);
      const SelectorChoice* gate = needs[i].empty() ? nullptr : cheapest(needs[i]);
      const bool gated = gate != nullptr && cost_of(best).first >= Kind::present &&
                         cost_of(*gate) < cost_of(best);
      if (gated) add_gate(*gate, best, i);
      for (const SelectorKey& key : best) {
        if (!gated || !may_wait(key)) file(key, i);
      }
    }
    for (uint32_t i = 0; i < index_.groups_.size(); ++i) {
      index_.names_.add(hash_of(kAttributeSeed, index_.groups_[i].name), {}, i);
    }
    index_.table_.build();
    index_.names_.build();
  }

 private:
  using Cost = std::pair<Kind, uint64_t>;

  static uint64_t hash_of_key(const SelectorKey& key) {
    switch (key.kind) {
      case Kind::id: return hash_of(kIdSeed, key.text);
      case Kind::class_: return hash_of(kClassSeed, key.text);
      case Kind::name: return hash_of(kNameSeed, key.text);
      case Kind::value: return hash_of(seed_of(key.name), key.text);
      case Kind::present: return seed_of(key.name);
      default: return static_cast<uint64_t>(key.tag);
    }
  }

  // Kinds that look-ups find for themselves need no gate.
  static bool may_wait(const SelectorKey& key) {
    return key.kind == Kind::present || key.kind == Kind::tag || key.kind == Kind::any;
  }

  void add_gate(const SelectorChoice& gate, const SelectorChoice& choice, uint32_t item) {
    std::vector<Gated> gated;
    for (const SelectorKey& key : choice) {
      if (!may_wait(key)) continue;
      const uint32_t where = key.kind == Kind::present ? group(key.name) : static_cast<uint32_t>(key.tag);
      gated.push_back({item, key.kind, where});
    }
    const size_t number = index_.filed_.size() + index_.gates_.size();
    index_.gates_.push_back(std::move(gated));
    for (const SelectorKey& key : gate) file(key, static_cast<uint32_t>(number));
  }

  const SelectorChoice* cheapest(const std::vector<SelectorChoice>& choices) {
    return &*std::min_element(choices.begin(), choices.end(), [&](const auto& a, const auto& b) {
      return cost_of(a) < cost_of(b);
    });
  }

  void count(const std::vector<SelectorChoice>& choices) {
    for (const SelectorChoice& choice : choices) {
      for (const SelectorKey& key : choice) count(key);
    }
  }

  void count(const SelectorKey& key) {
    if (key.kind != Kind::part) {
      ++counts_[hash_of_key(key)];
      return;
    }
    for (size_t at = 0; at + kPartBytes <= key.text.size(); ++at) {
      ++counts_[hash_of_gram(seed_of(key.name), gram_at(key.text, at))];
    }
  }

  uint64_t count_of_gram(const SelectorKey& key, size_t at) {
    return counts_[hash_of_gram(seed_of(key.name), gram_at(key.text, at))];
  }

  // Where the gram stands that fewest others hold.
  size_t rarest_gram(const SelectorKey& key) {
    size_t best = 0;
    for (size_t at = 1; at + kPartBytes <= key.text.size(); ++at) {
      if (count_of_gram(key, at) < count_of_gram(key, best)) best = at;
    }
    return best;
  }

  Cost cost_of(const SelectorChoice& choice) {
    Cost cost{Kind::id, 0};
    for (const SelectorKey& key : choice) {
      cost.first = std::max(cost.first, key.kind);
      cost.second += key.kind == Kind::part
                         ? count_of_gram(key, rarest_gram(key))
                         : counts_[hash_of_key(key)];
    }
    return cost;
  }

  uint32_t group(const std::string& name) {
    const auto [found, fresh] = group_of_.emplace(name, index_.groups_.size());
    if (fresh) index_.groups_.push_back({name, seed_of(name), false, false, {}});
    return found->second;
  }

  void file(const SelectorKey& key, uint32_t item) {
    switch (key.kind) {
      case Kind::name: index_.has_names_ = true; [[fallthrough]];
      case Kind::id:
      case Kind::class_: index_.table_.add(hash_of_key(key), {}, item); break;
      case Kind::value:
        index_.groups_[group(key.name)].has_values = true;
        index_.table_.add(hash_of_key(key), {}, item);
        break;
      case Kind::part: file_part(key, item); break;
      case Kind::present: index_.groups_[group(key.name)].present.push_back(item); break;
      case Kind::tag: index_.by_tag_[static_cast<size_t>(key.tag)].push_back(item); break;
      case Kind::any: index_.any_.push_back(item); break;
    }
  }

  void file_part(const SelectorKey& key, uint32_t item) {
    const size_t at = rarest_gram(key);
    const uint32_t gram = gram_at(key.text, at);
    const uint32_t bit = gram_bit(seed_of(key.name), gram);
    index_.groups_[group(key.name)].has_parts = true;
    index_.grams_.resize((size_t{1} << 16) / 64);
    index_.grams_[bit / 64] |= uint64_t{1} << (bit % 64);
    index_.parts_.push_back(key.text);
    index_.table_.add(hash_of_gram(seed_of(key.name), gram), index_.parts_.back(), item, static_cast<uint32_t>(at));
  }

  SelectorIndex& index_;
  std::unordered_map<uint64_t, uint64_t> counts_;
  std::unordered_map<std::string, uint32_t> group_of_;
};

void SelectorIndex::add(const SelectorList& list, uint32_t entry) {
  for (const ComplexSelector& selector : list) filed_.push_back({program_.add(selector), entry});
}

void SelectorIndex::build() {
  Filing(this).run();
  for (const Group& group : groups_) {
    const bool is_id = group.name == "id";
    const bool is_class = group.name == "class";
    if (is_id) id_group_ = &group;
    if (is_class) class_group_ = &group;
    const bool reads_tag = (!is_id && !is_class) || !group.present.empty();
    reads_tags_ = reads_tags_ || reads_tag;
    if (reads_tag) group_names_ |= attribute_bit(group.name);
  }
}

}  // namespace dehusk
