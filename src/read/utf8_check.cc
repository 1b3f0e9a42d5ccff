#include "read/utf8_check.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "core/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace dehusk {

Utf8Sequence sequence_at(std::string_view text, size_t at) {
  const uint8_t lead = text[at];
  if (lead < 0x80) return {};
  if (lead < 0xC2 || lead > 0xF4) return {.sound = false};
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  uint8_t least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  uint8_t most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  for (size_t i = 1; i < length; ++i) {
    if (at + i == text.size()) return {.length = i, .sound = false, .cut = true};
    const uint8_t next = text[at + i];
    if (next < least || next > most) return {.length = i, .sound = false};
    least = 0x80;
    most = 0xBF;
  }
  return {.length = length};
}

namespace {

constexpr size_t kBlock = 64;

#ifdef __SSE2__

/// Four vectors of sixteen bytes; a mask of them has a bit for each byte.
struct Block {
  __m128i bytes[4];

  explicit Block(const char* p) : bytes{load(p), load(p + 16), load(p + 32), load(p + 48)} {}
  static __m128i load(const char* p) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  }
  template <typename Test>
  uint64_t mask(Test test) const {
    const auto bits = [&](int i) {
      return uint64_t{static_cast<uint32_t>(_mm_movemask_epi8(test(bytes[i])))} << (16 * i);
    };
    return bits(0) | bits(1) | bits(2) | bits(3);
  }
  uint64_t beyond_ascii() const {
    return mask([](__m128i b) { return b; });
  }
  uint64_t equal(uint8_t value) const {
    const __m128i v = _mm_set1_epi8(static_cast<char>(value));
    return mask([v](__m128i b) { return _mm_cmpeq_epi8(b, v); });
  }
  /// Bytes from `value` to 0xFF, and ASCII: the comparison is signed. `value` is above 0x80.
  uint64_t at_least(uint8_t value) const {
    const __m128i v = _mm_set1_epi8(static_cast<char>(value - 1));
    return mask([v](__m128i b) { return _mm_cmpgt_epi8(b, v); });
  }
  bool ascii() const {
    return _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(bytes[0], bytes[1]),
                                          _mm_or_si128(bytes[2], bytes[3]))) == 0;
  }
};

/// Bytes of sound UTF-8 at the start of the 64 at `p`, which starts a sequence, up to the end of
/// the last sequence that ends among them (61 to 64); 0 where one is broken.
size_t check_block(const char* p) {
  const Block block(p);
  if (block.ascii()) return kBlock;
  const uint64_t high = block.beyond_ascii();
  const uint64_t lead2 = block.at_least(0xC0) & high;
  const uint64_t lead3 = block.at_least(0xE0) & high;
  uint64_t lead4 = 0;
  uint64_t broken = lead2 & ~block.at_least(0xC2);
  if (lead3 != 0) {
    lead4 = block.at_least(0xF0) & high;
    const uint64_t from_a0 = block.at_least(0xA0);
    broken |= ((block.equal(0xE0) << 1) & ~from_a0) | ((block.equal(0xED) << 1) & from_a0);
  }
  if (lead4 != 0) {
    const uint64_t from_90 = block.at_least(0x90);
    broken |= (block.at_least(0xF5) & high) | ((block.equal(0xF0) << 1) & ~from_90) |
              ((block.equal(0xF4) << 1) & from_90);
  }
  broken |= (high ^ lead2) ^ ((lead2 << 1) | (lead3 << 2) | (lead4 << 3));
  if (broken != 0) return 0;
  // At most one of the three is a lead whose sequence ends in the next block.
  const auto from = [p](size_t at, uint8_t value) { return static_cast<uint8_t>(p[at]) >= value; };
  return kBlock - 1 * from(63, 0xC0) - 2 * from(62, 0xE0) - 3 * from(61, 0xF0);
}

#else

size_t check_block(const char* p) {
  uint64_t words[kBlock / 8];
  std::memcpy(words, p, kBlock);
  uint64_t any = 0;
  for (const uint64_t word : words) any |= word;
  if ((any & 0x8080808080808080) == 0) return kBlock;
  const std::string_view block(p, kBlock);
  size_t at = 0;
  while (at < kBlock) {
    const Utf8Sequence sequence = sequence_at(block, at);
    if (sequence.cut) break;
    if (!sequence.sound) return 0;
    at += sequence.length;
  }
  return at;
}

#endif

}  // namespace

size_t valid_utf8_prefix(std::string_view bytes) {
  size_t at = 0;
  while (bytes.size() - at >= kBlock) {
    const size_t checked = check_block(bytes.data() + at);
    if (checked == 0) break;
    at += checked;
  }
  if (bytes.size() - at < kBlock) {
    // NULs end an unfinished sequence like any byte that does not belong to it.
    char rest[kBlock] = {};
    std::copy(bytes.begin() + at, bytes.end(), rest);
    if (check_block(rest) != 0) return bytes.size();
  }
  while (at < bytes.size()) {
    const Utf8Sequence sequence = sequence_at(bytes, at);
    if (!sequence.sound) break;
    at += sequence.length;
  }
  return at;
}

bool is_damaged_utf8(std::string_view bytes, size_t sound) {
  constexpr uint64_t kEvidenceForEachBroken = 8;
  constexpr size_t kLooked = 1 << 20;
  uint64_t evidence = sound - count_code_points(bytes.substr(0, sound));
  uint64_t broken = 0;
  const size_t end = std::min(bytes.size(), sound + kLooked);
  for (size_t at = sound; at < end;) {
    const Utf8Sequence sequence = sequence_at(bytes, at);
    if (sequence.sound || sequence.cut) {
      evidence += sequence.length - 1;
    } else {
      ++broken;
    }
    at += sequence.length;
  }
  return evidence > 0 && evidence >= kEvidenceForEachBroken * broken;
}

}  // namespace dehusk
