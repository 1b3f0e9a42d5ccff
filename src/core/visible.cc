#include "core/visible.h"

#include <algorithm>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "core/unicode.h"
#include "core/utf8.h"

namespace dehusk {

bool is_visible(char32_t c) {
  if (c < 0x80) return c != ' ' && (c < 9 || c > 13);
  return !is_space(c) && !is_ignorable(c);
}

uint64_t count_visible(std::string_view text) {
  uint64_t n = 0;
  for (size_t at = 0; at < text.size();) {
#ifdef __SSE2__
    // Sixteen ASCII characters at a time: visible is what is no white space. Each lane counts what
    // is not, up to 255 of them.
    while (text.size() - at >= 16) {
      const size_t first = at;
      const size_t stop = at + std::min<size_t>((text.size() - at) / 16, 255) * 16;
      __m128i spaces = _mm_setzero_si128();
      bool ascii = true;
      for (; at < stop; at += 16) {
        const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
        ascii = _mm_movemask_epi8(chunk) == 0;
        if (!ascii) break;
        const __m128i control = _mm_and_si128(_mm_cmpgt_epi8(chunk, _mm_set1_epi8(8)),
                                              _mm_cmplt_epi8(chunk, _mm_set1_epi8(14)));
        const __m128i space = _mm_or_si128(control, _mm_cmpeq_epi8(chunk, _mm_set1_epi8(' ')));
        spaces = _mm_sub_epi8(spaces, space);
      }
      const __m128i sums = _mm_sad_epu8(spaces, _mm_setzero_si128());
      n += at - first - static_cast<uint64_t>(_mm_cvtsi128_si64(sums)) -
           static_cast<uint64_t>(_mm_extract_epi16(sums, 4));
      if (!ascii) break;
    }
#endif
    // Up to where ASCII begins again.
    for (char32_t c = 0; at < text.size();) {
      if (c >= 0x80 && static_cast<uint8_t>(text[at]) < 0x80) break;
      c = next_code_point(text, &at);
      n += is_visible(c);
    }
  }
  return n;
}

bool has_visible(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (is_visible(next_code_point(text, &at))) return true;
  }
  return false;
}

}  // namespace dehusk
