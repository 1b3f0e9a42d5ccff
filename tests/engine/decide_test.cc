// Decisions as the front door shows them: random documents, random rules.
#include "core/visible.h"
#include "engine/decide.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cleaner.h"
#include "core/unicode.h"
#include "core/utf8.h"
#include "engine/features.h"
#include "support/clean_with.h"

namespace dehusk {
namespace {

// What rules are made of: all keys but id and level. The last ones see other rules' removals, those
// before them have a limit, which a [[keep]] cannot have.
constexpr std::string_view kKeys[] = {
    "line = 'Ad'",
    "line = ['Ad', 'Related', 'one two']",
    "line = 'one *'",
    "group = ['Ad', '*']",
    "group = ['one*', 'Ad']\nrepeat = 2",
    "line = 'Related'\nto = 'end'",
    "line = 'Related'\nto = 'End'",
    "line = 'Ad'\nuntil = 'End'",
    "span = '(x)'",
    "span = '(x*)'",
    "span = ['(*)', '[*]']",
    R"(span = '/\b(two) /')",
    "line = 'one *'\nspan = '(*)'",
    "line = 'Related'\nto = 'end'\nlimit = '50%'",
    "span = '(*)'\nlimit = '10%'",
    "line = 'one*'\nat = 'head 1'",
    "line = ['Ad', 'Related*']\nat = 'edges 2'",
};
constexpr size_t kKeepable = 13;
constexpr size_t kWithoutAt = 15;

struct TestRule {
  size_t keys = 0;
  RuleKind kind = RuleKind::remove;
  Level level = Level::normal;
  size_t number = 0;

  std::string id() const { return "r" + std::to_string(10 + number); }
  std::string toml() const {
    std::string text = "[[" + std::string(name_of(kind)) + "]]\nid = '" + id() + "'\n";
    if (kind == RuleKind::remove) text += "level = '" + std::string(name_of(level)) + "'\n";
    return text + std::string(kKeys[keys]) + "\n";
  }
};

class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  size_t below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }

  std::string document() {
    static constexpr std::string_view kTokens[] = {
        "Ad",    "Related", "End", "one two", "one", "two",    "(x)",
        "(x y)", "[x]",     "(",   "\u4F60",  ".",   "\u200B", "[",
    };
    static constexpr std::string_view kEnds[] = {"\n", "\n", "\n\n", "\r\n", "\r", " \n"};
    std::string text;
    for (size_t lines = below(9); lines > 0; --lines) {
      for (size_t n = 1 + (below(2) == 0 ? below(5) : 0); n > 0; --n) {
        text += kTokens[below(std::size(kTokens))];
        if (n > 1 && below(3) > 0) text += ' ';
      }
      if (lines > 1 || below(2) == 0) text += kEnds[below(std::size(kEnds))];
    }
    return text;
  }

  std::vector<TestRule> rules(size_t known) {
    std::vector<TestRule> chosen(2 + below(4));
    for (size_t i = 0; i < chosen.size(); ++i) {
      TestRule& rule = chosen[i];
      rule.number = i;
      rule.kind = below(3) == 0 ? RuleKind::keep : RuleKind::remove;
      rule.keys = below(rule.kind == RuleKind::keep ? kKeepable : known);
      rule.level = static_cast<Level>(below(3));
    }
    return chosen;
  }

 private:
  std::mt19937 random_;
};

Cleaned clean(const std::vector<std::string>& files, const std::string& text,
              Level level = Level::aggressive) {
  std::vector<RuleText> texts;
  for (const std::string& file : files) {
    const std::string name = file.substr(0, 1);
    texts.push_back({name + ".toml", "name = '" + name + "'\n" + file.substr(1)});
  }
  const Loaded loaded = load_rules(texts, {.builtin = false});
  for (const Diagnostic& fault : loaded.faults) UNSCOPED_INFO(format_diagnostic(fault));
  REQUIRE(loaded.rules);
  CleanOptions options;
  options.level = level;
  options.detail = Detail::pieces;
  Result<Cleaned> cleaned = Cleaner(loaded.rules, options).clean(text, {});
  REQUIRE(cleaned);
  return std::move(*cleaned);
}

// One file, named a.
std::string file_of(const std::vector<TestRule>& rules) {
  std::string file = "a";
  for (const TestRule& rule : rules) file += rule.toml();
  return file;
}

using Flags = std::vector<bool>;  // for each byte that can be seen

// The bytes of the removed ranges, white space left out.
Flags removed_flags(const Cleaned& cleaned, const std::string& text) {
  Flags flags(text.size(), false);
  for (const ReportedRange& range : cleaned.removed) {
    for (size_t at = range.begin; at < range.end;) {
      const size_t begin = at;
      next_code_point(text, &at);
      if (!has_visible(std::string_view(text).substr(begin, at - begin))) continue;
      for (size_t i = begin; i < at; ++i) flags[i] = true;
    }
  }
  return flags;
}

bool any_joins(const Cleaned& cleaned) {
  return std::any_of(cleaned.spared.begin(), cleaned.spared.end(), [](const ReportedRange& range) {
    return range.why == Spared::Why::joins;
  });
}

// What a rule alone removes, as a [[remove]] whatever it is.
Cleaned clean_alone(TestRule rule, const std::string& text) {
  rule.kind = RuleKind::remove;
  return clean({file_of({rule})}, text);
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t c = next_code_point(text, &at);
    if (is_ignorable(c)) continue;
    const bool joins = is_word(c) && !is_unspaced(c);
    if (is_word(c)) {
      if (!joins || !inside) words.emplace_back();
      words.back() += text.substr(begin, at - begin);
    }
    inside = joins;
  }
  return words;
}

bool is_subsequence(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  size_t i = 0;
  for (const std::string& word : whole) i += i < part.size() && part[i] == word;
  return i == part.size();
}

uint64_t line_at(const std::string& text, size_t end) {
  uint64_t line = 1;
  for (size_t i = 0; i < end; ++i) {
    line += text[i] == '\n' || (text[i] == '\r' && text.substr(i + 1, 1) != "\n");
  }
  return line;
}

// What holds of every report.
void check_report(const Cleaned& cleaned, const std::string& text) {
  uint64_t at = 0;
  size_t removals = 0;
  for (const ReportedPiece& piece : cleaned.pieces) {
    CHECK(piece.begin == at);
    CHECK(piece.end > piece.begin);
    at = piece.end;
    if (piece.kind != ReportedPiece::Kind::removed) continue;
    REQUIRE(piece.removal == removals);
    CHECK(piece.begin == cleaned.removed[removals].begin);
    CHECK(piece.end == cleaned.removed[removals].end);
    ++removals;
  }
  CHECK(at == text.size());
  CHECK(removals == cleaned.removed.size());
  for (const ReportedRange& range : cleaned.removed) {
    CHECK(range.text == text.substr(range.begin, range.end - range.begin));
    CHECK(range.line == line_at(text, range.begin));
    CHECK(std::is_sorted(range.also.begin(), range.also.end()));
    if (!range.also.empty()) CHECK(range.rule.name < range.also.front());
  }
}

TEST_CASE("removed is the union of all removes less all keeps") {
  Generator generator(7);
  size_t compared = 0;
  for (int n = 0; n < 2000; ++n) {
    const std::string text = generator.document();
    const std::vector<TestRule> rules = generator.rules(kWithoutAt);
    CAPTURE(n, text, file_of(rules));
    const Cleaned cleaned = clean({file_of(rules)}, text);
    check_report(cleaned, text);

    bool joins = any_joins(cleaned);
    Flags want(text.size(), false);
    std::map<std::string, Flags> by_rule;
    for (const RuleKind kind : {RuleKind::remove, RuleKind::keep}) {
      for (const TestRule& rule : rules) {
        if (rule.kind != kind) continue;
        const Cleaned alone = clean_alone(rule, text);
        joins = joins || any_joins(alone);
        const Flags flags = removed_flags(alone, text);
        if (kind == RuleKind::remove) by_rule["a:" + rule.id()] = flags;
        for (size_t i = 0; i < flags.size(); ++i) {
          if (flags[i]) want[i] = kind == RuleKind::remove;
        }
      }
    }
    if (joins) continue;
    ++compared;
    CHECK(removed_flags(cleaned, text) == want);
    // Each range names all rules that took it.
    for (const ReportedRange& range : cleaned.removed) {
      std::vector<std::string> names = {range.rule.name};
      names.insert(names.end(), range.also.begin(), range.also.end());
      for (size_t at = range.begin; at < range.end; ++at) {
        if (!want[at]) continue;
        std::vector<std::string> took;
        for (const auto& [name, flags] : by_rule) {
          if (flags[at]) took.push_back(name);
        }
        CHECK(took == names);
      }
    }
  }
  CHECK(compared > 1500);
}

TEST_CASE("the order of rules and files changes nothing") {
  Generator generator(8);
  for (int n = 0; n < 500; ++n) {
    const std::string text = generator.document();
    std::vector<TestRule> rules = generator.rules(std::size(kKeys));
    std::vector<TestRule> others = generator.rules(std::size(kKeys));
    CAPTURE(n, text, file_of(rules), file_of(others));
    const std::string other = "b" + file_of(others).substr(1);
    const Cleaned first = clean({file_of(rules), other}, text);
    check_report(first, text);
    std::reverse(rules.begin(), rules.end());
    const Cleaned second = clean({other, file_of(rules)}, text);
    CHECK(first.text == second.text);
    REQUIRE(first.removed.size() == second.removed.size());
    for (size_t i = 0; i < first.removed.size(); ++i) {
      CHECK(first.removed[i].begin == second.removed[i].begin);
      CHECK(first.removed[i].end == second.removed[i].end);
      CHECK(first.removed[i].rule.name == second.removed[i].rule.name);
      CHECK(first.removed[i].also == second.removed[i].also);
    }
    REQUIRE(first.spared.size() == second.spared.size());
    for (size_t i = 0; i < first.spared.size(); ++i) {
      CHECK(first.spared[i].begin == second.spared[i].begin);
      CHECK(first.spared[i].rule.name == second.spared[i].rule.name);
    }
  }
}

TEST_CASE("a safer level removes a part of what the next one does") {
  Generator generator(9);
  for (int n = 0; n < 500; ++n) {
    const std::string text = generator.document();
    const std::vector<TestRule> rules = generator.rules(std::size(kKeys));
    CAPTURE(n, text, file_of(rules));
    Flags before(text.size(), false);
    bool joins = false;
    for (const Level level : {Level::safe, Level::normal, Level::aggressive}) {
      const Cleaned cleaned = clean({file_of(rules)}, text, level);
      joins = joins || any_joins(cleaned);
      const Flags flags = removed_flags(cleaned, text);
      for (size_t i = 0; i < flags.size() && !joins; ++i) CHECK((!before[i] || flags[i]));
      before = flags;
    }
  }
}

TEST_CASE("ranges begin and end with what can be seen") {
  Generator generator(10);
  for (int n = 0; n < 500; ++n) {
    const std::string text = generator.document();
    const std::vector<TestRule> rules = generator.rules(std::size(kKeys));
    CAPTURE(n, text, file_of(rules));
    for (const ReportedRange& range : clean({file_of(rules)}, text).removed) {
      CAPTURE(range.text);
      size_t at = 0;
      CHECK(!is_space(next_code_point(range.text, &at)));
      // White space between two ranges that touch belongs to the first.
      CHECK(has_visible(range.text));
    }
  }
}

TEST_CASE("a cut that would make one word of two is taken back") {
  const struct {
    std::string text;
    std::string want;
  } cases[] = {
      {"foo(x)bar", "foo(x)bar\n"},
      {"foo(x y)bar", "foo(x y)bar\n"},
      {"foo(x)(y)bar", "foo(x)(y)bar\n"},
      {"foo(x)\u200Bbar", "foo(x)\u200Bbar\n"},
      {"foo(x)\u200B(y)bar", "foo(x)\u200B(y)bar\n"},
      {"foo(x) (y)bar", "foo bar\n"},
      {"foo (x)bar", "foo bar\n"},
      {"foo(x).", "foo.\n"},
      {"5(x)6", "5(x)6\n"},
      {"\u4F60(x)\u597D", "\u4F60\u597D\n"},  // no spaces stand between these anyway
      {"foo(x)", "foo\n"},
      {"(x)bar\nfoo(x)\nbar", "bar\nfoo\nbar\n"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    CHECK(clean({"a[[remove]]\nid = 'r'\nspan = '(*)'\n"}, c.text).text == c.want);
  }
}

TEST_CASE("a cut that would leave a part of a word is taken back, but at a seam") {
  const struct {
    std::string text;
    std::string want;
  } cases[] = {
      {"the cut stays", "the stays\n"},
      {"the cuts stay", "the cuts stay\n"},
      {"the uncut stay", "the uncut stay\n"},
      {"cuts", "cuts\n"},
      {"cut\u00E9", "cut\u00E9\n"},
      {"cut2", "cut2\n"},
      {"2cut", "2cut\n"},
      {"cut\u00ADs", "cut\u00ADs\n"},  // a soft hyphen parts nothing
      {"cutThe rest", "The rest\n"},
      {"CUTThe rest", "CUTThe rest\n"},
      {"restCut", "rest\n"},
      {"cut\u0416\u0416", "\u0416\u0416\n"},  // another script
      {"cut\u4F60", "\u4F60\n"},
      {"cut-off", "-off\n"},
      {"cutcut", ""},  // all of it goes
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    CHECK(clean({"a[[remove]]\nid = 'r'\nspan = 'cut'\n"}, c.text).text == c.want);
  }
}

TEST_CASE("an element goes though its text is written together with what stands beside it") {
  CleanOptions options;
  options.input = InputKind::html;
  const std::string page = "<p>The bridge<span class=ad>advertisement</span> is closed.<p>Stay.";
  CHECK(clean_with("[[remove]]\nid = 'r'\nselect = '.ad'\n", page, options).text ==
        "The bridge is closed.\n\nStay.\n");
  CHECK(clean_with("[[remove]]\nid = 'r'\nspan = 'advert'\n", page, options).text ==
        "The bridgeadvertisement is closed.\n\nStay.\n");
}

TEST_CASE("the words of the output are a subsequence of the input's") {
  Generator generator(11);
  for (int n = 0; n < 1000; ++n) {
    const std::string text = generator.document();
    const std::vector<TestRule> rules = generator.rules(std::size(kKeys));
    CAPTURE(n, text, file_of(rules));
    const Cleaned cleaned = clean({file_of(rules)}, text);
    CAPTURE(cleaned.text);
    CHECK(is_subsequence(words_of(cleaned.text), words_of(text)));
  }
}

}  // namespace
}  // namespace dehusk
