// dehusk test [FILE|DIR...]: runs the [[test]]s of rule files.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>

#include "batch/file_io.h"
#include "cli/commands.h"
#include "cli/print.h"
#include "cli/rule_files.h"
#include "cli/rule_tests.h"

namespace dehusk {
namespace {

namespace fs = std::filesystem;

// Drops files that are there twice, however their paths are written; the first stays.
void drop_known(std::set<fs::path>* known, std::vector<RuleText>* texts) {
  std::erase_if(*texts, [&](const RuleText& text) {
    std::error_code error;
    const fs::path path = fs::weakly_canonical(text.path, error);
    return !known->insert(error ? fs::path(text.path) : path).second;
  });
}

RuleTestInput input_of(const Options& options, Diagnostics* faults) {
  RuleTestInput input;
  input.builtin = options.rules.builtin;
  std::set<fs::path> known;
  if (options.files.empty()) {
    input.tested = builtin_texts();
    input.read_input = no_input_files;
  } else {
    input.tested = read_rule_texts(options.files, faults);
    drop_known(&known, &input.tested);
  }
  input.others = read_rule_texts(options.rules.paths, faults);
  drop_known(&known, &input.others);
  return input;
}

bool report_faults(const Diagnostics& faults) {
  for (const Diagnostic& fault : faults) std::cerr << format_diagnostic(fault);
  return has_errors(faults);
}

// Writes what the failed tests gave into their `want` and runs all tests again. The files are
// touched only when their new texts were found to load: they are never worse than before.
Result<std::string> update(RuleTestInput input, RuleTestReport* report) {
  const Result<std::vector<UpdatedFile>> updated = update_wants(input.tested, *report);
  if (!updated) return updated.error();
  if (updated->empty()) return std::string("nothing to update\n");
  for (const UpdatedFile& file : *updated) {
    for (RuleText& text : input.tested) {
      if (text.path == file.path) text.text = file.text;
    }
  }
  RuleTestReport again = run_rule_tests(input);
  if (!again.rules) return Error{"the new texts do not load; nothing was written"};
  std::string out;
  for (const UpdatedFile& file : *updated) {
    const Written written = replace_file(file.path, file.text, "");
    if (written.status == WriteStatus::failed) return Error{file.path + ": " + written.message};
    out += file.path + ": updated " + std::to_string(file.wants) +
           (file.wants == 1 ? " want\n" : " wants\n");
  }
  *report = std::move(again);
  return out;
}

std::string show_outcomes(const RuleTestReport& report, const Options& options) {
  std::string out;
  for (const TestOutcome& outcome : report.outcomes) {
    if (outcome.verdict != Verdict::failed && options.verbosity <= 0) continue;
    out += describe(outcome, options.color ? Paint::ansi : Paint::plain);
  }
  return out;
}

std::string show_coverage(const std::vector<RuleCoverage>& coverage) {
  std::string out;
  size_t fired = 0;
  size_t untested = 0;
  for (const RuleCoverage& rule : coverage) {
    const std::string place = rule.path + ":" + std::to_string(rule.line) + ": ";
    if (rule.state == RuleCoverage::State::fired) {
      ++fired;
    } else {
      ++untested;
      out += place + "FAILED " + rule.id + ": no test fires it\n";
    }
  }
  return out + std::to_string(fired) + " of " + std::to_string(fired + untested) +
         " rules are fired by a test\n";
}

std::string show_counts(const RuleTestReport& report) {
  return std::to_string(report.count(Verdict::passed)) + " passed, " +
         std::to_string(report.count(Verdict::failed)) + " failed\n";
}

}  // namespace

int run_test(const Options& options) {
  if (options.files.empty() && (options.update || !options.rules.builtin)) {
    std::cerr << "dehusk: name the rule files to " << (options.update ? "update" : "test") << "\n";
    return kNothingRun;
  }
  Diagnostics unreadable;
  RuleTestInput input = input_of(options, &unreadable);
  if (report_faults(unreadable)) return kNothingRun;
  RuleTestReport report = run_rule_tests(input);
  if (report_faults(report.faults)) return kNothingRun;

  std::string out;
  if (options.update) {
    Result<std::string> updated = update(std::move(input), &report);
    if (!updated) {
      std::cerr << "dehusk: " << updated.error().message << "\n";
      return kSomeFailed;
    }
    out = std::move(*updated);
  }
  out += show_outcomes(report, options);
  bool good = report.count(Verdict::failed) == 0;
  if (options.coverage) {
    const std::vector<RuleCoverage> coverage = coverage_of(report);
    out += show_coverage(coverage);
    good = good && std::none_of(coverage.begin(), coverage.end(), [](const RuleCoverage& rule) {
             return rule.state == RuleCoverage::State::untested;
           });
  }
  out += show_counts(report);
  return print(out, good ? kDone : kAnsweredNo);
}

}  // namespace dehusk
