// What the front door itself answers for: its errors and its counts.
#include "cleaner.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

namespace dehusk {
namespace {

TEST_CASE("each kind of error has a name of its own") {
  std::set<std::string_view> names;
  for (size_t i = 0; i < kErrorKinds; ++i) {
    names.insert(name_of(static_cast<ErrorKind>(i)));
  }
  CHECK(names.size() == kErrorKinds);
  CHECK(names.count("") == 0);
  CHECK(name_of(ErrorKind::damaged) == "damaged");
  CHECK(Error{"as before"}.kind == ErrorKind::other);
}

TEST_CASE("an error tells a document that is no text from one that failed") {
  const auto rules = load_rules({}, {}).rules;
  REQUIRE(rules);
  CleanOptions small;
  small.max_bytes = 10;
  CleanOptions labelled;
  labelled.encoding = "no-such";
  CleanOptions other;
  other.use = {"no/such"};
  const struct {
    CleanOptions options;
    std::string bytes;
    ErrorKind kind;
  } cases[] = {
      {small, "eleven chars", ErrorKind::too_large},
      {{}, std::string("%PDF-1.7\n\0\1\2", 12), ErrorKind::binary},
      {{}, std::string("\x1F\x8B\x08\0\0\0", 6), ErrorKind::binary},
      {labelled, "text", ErrorKind::encoding},
      {other, "text", ErrorKind::other},
  };
  for (const auto& c : cases) {
    CAPTURE(c.bytes);
    Cleaner cleaner(rules, c.options);
    const Result<Cleaned> cleaned = cleaner.clean(c.bytes, {});
    REQUIRE(!cleaned);
    CHECK(cleaned.error().kind == c.kind);
    const Result<Measured> measured = cleaner.measure(c.bytes, {});
    REQUIRE(!measured);
    CHECK(measured.error().kind == c.kind);
  }
}

TEST_CASE("a text that is measured in parts has no one table") {
  std::string text;
  for (int i = 0; i < 20'001; ++i) text += "line\n";
  const Result<Measured> measured = Cleaner(load_rules({}, {}).rules, {}).measure(text, {});
  REQUIRE(!measured);
  CHECK(measured.error().kind == ErrorKind::too_large);
}

}  // namespace
}  // namespace dehusk
