#include "rule/line_index.h"

#include <algorithm>
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

bool may_hold_digit(std::string_view folded) {
  return std::any_of(folded.begin(), folded.end(), [](char c) {
    return (c >= '0' && c <= '9') || static_cast<uint8_t>(c) >= 0x80;
  });
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

void LineIndex::add(const Pattern& pattern, Use use, uint32_t entry) {
  const auto item = static_cast<uint32_t>(items_.size());
  items_.push_back({&pattern, entry, use});
  const LiteralInfo& info = pattern.info();
  if (use == Use::whole_line && info.exact) {
    for (const std::string& literal : *info.exact) {
      exact_.keyed.push_back({hash_of(literal), item, literal});
      exact_.longest = std::max(exact_.longest, static_cast<uint32_t>(literal.size()));
    }
    return;
  }
  const size_t prefix = use == Use::whole_line ? shortest(info.prefix) : 0;
  const size_t suffix = use == Use::whole_line ? shortest(info.suffix) : 0;
  const auto& required = info.exact && shortest(*info.exact) > 0 ? *info.exact : info.required;
  const size_t inside = shortest(required);
  if (std::max(prefix, suffix) >= 3 && std::max(prefix, suffix) + 2 >= inside) {
    const bool front = prefix >= suffix;
    for (const std::string& literal : front ? info.prefix : info.suffix) {
      const uint32_t key = front ? first3(literal) : last3(literal);
      (front ? prefix_ : suffix_).keyed.push_back({key, item, literal});
    }
    return;
  }
  if (inside >= 3) {
    for (const std::string& literal : required) inside_.add(literal, item);
    return;
  }
  const uint32_t longest =
      info.max_chars == kUnbounded || info.max_chars > kUnbounded / 4 ? kUnbounded
                                                                      : info.max_chars * 4;
  const Residual residual{item, info.min_chars, use == Use::whole_line ? longest : kUnbounded,
                          info.needs_digit};
  for (size_t byte = 0; byte < 256; ++byte) {
    if (use == Use::candidate || info.first[byte]) residual_[byte].push_back(residual);
  }
  longest_residual_ = std::max(longest_residual_, residual.max_bytes);
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
    if (accepts(items_[item], line)) entries->push_back(items_[item].entry);
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
        if (digit || !r.needs_digit) offer(r.item);
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
    if (fits) entries->push_back(item.entry);
  }
  std::sort(entries->begin() + static_cast<ptrdiff_t>(before), entries->end());
  entries->erase(std::unique(entries->begin() + static_cast<ptrdiff_t>(before), entries->end()),
                 entries->end());
}

}  // namespace dehusk
