// Which signs a line holds, as a set of 64 marks: the cheapest question about a line.
//
//   bit 0        an ASCII digit
//   bits 1-32    one for each other ASCII byte that is no letter, space or control
//   bits 33-63   bytes beyond ASCII, several to a bit
//
// Prose holds few signs, so a pattern that needs "|" and a digit is ruled out by one comparison.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace dehusk {

using Marks = uint64_t;

namespace marks_internal {
constexpr std::array<Marks, 256> make_table() {
  std::array<Marks, 256> table{};
  int next = 1;
  for (int byte = 0x21; byte < 0x7F; ++byte) {
    const bool upper = byte >= 'A' && byte <= 'Z';
    const bool lower = byte >= 'a' && byte <= 'z';
    if (upper || lower) continue;
    const bool digit = byte >= '0' && byte <= '9';
    table[static_cast<size_t>(byte)] = Marks{1} << (digit ? 0 : next);
    next += !digit;
  }
  for (size_t byte = 0x80; byte < 256; ++byte) table[byte] = Marks{1} << (33 + byte % 31);
  return table;
}
inline constexpr std::array<Marks, 256> kTable = make_table();
}  // namespace marks_internal

/// The mark of one byte; none for letters, spaces and controls.
constexpr Marks mark_of(char byte) { return marks_internal::kTable[static_cast<uint8_t>(byte)]; }

/// The marks of bytes beyond ASCII.
inline constexpr Marks kBeyondAscii = ~Marks{0} << 33;

/// Marks of which a text has one if it holds a decimal digit of any script.
inline constexpr Marks kAnyDigit = Marks{1} | kBeyondAscii;

/// The marks of all bytes of a folded text. O(size).
Marks marks_of(std::string_view folded);

}  // namespace dehusk
