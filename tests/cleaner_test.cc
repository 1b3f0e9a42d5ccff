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

TEST_CASE("what was removed is counted by category") {
  const auto rules = load_rules({{"t.toml", R"(
name = 't'
[[remove]]
id = 'a'
line = 'Advertisement'
category = 'ad'
[[remove]]
id = 'b'
line = ['Share *', 'Advertisement']
category = 'share'
[[remove]]
id = 'c'
span = '(cut *)'
)"}}, {.builtin = false}).rules;
  REQUIRE(rules);
  CleanOptions options;
  options.guard = false;
  const Result<Cleaned> cleaned = Cleaner(rules, options).clean(
      "A story.\nAdvertisement\nShare this \u00e9\nAnother (cut it) line.\nAdvertisement\n", {});
  REQUIRE(cleaned);
  std::array<uint64_t, kCategories> expected = {};
  expected[static_cast<size_t>(Category::ad)] = 26;  // of two rules the first by name
  expected[static_cast<size_t>(Category::share)] = 10;
  expected[static_cast<size_t>(Category::other)] = 7;
  CHECK(cleaned->stats.removed_by_category == expected);
  CHECK(cleaned->stats.visible_removed == 43);
}

TEST_CASE("categories sum up to all that was removed") {
  const auto rules = load_rules({}, {}).rules;
  const auto models = std::make_shared<const ModelSet>(true);
  std::string page = "<!DOCTYPE html><title>A story of fish</title><nav><a href=/>Home</a> <a href=/x>More news</a></nav>";
  for (int i = 0; i < 30; ++i) {
    page += "<p>It was on the second day that the fish of the lake, all of them, came to the shore to see what was new.</p>";
    page += "<aside><a href=/y>Also read: ten things</a></aside><p>Advertisement</p>";
  }
  for (const bool model : {true, false}) {
    CleanOptions options;
    if (model) options.models = models;
    const Result<Cleaned> cleaned = Cleaner(rules, options).clean(page, {});
    REQUIRE(cleaned);
    uint64_t sum = 0;
    for (const uint64_t chars : cleaned->stats.removed_by_category) sum += chars;
    CHECK(sum == cleaned->stats.visible_removed);
    CHECK(sum > 0);
  }
}

}  // namespace
}  // namespace dehusk
