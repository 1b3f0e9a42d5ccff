#include "cli/rule_tests.h"

#include <catch2/catch.hpp>

#include "rule/pack.h"

namespace dehusk {
namespace {

// The rules that most cases test, for a file whose first two lines are others.
const std::string kRules = R"([[remove]]
id = "ad"
line = ["Advertisement", "Sponsored"]
[[remove]]
id = "ad.label"
line = "Advert*"
[[remove]]
id = "rest"
line = "Related"
to = "end"
limit = "40%"
[[remove]]
id = "bold"
level = "aggressive"
line = "Buy now"
[[remove]]
id = "head"
line = "{date:published}"
at = "head 2"
[[remove]]
id = "inside"
span = '(see *)'
[[keep]]
id = "keep.code"
line = "Advertising Code"
[[remove]]
id = "on-site"
sites = ["example.com"]
line = "Share this"
[[remove]]
id = "box"
select = ".box"
[[score]]
id = "short"
when = ["words < 3"]
add = -1.0
)";

std::string messages_of(const Diagnostics& faults) {
  std::string all;
  for (const Diagnostic& fault : faults) all += format_diagnostic(fault);
  return all;
}

RuleTestReport run(const std::string& toml) {
  RuleTestReport report = run_rule_tests({{{"t.toml", toml}}, {}, false, no_input_files});
  CAPTURE(toml);
  REQUIRE(messages_of(report.faults) == "");
  REQUIRE(report.rules != nullptr);
  return report;
}

std::string described(const RuleTestReport& report) {
  std::string all;
  for (const TestOutcome& outcome : report.outcomes) all += describe(outcome, Paint::plain);
  return all;
}

struct Case {
  std::string test;    ///< the keys of a [[test]] behind kRules, its `name` aside
  std::string report;  ///< "passed", or the lines below the first, less their indent
};

const Case kCases[] = {
    // want, compared after the writer's normalisation
    {R"(input="Advertisement\nA story.", want="A story.\n")", "passed"},
    {R"(input="Advertisement\nA story.", want="\r\n\r\nA story.  \n\n\n")", "passed"},
    {R"(input="Advertisement", want="")", "passed"},
    {R"(input="Advertisement\nA story.", want="A story.\nMore.")",
     "@@ -1,2 +1,1 @@\n A story.\n-More.\nnoisy: ad (t.toml:3)\nnoisy: ad.label (t.toml:6)\n"},
    {R"(input="A story.", want="A  story.")", "@@ -1,1 +1,1 @@\n-A  story.\n+A story.\n"},
    {R"(input="A story.", want="")", "@@ -0,0 +1,1 @@\n+A story.\n"},
    // unchanged
    {R"(input="A story.  \r\n\r\n\r\nMore.", unchanged=true)", "passed"},
    {R"(input="\uFEFFA story.", unchanged=true)", "passed"},
    {R"(input="A story.\nSponsored", unchanged=true)",
     "@@ -1,2 +1,1 @@\n A story.\n-Sponsored\nnoisy: ad (t.toml:3)\n"},
    // contains, absent
    {R"(input="A story.\nSponsored", contains=["A st", "ry."], absent="Sponsored")", "passed"},
    {R"(input="A story.\nSponsored", contains="Sponsored", absent=["x", "story"])",
     "contains: 'Sponsored' is not in the output\nabsent: 'story' is in the output\n"
     "noisy: ad (t.toml:3)\n"},
    // fires: also the rule that stands second, ids short or whole, spans, keeps
    {R"(input="Advertisement", fires=["ad", "t:ad.label"])", "passed"},
    {R"(input="A (see B) c.", want="A c.", fires="inside")", "passed"},
    {R"(input="Advertising Code", unchanged=true, fires="keep.code")", "passed"},
    {R"(input="Advertising Code", unchanged=true, fires=["keep.code", "ad.label"])",
     "missing: ad.label (keep.code kept line 1)\n"},
    {R"(input="A story.", fires="keep.code")",
     "missing: keep.code (it saved nothing from a [[remove]])\n"},
    {R"(input="A story.", fires="ad")", "missing: ad\n"},
    {R"(input="A story.\nRelated\nA long title of some other story.", fires="rest")",
     "missing: rest (its limit held it back in line 2)\n"},
    {R"(input="A story.", fires=["add", "other:ad", "ad:"])",
     "missing: add (no rule has that name; did you mean 'ad'?)\n"
     "missing: other:ad (no rule has that name)\nmissing: ad: (no rule has that name)\n"},
    // level
    {R"(input="Buy now", unchanged=true)", "passed"},
    {R"(input="Buy now", want="", level="aggressive", fires="bold")", "passed"},
    {R"(input="Buy now", fires="bold")",
     "missing: bold (its level is aggressive, the test's normal)\n"},
    {R"(input="Advertisement", unchanged=true, level="safe")", "passed"},
    // url
    {R"(input="Share this", unchanged=true)", "passed"},
    {R"(input="Share this", want="", url="https://www.example.com/a", fires="on-site")", "passed"},
    {R"(input="Share this", fires="on-site")",
     "missing: on-site (it has `sites`, and the test no url)\n"},
    {R"(input="Share this", fires="on-site", url="https://example.org/")",
     "missing: on-site (its `sites` do not cover the url)\n"},
    // meta
    {R"(input="2024-05-12\nA story.", meta={published="2024-05-12", author=""})", "passed"},
    {R"(input="2024-05-12\nA story.", meta={published="2024", author="Eve"}, fires="head")",
     "meta: author is '', not 'Eve'\nmeta: published is '2024-05-12', not '2024'\n"},
    // pages, and what needs the article model
    {R"(input="<p>Advertisement<p>A story.", want="A story.", as="html", fires="ad")", "passed"},
    {R"(input="<p>A story.<p class=box>Boxed", want="A story.", as="html", fires="box")", "passed"},
    {R"(input="<p>Advertisement", unchanged=true, as="html")", "unchanged: 'Advertisement' went\nnoisy: ad (t.toml:3)\nnoisy: ad.label (t.toml:6)\n"},
    {R"(input="A story.", want="A story.", fires="short")", "passed"},
    {R"(input="Advertisement", want="", as="text")", "passed"},
    // what cannot be run
    {R"(input_file="page.txt", want="x")",
     "input_file 'page.txt': a built-in pack has no files beside it; test its folder\n"},
};

TEST_CASE("run_rule_tests says what is wrong with each test") {
  for (const Case& c : kCases) {
    const RuleTestReport report =
        run("name = 't'\ntest = [{name = 'it', " + c.test + "}]\n" + kRules);
    CAPTURE(c.test);
    REQUIRE(report.outcomes.size() == 1);
    const TestOutcome& outcome = report.outcomes[0];
    const Verdict verdict = c.report == "passed" ? Verdict::passed
                                                 : Verdict::failed;
    CHECK(outcome.verdict == verdict);
    CHECK(report.count(verdict) == 1);
    std::string lines = described(report);
    lines.erase(0, lines.find('\n') + 1);
    std::string expected;
    for (size_t at = 0; verdict == Verdict::failed && at < c.report.size();) {
      const size_t end = c.report.find('\n', at) + 1;
      expected += "  " + c.report.substr(at, end - at);
      at = end;
    }
    CHECK(lines == expected);
  }
}

TEST_CASE("an input that cannot be cleaned fails its test") {
  const RuleTestReport report =
      run("name='t'\n[[test]]\nname='pdf'\ninput=\"%PDF-1.7\\n1 0 obj\"\nunchanged=true\n");
  REQUIRE(report.count(Verdict::failed) == 1);
  REQUIRE(report.outcomes[0].wrong.size() == 1);
  CHECK(report.outcomes[0].wrong[0].starts_with("the input cannot be cleaned: not text but "));
}

TEST_CASE("a report names the file and line of each test") {
  const RuleTestReport report = run(R"(name = "t"
[[remove]]
id = "ad"
line = "Advertisement"

[[test]]
name = "one goes"
input = "Advertisement"
want = ""

[[test]]
name = "one stays"
input = "Advertisement"
unchanged = true

[[test]]
name = "a page"
as = "html"
input = "<p>A story."
unchanged = true
)");
  CHECK(described(report) ==
        "t.toml:6: passed one goes\n"
        "t.toml:11: FAILED one stays\n  @@ -1,1 +0,0 @@\n  -Advertisement\n  noisy: ad (t.toml:2)\n"
        "t.toml:16: passed a page\n");
  CHECK(report.outcomes[1].fired == std::vector<std::string>{"t:ad"});
  CHECK(describe(report.outcomes[1], Paint::ansi).starts_with("t.toml:11: \x1b[1;31mFAILED"));
}

TEST_CASE("a test runs its file and what that uses, with its overrides, nothing else") {
  const std::string base = "name='base'\n[[remove]]\nid='b'\nline='Base'\n";
  const std::string middle = "name='middle'\nuse='base'\n[[remove]]\nid='m'\nline='Middle'\n";
  const std::string other = "name='other'\n[[remove]]\nid='o'\nline='Other'\n";
  const std::string own =
      "name='own'\nuse='middle'\n[[override]]\nid='middle:m'\nlevel='safe'\n"
      "[[test]]\nname='t'\ninput=\"Base\\nMiddle\\nOther\"\nwant='Other'\n"
      "fires=['base:b', 'middle:m', 'other:o']\n"
      "[[test]]\nname='u'\nlevel='safe'\ninput=\"Base\\nMiddle\"\nwant='Base'\n";
  const RuleTestReport report = run_rule_tests(
      {{{"own.toml", own}}, {{"base.toml", base}, {"middle.toml", middle}, {"o.toml", other}}});
  REQUIRE(messages_of(report.faults) == "");
  CHECK(described(report) ==
        "own.toml:6: FAILED t\n  missing: other:o ('own' does not use 'other')\n"
        "own.toml:11: passed u\n");
}

TEST_CASE("the guard is on only in tests that ask for it") {
  const std::string rules =
      "name='t'\n[guard]\nmax_removed='50%'\n[[remove]]\nid='ad'\nline='Advertisement'\n";
  const std::string input = "input=\"Advertisement\\nA story.\"\nfires='ad'\n";
  CHECK(described(run(rules + "[[test]]\nname='off'\n" + input + "want='A story.'\n" +
                      "[[test]]\nname='on'\nguard=true\n" + input + "unchanged=true\n")) ==
        "t.toml:7: passed off\n"
        "t.toml:12: FAILED on\n  missing: ad (the guard held it back in line 1)\n");
}

TEST_CASE("input_file is read from the rule file's folder") {
  std::vector<std::string> asked;
  RuleTestInput input;
  input.tested = {{"rules/sites/t.toml",
                   "name='t'\n[[remove]]\nid='ad'\nline='Advertisement'\n"
                   "[[test]]\nname='there'\ninput_file='pages/a.txt'\nwant='A story.'\n"
                   "[[test]]\nname='raw'\ninput_file='pages/a.txt'\nunchanged=true\n"
                   "[[test]]\nname='gone'\ninput_file='/b.txt'\nwant='A story.'\n"}};
  input.read_input = [&](const std::string& path) -> Result<std::string> {
    asked.push_back(path);
    if (path == "/b.txt") return Error{"no such file"};
    return std::string("\xEF\xBB\xBF" "Advertisement\r\nA story.\r\n");
  };
  CHECK(described(run_rule_tests(input)) ==
        "rules/sites/t.toml:5: passed there\n"
        "rules/sites/t.toml:9: FAILED raw\n  @@ -1,2 +1,1 @@\n  -Advertisement\n   A story.\n"
        "  noisy: ad (rules/sites/t.toml:2)\n"
        "rules/sites/t.toml:13: FAILED gone\n  input_file '/b.txt': no such file\n");
  CHECK(asked == std::vector<std::string>{"rules/sites/pages/a.txt", "rules/sites/pages/a.txt",
                                          "/b.txt"});
}

TEST_CASE("rules that do not load run no tests") {
  const RuleTestReport report = run_rule_tests(
      {{{"a.toml", "name='a'\n[[test]]\nname='t'\ninput='x'\nunchanged=true\n"},
        {"b.toml", "name='a'\n"},
        {"c.toml", "name=\n"}}});
  CHECK(report.rules == nullptr);
  CHECK(report.outcomes.empty());
  CHECK(report.faults.size() == 2);
}

TEST_CASE("a file under test takes the place of the built-in pack of its name") {
  const std::vector<RuleText> packs = builtin_texts();
  REQUIRE(!packs.empty());
  const RuleTestReport all = run_rule_tests({packs, {}, true, no_input_files});
  REQUIRE(messages_of(all.faults) == "");
  CHECK(all.files.size() == packs.size());
  CHECK(all.rules->files().size() == packs.size());

  const RuleTestReport one = run_rule_tests(
      {{{"en.toml", "name='news/en'\nuse='common'\n[[remove]]\nid='x'\nline='X'\n"
                    "[[test]]\nname='t'\ninput='X'\nwant=''\nfires='x'\n"}}});
  REQUIRE(messages_of(one.faults) == "");
  CHECK(one.files.size() == 1);
  CHECK(one.rules->files().size() == packs.size());
  CHECK(described(one) == "en.toml:6: passed t\n");
}

TEST_CASE("coverage_of tells which rules the tests fire") {
  const RuleTestReport report = run("name = 't'\n\n" + kRules + R"(
[[test]]
name = "failed, but fired"
input = "Advertisement\nAdvertising Code"
want = ""
[[test]]
name = "the guard and the limit are no firing"
input = "A story.\nRelated\nA long title of some other story."
unchanged = true
)");
  std::string lines;
  for (const RuleCoverage& rule : coverage_of(report)) {
    lines += rule.path + ":" + std::to_string(rule.line) + " " + rule.id +
             (rule.state == RuleCoverage::State::fired ? " fired\n" : " untested\n");
  }
  CHECK(lines ==
        "t.toml:3 ad fired\nt.toml:6 ad.label fired\nt.toml:9 rest untested\n"
        "t.toml:14 bold untested\nt.toml:18 head untested\nt.toml:22 inside untested\n"
        "t.toml:25 keep.code fired\nt.toml:28 on-site untested\nt.toml:32 box untested\n"
        "t.toml:35 short untested\n");
}

TEST_CASE("coverage counts a rule that a test of another file fires") {
  const RuleTestReport report = run_rule_tests(
      {{{"a.toml", "name='a'\n[[remove]]\nid='x'\nline='X'\n"},
        {"b.toml", "name='b'\nuse='a'\n[[test]]\nname='t'\ninput='X'\nwant=''\n"}}});
  const std::vector<RuleCoverage> coverage = coverage_of(report);
  REQUIRE(coverage.size() == 1);
  CHECK(coverage[0].state == RuleCoverage::State::fired);
}

TEST_CASE("update_wants rewrites the wants that differ, and no others") {
  const std::string head = "name='t'\n[[remove]]\nid='ad'\nline='Advertisement'\n";
  const std::string good = "[[test]]\nname='good'\ninput='A'\nwant='''  \nA'''\n";
  const std::string other = "[[test]]\nname='rule'\ninput='A'\nwant='A'\nfires='ad'\n";
  const std::string plain = "[[test]]\nname='plain'\ninput='Advertisement'\nunchanged=true\n";
  const std::string bad = "[[test]]\nwant='B'\nname='bad'\ninput=\"A\\nAdvertisement\\nC\"\n";
  const std::string wrong = "[[test]]\nname='gone'\ninput_file='x'\nwant='B'\n";
  const RuleTestInput input{{{"t.toml", head + good + other + plain + bad + wrong},
                             {"u.toml", "name='u'\n" + good}},
                            {},
                            false,
                            no_input_files};
  const auto updated = update_wants(input.tested, run_rule_tests(input));
  REQUIRE(updated.ok());
  REQUIRE(updated->size() == 1);
  CHECK(updated->front().path == "t.toml");
  CHECK(updated->front().wants == 1);
  std::string expected = bad;
  expected.replace(expected.find("'B'"), 3, R"("A\nC")");
  CHECK(updated->front().text == head + good + other + plain + expected + wrong);
}

}  // namespace
}  // namespace dehusk
