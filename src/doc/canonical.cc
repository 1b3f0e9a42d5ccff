#include "doc/canonical.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "core/unicode.h"
#include "core/utf8.h"

namespace dehusk {
namespace {

// What one source character becomes. Ignored characters become nothing, white space one ' '.
enum class Form { ignored, space, one, ellipsis };

Form canonical_char(char32_t* c) {
  const char32_t u = *c;
  const bool is_general_punctuation =
      u >= 0x2010 && u <= 0x2027;  // no space: most of what is not ASCII
  if (!is_general_punctuation) {
    if (is_space(u)) return Form::space;
    if (u < 0x80) return Form::one;
    if (is_ignorable(u)) return Form::ignored;
  }
  if (u >= 0xFF01 && u <= 0xFF5E) {
    *c = u - 0xFEE0;
    return Form::one;
  }
  switch (u) {
    case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2039: case 0x203A: case 0x2032:
      *c = '\'';
      break;
    case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0x00AB: case 0x00BB: case 0x2033:
      *c = '"';
      break;
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212:
      *c = '-';
      break;
    case 0x2026:
      return Form::ellipsis;
    default:
      break;
  }
  return Form::one;
}

// Walks the characters of a line and tells for each what it becomes and where it came from.
// `emit(text, begin, end)`: canonical bytes and the source bytes behind them.
template <typename Emit>
void walk(std::string_view line, Emit emit) {
  bool pending_space = false;
  Span space;
  bool started = false;
  char buffer[4];
  for (size_t at = 0; at < line.size();) {
    const auto begin = static_cast<uint32_t>(at);
    char32_t c = next_code_point(line, &at);
    const auto end = static_cast<uint32_t>(at);
    const Form form = canonical_char(&c);
    if (form == Form::ignored) continue;
    if (form == Form::space) {
      if (!pending_space) space = {begin, end};
      space.end = end;
      pending_space = true;
      continue;
    }
    if (pending_space && started) emit(std::string_view(" "), space.begin, space.end);
    pending_space = false;
    started = true;
    if (form == Form::ellipsis) {
      emit(std::string_view("..."), begin, end);
      continue;
    }
    emit(std::string_view(buffer, encode_utf8(c, buffer)), begin, end);
  }
}

// Case folding of the alphabets of two bytes a letter, from a table.
char32_t fold(char32_t c) {
  constexpr size_t kTable = 0x600;
  static const auto table = [] {
    std::array<uint16_t, kTable> folds{};
    for (char32_t i = 0; i < kTable; ++i) folds[i] = static_cast<uint16_t>(fold_case(i));
    return folds;
  }();
  if (c < kTable) return table[c];
  return c >= 0x2E80 && c < 0xA640 ? c : fold_case(c);  // ideographs and kana have no case
}

#ifdef __SSE2__

// Sixteen bytes folded, and which of them are not plain: no ASCII, a control, or a space behind a
// space, of which the first of the sixteen may be one (`after_space`: 1, otherwise 0).
struct Chunk {
  __m128i folded;
  unsigned spaces;
  unsigned odd;

  Chunk(__m128i bytes, unsigned after_space) {
    // Bytes below 0x20 and above 0x7F are both "less than 0x20" as signed numbers.
    const auto controls =
        static_cast<unsigned>(_mm_movemask_epi8(_mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20))));
    spaces = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' '))));
    odd = controls | (spaces & (spaces << 1 | after_space));
    const __m128i upper = _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8('A' - 1)),
                                        _mm_cmplt_epi8(bytes, _mm_set1_epi8('Z' + 1)));
    folded = _mm_or_si128(bytes, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
  }
};

__m128i load(const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); }
void store(__m128i bytes, char* at) { _mm_storeu_si128(reinterpret_cast<__m128i*>(at), bytes); }

// Up to fifteen bytes, then zeros. Two numbers that overlap: a copy of unknown length is a call.
__m128i load_short(std::string_view line) {
  const char* const data = line.data();
  const size_t size = line.size();
  const auto number = [&]<typename T>(T value, size_t at) {
    std::memcpy(&value, data + at, sizeof value);
    return uint64_t{value};
  };
  if (size >= 8) {
    const uint64_t rest = number(uint64_t{}, size - 8);
    const int seen = 8 * static_cast<int>(16 - size);  // bits of it that the first eight bytes hold
    return _mm_set_epi64x(static_cast<int64_t>(size == 8 ? 0 : rest >> seen),
                          static_cast<int64_t>(number(uint64_t{}, 0)));
  }
  uint64_t bytes = 0;
  if (size >= 4) {
    bytes = number(uint32_t{}, 0) | number(uint32_t{}, size - 4) << (8 * (size - 4));
  } else {
    for (size_t i = 0; i < size; ++i) bytes |= number(uint8_t{}, i) << (8 * i);
  }
  return _mm_cvtsi64_si128(static_cast<int64_t>(bytes));
}

// Folds as much of the line's start as is plain, in chunks; the last one overlaps the one before
// it. Three lines of four are plain to the end, and most are too short for a loop of single bytes
// to be cheap.
size_t fold_plain(std::string_view line, char* out) {
  if (line.ends_with(' ')) return 0;
  if (line.size() < 16) {
    const Chunk chunk(load_short(line), 1);
    const unsigned there = (1U << line.size()) - 1;
    if ((chunk.odd & there) != 0) return 0;
    store(chunk.folded, out);
    return line.size();
  }
  unsigned after_space = 1;
  size_t at = 0;
  for (; line.size() - at >= 16; at += 16) {
    const Chunk chunk(load(line.data() + at), after_space);
    if (chunk.odd != 0) return at;
    store(chunk.folded, out + at);
    after_space = chunk.spaces >> 15;
  }
  const size_t last = line.size() - 16;
  const Chunk chunk(load(line.data() + last), 0);
  if (chunk.odd != 0) return at;
  store(chunk.folded, out + last);
  return line.size();
}

#endif

// Writes the canonical line to `out`, which room_for() sized. Returns the length. The line's first
// `done` bytes are plain and already there.
template <bool kFold>
size_t canonicalise(std::string_view line, size_t done, char* out) {
  size_t at = done;
  bool pending_space = done > 0 && line[done - 1] == ' ';  // waits for what follows
  size_t n = done - (pending_space ? 1 : 0);
  const auto put_space = [&] {
    if (pending_space && n > 0) out[n++] = ' ';
    pending_space = false;
  };
  const auto byte_at = [&](size_t i) { return static_cast<uint8_t>(line[i]); };
  while (at < line.size()) {
#ifdef __SSE2__
    while (line.size() - at >= 16) {
      // What is odd is taken one by one; what stands before it goes at once.
      const __m128i bytes = load(line.data() + at);
      const Chunk chunk(bytes, pending_space || n == 0 ? 1 : 0);
      const auto plain = static_cast<size_t>(std::countr_zero(chunk.odd | 0x10000U));
      if (plain == 0) break;
      put_space();
      store(kFold ? chunk.folded : bytes, out + n);
      pending_space = ((chunk.spaces >> (plain - 1)) & 1) != 0;
      n += pending_space ? plain - 1 : plain;
      at += plain;
      if (plain < 16) break;
    }
    if (at >= line.size()) break;
#endif
    // At least one character, and on to where a letter of ASCII makes it worth to try chunks again.
    do {
      char32_t c = byte_at(at);
      if (c < 0x80) {
        ++at;
        if (c == ' ' || (c >= 9 && c <= 13)) {
          pending_space = true;
          continue;
        }
        put_space();
        if (kFold && c >= 'A' && c <= 'Z') c += 32;
        out[n++] = static_cast<char>(c);
        continue;
      }
      c = next_code_point(line, &at);
      const Form form = canonical_char(&c);
      if (form == Form::ignored) continue;
      if (form == Form::space) {
        pending_space = true;
        continue;
      }
      put_space();
      if (form == Form::ellipsis) {
        std::memcpy(out + n, "...", 3);
        n += 3;
        continue;
      }
      if (kFold) c = fold(c);
      n += encode_utf8(c, out + n);
    } while (at < line.size() &&
             (line.size() - at < 16 || byte_at(at) >= 0x80 || byte_at(at) <= ' '));
  }
  return n;
}

}  // namespace

char* CanonicalBuffer::room_for(std::string_view line) {
  // U+023A folds from two bytes to three: half as much again is the worst growth; 32 for stores.
  const size_t room = line.size() + line.size() / 2 + 32;
  if (capacity_ < room) {
    capacity_ = room + room / 2;
    buffer_ = std::make_unique_for_overwrite<char[]>(capacity_);
  }
  return buffer_.get();
}

std::string_view CanonicalBuffer::canonical(std::string_view line) {
  char* out = room_for(line);
  return {out, canonicalise<false>(line, 0, out)};
}

std::string_view CanonicalBuffer::folded(std::string_view line) {
  char* out = room_for(line);
#ifdef __SSE2__
  const size_t plain = fold_plain(line, out);
  if (plain == line.size()) return {out, plain};
#else
  const size_t plain = 0;
#endif
  return {out, canonicalise<true>(line, plain, out)};
}

std::string folded_piece(std::string_view text) {
  // A guard character on either side keeps the walk from trimming.
  const std::string guarded = "x" + std::string(text) + "x";
  CanonicalBuffer buffer;
  const std::string_view folded = buffer.folded(guarded);
  return std::string(folded.substr(1, folded.size() - 2));
}

std::vector<Span> canonical_to_source(std::string_view line, const std::vector<Span>& spans) {
  std::vector<Span> found(spans.size());
  // Ends are not sorted where ranges nest: visit them by size.
  std::vector<uint32_t> by_end(spans.size());
  std::iota(by_end.begin(), by_end.end(), 0);
  std::sort(by_end.begin(), by_end.end(),
            [&](uint32_t a, uint32_t b) { return spans[a].end < spans[b].end; });
  size_t next_begin = 0;
  size_t next_end = 0;
  uint32_t canonical = 0;
  uint32_t last_end = 0;
  while (next_end < by_end.size() && spans[by_end[next_end]].end == 0) ++next_end;
  walk(line, [&](std::string_view text, uint32_t begin, uint32_t end) {
    const uint32_t after = canonical + static_cast<uint32_t>(text.size());
    while (next_begin < spans.size() && spans[next_begin].begin < after) {
      found[next_begin++].begin = begin;
    }
    while (next_end < by_end.size() && spans[by_end[next_end]].end <= after) {
      found[by_end[next_end++]].end = end;
    }
    canonical = after;
    last_end = end;
  });
  for (; next_begin < spans.size(); ++next_begin) found[next_begin].begin = last_end;
  for (; next_end < by_end.size(); ++next_end) found[by_end[next_end]].end = last_end;
  return found;
}

}  // namespace dehusk
