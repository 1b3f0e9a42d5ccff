#include "cli/new_site.h"

#include <catch2/catch.hpp>

#include "cli/rule_tests.h"
#include "rule/load.h"

namespace dehusk {
namespace {

// A short host, a long one, and one with all that a label may hold.
const char* const kHosts[] = {"example.com", "a.b", "xn--mnchen-3ya.de",
                              "regional-news-42.archive.example.co.uk"};

TEST_CASE("the skeleton loads and lints clean with the built-in packs") {
  for (const char* host : kHosts) {
    CAPTURE(host);
    const Result<std::string> text = site_skeleton(host);
    REQUIRE(text.ok());
    const Loaded loaded =
        load_rules({{"new.toml", *text}}, {.builtin = true, .depth = CheckDepth::warnings});
    std::string faults;
    for (const Diagnostic& fault : loaded.faults) faults += format_diagnostic(fault);
    CHECK(faults.empty());
    REQUIRE(loaded.rules != nullptr);
    const RuleFile& file = loaded.rules->files().back();
    CHECK(file.name == "sites/" + std::string(host));
    CHECK(file.sites == std::vector<std::string>{host});
    CHECK(!file.article.empty());
    CHECK(file.overrides.size() == 1);
    REQUIRE(file.rules.size() == 2);
    CHECK(!file.rules[0].line.empty());
    CHECK(!file.rules[1].select.empty());
  }
}

TEST_CASE("the skeleton's tests pass as written") {
  for (const char* host : kHosts) {
    CAPTURE(host);
    const RuleTestReport report = run_rule_tests({.tested = {{"new.toml", *site_skeleton(host)}}});
    REQUIRE(report.rules != nullptr);
    REQUIRE(!report.outcomes.empty());
    for (const TestOutcome& outcome : report.outcomes) {
      CAPTURE(outcome.name);
      CHECK(outcome.verdict == Verdict::passed);
      CHECK(outcome.noisy.empty());
    }
    for (const RuleCoverage& rule : coverage_of(report)) {
      CAPTURE(rule.id);
      CHECK(rule.state != RuleCoverage::State::untested);
    }
  }
}

TEST_CASE("a host in capitals is written small") {
  CHECK(*site_skeleton("Example.COM") == *site_skeleton("example.com"));
}

TEST_CASE("what is no host is refused, with what may have been meant") {
  const struct {
    const char* host;
    const char* message;
  } cases[] = {
      {"", "'' is no host; expected a name such as example.com"},
      {"localhost", "'localhost' is no host; expected a name such as example.com"},
      {"a..b", "'a..b' is no host; expected a name such as example.com"},
      {"-a.com", "'-a.com' is no host; expected a name such as example.com"},
      {"a_b.com", "'a_b.com' is no host; expected a name such as example.com"},
      {"*.example.com", "'*.example.com' is no host; expected a name such as example.com"},
      {"example.com\"", "'example.com\"' is no host; expected a name such as example.com"},
      {"https://Example.com/a?b", "'https://Example.com/a?b' is no host; did you mean 'example.com'?"},
      {"example.com/news", "'example.com/news' is no host; did you mean 'example.com'?"},
      {"example.com:8080", "'example.com:8080' is no host; did you mean 'example.com'?"},
      {"m\xC3\xBCnchen.de",
       "'m\xC3\xBCnchen.de' is no host; write it as URLs do, in ASCII (xn--...)"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.host);
    const Result<std::string> skeleton = site_skeleton(c.host);
    REQUIRE(!skeleton.ok());
    CHECK(skeleton.error().message == c.message);
  }
  CHECK(!site_skeleton(std::string(300, 'a') + ".com").ok());
}

}  // namespace
}  // namespace dehusk
