#include "rule/gram_table.h"

#include <algorithm>
#include <bit>

namespace dehusk {

void GramTable::build() {
  if (entries_.empty()) return;
  const int bucket_bits = std::max(4, static_cast<int>(std::bit_width(entries_.size())));
  const int bit_bits = std::max(10, bucket_bits + 4);
  bucket_shift_ = 64 - bucket_bits;
  bit_shift_ = 64 - bit_bits;
  bits_.assign((size_t{1} << bit_bits) / 64, 0);
  starts_.assign((size_t{1} << bucket_bits) + 1, 0);
  for (const Entry& entry : entries_) {
    const uint64_t hash = hash_of(entry.gram);
    const uint64_t bit = hash >> bit_shift_;
    bits_[bit / 64] |= uint64_t{1} << (bit % 64);
    ++starts_[(hash >> bucket_shift_) + 1];
  }
  for (size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
  std::vector<uint32_t> next(starts_.begin(), starts_.end() - 1);
  std::vector<Entry> sorted(entries_.size());
  for (const Entry& entry : entries_) sorted[next[hash_of(entry.gram) >> bucket_shift_]++] = entry;
  entries_ = std::move(sorted);
}

uint64_t gram_of_whole(std::string_view text) {
  const size_t count = std::min<size_t>(text.size(), 8);
  return count == 0 ? 0
                    : first_bytes(text, count) + std::rotl(last_bytes(text, count), 23) * 0x9E37 +
                          (uint64_t{text.size()} << 56);
}

}  // namespace dehusk
