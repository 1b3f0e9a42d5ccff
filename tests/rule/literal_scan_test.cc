// The scan against a search for each literal, on texts made of pieces of the literals.
#include "rule/literal_scan.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "rule/gram_table.h"
#include "rule/line_marks.h"
#include "rule/needle.h"

namespace dehusk {
namespace {

std::string piece(std::mt19937* random, size_t most) {
  const std::string letters = "abc .,'-|0\xC3\xA9";
  std::string text;
  for (size_t n = (*random)() % (most + 1); n > 0; --n) text += letters[(*random)() % letters.size()];
  return text;
}

TEST_CASE("the scan finds what a search for each literal finds") {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> literals;
    for (size_t i = 1 + random() % 40; i > 0; --i) {
      const std::string literal = piece(&random, 16);
      if (!literal.empty()) literals.push_back(literal);
    }
    if (literals.empty()) continue;
    LiteralScan scan;
    for (uint32_t i = 0; i < literals.size(); ++i) scan.add(literals[i], i);
    scan.build();
    for (int i = 0; i < 20; ++i) {
      const std::string text = piece(&random, 90) + literals[random() % literals.size()] +
                               piece(&random, 9) + literals[random() % literals.size()];
      std::vector<uint32_t> want;
      for (uint32_t k = 0; k < literals.size(); ++k) {
        if (text.find(literals[k]) != std::string::npos) want.push_back(k);
      }
      std::vector<uint32_t> found;
      const uint64_t steps = scan.find(text, &found);
      std::sort(found.begin(), found.end());
      found.erase(std::unique(found.begin(), found.end()), found.end());
      CAPTURE(text);
      REQUIRE(found == want);
      found.clear();
      REQUIRE(scan.find_plainly(text, &found) == steps);
      std::sort(found.begin(), found.end());
      found.erase(std::unique(found.begin(), found.end()), found.end());
      REQUIRE(found == want);
    }
  }
}

TEST_CASE("a needle is found where a search finds it") {
  std::mt19937 random(2);
  for (int round = 0; round < 20000; ++round) {
    const Needle needle(piece(&random, 4));
    const std::string text = piece(&random, 40);
    const size_t at = random() % (text.size() + 2);
    CAPTURE(needle.text(), text, at);
    REQUIRE(needle.find_in(text, at) == text.find(needle.text(), at));
  }
}

TEST_CASE("marks of a text are those of its bytes") {
  std::mt19937 random(3);
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (size_t n = random() % 70; n > 0; --n) text += static_cast<char>(random() % (round % 2 ? 128 : 256));
    Marks want = 0;
    for (const char c : text) want |= mark_of(c);
    REQUIRE(marks_of(text) == want);
  }
}

TEST_CASE("a table finds each literal by its gram and little else") {
  GramTable table;
  std::vector<std::string> words;
  for (int i = 0; i < 3000; ++i) words.push_back("word " + std::to_string(i * 7919));
  for (uint32_t i = 0; i < words.size(); ++i) table.add(gram_of_whole(words[i]), words[i], i);
  table.build();
  for (uint32_t i = 0; i < words.size(); ++i) {
    bool found = false;
    table.look_up(gram_of_whole(words[i]),
                  [&](const GramTable::Entry& e) { found = found || e.item == i; });
    REQUIRE(found);
  }
}

}  // namespace
}  // namespace dehusk
