// A text and all built-in rules: the index and its slow twin agree, and what holds of every clean
// holds here.
#include "expect.h"
#include "read/binary_kind.h"
#include "rule/load.h"
#include "targets.h"

namespace dehusk::fuzz {
namespace {

constexpr size_t kLargest = 2048;

Cleaner cleaner(MatchMode match) {
  static const Loaded loaded = load_rules({}, {});
  CleanOptions options;
  options.level = Level::aggressive;
  options.use = {"all"};
  options.detail = Detail::pieces;
  options.match = match;
  return Cleaner(loaded.rules, options);
}

}  // namespace

void builtin(std::string_view bytes) {
  if (bytes.size() > kLargest || !binary_kind(bytes).empty()) return;
  static Cleaner fast = cleaner(MatchMode::fast);
  static Cleaner slow = cleaner(MatchMode::slow);
  const Result<Cleaned> cleaned = fast.clean(bytes, {});
  expect(cleaned.ok(), "a text is cleaned");
  check_cleaned(*cleaned, bytes);
  const Result<Cleaned> twin = slow.clean(bytes, {});
  expect(twin.ok(), "a text is cleaned slowly");
  expect_same(dump(*cleaned), dump(*twin), "fast as slow");
}

}  // namespace dehusk::fuzz
