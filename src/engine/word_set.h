// A small set of words by their hashes: those of a title, asked for every word of a page.
#pragma once

#include <array>
#include <cstdint>

namespace dehusk {

/// Up to 64 hashes; more are left out. Hash 0 is no word.
class WordSet {
 public:
  void add(uint32_t hash) {
    if (size_ == kMost || has(hash)) return;
    slots_[free_slot(hash)] = hash;
    ++size_;
  }
  bool has(uint32_t hash) const {
    for (uint32_t at = hash % kSlots; slots_[at] != 0; at = (at + 1) % kSlots) {
      if (slots_[at] == hash) return true;
    }
    return false;
  }
  uint32_t size() const { return size_; }

 private:
  static constexpr uint32_t kMost = 64;
  static constexpr uint32_t kSlots = 256;

  uint32_t free_slot(uint32_t hash) const {
    uint32_t at = hash % kSlots;
    while (slots_[at] != 0) at = (at + 1) % kSlots;
    return at;
  }

  std::array<uint32_t, kSlots> slots_{};
  uint32_t size_ = 0;
};

}  // namespace dehusk
