#include "doc/tag.h"

#include <array>

namespace dehusk {
namespace {

constexpr std::string_view without_underscore(std::string_view name) {
  return name.ends_with('_') ? name.substr(0, name.size() - 1) : name;
}

constexpr std::string_view kNames[] = {
#define DEHUSK_TAG(name) without_underscore(#name),
    DEHUSK_TAGS(DEHUSK_TAG)
#undef DEHUSK_TAG
};
static_assert(std::size(kNames) == kTags);

constexpr size_t kLongestName = 16;
constexpr size_t kSlots = 1024;

// The ASCII letters among eight bytes in lower case.
constexpr uint64_t lower8(uint64_t bytes) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  const uint64_t low = bytes & (kOnes * 0x7F);
  const uint64_t above_z = low + kOnes * (0x7F - 'Z');
  const uint64_t from_a = low + kOnes * (0x80 - 'A');
  const uint64_t upper = ~bytes & (from_a ^ above_z) & (kOnes * 0x80);
  return bytes | upper >> 2;
}

// A name of at most kLongestName bytes in lower case: its first eight bytes, and its last.
struct Key {
  uint64_t first = 0;
  uint64_t last = 0;
  friend constexpr bool operator==(const Key&, const Key&) = default;
};

constexpr uint64_t load(std::string_view bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    value |= static_cast<uint64_t>(static_cast<uint8_t>(bytes[i])) << (8 * i);
  }
  return lower8(value);
}

constexpr Key key_of(std::string_view name) {
  if (name.size() <= 8) return {load(name), name.size()};
  return {load(name.substr(0, 8)), load(name.substr(name.size() - 8))};
}

constexpr size_t slot_of(const Key& key) {
  const uint64_t h = (key.first ^ key.last * 0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93;
  return h >> 54;
}
static_assert(kSlots == 1u << (64 - 54));

// Open addressing; Tag::unknown is an empty slot.
struct Slot {
  Key key;
  Tag tag = Tag::unknown;
};
constexpr auto kTable = [] {
  std::array<Slot, kSlots> table{};
  for (size_t i = 0; i < kTags; ++i) {
    const Key key = key_of(kNames[i]);
    size_t slot = slot_of(key);
    while (table[slot].tag != Tag::unknown) slot = (slot + 1) % kSlots;
    table[slot] = {key, static_cast<Tag>(i)};
  }
  return table;
}();

}  // namespace

std::string_view name_of(Tag tag) {
  return tag == Tag::unknown ? std::string_view{} : kNames[static_cast<size_t>(tag)];
}

Tag tag_named(std::string_view name) {
  if (name.size() > kLongestName) return Tag::unknown;
  const Key key = key_of(name);
  for (size_t slot = slot_of(key);; slot = (slot + 1) % kSlots) {
    const Tag tag = kTable[slot].tag;
    // Two names of different lengths may share a key.
    if (tag == Tag::unknown) return tag;
    if (kTable[slot].key == key && kNames[static_cast<size_t>(tag)].size() == name.size()) return tag;
  }
}

}  // namespace dehusk
