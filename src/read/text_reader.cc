#include "read/text_reader.h"

#include <algorithm>
#include <bit>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "core/unicode.h"
#include "core/utf8.h"

namespace dehusk {
namespace {

// Offset of the next LF or CR at or behind `at`, or the text's size.
size_t find_line_end(std::string_view text, size_t at) {
#ifdef __SSE2__
  for (; text.size() - at >= 16; at += 16) {
    const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    const __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(chunk, _mm_set1_epi8('\n')),
                                     _mm_cmpeq_epi8(chunk, _mm_set1_epi8('\r')));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(hit));
    if (mask != 0) return at + static_cast<size_t>(std::countr_zero(mask));
  }
#endif
  while (at < text.size() && text[at] != '\n' && text[at] != '\r') ++at;
  return at;
}

// How many LF there are.
size_t count_line_feeds(std::string_view text) {
  size_t n = 0;
  size_t at = 0;
#ifdef __SSE2__
  while (text.size() - at >= 16) {
    const size_t stop = at + std::min<size_t>((text.size() - at) / 16, 255) * 16;
    __m128i found = _mm_setzero_si128();
    for (; at < stop; at += 16) {
      const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
      found = _mm_sub_epi8(found, _mm_cmpeq_epi8(chunk, _mm_set1_epi8('\n')));
    }
    const __m128i sums = _mm_sad_epu8(found, _mm_setzero_si128());
    n += static_cast<size_t>(_mm_cvtsi128_si64(sums)) +
         static_cast<size_t>(_mm_extract_epi16(sums, 4));
  }
#endif
  for (; at < text.size(); ++at) n += text[at] == '\n';
  return n;
}

// How many bytes of the line [begin, end) are left without the white space behind it.
size_t trimmed_end(std::string_view text, size_t begin, size_t end) {
  while (end > begin) {
    const auto last = static_cast<uint8_t>(text[end - 1]);
    if (last < 0x80) {
      if (!is_space(last)) break;
      --end;
      continue;
    }
    size_t at = end - 1;
    while (at > begin && (static_cast<uint8_t>(text[at]) & 0xC0) == 0x80) --at;
    size_t next = at;
    if (!is_space(next_code_point(text, &next))) break;
    end = at;
  }
  return end;
}

// True if nothing in [begin, end) can be seen.
bool is_blank(std::string_view text, size_t begin, size_t end) {
  while (begin < end) {
    const char32_t c = next_code_point(text, &begin);
    if (!is_space(c) && !is_ignorable(c)) return false;
  }
  return true;
}

// A byte that is seen and takes no decoding.
bool is_plain(char byte) { return byte > ' '; }

}  // namespace

Document read_text(std::string_view text) {
  Document doc;
  doc.text = text;
  // One pass for the count: growing by doubling would hold the lines of a large text twice.
  doc.blocks.reserve(count_line_feeds(text) + 1);
  for (size_t begin = 0; begin < text.size();) {
    const size_t line_end = find_line_end(text, begin);
    if (line_end > begin) {
      const bool ends_plain = is_plain(text[line_end - 1]);
      const size_t end = ends_plain ? line_end : trimmed_end(text, begin, line_end);
      if ((ends_plain && is_plain(text[begin])) || !is_blank(text, begin, end)) {
        doc.blocks.push_back({{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}});
      }
    }
    begin = line_end + 1;
  }
  return doc;
}

}  // namespace dehusk
