#include "rule/line_index.h"

#include <algorithm>
#include <bitset>
#include <string_view>

namespace dehusk {
namespace {

constexpr size_t kBits = 1 << 14;

uint32_t first3(std::string_view text) {
  return static_cast<uint32_t>(static_cast<uint8_t>(text[0])) |
         static_cast<uint32_t>(static_cast<uint8_t>(text[1])) << 8 |
         static_cast<uint32_t>(static_cast<uint8_t>(text[2])) << 16;
}

uint32_t last3(std::string_view text) { return first3(text.substr(text.size() - 3)); }

uint32_t hash_of(std::string_view text) {
  return static_cast<uint32_t>(std::hash<std::string_view>{}(text));
}

size_t bit_of(uint32_t key) { return (key * 0x9E3779B1U) >> 18; }

// True if there may be a digit of some script. Written to be vectorised.
bool may_hold_digit(std::string_view folded) {
  unsigned found = 0;
  for (const char c : folded) {
    const auto byte = static_cast<uint8_t>(c);
    found |= static_cast<unsigned>(static_cast<uint8_t>(byte - '0') < 10) | (byte >> 7);
  }
  return found != 0;
}

bool holds_one_of(std::string_view text, const std::string& bytes) {
  return bytes.empty() || std::any_of(bytes.begin(), bytes.end(), [&](char byte) {
           return text.find(byte) != std::string_view::npos;
         });
}

// A set of more bytes than this is in nearly every line.
constexpr size_t kMostBytes = 6;

std::string few_bytes(const std::bitset<256>& set) {
  std::string bytes;
  if (set.count() > kMostBytes) return bytes;
  for (size_t byte = 0; byte < 256; ++byte) {
    if (set[byte]) bytes += static_cast<char>(byte);
  }
  return bytes;
}

}  // namespace

void LineIndex::KeyTable::build() {
  std::sort(keyed.begin(), keyed.end(), [](const Keyed& a, const Keyed& b) {
    return a.key != b.key ? a.key < b.key : a.item < b.item;
  });
  if (!keyed.empty()) bits.assign(kBits / 64, 0);
  for (const Keyed& k : keyed) bits[bit_of(k.key) / 64] |= uint64_t{1} << (bit_of(k.key) % 64);
}

template <typename Visit>
void LineIndex::KeyTable::look_up(uint32_t key, Visit visit) const {
  if (bits.empty() || ((bits[bit_of(key) / 64] >> (bit_of(key) % 64)) & 1) == 0) return;
  auto at = std::lower_bound(keyed.begin(), keyed.end(), key,
                             [](const Keyed& k, uint32_t wanted) { return k.key < wanted; });
  for (; at != keyed.end() && at->key == key; ++at) visit(*at);
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
  items_.push_back({&pattern, use, {entry}});
  for (const std::string& literal : key.literals) {
    switch (key.kind) {
      case PatternKey::Kind::exact:
        exact_.keyed.push_back({hash_of(literal), item, literal});
        exact_.longest = std::max(exact_.longest, static_cast<uint32_t>(literal.size()));
        break;
      case PatternKey::Kind::prefix:
        prefix_.keyed.push_back({first3(literal), item, literal});
        break;
      case PatternKey::Kind::suffix:
        suffix_.keyed.push_back({last3(literal), item, literal});
        break;
      case PatternKey::Kind::inside:
        inside_.add(literal, item);
        break;
      case PatternKey::Kind::residual:
        break;
    }
  }
  if (key.kind != PatternKey::Kind::residual) return;
  const uint32_t longest = key.max_chars > kUnbounded / 4 ? kUnbounded : key.max_chars * 4;
  const Residual residual{item, key.min_chars, longest, key.needs_digit,
                          few_bytes(key.one_of)};
  for (size_t byte = 0; byte < 256; ++byte) {
    if (key.first[byte]) residual_[byte].push_back(residual);
  }
  longest_residual_ = std::max(longest_residual_, longest);
}

void LineIndex::build() {
  exact_.build();
  prefix_.build();
  suffix_.build();
  inside_.build();
}

bool LineIndex::accepts(const Item& item, const LineText& line) const {
  return item.use == Use::candidate || item.pattern->matches(line);
}

void LineIndex::find(const LineText& line, Scratch* scratch, std::vector<uint32_t>* entries) const {
  const std::string_view folded = line.folded();
  if (folded.empty()) return;
  const size_t before = entries->size();
  const auto offer = [&](uint32_t item) {
    const Item& offered = items_[item];
    if (!accepts(offered, line)) return;
    entries->insert(entries->end(), offered.entries.begin(), offered.entries.end());
  };
  if (folded.size() <= exact_.longest) {
    exact_.look_up(hash_of(folded), [&](const Keyed& k) {
      if (k.literal == folded) offer(k.item);
    });
  }
  if (folded.size() >= 3) {
    prefix_.look_up(first3(folded), [&](const Keyed& k) {
      if (folded.starts_with(k.literal)) offer(k.item);
    });
    suffix_.look_up(last3(folded), [&](const Keyed& k) {
      if (folded.ends_with(k.literal)) offer(k.item);
    });
    if (!inside_.empty()) {
      scratch->ids.clear();
      inside_.find(folded, &scratch->ids);
      if (!scratch->ids.empty()) {
        std::sort(scratch->ids.begin(), scratch->ids.end());
        scratch->ids.erase(std::unique(scratch->ids.begin(), scratch->ids.end()),
                           scratch->ids.end());
        for (const uint32_t item : scratch->ids) offer(item);
      }
    }
  }
  if (folded.size() <= longest_residual_) {
    const auto& residuals = residual_[static_cast<uint8_t>(folded[0])];
    if (!residuals.empty()) {
      const bool digit = may_hold_digit(folded);
      for (const Residual& r : residuals) {
        if (folded.size() < r.min_bytes || folded.size() > r.max_bytes) continue;
        if ((digit || !r.needs_digit) && holds_one_of(folded, r.one_of)) offer(r.item);
      }
    }
  }
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
