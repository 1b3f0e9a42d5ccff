#include "read/utf8_check.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "core/utf8.h"

namespace dehusk {
namespace {

/// The slow twin of valid_utf8_prefix().
size_t valid_prefix_plain(std::string_view bytes) {
  size_t at = 0;
  while (at < bytes.size()) {
    size_t next = at;
    if (next_code_point(bytes, &next) == kReplacement && next == at + 1) break;
    at = next;
  }
  return at;
}

TEST_CASE("the validator agrees with its slow twin", "[utf8_check]") {
  const std::string pieces[] = {
      "a", "é", "€", "😀", "\xC2", "\xE0\xA0", "\xED\x9F", "\xF4\x8F", "\xF0\x90\x80", "\x80"};
  for (size_t at = 0; at <= 64; ++at) {
    for (const std::string& piece : pieces) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text = std::string(at, 'x') + piece + static_cast<char>(byte);
        for (const size_t more : {0, 1, 70}) {
          const std::string padded = text + std::string(more, 'x');
          if (valid_utf8_prefix(padded) != valid_prefix_plain(padded)) FAIL(at << piece << byte);
        }
      }
    }
  }
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    while (text.size() < random() % 300) text += pieces[random() % 4];
    for (size_t edits = random() % 3; edits > 0 && !text.empty(); --edits) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    if (valid_utf8_prefix(text) != valid_prefix_plain(text)) FAIL(text);
  }
}

}  // namespace
}  // namespace dehusk
