#include "rule/literal_scan.h"

#include <algorithm>
#include <cstddef>
#include <bit>
#include <climits>
#include <cstring>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "rule/gram_table.h"

namespace dehusk {
namespace {

constexpr uint64_t kSlotSteps = 6;

// Of a bit set: 8 kB stay in the fastest cache, 128 kB in the next.
constexpr int kLeastBits = 16;
constexpr int kMostBits = 20;

// A run's hash, of its two halves: its upper bits are the best.
constexpr uint32_t kLowFactor = 0x9E3779B1U;
constexpr uint32_t kHighFactor = 0x85EBCA77U;
uint32_t hash_of(uint64_t run) {
  return static_cast<uint32_t>(run) * kLowFactor + static_cast<uint32_t>(run >> 32) * kHighFactor;
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
  // commons[i]: of the run at i, the sum over its pairs, which moves along with it.
  std::vector<int> commons(text.size() - gram + 1);
  int sum = 0;
  for (size_t k = 0; k + 1 < text.size(); ++k) {
    sum += commonness(text[k], text[k + 1]);
    if (k + 2 < gram) continue;
    const size_t run = k + 2 - gram;
    commons[run] = sum;
    sum -= commonness(text[run], text[run + 1]);
  }
  size_t best = 0;
  int best_cost = INT_MAX;
  for (size_t at = 0; at + size <= text.size(); ++at) {
    const auto first = commons.begin() + static_cast<ptrdiff_t>(at);
    const int cost = *std::max_element(first, first + static_cast<ptrdiff_t>(size - gram + 1));
    if (cost < best_cost) {
      best_cost = cost;
      best = at;
    }
  }
  return best;
}

}  // namespace

void LiteralScan::add(std::string_view literal, uint32_t id) { literals_.push_back({literal, id}); }

void LiteralScan::put(uint32_t index, Table* table) {
  const std::string_view literal = literals_[index].text;
  const size_t size = table->gram + table->stride - 1;
  const size_t window = rarest_window(literal, size, table->gram);
  for (size_t i = 0; i < table->stride; ++i) {
    // A run of eight is compared itself, a shorter one with its whole window.
    const size_t run = size > 8 ? 0 : i;
    const size_t begin = window + i - run;
    table->slots.push_back({first_bytes(literal.substr(begin), std::min<size_t>(size, 8)),
                            hash_of(first_bytes(literal.substr(window + i), table->gram)), index,
                            static_cast<uint32_t>(begin), static_cast<uint32_t>(run)});
  }
}

void LiteralScan::build() {
  const auto fits = [](const Literal& literal, const Table& table) {
    return literal.text.size() >= table.gram + table.stride - 1;
  };
  const auto is_short = [&](const Literal& literal) { return !fits(literal, long_); };
  // Searches of their own for a few cost less than a look at every position.
  constexpr ptrdiff_t kFew = 4;
  const bool few = std::count_if(literals_.begin(), literals_.end(), is_short) <= kFew;
  for (uint32_t index = 0; index < literals_.size(); ++index) {
    const Literal& literal = literals_[index];
    if (fits(literal, longest_)) {
      put(index, &longest_);
    } else if (fits(literal, long_)) {
      put(index, &long_);
    } else if (fits(literal, short_) && !few) {
      put(index, &short_);
    } else {
      alone_.push_back({Needle(std::string(literal.text)), literal.id});
    }
  }
  finish(&longest_);
  finish(&long_);
  finish(&short_);
}

void LiteralScan::finish(Table* table) {
  const int slot_bits = static_cast<int>(std::bit_width(table->slots.size()));
  const int bits = slot_bits == 0 ? 5 : std::clamp(slot_bits + 4, kLeastBits, kMostBits);
  const int bucket_bits = std::min(slot_bits, bits);
  table->bit_shift = 32 - bits;
  table->bucket_shift = 32 - bucket_bits;
  table->bits.assign((size_t{1} << bits) / 32, 0);
  table->starts.assign((size_t{1} << bucket_bits) + 1, 0);
  for (const Slot& slot : table->slots) {
    const uint32_t bit = slot.hash >> table->bit_shift;
    table->bits[bit / 32] |= uint32_t{1} << (bit % 32);
    ++table->starts[(slot.hash >> table->bucket_shift) + 1];
  }
  for (size_t i = 1; i < table->starts.size(); ++i) table->starts[i] += table->starts[i - 1];
  std::vector<uint32_t> next(table->starts.begin(), table->starts.end() - 1);
  std::vector<Slot> sorted(table->slots.size());
  for (const Slot& slot : table->slots) sorted[next[slot.hash >> table->bucket_shift]++] = slot;
  table->slots = std::move(sorted);
}

// How many slots were looked at, and one for the hit itself.
uint64_t LiteralScan::look_up(const Table& table, uint32_t hash, size_t at, std::string_view text,
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
  return 1 + table.starts[bucket + 1] - table.starts[bucket];
}

template <size_t kGram, size_t kStride>
uint64_t LiteralScan::scan(const Table& table, size_t at, std::string_view text,
                           std::vector<uint32_t>* ids) const {
  if (table.slots.empty()) return 0;
  uint64_t looked = 0;
  const uint32_t* const bits = table.bits.data();
  const char* const data = text.data();
  const int shift = table.bit_shift;
  for (; at + kGram <= text.size(); at += kStride) {
    const uint32_t hash = hash_of(load<kGram>(data + at));
    const uint32_t bit = hash >> shift;
    if ((bits[bit / 32] >> (bit % 32)) & 1) looked += look_up(table, hash, at, text, ids);
  }
  return looked;
}

#ifdef __x86_64__

namespace {

const bool kHasAvx2 = __builtin_cpu_supports("avx2") != 0;

// Lanes whose bit in the set is one, as a mask.
__attribute__((target("avx2"))) unsigned lanes_in(const uint32_t* bits, __m256i hashes,
                                                  __m128i shift) {
  const __m256i bit = _mm256_srl_epi32(hashes, shift);
  const __m256i words =
      _mm256_i32gather_epi32(reinterpret_cast<const int*>(bits), _mm256_srli_epi32(bit, 5), 4);
  const __m256i to_sign = _mm256_andnot_si256(bit, _mm256_set1_epi32(31));
  return static_cast<unsigned>(
      _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_sllv_epi32(words, to_sign))));
}

struct Lanes {
  __m256i bytes;
  unsigned valid;  // a bit for each lane
};

// Up to eight words of four bytes of the `count` at `at`; not a byte behind them is read.
__attribute__((target("avx2"))) Lanes load_words(const char* at, size_t count) {
  if (count >= 8) return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)), 0xFF};
  const __m256i valid = _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(count)),
                                           _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  return {_mm256_maskload_epi32(reinterpret_cast<const int*>(at), valid), (1U << count) - 1};
}

}  // namespace

// Both tables with stride 4, eight positions at a time.
__attribute__((target("avx2"))) uint64_t LiteralScan::scan_words(std::string_view text,
                                                                 std::vector<uint32_t>* ids) const {
  uint64_t looked = 0;
  const __m256i low_factor = _mm256_set1_epi32(static_cast<int>(kLowFactor));
  const __m256i high_factor = _mm256_set1_epi32(static_cast<int>(kHighFactor));
  const __m128i longest_shift = _mm_cvtsi32_si128(longest_.bit_shift);
  const __m128i long_shift = _mm_cvtsi32_si128(long_.bit_shift);
  for (size_t at = 0; at + 4 <= text.size(); at += 32) {
    const size_t words = (text.size() - at) / 4;
    const Lanes low = load_words(text.data() + at, words);
    const Lanes high = load_words(text.data() + at + 4, words - 1);
    const __m256i four = _mm256_mullo_epi32(low.bytes, low_factor);
    const __m256i eight = _mm256_add_epi32(four, _mm256_mullo_epi32(high.bytes, high_factor));
    unsigned eights = high.valid & lanes_in(longest_.bits.data(), eight, longest_shift);
    unsigned fours = low.valid & lanes_in(long_.bits.data(), four, long_shift);
    for (; eights != 0; eights &= eights - 1) {
      const size_t hit = at + 4 * static_cast<size_t>(std::countr_zero(eights));
      looked += look_up(longest_, hash_of(load<8>(text.data() + hit)), hit, text, ids);
    }
    for (; fours != 0; fours &= fours - 1) {
      const size_t hit = at + 4 * static_cast<size_t>(std::countr_zero(fours));
      looked += look_up(long_, hash_of(load<4>(text.data() + hit)), hit, text, ids);
    }
  }
  return looked;
}

// The table with stride 1: eight positions of each remainder by four at a time, then the last.
__attribute__((target("avx2"))) uint64_t LiteralScan::scan_positions(std::string_view text,
                                                                     std::vector<uint32_t>* ids) const {
  uint64_t looked = 0;
  const __m256i factor = _mm256_set1_epi32(static_cast<int>(kLowFactor));
  const __m256i three_bytes = _mm256_set1_epi32(0xFFFFFF);
  const __m128i shift = _mm_cvtsi32_si128(short_.bit_shift);
  for (size_t at = 0; at + 4 <= text.size(); at += 32) {
    for (size_t i = at; i < at + 4 && i + 4 <= text.size(); ++i) {
      const Lanes words = load_words(text.data() + i, (text.size() - i) / 4);
      const __m256i hashes = _mm256_mullo_epi32(_mm256_and_si256(words.bytes, three_bytes), factor);
      unsigned hits = words.valid & lanes_in(short_.bits.data(), hashes, shift);
      for (; hits != 0; hits &= hits - 1) {
        const size_t hit = i + 4 * static_cast<size_t>(std::countr_zero(hits));
        looked += look_up(short_, hash_of(load<3>(text.data() + hit)), hit, text, ids);
      }
    }
  }
  if (text.size() >= 3) looked += scan<3, 1>(short_, text.size() - 3, text, ids);
  return looked;
}

uint64_t LiteralScan::find(std::string_view text, std::vector<uint32_t>* ids) const {
  if (!kHasAvx2) return find_plainly(text, ids);
  uint64_t looked = scan_words(text, ids);
  if (!short_.slots.empty()) looked += scan_positions(text, ids);
  looked += find_alone(text, ids);
  return kSlotSteps * looked;
}

#else

uint64_t LiteralScan::find(std::string_view text, std::vector<uint32_t>* ids) const {
  return find_plainly(text, ids);
}

#endif

uint64_t LiteralScan::find_plainly(std::string_view text, std::vector<uint32_t>* ids) const {
  uint64_t looked = scan<8, 4>(longest_, 0, text, ids);
  looked += scan<4, 4>(long_, 0, text, ids);
  looked += scan<3, 1>(short_, 0, text, ids);
  looked += find_alone(text, ids);
  return kSlotSteps * looked;
}

uint64_t LiteralScan::eighths_a_byte() const {
  return 2 + (short_.slots.empty() ? 0 : 8) + (alone_.size() + 3) / 4;
}

uint64_t LiteralScan::find_alone(std::string_view text, std::vector<uint32_t>* ids) const {
  uint64_t tries = 0;
  for (const Alone& literal : alone_) {
    if (literal.needle.find_in(text, 0, &tries) != std::string_view::npos) ids->push_back(literal.id);
  }
  return tries;
}

}  // namespace dehusk
