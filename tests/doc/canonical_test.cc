#include "doc/canonical.h"

#include <catch2/catch.hpp>
#include <random>

#include "core/unicode.h"
#include "core/utf8.h"

namespace dehusk {
namespace {

TEST_CASE("the canonical line") {
  const struct {
    std::string_view source, canonical, folded;
  } cases[] = {
      {"", "", ""},
      {"  a \t b\u00A0\u3000c ", "a b c", "a b c"},
      {"\u2018a\u2019 \u201Cb\u201D \u00ABc\u00BB \u201Ed\u201F", "'a' \"b\" \"c\" \"d\"", "'a' \"b\" \"c\" \"d\""},
      {"a\u2010\u2011\u2012\u2013\u2014\u2015\u2212z", "a-------z", "a-------z"},
      {"\uFF21\uFF01", "A!", "a!"},
      {"x\u2026", "x...", "x..."},
      {"a\u200B\u00AD\uFEFF\u200Db", "ab", "ab"},
      {"\u00C9\u0416\u03A9", "\u00C9\u0416\u03A9", "\u00E9\u0436\u03C9"},
      {"\u1E9E\u00DF\u0130", "\u1E9E\u00DF\u0130", "\u00DF\u00DF\u0130"},
      {"ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789",
       "abcdefghijklmnopqrstuvwxyz 0123456789"},
  };
  CanonicalBuffer buffer;
  for (const auto& c : cases) {
    CAPTURE(c.source);
    CHECK(buffer.canonical(c.source) == c.canonical);
    CHECK(buffer.folded(c.source) == c.folded);
  }
}

// One character after the other, as the definition says it.
std::string folded_slowly(std::string_view line) {
  std::string out;
  bool space = false;
  for (size_t at = 0; at < line.size();) {
    const size_t begin = at;
    const char32_t c = next_code_point(line, &at);
    if (is_ignorable(c)) continue;
    if (is_space(c)) {
      space = true;
      continue;
    }
    if (space && !out.empty()) out += ' ';
    space = false;
    out += folded_piece(line.substr(begin, at - begin));
  }
  return out;
}

TEST_CASE("sixteen bytes at a time give what one at a time gives") {
  constexpr std::string_view kParts[] = {"a", "Word", " ", "  ", "\t", "\u00E9", "\u2019", "\u200B",
                                         "longer words WITHOUT end", "\u4E2D", "\u00A0", "Z", "@[`{"};
  std::mt19937 random(3);
  CanonicalBuffer buffer;
  for (int n = 0; n < 4000; ++n) {
    std::string line;
    for (unsigned parts = random() % 20; parts > 0; --parts) {
      line += kParts[random() % std::size(kParts)];
    }
    CAPTURE(line);
    REQUIRE(buffer.folded(line) == folded_slowly(line));
  }
}

TEST_CASE("whatever is odd is seen, wherever it stands in a line of any length") {
  CanonicalBuffer buffer;
  for (const std::string_view odd : {"", " ", "  ", "\t", "\u00C9", "\u200B", "Q"}) {
    for (size_t size = 0; size <= 50; ++size) {
      const std::string plain(size, 'X');
      for (size_t at = 0; at <= size; ++at) {
        const std::string line = plain.substr(0, at) + std::string(odd) + plain.substr(at);
        CAPTURE(line);
        REQUIRE(buffer.folded(line) == folded_slowly(line));
      }
    }
  }
}

TEST_CASE("canonical ranges lead back to the source") {
  const std::string_view line = "  \u201CAlso\u00A0\u00A0read\u201D \u2026 x";
  CanonicalBuffer buffer;
  const std::string canonical(buffer.canonical(line));
  REQUIRE(canonical == "\"Also read\" ... x");
  const auto source_of = [&](uint32_t begin, uint32_t end) {
    const Span span = canonical_to_source(line, {{begin, end}})[0];
    return std::string(line.substr(span.begin, span.size()));
  };
  CHECK(source_of(0, 1) == "\u201C");
  CHECK(source_of(1, 10) == "Also\u00A0\u00A0read");
  CHECK(source_of(5, 6) == "\u00A0\u00A0");
  CHECK(source_of(12, 15) == "\u2026");
  CHECK(source_of(13, 14) == "\u2026");
  CHECK(source_of(16, 17) == "x");
  CHECK(source_of(0, 17) == line.substr(2));
}

}  // namespace
}  // namespace dehusk
