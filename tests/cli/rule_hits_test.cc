// What `dehusk stats` counts: which rules fired, which could have, and what shows it.
#include "cli/rule_hits.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cleaner.h"
#include "cli/stats_report.h"

namespace dehusk {
namespace {

constexpr std::string_view kRules = R"(
name = "t"
[[remove]]
id = "ad"
category = "ad"
line = "Ad*"
[[remove]]
id = "ad-too"
category = "promo"
line = "Ad one"
[[remove]]
id = "never"
category = "legal"
line = "Copyright"
[[remove]]
id = "loose"
level = "aggressive"
line = "Loose"
[[remove]]
id = "page"
select = "nav"
[[remove]]
id = "site"
sites = ["example.com"]
line = "Site"
[[keep]]
id = "keep"
line = "Ad kept"
[[keep]]
id = "keep.never"
line = "Nothing"
[[score]]
id = "score"
line = "Scored"
add = 1
)";

class Tallied {
 public:
  explicit Tallied(CleanOptions options = {}) : options_(std::move(options)) {
    options_.detail = Detail::removed;
    const Loaded loaded = load_rules({{"t.toml", std::string(kRules)}}, {.builtin = false});
    REQUIRE(loaded.rules);
    rules_ = loaded.rules;
  }

  void add(std::string_view name, std::string_view text, std::string_view url = {}) {
    const Result<Cleaned> cleaned = Cleaner(rules_, options_).clean(text, {.url = url});
    REQUIRE(cleaned);
    tally.add(hits_of(*cleaned, name, program_of(*cleaned, url, *rules_, options_)));
  }

  // "rule ran_on/documents/ranges/characters/shared/held", those that never fired in brackets.
  std::vector<std::string> rows() const {
    std::vector<std::string> rows;
    for (const RuleHits& hits : tally.rules()) {
      std::string row = hits.rule.name.substr(2) + " " + std::to_string(hits.ran_on);
      for (const uint64_t n :
           {hits.documents, hits.ranges, hits.characters, hits.shared, hits.held}) {
        row += "/" + std::to_string(n);
      }
      rows.push_back(hits.fired() ? row
                                  : "[" + hits.rule.name.substr(2) + " " +
                                        std::to_string(hits.ran_on) + "]");
    }
    return rows;
  }

  RuleTally tally;

 private:
  CleanOptions options_;
  std::shared_ptr<const RuleSet> rules_;
};

using Rows = std::vector<std::string>;

TEST_CASE("rules that could not run are not counted against") {
  Tallied t;
  t.add("a", "One.\nAd one\nAd kept\nAd two\n");
  t.add("b", "One.\nAd one\n");
  CHECK(t.rows() == Rows{"[keep.never 2]", "[never 2]", "keep 2/1/1/6/0/0", "ad-too 2/2/0/0/2/0",
                         "ad 2/2/3/15/0/1"});
}

TEST_CASE("levels, sites, pages and scores let rules run") {
  CleanOptions options;
  options.level = Level::aggressive;
  options.models = std::make_shared<ModelSet>(true);
  Tallied t(options);
  t.add("a", "One.\nScored\n", "https://www.example.com/a");
  t.add("b", "<!doctype html><nav>Menu</nav><p>One.");
  const Rows rows = t.rows();
  for (const char* row :
       {"[ad 2]", "[loose 2]", "[site 1]", "score 2/1/1/6/0/0", "page 1/1/1/4/0/0"}) {
    CAPTURE(row);
    CHECK(std::find(rows.begin(), rows.end(), row) != rows.end());
  }
}

TEST_CASE("examples are of different texts and of different documents") {
  Tallied t;
  t.add("a", "One.\nAd 1\nAd 2\nAd 3\nAd 4\n");
  t.add("b", "One.\nAd 1\nAd 5\n");
  t.add("c", "One.\nAd 6\n");
  t.add("d", "One.\nAd 7\n");
  const std::vector<RuleHits> rules = t.tally.rules();
  std::string shown;
  for (const RuleExample& example : rules.back().examples)
    shown += example.document + ": " + example.text + "; ";
  CHECK(shown == "a: Ad 1; c: Ad 6; b: Ad 5; ");
}

TEST_CASE("examples are short") {
  Tallied t;
  t.add("a", "One.\nAd   \t  " + std::string(100'000, 'x') + " end\n");
  const std::string text = t.tally.rules().back().examples.at(0).text;
  CHECK(text.starts_with("Ad xxx"));
  CHECK(text.ends_with(" end"));
  CHECK(text.size() <= kExampleColumns);
}

TEST_CASE("the documents that lost most and least") {
  Tallied t;
  t.add("empty", "\n");
  for (int i = 1; i <= 15; ++i) {
    std::string text = "One.\n";
    for (int n = 0; n < i; ++n) text += "Ad two\n";
    t.add(std::to_string(i), text);
  }
  t.add("small", "Two\n");
  t.add("large", "Two Two\n");
  REQUIRE(t.tally.highest().size() == RuleTally::kDocuments);
  CHECK(t.tally.highest()[0].name == "15");
  CHECK(t.tally.highest()[9].name == "6");
  CHECK(t.tally.lowest()[0].name == "large");
  CHECK(t.tally.lowest()[1].name == "small");
  CHECK(t.tally.lowest()[2].name == "1");
}

TEST_CASE("what is printed") {
  Tallied t;
  t.add("a\x1b.txt", "One.\nAd one\nAd kept\n");
  const std::string text = stats_text(t.tally, 1);
  CHECK(text ==
        "1 document, 20 bytes; 33.3 % of the characters removed; 1 failed\n"
        "packs: t 1\n"
        "\n"
        "never fired: 2 of 5 rules that ran\n"
        "     ran on\n"
        "          1  t:keep.never  keep        t.toml:29\n"
        "          1  t:never       legal       t.toml:11\n"
        "\n"
        "fired, rarest first\n"
        "     ranges\n"
        "          0  t:ad-too      promo       t.toml:7\n"
        "             in 1 document, 0 characters; 1 more that another rule is named for\n"
        "          1  t:keep        keep        t.toml:26\n"
        "             in 1 document, 6 characters\n"
        "             \"Ad kept\"  a<U+001B>.txt\n"
        "          1  t:ad          ad          t.toml:3\n"
        "             in 1 document, 5 characters; 1 more that stayed\n"
        "             \"Ad one\"  a<U+001B>.txt\n"
        "\n"
        "most removed\n"
        "     33.3 %  5 of 15 characters  a<U+001B>.txt\n"
        "\n"
        "least removed\n"
        "     33.3 %  5 of 15 characters  a<U+001B>.txt\n");
  const auto json = nlohmann::json::parse(stats_json(t.tally, 1));
  CHECK(json["documents"] == 1);
  CHECK(json["rules"].size() == 5);
  CHECK(json["rules"][4]["rule"] == "t:ad");
  CHECK(json["rules"][4]["examples"][0]["text"] == "Ad one");
  CHECK(json["rules"][0]["category"].is_null());
}

}  // namespace
}  // namespace dehusk
