#include "rule/line_marks.h"

#include <bit>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace dehusk {

Marks marks_of(std::string_view folded) {
  Marks marks = 0;
  size_t at = 0;
#ifdef __SSE2__
  for (; folded.size() - at >= 16; at += 16) {
    const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(folded.data() + at));
    const __m128i letter = _mm_and_si128(_mm_cmpgt_epi8(chunk, _mm_set1_epi8('a' - 1)),
                                         _mm_cmplt_epi8(chunk, _mm_set1_epi8('z' + 1)));
    const __m128i plain = _mm_or_si128(letter, _mm_cmpeq_epi8(chunk, _mm_set1_epi8(' ')));
    auto signs = static_cast<unsigned>(_mm_movemask_epi8(plain)) ^ 0xFFFF;
    for (; signs != 0; signs &= signs - 1) {
      marks |= mark_of(folded[at + static_cast<size_t>(std::countr_zero(signs))]);
    }
  }
#endif
  for (; at < folded.size(); ++at) marks |= mark_of(folded[at]);
  return marks;
}

}  // namespace dehusk
