// UTF-8, one code point at a time. Callers hold valid UTF-8 (the decoder saw to it); on anything
// else these still stay inside the buffer and return U+FFFD.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dehusk {

inline constexpr char32_t kReplacement = 0xFFFD;

/// Decodes the code point at `text[*at]` and moves `*at` past it; `*at` must be below text.size().
/// A byte that starts no well-formed sequence gives U+FFFD and moves one byte.
inline char32_t next_code_point(std::string_view text, size_t* at) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(*at);
  if (lead < 0x80) {
    ++*at;
    return lead;
  }
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
  static constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (length == 1 || lead > 0xF4 || text.size() - *at < length) {
    ++*at;
    return kReplacement;
  }
  char32_t c = lead & (0x7F >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(*at + i) & 0xC0) != 0x80) {
      ++*at;
      return kReplacement;
    }
    c = (c << 6) | (byte(*at + i) & 0x3F);
  }
  if (c < kLeast[length] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) {
    ++*at;
    return kReplacement;
  }
  *at += length;
  return c;
}

/// Writes `c` as UTF-8 to `out`, which has room for 4 bytes; returns how many it took.
inline size_t encode_utf8(char32_t c, char* out) {
  const auto tail = [c](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    out[0] = static_cast<char>(c);
    return 1;
  }
  if (c < 0x800) {
    out[0] = static_cast<char>(0xC0 | (c >> 6));
    out[1] = tail(0);
    return 2;
  }
  if (c < 0x10000) {
    out[0] = static_cast<char>(0xE0 | (c >> 12));
    out[1] = tail(6);
    out[2] = tail(0);
    return 3;
  }
  out[0] = static_cast<char>(0xF0 | (c >> 18));
  out[1] = tail(12);
  out[2] = tail(6);
  out[3] = tail(0);
  return 4;
}

/// Appends `c` as UTF-8.
inline void append_utf8(char32_t c, std::string* out) {
  char buffer[4];
  out->append(buffer, encode_utf8(c, buffer));
}

/// How many code points `text` holds.
inline size_t count_code_points(std::string_view text) {
  size_t n = 0;
  for (const char c : text) n += (static_cast<uint8_t>(c) & 0xC0) != 0x80;
  return n;
}

}  // namespace dehusk
