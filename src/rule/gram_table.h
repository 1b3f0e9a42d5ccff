// Literals that a line must equal, begin with or end with: found by a number made of the line's
// first or last bytes.
//
//   bits    one test turns most lines away; sixteen bits and more for each literal, so that the
//           packs of twenty languages cost what one does
//   starts  bucket -> entries, of which the number and then the literal are compared
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace dehusk {

class GramTable {
 public:
  struct Entry {
    uint64_t gram;
    uint32_t item;
    uint32_t before;           ///< bytes of the literal before those that the number is made of
    std::string_view literal;  ///< owner: as for add()
  };

  /// Borrows `literal` for the table's lifetime. Call build() after the last one.
  void add(uint64_t gram, std::string_view literal, uint32_t item, uint32_t before = 0) {
    entries_.push_back({gram, item, before, literal});
  }
  void build();

  /// Calls `visit(entry)` for each entry with that number.
  template <typename Visit>
  void look_up(uint64_t gram, Visit visit) const {
    if (entries_.empty()) return;
    const uint64_t hash = hash_of(gram);
    const uint64_t bit = hash >> bit_shift_;
    if (((bits_[bit / 64] >> (bit % 64)) & 1) == 0) return;
    const uint64_t bucket = hash >> bucket_shift_;
    for (uint32_t i = starts_[bucket]; i < starts_[bucket + 1]; ++i) {
      if (entries_[i].gram == gram) visit(entries_[i]);
    }
  }

 private:
  static uint64_t hash_of(uint64_t gram) { return (gram ^ (gram >> 29)) * 0x9E3779B97F4A7C15U; }

  std::vector<Entry> entries_;  ///< by bucket
  std::vector<uint64_t> bits_;
  std::vector<uint32_t> starts_;
  int bit_shift_ = 0;
  int bucket_shift_ = 0;
};

/// The first `count` (1 to 8) bytes of `text` as a number; `text` has that many.
inline uint64_t first_bytes(std::string_view text, size_t count) {
  uint64_t number = 0;
  if (std::endian::native == std::endian::little && text.size() >= 8) {
    std::memcpy(&number, text.data(), 8);
    return number & (~uint64_t{0} >> (64 - 8 * count));
  }
  for (size_t i = 0; i < count; ++i) {
    number |= uint64_t{static_cast<uint8_t>(text[i])} << (8 * i);
  }
  return number;
}

/// The last `count` (1 to 8) bytes of `text` as a number; `text` has that many.
inline uint64_t last_bytes(std::string_view text, size_t count) {
  return first_bytes(text.substr(text.size() - count), count);
}

/// A number for a whole text: of its ends and its length.
uint64_t gram_of_whole(std::string_view text);

}  // namespace dehusk
