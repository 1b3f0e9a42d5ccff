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

constexpr size_t kWindow = 64;

// Which of the 64 bytes at `at` are LF or CR: a bit for each.
uint64_t line_ends_in(const char* at) {
  uint64_t ends = 0;
#ifdef __SSE2__
  for (size_t i = 0; i < kWindow; i += 16) {
    const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + i));
    const __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(chunk, _mm_set1_epi8('\n')),
                                     _mm_cmpeq_epi8(chunk, _mm_set1_epi8('\r')));
    ends |= uint64_t{static_cast<uint32_t>(_mm_movemask_epi8(hit))} << i;
  }
#else
  for (size_t i = 0; i < kWindow; ++i) {
    ends |= uint64_t{at[i] == '\n' || at[i] == '\r'} << i;
  }
#endif
  return ends;
}

// How many lines there may be, told from the first megabyte.
size_t guess_lines(std::string_view text) {
  constexpr size_t kSample = 1 << 20;
  const std::string_view head = text.substr(0, kSample);
  const auto lines = static_cast<size_t>(std::count(head.begin(), head.end(), '\n')) + 1;
  return text.size() <= kSample ? lines : lines * (text.size() / kSample + 1);
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
  doc.blocks.reserve(guess_lines(text));
  size_t begin = 0;
  const auto add_line = [&](size_t line_end) {
    if (line_end > begin) {
      const bool ends_plain = is_plain(text[line_end - 1]);
      const size_t end = ends_plain ? line_end : trimmed_end(text, begin, line_end);
      if ((ends_plain && is_plain(text[begin])) || !is_blank(text, begin, end)) {
        doc.blocks.push_back({{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}});
      }
    }
    begin = line_end + 1;
  };
  const auto add_lines = [&](size_t window, uint64_t ends) {
    for (; ends != 0; ends &= ends - 1) {
      add_line(window + static_cast<size_t>(std::countr_zero(ends)));
    }
  };
  size_t window = 0;
  for (; text.size() - window >= kWindow; window += kWindow) {
    add_lines(window, line_ends_in(text.data() + window));
  }
  char rest[kWindow] = {};
  std::copy(text.begin() + static_cast<ptrdiff_t>(window), text.end(), rest);
  add_lines(window, line_ends_in(rest));
  add_line(text.size());
  return doc;
}

}  // namespace dehusk
