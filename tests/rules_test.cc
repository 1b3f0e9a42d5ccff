// The [[test]]s of the built-in rules, and what every pack must have.
#include <catch2/catch.hpp>

#include "cli/rule_tests.h"
#include "rule/load.h"

namespace dehusk {
namespace {

TEST_CASE("the tests of the built-in rules pass, and fire every rule") {
  const RuleTestReport report =
      run_rule_tests({.tested = builtin_texts(), .read_input = no_input_files});
  REQUIRE(report.rules);
  for (const TestOutcome& outcome : report.outcomes) {
    if (outcome.verdict == Verdict::failed) FAIL_CHECK(describe(outcome, Paint::plain));
  }
  CHECK(report.count(Verdict::passed) >= 80);
  for (const RuleCoverage& rule : coverage_of(report)) {
    if (rule.state == RuleCoverage::State::untested) FAIL_CHECK(rule.path + " " + rule.id);
  }
}

}  // namespace
}  // namespace dehusk
