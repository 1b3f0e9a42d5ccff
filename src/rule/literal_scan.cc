#include "rule/literal_scan.h"

#include <algorithm>
#include <cstring>

namespace dehusk {
namespace {

constexpr size_t kBits = 1 << 16;
constexpr size_t kBuckets = 1 << 10;
constexpr size_t kWindow = 6;
constexpr size_t kStride = 4;

uint32_t load3(const char* at) {
  return static_cast<uint32_t>(static_cast<uint8_t>(at[0])) |
         static_cast<uint32_t>(static_cast<uint8_t>(at[1])) << 8 |
         static_cast<uint32_t>(static_cast<uint8_t>(at[2])) << 16;
}

// A trigram's hash: 16 bits, spread by a multiplication.
uint32_t hash_of(uint32_t trigram) { return (trigram * 0x9E3779B1U) >> 16; }

// How common a byte is in folded prose, roughly: 0 rare to 9 common.
int commonness(char c) {
  constexpr std::string_view kByRank = " etaoinsrhldcumfpgwybvk";
  const size_t rank = kByRank.find(c);
  if (rank != std::string_view::npos) return 9 - static_cast<int>(rank) / 3;
  return static_cast<uint8_t>(c) >= 0x80 ? 3 : 0;
}

// Start of the run of `size` bytes with the least common letters.
size_t rarest_window(std::string_view text, size_t size) {
  size_t best = 0;
  int best_cost = 1 << 30;
  for (size_t at = 0; at + size <= text.size(); ++at) {
    int cost = 0;
    for (size_t i = 0; i < size; ++i) cost += commonness(text[at + i]);
    if (cost < best_cost) {
      best_cost = cost;
      best = at;
    }
  }
  return best;
}

}  // namespace

void LiteralScan::add(std::string_view literal, uint32_t id) {
  const auto index = static_cast<uint32_t>(literals_.size());
  literals_.push_back({std::string(literal), id});
  const auto put = [&](Table* table, size_t offset) {
    table->slots.push_back(
        {hash_of(load3(literal.data() + offset)), index, static_cast<uint32_t>(offset)});
  };
  if (literal.size() >= kWindow) {
    const size_t window = rarest_window(literal, kWindow);
    for (size_t i = 0; i < kStride; ++i) put(&long_, window + i);
  } else if (literal.size() >= 3) {
    put(&short_, rarest_window(literal, 3));
  } else {
    tiny_.push_back(index);
  }
}

void LiteralScan::build() {
  finish(&long_);
  finish(&short_);
}

void LiteralScan::finish(Table* table) {
  if (table->slots.empty()) return;
  std::sort(table->slots.begin(), table->slots.end(),
            [](const Slot& a, const Slot& b) { return a.hash < b.hash; });
  table->bits.assign(kBits / 64, 0);
  table->starts.assign(kBuckets + 1, 0);
  for (const Slot& slot : table->slots) {
    table->bits[slot.hash / 64] |= uint64_t{1} << (slot.hash % 64);
    ++table->starts[slot.hash * kBuckets / kBits + 1];
  }
  for (size_t i = 0; i < kBuckets; ++i) table->starts[i + 1] += table->starts[i];
}

void LiteralScan::look_up(const Table& table, uint32_t hash, size_t at, std::string_view text,
                          std::vector<uint32_t>* ids) const {
  const size_t bucket = hash * kBuckets / kBits;
  for (uint32_t i = table.starts[bucket]; i < table.starts[bucket + 1]; ++i) {
    const Slot& slot = table.slots[i];
    if (slot.hash != hash || slot.offset > at) continue;
    const Literal& literal = literals_[slot.literal];
    const size_t begin = at - slot.offset;
    if (text.size() - begin < literal.text.size()) continue;
    if (std::memcmp(text.data() + begin, literal.text.data(), literal.text.size()) == 0) {
      ids->push_back(literal.id);
    }
  }
}

void LiteralScan::scan(const Table& table, size_t stride, std::string_view text,
                       std::vector<uint32_t>* ids) const {
  if (table.slots.empty() || text.size() < 3) return;
  const uint64_t* const bits = table.bits.data();
  const char* const data = text.data();
  size_t at = 0;
  // Four bytes are loaded where three are needed: the last position is done apart.
  for (; at + 4 <= text.size(); at += stride) {
    uint32_t word;
    std::memcpy(&word, data + at, 4);
    const uint32_t hash = hash_of(word & 0xFFFFFF);
    if ((bits[hash / 64] >> (hash % 64)) & 1) look_up(table, hash, at, text, ids);
  }
  if (at + 3 == text.size()) {
    const uint32_t hash = hash_of(load3(data + at));
    if ((bits[hash / 64] >> (hash % 64)) & 1) look_up(table, hash, at, text, ids);
  }
}

void LiteralScan::find(std::string_view text, std::vector<uint32_t>* ids) const {
  scan(long_, kStride, text, ids);
  scan(short_, 1, text, ids);
  for (const uint32_t index : tiny_) {
    if (text.find(literals_[index].text) != std::string_view::npos) {
      ids->push_back(literals_[index].id);
    }
  }
}

}  // namespace dehusk
