// Runs the [[test]]s of rule files, for `dehusk test` and for dehusk's own test suite.
//
//   texts --load--> RuleSet --clean(input), for each test--> TestOutcomes --> coverage
//
// A test runs the rules of its own file and of the files that one uses, nothing else, so that it
// says the same on every machine. Rules are compiled once for each file and level, not for each
// test.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/line_diff.h"
#include "core/result.h"
#include "rule/load.h"

namespace dehusk {

/// Gives the bytes of a test's `input_file`, whose path has the rule file's folder in front.
using InputReader = std::function<Result<std::string>(const std::string& path)>;

/// The InputReader for files on disk.
Result<std::string> read_input_file(const std::string& path);

/// The InputReader for rules that are no files.
Result<std::string> no_input_files(const std::string& path);

struct RuleTestInput {
  std::vector<RuleText> tested;  ///< rule files whose tests run; they replace built-in packs of
                                 ///< the same name
  std::vector<RuleText> others = {};  ///< rule files that these may use
  bool builtin = true;           ///< they may use the built-in packs too
  InputReader read_input = read_input_file;
};

enum class Verdict : uint8_t {
  passed,
  failed,
};

/// A rule that a failed test names, and what is known about it.
struct RuleNote {
  std::string rule;  ///< its id, or "file:id" if it is of another file
  std::string note;  ///< why it is missing, where that is known; where a noisy one stands
};

struct TestOutcome {
  std::string path;
  uint32_t line = 0;
  std::string name;
  Verdict verdict = Verdict::passed;
  std::vector<std::string> fired;  ///< full names of the rules that decided something, sorted

  std::string want;  ///< where this and `got` differ: what the output was to be
  std::string got;
  std::optional<Place> want_place;    ///< of `want` in the file, where they differ for that key
  std::vector<std::string> wrong;     ///< what else is wrong, a sentence each
  std::vector<RuleNote> missing;      ///< rules in `fires` that decided nothing
  std::vector<RuleNote> noisy;        ///< rules that decided something and are not in `fires`
};

struct RuleTestReport {
  Diagnostics faults;                    ///< where errors are among them nothing was run
  std::shared_ptr<const RuleSet> rules;  ///< null where nothing was run
  std::vector<uint32_t> files;           ///< those tested, indexes into RuleSet::files()
  std::vector<TestOutcome> outcomes;     ///< by file, then in the order of the tests

  size_t count(Verdict verdict) const;
};

/// Loads the files and runs their tests.
RuleTestReport run_rule_tests(const RuleTestInput& input);

/// What the tests showed of a rule.
struct RuleCoverage {
  enum class State : uint8_t { fired, untested };
  std::string path;
  uint32_t line = 0;
  std::string id;
  State state = State::fired;
};

/// Of each rule of the tested files whether any test fired it, by file, then by line.
std::vector<RuleCoverage> coverage_of(const RuleTestReport& report);

/// A tested file with other `want`s.
struct UpdatedFile {
  std::string path;
  std::string text;
  size_t wants = 0;  ///< how many were rewritten
};

/// The tested files in which a `want` differs from the output, with the output in its place and
/// every other byte as it was. An error would be a bug of ours.
Result<std::vector<UpdatedFile>> update_wants(const std::vector<RuleText>& tested,
                                              const RuleTestReport& report);

/// "rules/news.toml:31: FAILED a quote stays" and, for a failed test, what is wrong, indented.
std::string describe(const TestOutcome& outcome, Paint paint);

}  // namespace dehusk
