#include "rule/line_index.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "core/utf8.h"
#include "rule/placeholder_gate.h"

namespace dehusk {

namespace {

// Steps: for what is asked of a line, and for an item that is.
constexpr uint64_t kLineSteps = 24;
constexpr uint64_t kItemSteps = 6;

}  // namespace

// What is known of the line at hand; answers that take longer than its length are found when first
// asked for. Nearly all lines of prose are too long or begin wrongly: their marks are never made.
class LineIndex::Facts {
 public:
  explicit Facts(const LineText& line) : line_(line), folded_(line.folded()) {}

  const LineText& line() const { return line_; }
  std::string_view folded() const { return folded_; }

  bool meets(const Demand& demand) {
    const size_t bytes = folded_.size();
    if (bytes < demand.min_chars || bytes > demand.max_bytes) return false;
    if (bytes / kMostBytes > demand.max_chars) return false;
    if (!meets(demand.begins, &begins_, could_begin)) return false;
    return meets_marks(demand) && meets_chars(demand) && meets(demand.holds, &holds_, could_hold);
  }

 private:
  // Which built-ins were asked about, and which of them could be there.
  struct Answers {
    uint16_t asked = 0;
    uint16_t yes = 0;
  };

  static constexpr size_t kMostBytes = 4;  // of a code point

  bool meets_marks(const Demand& demand) {
    if (!marks_) {
      line_.spend(folded_.size() / 2);
      marks_ = marks_of(folded_);
    }
    if ((*marks_ & demand.all) != demand.all) return false;
    if (demand.any != 0 && (*marks_ & demand.any) == 0) return false;
    return !demand.needs_digit || (*marks_ & kAnyDigit) != 0;
  }

  // Where the bytes do not tell.
  bool meets_chars(const Demand& demand) {
    if (folded_.size() <= demand.max_chars && folded_.size() / kMostBytes >= demand.min_chars) {
      return true;
    }
    if (!chars_) chars_ = count_code_points(folded_);
    return *chars_ >= demand.min_chars && *chars_ <= demand.max_chars;
  }

  bool meets(uint16_t wanted, Answers* answers, bool (*could)(uint16_t, std::string_view)) {
    for (uint16_t open = wanted & ~answers->asked; open != 0; open &= open - 1) {
      const uint16_t one = open & -open;
      line_.spend(folded_.size() / 2 + 2);
      answers->asked |= one;
      if (could(one, folded_)) answers->yes |= one;
    }
    return (answers->yes & wanted) == wanted;
  }

  const LineText& line_;
  const std::string_view folded_;
  std::optional<Marks> marks_;
  std::optional<size_t> chars_;
  Answers begins_;
  Answers holds_;
};

LineIndex::Demand LineIndex::demand_of(const PatternKey& key) {
  Demand demand;
  demand.all = key.all;
  demand.any = (key.any & key.all) == 0 ? key.any : 0;
  demand.needs_digit = key.needs_digit && (key.all & 1) == 0;
  demand.min_chars = key.min_chars;
  if (key.max_chars < kUnbounded / 4) {
    (key.loose_max ? demand.max_bytes : demand.max_chars) =
        key.loose_max ? key.max_chars * 4 : key.max_chars;
  }
  demand.begins = key.begins & kGatedBegins;
  demand.holds = key.holds & kGatedHolds;
  return demand;
}

void LineIndex::add(const Pattern& pattern, const PatternKey& key, Use use, uint32_t entry) {
  const auto item = static_cast<uint32_t>(items_.size());
  if (use == Use::whole_line) {
    const auto [known, fresh] =
        whole_line_items_.emplace(std::pair(pattern.text(), pattern.scope()), item);
    if (!fresh) {
      items_[known->second].entries.push_back(entry);
      return;
    }
  }
  items_.push_back({&pattern, use, demand_of(key), {entry}});
  if (key.kind == PatternKey::Kind::residual) return file_residual(key, item);
  for (const std::string& literal : key.literals) file(literal, key.kind, item);
}

void LineIndex::file(const std::string& literal, PatternKey::Kind kind, uint32_t item) {
  if (kind == PatternKey::Kind::inside) return inside_.add(literal, item);
  const bool is_suffix = kind == PatternKey::Kind::suffix;
  Ends& ends = is_suffix ? suffix_ : prefix_;
  uint8_t table = kExactBit;
  if (kind == PatternKey::Kind::exact) {
    exact_.add(gram_of_whole(literal), literal, item);
    longest_exact_ = std::max(longest_exact_, literal.size());
  } else {
    size_t i = 0;
    while (kGrams[i] > literal.size()) ++i;
    const size_t gram = kGrams[i];
    table = static_cast<uint8_t>(1 << i);
    ends.tables[i].add(is_suffix ? last_bytes(literal, gram) : first_bytes(literal, gram), literal,
                       item);
  }
  if (literal.size() < EndFilter::kBytes) {
    ends.always |= table;
  } else {
    ends.filter.add(is_suffix ? last_bytes(literal, EndFilter::kBytes)
                              : first_bytes(literal, EndFilter::kBytes),
                    table);
  }
}

void LineIndex::file_residual(const PatternKey& key, uint32_t item) {
  const Demand& demand = items_[item].demand;
  const auto alike = [&](const Group& group) {
    const Demand& d = group.demand;
    return d.all == demand.all && d.any == demand.any && d.needs_digit == demand.needs_digit &&
           d.begins == demand.begins && d.holds == demand.holds && group.first == key.first;
  };
  auto group = std::find_if(groups_.begin(), groups_.end(), alike);
  if (group == groups_.end()) {
    for (size_t byte = 0; byte < 256; ++byte) {
      if (key.first[byte]) groups_of_[byte].push_back(static_cast<uint16_t>(groups_.size()));
    }
    groups_.push_back({demand, key.first, {item}});
    return;
  }
  group->demand.min_chars = std::min(group->demand.min_chars, demand.min_chars);
  group->demand.max_chars = std::max(group->demand.max_chars, demand.max_chars);
  group->demand.max_bytes = std::max(group->demand.max_bytes, demand.max_bytes);
  group->items.push_back(item);
}

void LineIndex::build() {
  exact_.build();
  for (GramTable& table : prefix_.tables) table.build();
  for (GramTable& table : suffix_.tables) table.build();
  prefix_.filter.build();
  suffix_.filter.build();
  inside_.build();
  eighths_a_byte_ = inside_.eighths_a_byte();
}

bool LineIndex::accepts(const Item& item, Facts* facts) const {
  return facts->meets(item.demand) &&
         (item.use == Use::candidate || item.pattern->matches(facts->line()));
}

// Adds the steps of literals that are compared.
template <typename Offer>
void LineIndex::look_up_ends(std::string_view folded, uint64_t* steps, Offer offer) const {
  uint8_t prefixes = kAllTables;
  uint8_t suffixes = kAllTables;
  if (folded.size() >= EndFilter::kBytes) {
    prefixes = prefix_.always | prefix_.filter.tables(first_bytes(folded, EndFilter::kBytes));
    suffixes = suffix_.always | suffix_.filter.tables(last_bytes(folded, EndFilter::kBytes));
  }
  if ((prefixes & kExactBit) != 0 && folded.size() <= longest_exact_) {
    exact_.look_up(gram_of_whole(folded), [&](const GramTable::Entry& e) {
      *steps += kItemSteps;
      if (e.literal == folded) offer(e.item);
    });
  }
  for (unsigned open = (prefixes | suffixes) & (kExactBit - 1); open != 0; open &= open - 1) {
    const auto i = static_cast<size_t>(std::countr_zero(open));
    const size_t gram = kGrams[i];
    if (folded.size() < gram) continue;
    if (((prefixes >> i) & 1) != 0) {
      prefix_.tables[i].look_up(first_bytes(folded, gram), [&](const GramTable::Entry& e) {
        *steps += kItemSteps;
        if (e.literal.size() == gram || folded.starts_with(e.literal)) offer(e.item);
      });
    }
    if (((suffixes >> i) & 1) != 0) {
      suffix_.tables[i].look_up(last_bytes(folded, gram), [&](const GramTable::Entry& e) {
        *steps += kItemSteps;
        if (e.literal.size() == gram || folded.ends_with(e.literal)) offer(e.item);
      });
    }
  }
}

void LineIndex::find(const LineText& line, Scratch* scratch, std::vector<uint32_t>* entries) const {
  const std::string_view folded = line.folded();
  if (folded.empty()) return;
  const size_t before = entries->size();
  Facts facts(line);
  uint64_t steps = kLineSteps + folded.size() * eighths_a_byte_ / 8;
  const auto offer = [&](uint32_t item) {
    steps += kItemSteps;
    const Item& offered = items_[item];
    if (!accepts(offered, &facts)) return;
    steps += kItemSteps * offered.entries.size();
    entries->insert(entries->end(), offered.entries.begin(), offered.entries.end());
  };
  look_up_ends(folded, &steps, offer);
  if (!inside_.empty()) {
    scratch->ids.clear();
    steps += inside_.find(folded, &scratch->ids);
    if (!scratch->ids.empty()) {
      std::sort(scratch->ids.begin(), scratch->ids.end());
      scratch->ids.erase(std::unique(scratch->ids.begin(), scratch->ids.end()),
                         scratch->ids.end());
      for (const uint32_t item : scratch->ids) offer(item);
    }
  }
  for (const uint16_t index : groups_of_[static_cast<uint8_t>(folded[0])]) {
    const Group& group = groups_[index];
    steps += kItemSteps;
    if (!facts.meets(group.demand)) continue;
    for (const uint32_t item : group.items) offer(item);
  }
  line.spend(steps);
  if (entries->size() - before > 1) {
    std::sort(entries->begin() + static_cast<ptrdiff_t>(before), entries->end());
    entries->erase(std::unique(entries->begin() + static_cast<ptrdiff_t>(before), entries->end()),
                   entries->end());
  }
}

void LineIndex::find_slowly(const LineText& line, std::vector<uint32_t>* entries) const {
  if (line.folded().empty()) return;
  const size_t before = entries->size();
  std::vector<Span> found;
  for (const Item& item : items_) {
    bool fits;
    if (item.use == Use::whole_line) {
      fits = item.pattern->matches(line);
    } else {
      found.clear();
      item.pattern->find_all(line, &found);
      fits = !found.empty();
    }
    if (fits) entries->insert(entries->end(), item.entries.begin(), item.entries.end());
  }
  std::sort(entries->begin() + static_cast<ptrdiff_t>(before), entries->end());
  entries->erase(std::unique(entries->begin() + static_cast<ptrdiff_t>(before), entries->end()),
                 entries->end());
}

}  // namespace dehusk
