// `at` against its definition: the smallest fixpoint, found by trying again and again.
#include "engine/edge_resolver.h"

#include <random>

#include "support/clean_with.h"

namespace dehusk {
namespace {

struct Near {
  char letter;
  At at;
};

// The lines that survive, by the words of the rule language: one line holds one letter; a rule takes
// the lines of its letter that are near enough, given what is removed already.
std::string survivors_by_definition(const std::vector<Near>& rules, const std::string& lines) {
  std::vector<bool> gone(lines.size(), false);
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = 0; i < lines.size(); ++i) {
      if (gone[i]) continue;
      const auto before = std::count(gone.begin(), gone.begin() + static_cast<long>(i), false);
      const auto after = std::count(gone.begin() + static_cast<long>(i) + 1, gone.end(), false);
      for (const Near& rule : rules) {
        if (rule.letter != lines[i]) continue;
        const bool head = rule.at.edge != At::Edge::tail && before < rule.at.lines;
        const bool tail = rule.at.edge != At::Edge::head && after < rule.at.lines;
        if (rule.at.edge == At::Edge::anywhere || head || tail) gone[i] = changed = true;
      }
    }
  }
  std::string left;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!gone[i]) left += std::string(1, lines[i]) + "\n";
  }
  return left;
}

TEST_CASE("the edges' fixpoint is the smallest one") {
  std::mt19937 random(7);
  const auto below = [&](uint32_t n) { return static_cast<uint32_t>(random() % n); };
  constexpr std::string_view kEdges[] = {"", "head", "tail", "edges"};
  int ran = 0;
  for (; ran < 1500; ++ran) {
    std::vector<Near> rules(1 + below(4));
    std::string toml;
    for (size_t i = 0; i < rules.size(); ++i) {
      const auto edge = static_cast<At::Edge>(below(8) == 0 ? 0 : 1 + below(3));
      rules[i] = {static_cast<char>('a' + below(4)), {edge, 1 + below(5)}};
      toml += "[[remove]]\nid = 'r" + std::to_string(i) + "'\nline = '" + rules[i].letter + "'\n";
      if (edge != At::Edge::anywhere) {
        toml += "at = '" + std::string(kEdges[static_cast<size_t>(edge)]) + " " +
                std::to_string(rules[i].at.lines) + "'\n";
      }
    }
    std::string lines;
    std::string text;
    for (uint32_t n = below(14); n > 0; --n) {
      lines += static_cast<char>('a' + below(6));
      text += std::string(1, lines.back()) + "\n";
    }
    CAPTURE(toml, lines);
    REQUIRE(clean_with(toml, text).text == survivors_by_definition(rules, lines));
  }
  CHECK(ran == 1500);
}

}  // namespace
}  // namespace dehusk
