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
  // The signs that prose is full of are gathered side by side, the others one by one.
  const auto is = [](__m128i chunk, char c) { return _mm_cmpeq_epi8(chunk, _mm_set1_epi8(c)); };
  const auto between = [](__m128i chunk, char first, char last) {
    return _mm_and_si128(_mm_cmpgt_epi8(chunk, _mm_set1_epi8(static_cast<char>(first - 1))),
                         _mm_cmplt_epi8(chunk, _mm_set1_epi8(static_cast<char>(last + 1))));
  };
  __m128i points = _mm_setzero_si128();
  __m128i commas = points;
  __m128i quotes = points;
  __m128i dashes = points;
  __m128i digits = points;
  for (; folded.size() - at >= 16; at += 16) {
    const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(folded.data() + at));
    const __m128i plain = _mm_or_si128(between(chunk, 'a', 'z'), is(chunk, ' '));
    if (_mm_movemask_epi8(plain) == 0xFFFF) continue;
    const __m128i point = is(chunk, '.');
    const __m128i comma = is(chunk, ',');
    const __m128i quote = is(chunk, '\'');
    const __m128i dash = is(chunk, '-');
    const __m128i digit = between(chunk, '0', '9');
    points = _mm_or_si128(points, point);
    commas = _mm_or_si128(commas, comma);
    quotes = _mm_or_si128(quotes, quote);
    dashes = _mm_or_si128(dashes, dash);
    digits = _mm_or_si128(digits, digit);
    const __m128i known = _mm_or_si128(_mm_or_si128(_mm_or_si128(plain, point), _mm_or_si128(comma, quote)),
                                       _mm_or_si128(dash, digit));
    auto signs = static_cast<unsigned>(_mm_movemask_epi8(known)) ^ 0xFFFF;
    for (; signs != 0; signs &= signs - 1) {
      marks |= mark_of(folded[at + static_cast<size_t>(std::countr_zero(signs))]);
    }
  }
  const auto add = [&](__m128i seen, char sign) {
    if (_mm_movemask_epi8(seen) != 0) marks |= mark_of(sign);
  };
  add(points, '.');
  add(commas, ',');
  add(quotes, '\'');
  add(dashes, '-');
  add(digits, '0');
#endif
  for (; at < folded.size(); ++at) marks |= mark_of(folded[at]);
  return marks;
}

}  // namespace dehusk
