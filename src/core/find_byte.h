// Where a byte stands next. memchr costs a call; tags and values are mostly shorter than that is worth.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace dehusk {

/// The first `byte` in `text` at `at` or later, or npos. O(size).
inline size_t find_byte(std::string_view text, size_t at, char byte) {
#ifdef __SSE2__
  for (int near = 0; near < 4 && text.size() >= 16 && at <= text.size() - 16; ++near) {
    const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    const int found = _mm_movemask_epi8(_mm_cmpeq_epi8(chunk, _mm_set1_epi8(byte)));
    if (found != 0) return at + static_cast<size_t>(__builtin_ctz(static_cast<unsigned>(found)));
    at += 16;
  }
#endif
  if (at >= text.size()) return std::string_view::npos;
  const void* place = std::memchr(text.data() + at, byte, text.size() - at);
  if (place == nullptr) return std::string_view::npos;
  return static_cast<size_t>(static_cast<const char*>(place) - text.data());
}

}  // namespace dehusk
