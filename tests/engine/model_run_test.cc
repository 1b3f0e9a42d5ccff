// Rules and model together, through the front door.
#include "engine/model_run.h"

#include <algorithm>
#include <random>

#include "core/unicode.h"
#include "core/utf8.h"
#include "support/clean_with.h"
#include "support/measured.h"

namespace dehusk {
namespace {

// Blocks of at most four words go.
constexpr std::string_view kShortGoes = "feature words 4.5\ntree 0.0 =-1500/1 =1000/1\n";
// All are unwanted; the longest ones stay where nothing else would.
constexpr std::string_view kLongStays = "feature words 4.5\ntree 0.0 =-2000/1 =-1000/1\n";
constexpr std::string_view kAllStays = "base 1000\n";

std::shared_ptr<const ModelSet> models(const std::string& text) {
  Result<std::vector<Model>> read = read_models("m", text);
  if (!read) FAIL(read.error().message);
  auto set = std::make_shared<ModelSet>(false);
  set->add(std::move(*read));
  return set;
}

// One model for all tasks.
std::shared_ptr<const ModelSet> one_model(std::string_view body) {
  std::string text;
  for (const std::string_view head : {"html article", "html page", "text page"}) {
    text += "model " + std::string(head) + "\n" + std::string(body);
  }
  return models(text);
}

CleanOptions with(std::shared_ptr<const ModelSet> models, Task task = Task::page) {
  CleanOptions options;
  options.models = std::move(models);
  options.task = task;
  return options;
}

TEST_CASE("what the model drops, what rules make of it") {
  const struct {
    std::string_view rules, input, want;
  } cases[] = {
      {"", "Home\nThe ferry stays in the bay.\n", "The ferry stays in the bay.\n"},
      {"", "<p>Home<p>The ferry stays in the bay.", "The ferry stays in the bay.\n"},
      {"[[keep]]\nid = 'k'\nline = 'Home'\n", "Home\nShare\nThe ferry stays in the bay.\n", "Home\nThe ferry stays in the bay.\n"},
      {"[[keep]]\nid = 'k'\nselect = 'h2'\n", "<h2>Home</h2><p>Share<p>The ferry stays in the bay.",
       "Home\n\nThe ferry stays in the bay.\n"},
      {"[[keep]]\nid = 'k'\nspan = '[*]'\n", "Home [1]\nThe ferry stays in the bay.\n", "[1]\nThe ferry stays in the bay.\n"},
      {"[[score]]\nid = 's'\nline = 'Home'\nadd = 5.0\n", "Home\nShare\nThe ferry stays in the bay.\n",
       "Home\nThe ferry stays in the bay.\n"},
      {"[[score]]\nid = 's'\nline = 'Home'\nadd = 1.0\n", "Home\nThe ferry stays in the bay.\n", "The ferry stays in the bay.\n"},
      {"[[score]]\nid = 's'\nline = 'Home'\nadd = 2.0\n[[score]]\nid = 't'\nline = 'Ho*'\nadd = 3.0\n",
       "Home\nThe ferry stays in the bay.\n", "Home\nThe ferry stays in the bay.\n"},
      {"[[score]]\nid = 's'\nselect = '.ad'\nadd = -10.0\n", "<p class=ad>The ferry sails for you today.<p>The ferry stays in the bay.",
       "The ferry stays in the bay.\n"},
      // A rule that matches two lines of a block counts once.
      {"[[score]]\nid = 's'\nline = '*a*'\nadd = 2.0\n", "<p>a b<br>c a<p>The ferry stays in the bay.", "The ferry stays in the bay.\n"},
      {"[[remove]]\nid = 'r'\nline = 'The ferry*'\n", "Home\nThe ferry stays in the bay.\nIt leaks on most of its days.\n",
       "It leaks on most of its days.\n"},
      {"[[remove]]\nid = 'r'\nspan = '(*)'\n", "Home (x)\nThe ferry (x) stays in the bay.\n", "The ferry stays in the bay.\n"},
      // `at` does not count what the model drops.
      {"[[remove]]\nid = 'r'\nline = 'By*'\nat = 'head 2'\n",
       "Home\nShare\nThe ferry stays in the bay.\nBy Clara Winfield of the Courier\nIt leaks on most of its days.\n",
       "The ferry stays in the bay.\nIt leaks on most of its days.\n"},
      {"[[keep]]\nid = 'k'\nline = 'Home'\n[[remove]]\nid = 'r'\nline = 'By*'\nat = 'head 2'\n",
       "Home\nThe ferry stays in the bay.\nBy Clara Winfield of the Courier\n",
       "Home\nThe ferry stays in the bay.\nBy Clara Winfield of the Courier\n"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.rules, c.input);
    for (const MatchMode mode : {MatchMode::fast, MatchMode::slow}) {
      CleanOptions options = with(one_model(kShortGoes));
      options.match = mode;
      CHECK(clean_with(c.rules, c.input, options).text == c.want);
    }
  }
  CHECK(std::size(cases) == 14);
}

TEST_CASE("what the model removes is reported as its own") {
  const Cleaned cleaned = clean_with("[[score]]\nid = 's'\nline = 'Sh*'\nadd = 5.0\n",
                                     "Home\nShare\nThe ferry stays in the bay.\n", with(one_model(kShortGoes)));
  REQUIRE(cleaned.removed.size() == 1);
  CHECK(cleaned.removed[0].rule.name == "model:unwanted");
  CHECK(cleaned.removed[0].text == "Home");
  REQUIRE(cleaned.verdicts.size() == 3);
  CHECK_FALSE(cleaned.verdicts[0].keep);
  CHECK(cleaned.verdicts[0].probability < 0.05);
  CHECK(cleaned.verdicts[1].keep);
  CHECK(cleaned.verdicts[1].score == 5);
  REQUIRE(cleaned.verdicts[1].scored_by.size() == 1);
  CHECK(cleaned.verdicts[1].scored_by[0].name == "t:s");
  CHECK(cleaned.verdicts[2].keep);
}

TEST_CASE("what scores add is measured without a model too, and then cleaned without") {
  const Loaded loaded = load_rules({{"t.toml", "name = 't'\n[[score]]\nid = 's'\nline = 'Sh*'\nadd = 5.0\n"}}, {.builtin = false});
  REQUIRE(loaded.rules);
  Cleaner cleaner(loaded.rules, {});
  const Result<Measured> measured = cleaner.measure("Home\nShare\n", {});
  REQUIRE(measured);
  REQUIRE(measured->rows.size() == 2);
  CHECK(measured->rows[0].score == 0);
  CHECK(measured->rows[1].score == 5);
  const Result<Cleaned> cleaned = cleaner.clean("Home\nShare\n", {});
  REQUIRE(cleaned);
  CHECK(cleaned->text == "Home\nShare\n");
}

TEST_CASE("copies go once") {
  const std::string line = prose(12) + ".";
  const Cleaned cleaned = clean_with("", "<p>" + line + "<p>" + line + "<p>Else, " + line, with(one_model(kAllStays)));
  CHECK(cleaned.text == line + "\n\nElse, " + line + "\n");
  REQUIRE(cleaned.removed.size() == 1);
  CHECK(cleaned.removed[0].rule.name == "model:copy");
}

TEST_CASE("a category that is off takes the model with it; no model, no task") {
  CleanOptions options = with(one_model(kShortGoes));
  options.categories.reset(static_cast<size_t>(Category::other));
  CHECK_FALSE(clean_with("", "Home\n", options).task);
  CHECK(clean_with("", "Home\n", options).text == "Home\n");
  CHECK_FALSE(clean_with("", "Home\n", with(nullptr)).task);
  CHECK_FALSE(clean_with("", "Home\n", with(models("model html page\n" + std::string(kLongStays)))).task);
  CHECK(clean_with("", "", with(one_model(kShortGoes))).text.empty());
}

TEST_CASE("`article` that leaves next to nothing is `page`") {
  const std::string article = "model html article\n";
  const std::string page = "model html page\n";
  const std::string two = article + std::string(kLongStays) + page + std::string(kAllStays);
  const std::string html = "<p>The ferry stays in the bay.<p>Home";
  const Cleaned fallen = clean_with("", html, with(models(two), Task::article));
  CHECK(fallen.other_task);
  CHECK(fallen.task == Task::page);
  CHECK(fallen.text == "The ferry stays in the bay.\n\nHome\n");
  // Not where `page` has no more to offer,
  const Cleaned both = clean_with("", html, with(one_model(kLongStays), Task::article));
  CHECK_FALSE(both.other_task);
  CHECK(both.text == "The ferry stays in the bay.\n");
  const Cleaned same = clean_with("", html, with(one_model(kShortGoes), Task::article));
  CHECK_FALSE(same.other_task);
  CHECK(same.text == "The ferry stays in the bay.\n");
  // nor where enough is left,
  const std::string long_one = article + std::string(kShortGoes) + page + std::string(kAllStays);
  const Cleaned enough = clean_with("", "<p>" + prose(60) + ".<p>Home", with(models(long_one), Task::article));
  CHECK_FALSE(enough.other_task);
  CHECK(enough.text == prose(60) + ".\n");
  // nor without its model. Scores count in both.
  CHECK(clean_with("", html, with(models(article + std::string(kLongStays)), Task::article)).text ==
        "The ferry stays in the bay.\n");
  const Cleaned scored =
      clean_with("[[score]]\nid = 's'\nline = 'Home'\nadd = -9.0\n", html + "<p>Share", with(models(two), Task::article));
  CHECK(scored.other_task);
  CHECK(scored.text == "The ferry stays in the bay.\n\nShare\n");
}

TEST_CASE("a long text is decided in parts, like a text that is nearly clean") {
  std::string input;
  std::string want;
  for (uint32_t i = 0; i < 2 * Measurements::kPart + 10; ++i) {
    const std::string line = i % 3 == 0 ? "Home\n" : "The ferry stays in the bay.\n";
    input += line;
    if (i % 3 != 0) want += line;
  }
  CleanOptions options = with(one_model(kShortGoes));
  CHECK((clean_with("", input, options).text == want));
  input += "By Clara Winfield of the Courier\nHome\n";
  CHECK((clean_with("[[remove]]\nid = 'r'\nline = 'By*'\nat = 'tail 1'\n", input, options).text == want));
}

// ---- properties ----

class DocumentMaker {
 public:
  explicit DocumentMaker(uint32_t seed) : random_(seed) {}
  size_t below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }

  std::string line() {
    static constexpr std::string_view kLines[] = {"Home", "Share this", "Advertisement", "Also read: The bridge", "By Clara Winfield",
                                                  "12:30", "\u00A9 2026 Courier", "Subscribe now", "The ferry [1] stays."};
    if (below(2) == 0) return std::string(kLines[below(std::size(kLines))]);
    return "It " + prose(below(30)) + " " + std::to_string(below(50)) + ".";
  }
  std::string text() {
    std::string out;
    for (size_t i = below(50); i-- > 0;) out += line() + (below(3) == 0 ? "\n\n" : "\n");
    return out;
  }
  std::string page() {
    static constexpr std::string_view kBoxes[] = {"div", "nav", "aside", "article", "div class=comments", "div class=entry-content", "ul"};
    std::string out = "<!doctype html><body>";
    for (size_t i = 1 + below(6); i-- > 0;) {
      const std::string_view box = kBoxes[below(std::size(kBoxes))];
      const std::string tag(box.substr(0, box.find(' ')));
      out += "<" + std::string(box) + ">";
      for (size_t k = below(8); k-- > 0;) {
        const std::string inner = tag == "ul" ? "li" : below(5) == 0 ? "h2" : "p";
        const std::string words = line();
        out += "<" + inner + ">" + (below(4) == 0 ? "<a href=/>" + words + "</a>" : words) + "</" + inner + ">";
      }
      out += "</" + tag + ">";
    }
    return out;
  }

 private:
  std::mt19937 random_;
};

std::vector<std::string> words_of_text(std::string_view text) {
  std::vector<std::string> words(1);
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    if (is_word(next_code_point(text, &at))) {
      words.back() += text.substr(begin, at - begin);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool is_subsequence(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  size_t at = 0;
  for (const std::string& word : whole) at += at < part.size() && part[at] == word;
  return at == part.size();
}

constexpr std::string_view kRules[] = {
    "",
    "[[remove]]\nid = 'a'\nline = ['Home', 'Share*']\n[[remove]]\nid = 'b'\nline = 'By*'\nat = 'head 3'\n",
    "[[remove]]\nid = 'a'\nline = '*:*'\n[[keep]]\nid = 'k'\nline = 'Also*'\n[[score]]\nid = 's'\nline = 'It*'\nadd = 2.5\n",
    "[[remove]]\nid = 'a'\nline = 'It*'\nto = 'end'\nlimit = '40%'\n[[remove]]\nid = 'b'\nline = '/[a-z].*/'\nat = 'edges 2'\nlevel = 'aggressive'\n",
    "[guard]\nmax_removed = '40%'\n[[remove]]\nid = 'a'\nline = ['Home', 'It*']\n[[remove]]\nid = 'b'\nline = 'Share*'\nat = 'edges 3'\nlevel = 'safe'\n",
};

std::string clean_plainly(const std::shared_ptr<const RuleSet>& rules, std::string_view input, CleanOptions options) {
  options.detail = Detail::text;
  Result<Cleaned> cleaned = Cleaner(rules, options).clean(input, {});
  REQUIRE(cleaned);
  return cleaned->text;
}

TEST_CASE("with a model: words are those of the input in order, ranges tile, all modes agree") {
  DocumentMaker make(11);
  const auto builtin = std::make_shared<const ModelSet>(true);
  const std::shared_ptr<const ModelSet> sets[] = {builtin, one_model(kShortGoes)};
  size_t removed = 0;
  for (int round = 0; round < 400; ++round) {
    const std::string input = round % 2 == 0 ? make.text() : make.page();
    const std::string rules = "name = 't'\n" + std::string(kRules[make.below(std::size(kRules))]);
    CleanOptions options = with(sets[make.below(2)], make.below(2) == 0 ? Task::page : Task::article);
    options.level = static_cast<Level>(make.below(3));
    options.input = round % 2 == 0 ? InputKind::text : InputKind::html;
    const Loaded loaded = load_rules({{"t.toml", rules}}, {.builtin = false});
    for (const Diagnostic& fault : loaded.faults) FAIL(format_diagnostic(fault));
    CAPTURE(round, input, rules, name_of(options.level), static_cast<int>(options.task));

    CleanOptions detailed = options;
    detailed.detail = Detail::pieces;
    Result<Cleaned> cleaned = Cleaner(loaded.rules, detailed).clean(input, {});
    REQUIRE(cleaned);
    uint64_t at = 0;
    for (const ReportedPiece& piece : cleaned->pieces) {
      REQUIRE(piece.begin == at);
      REQUIRE(piece.end >= piece.begin);
      at = piece.end;
    }
    CHECK(at == cleaned->decoded.size());
    CHECK(is_subsequence(words_of_text(cleaned->text), words_of_text(cleaned->decoded)));
    for (size_t i = 1; i < cleaned->removed.size(); ++i) {
      CHECK(cleaned->removed[i - 1].shown.end <= cleaned->removed[i].shown.begin);
    }
    removed += cleaned->removed.size();
    // Rows that rules take are scored for an explanation alone: it must tell of the same result.
    CHECK(clean_plainly(loaded.rules, input, options) == cleaned->text);
    options.match = MatchMode::slow;
    CHECK(clean_plainly(loaded.rules, input, options) == cleaned->text);
  }
  CHECK(removed > 1000);
}

TEST_CASE("a Cleaner remembers nothing of the last document") {
  DocumentMaker make(12);
  const Loaded loaded = load_rules({{"t.toml", "name = 't'\n" + std::string(kRules[2])}}, {.builtin = false});
  const CleanOptions options = with(std::make_shared<const ModelSet>(true), Task::article);
  Cleaner one(loaded.rules, options);
  for (int round = 0; round < 100; ++round) {
    const std::string input = round % 3 == 0 ? make.text() : make.page();
    CAPTURE(input);
    CHECK(one.clean(input, {})->text == Cleaner(loaded.rules, options).clean(input, {})->text);
  }
}

}  // namespace
}  // namespace dehusk
