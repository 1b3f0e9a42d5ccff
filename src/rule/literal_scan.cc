#include "rule/literal_scan.h"

#include <algorithm>
#include <bit>
#include <climits>
#include <cstring>

#include "rule/gram_table.h"

namespace dehusk {
namespace {

// Of a bit set: 8 kB stay in the fastest cache, 128 kB in the next.
constexpr int kLeastBits = 16;
constexpr int kMostBits = 20;

// A run's hash: its upper bits are the best.
uint32_t hash_of(uint64_t run) {
  return static_cast<uint32_t>((run * 0x9E3779B97F4A7C15U) >> 32);
}

// `kSize` bytes as a number, the same on every machine.
template <size_t kSize>
uint64_t load(const char* at) {
  if constexpr (std::endian::native == std::endian::little) {
    uint64_t word = 0;
    std::memcpy(&word, at, kSize);
    return word;
  } else {
    return first_bytes({at, kSize}, kSize);
  }
}

// How common pairs of letters are in English prose, 0 rare to 9 common, in steps of a factor 2.3;
// row: first letter, column: second, in the order space a to z. From 14 MB of prose.
constexpr std::string_view kPairs[27] = {
    "098877877855787885789768473",
    "716762462625868161878564363",
    "462107000530610600541600050",
    "671517007606620711647600040",
    "862247231720422620551532040",
    "974776553503768564887365651",
    "750006600600500700625500030",
    "851007046500425520643500040",
    "772118000700323710435401041",
    "665766660105769753678260305",
    "130004000100000400020400000",
    "641216211500304310052200020",
    "772368320703732740265632060",
    "774127300600352760050500040",
    "862787482624435620278541150",
    "855664752535678660866866342",
    "660137125500631660755500030",
    "200000000000100000000500000",
    "873558452705465740576552060",
    "961528306704443762278603050",
    "971428419800533830775615160",
    "654655250501656260777100230",
    "360007000600000410020100010",
    "660016006700204600342001000",
    "540304000400000050004100010",
    "823215000300333740154002001",
    "340005000300000300000100001",
};

size_t letter_of(char c) { return c >= 'a' && c <= 'z' ? static_cast<size_t>(c - 'a') + 1 : 0; }

int commonness(char a, char b) {
  if ((a != ' ' && letter_of(a) == 0) || (b != ' ' && letter_of(b) == 0)) return 0;
  return kPairs[letter_of(a)][letter_of(b)] - '0';
}

// Start of the window of `size` bytes whose most common run of `gram` bytes is the least common.
size_t rarest_window(std::string_view text, size_t size, size_t gram) {
  size_t best = 0;
  int best_cost = INT_MAX;
  for (size_t at = 0; at + size <= text.size(); ++at) {
    int cost = 0;
    for (size_t i = at; i + gram <= at + size; ++i) {
      int sum = 0;
      for (size_t k = i; k + 1 < i + gram; ++k) sum += commonness(text[k], text[k + 1]);
      cost = std::max(cost, sum);
    }
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
  literals_.push_back({literal, id});
  const auto put = [&](Table* table) {
    const size_t size = table->gram + table->stride - 1;
    const size_t window = rarest_window(literal, size, table->gram);
    for (size_t i = 0; i < table->stride; ++i) {
      // A run of eight is compared itself, a shorter one with its whole window.
      const size_t run = size > 8 ? 0 : i;
      const size_t begin = window + i - run;
      table->slots.push_back(
          {first_bytes(literal.substr(begin), std::min<size_t>(size, 8)),
           hash_of(first_bytes(literal.substr(window + i), table->gram)), index,
           static_cast<uint32_t>(begin), static_cast<uint32_t>(run)});
    }
  };
  const auto fits = [&](const Table& table) {
    return literal.size() >= table.gram + table.stride - 1;
  };
  if (fits(longest_)) {
    put(&longest_);
  } else if (fits(long_)) {
    put(&long_);
  } else if (fits(short_)) {
    put(&short_);
  } else {
    tiny_.push_back(index);
  }
}

void LiteralScan::build() {
  finish(&longest_);
  finish(&long_);
  finish(&short_);
}

void LiteralScan::finish(Table* table) {
  if (table->slots.empty()) return;
  const int slot_bits = static_cast<int>(std::bit_width(table->slots.size()));
  const int bits = std::clamp(slot_bits + 4, kLeastBits, kMostBits);
  const int bucket_bits = std::min(slot_bits, bits);
  table->bit_shift = 32 - bits;
  table->bucket_shift = 32 - bucket_bits;
  table->bits.assign((size_t{1} << bits) / 64, 0);
  table->starts.assign((size_t{1} << bucket_bits) + 1, 0);
  for (const Slot& slot : table->slots) {
    const uint32_t bit = slot.hash >> table->bit_shift;
    table->bits[bit / 64] |= uint64_t{1} << (bit % 64);
    ++table->starts[(slot.hash >> table->bucket_shift) + 1];
  }
  for (size_t i = 1; i < table->starts.size(); ++i) table->starts[i] += table->starts[i - 1];
  std::vector<uint32_t> next(table->starts.begin(), table->starts.end() - 1);
  std::vector<Slot> sorted(table->slots.size());
  for (const Slot& slot : table->slots) sorted[next[slot.hash >> table->bucket_shift]++] = slot;
  table->slots = std::move(sorted);
}

void LiteralScan::look_up(const Table& table, uint32_t hash, size_t at, std::string_view text,
                          std::vector<uint32_t>* ids) const {
  const size_t size = std::min<size_t>(table.gram + table.stride - 1, 8);
  const size_t bucket = hash >> table.bucket_shift;
  for (uint32_t i = table.starts[bucket]; i < table.starts[bucket + 1]; ++i) {
    const Slot& slot = table.slots[i];
    if (slot.hash != hash || slot.run + slot.offset > at) continue;
    const size_t begin = at - slot.run;
    if (text.size() - begin < size) continue;
    if (first_bytes(text.substr(begin), size) != slot.bytes) continue;
    const Literal& literal = literals_[slot.literal];
    if (text.substr(begin - slot.offset).starts_with(literal.text)) ids->push_back(literal.id);
  }
}

template <size_t kGram, size_t kStride>
void LiteralScan::scan(const Table& table, std::string_view text,
                       std::vector<uint32_t>* ids) const {
  if (table.slots.empty()) return;
  const uint64_t* const bits = table.bits.data();
  const char* const data = text.data();
  const int shift = table.bit_shift;
  for (size_t at = 0; at + kGram <= text.size(); at += kStride) {
    const uint32_t hash = hash_of(load<kGram>(data + at));
    const uint32_t bit = hash >> shift;
    if ((bits[bit / 64] >> (bit % 64)) & 1) look_up(table, hash, at, text, ids);
  }
}

void LiteralScan::find(std::string_view text, std::vector<uint32_t>* ids) const {
  scan<8, 4>(longest_, text, ids);
  scan<4, 4>(long_, text, ids);
  scan<3, 1>(short_, text, ids);
  for (const uint32_t index : tiny_) {
    if (text.find(literals_[index].text) != std::string_view::npos) {
      ids->push_back(literals_[index].id);
    }
  }
}

}  // namespace dehusk
