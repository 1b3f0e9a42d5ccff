// Which look-ups the end of a line is worth, told from three bytes of it: nearly always none.
//
//   hash of "by "  ->  a byte with a bit for each table that holds a literal with this end
//
// Eight look-ups in turn, each a hash and a test, cost 34 ns a line; half of the lines of prose are
// shorter than 32 bytes.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace dehusk {

class EndFilter {
 public:
  /// The bytes that are looked at.
  static constexpr size_t kBytes = 3;

  /// `end`: three bytes as a number; `tables`: bits. Call build() after the last one.
  void add(uint64_t end, uint8_t tables) { ends_.emplace_back(end, tables); }

  /// Eight entries for each end, so that few lines meet one by chance.
  void build() {
    constexpr int kMost = 15;
    const int bits = std::min(kMost, static_cast<int>(std::bit_width(ends_.size())) + 3);
    shift_ = 32 - bits;
    tables_.assign(size_t{1} << bits, 0);
    for (const auto& [end, tables] : ends_) tables_[hash_of(end) >> shift_] |= tables;
    ends_ = {};
  }

  /// The tables that may hold a literal with this end.
  uint8_t tables(uint64_t end) const { return tables_[hash_of(end) >> shift_]; }

 private:
  static uint32_t hash_of(uint64_t end) { return static_cast<uint32_t>(end) * 0x9E3779B1U; }

  std::vector<std::pair<uint64_t, uint8_t>> ends_;
  std::vector<uint8_t> tables_;
  int shift_ = 0;
};

}  // namespace dehusk
