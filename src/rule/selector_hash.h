// Numbers for what SelectorIndex looks up: names, values, four bytes of a value.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "rule/gram_table.h"
#include "rule/selector_keys.h"

namespace dehusk::selector_hash {

// Bytes with the bit set that tells small letters from capitals: what differs in other ways may hash
// alike, selectors themselves look closer.
inline constexpr uint64_t kSmall = 0x2020202020202020U;

inline uint64_t mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15U;
  return hash ^ (hash >> 32);
}

/// 1 to 8 bytes as a number that differs where they do, once their number is known.
inline uint64_t short_word(std::string_view text) {
  const size_t size = text.size();
  if (size < 4) {
    const auto at = [&](size_t i) { return uint64_t{static_cast<uint8_t>(text[i])}; };
    return at(0) | at(size / 2) << 8 | at(size - 1) << 16;
  }
  uint32_t front = 0;
  uint32_t back = 0;
  std::memcpy(&front, text.data(), 4);
  std::memcpy(&back, text.data() + size - 4, 4);
  return front | uint64_t{back} << 32;
}

inline uint64_t hash_of(uint64_t seed, std::string_view text) {
  uint64_t hash = seed ^ text.size();
  for (; text.size() > 8; text.remove_prefix(8)) hash = mix(hash, first_bytes(text, 8) | kSmall);
  if (!text.empty()) hash = mix(hash, short_word(text) | kSmall);
  return mix(hash, seed);
}

inline constexpr uint64_t kIdSeed = 0x11;
inline constexpr uint64_t kClassSeed = 0x22;
inline constexpr uint64_t kNameSeed = 0x33;
inline constexpr uint64_t kAttributeSeed = 0x44;

inline uint32_t gram_at(std::string_view text, size_t at) {
  uint32_t gram = 0;
  std::memcpy(&gram, text.data() + at, kPartBytes);
  return gram | static_cast<uint32_t>(kSmall);
}

inline uint64_t hash_of_gram(uint64_t seed, uint32_t gram) { return mix(seed + 1, gram); }

/// A bit of 65,536 for four bytes of a value: of a few hundred parts, one value's position in a hundred meets one.
inline uint32_t gram_bit(uint64_t seed, uint32_t gram) {
  return ((gram ^ static_cast<uint32_t>(seed)) * 0x9E3779B1U) >> 16;
}

/// Of what is filed under an attribute's name.
inline uint64_t seed_of(std::string_view attribute) { return hash_of(kAttributeSeed + 1, attribute); }

}  // namespace dehusk::selector_hash
