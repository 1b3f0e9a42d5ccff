// The index against its slow twin: every built-in rule on lines that look like what rules look for.
#include "rule/line_index.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "rule/load.h"
#include "rule/rule_set.h"

namespace dehusk {
namespace {

// Pieces of bylines, datelines, tickers, share bars and prose, in no sensible order.
const std::vector<std::string> kPieces = {
    "By ", "BY ", "by ", "Jane Doe", "John Smith, Jr.", "van der Berg", "Reuters", "AFP", "Staff",
    " | ", " - ", ", ", ": ", " / ", " > ", " \u203A ", "\u2022 ", "(", ")", " on ", " in ", " for ",
    "May 10, 2022", "5 March 2024", "12/03/24", "2024-03-05", "21. M\u00E4rz 2024", "10:30 am",
    "9 am GMT", "Monday, ", "1.25%", "+0.3 (2.1%)", "$1,234.50", "12", "1", "2024", "1998",
    "Published", "Updated", "Originally posted ", "Read more", "Also read: ", "Share", "Facebook",
    "Twitter", "x", "min read", " comments", "\u00A9 ", "Copyright ", "All rights reserved.",
    "Photo: ", "Getty Images", "http://example.com/a", "a@example.com", "@handle", "#tag",
    "the harbour reopened", " newsletter", "Subscribe", " covers ", "editor", "  ", "\u2026", "\u00AD",
    "\u2019", "\u200B", "\u0130", "\u212A", "\u6708", "3\u67085\u65E5",
};

std::string line_of(std::mt19937* random) {
  std::string line;
  for (size_t n = 1 + (*random)() % 7; n > 0; --n) line += kPieces[(*random)() % kPieces.size()];
  return line;
}

TEST_CASE("the index answers what trying every pattern answers") {
  const auto loaded = load_rules({}, {});
  REQUIRE(loaded.rules);
  RuleChoice choice;
  choice.level = Level::aggressive;
  for (uint32_t i = 0; i < loaded.rules->headers().size(); ++i) choice.files.push_back(i);
  const auto program = loaded.rules->program(choice);
  const auto is_span = [&](uint32_t entry) {
    return program->entries[entry].kind == EntryRole::Kind::span;
  };
  std::mt19937 random(4);
  CanonicalBuffer folded;
  CanonicalBuffer canonical;
  LineIndex::Scratch scratch;
  size_t hits = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::string text = line_of(&random);
    CAPTURE(text);
    std::vector<uint32_t> fast;
    program->everywhere.find(LineText(text, &folded, &canonical), &scratch, &fast);
    std::vector<uint32_t> slow;
    program->everywhere.find_slowly(LineText(text, &folded, &canonical), &slow);
    REQUIRE(std::includes(fast.begin(), fast.end(), slow.begin(), slow.end()));
    std::erase_if(fast, is_span);
    std::erase_if(slow, is_span);
    REQUIRE(fast == slow);
    hits += slow.size();
  }
  CHECK(hits > 50);
}

}  // namespace
}  // namespace dehusk
