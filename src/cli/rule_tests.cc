#include "cli/rule_tests.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

#include "batch/file_io.h"
#include "cleaner.h"
#include "cli/want_editor.h"
#include "read/text_reader.h"
#include "write/text_writer.h"

namespace dehusk {
namespace {

std::string normalised(std::string_view text) {
  return write_text(read_text(text), {}, BlankLines::collapse);
}

std::string path_beside(const std::string& file, const std::string& name) {
  return (std::filesystem::path(file).parent_path() / name).string();
}

// A rule and the file it stands in.
struct FoundRule {
  const RuleFile* file = nullptr;
  const Rule* rule = nullptr;
};

// Runs the tests of one file.
class FileTests {
 public:
  FileTests(std::shared_ptr<const RuleSet> rules, const RuleFile& file, const InputReader& read)
      : rules_(std::move(rules)), file_(file), read_(read) {}

  TestOutcome run(const TestCase& test) {
    TestOutcome outcome;
    outcome.path = file_.path;
    outcome.line = test.place.line;
    outcome.name = test.name;
    judge(test, &outcome);
    const bool right = outcome.want == outcome.got && outcome.wrong.empty() &&
                       outcome.missing.empty();
    outcome.verdict = right ? Verdict::passed : Verdict::failed;
    return outcome;
  }

 private:
  std::string full_name(const std::string& rule) const {
    return rule.find(':') == std::string::npos ? file_.name + ":" + rule : rule;
  }

  std::string short_name(const std::string& rule) const {
    return rule.starts_with(file_.name + ":") ? rule.substr(file_.name.size() + 1) : rule;
  }

  FoundRule find(const std::string& full) const {
    const size_t colon = full.rfind(':');
    const int file = rules_->find_file(std::string_view(full).substr(0, colon));
    if (file < 0) return {};
    const RuleFile& found = rules_->files()[static_cast<size_t>(file)];
    for (const Rule& rule : found.rules) {
      if (full.compare(colon + 1, std::string::npos, rule.id) == 0) return {&found, &rule};
    }
    if (full.ends_with(":article")) return {&found, nullptr};  // what lies outside of it
    return {};
  }

  // A test that names a [[score]] rule runs with the article model, all others without.
  bool needs_model(const TestCase& test) const {
    return std::any_of(test.fires.begin(), test.fires.end(), [&](const std::string& name) {
      const FoundRule found = find(full_name(name));
      return found.rule != nullptr && found.rule->kind == RuleKind::score;
    });
  }

  Cleaner& cleaner(const TestCase& test) {
    const InputKind input = test.as == "html"   ? InputKind::html
                            : test.as == "text" ? InputKind::text
                                                : InputKind::detect;
    const bool model = needs_model(test);
    std::optional<Cleaner>& cleaner = cleaners_[{test.level, test.guard, input, model}];
    if (!cleaner) {
      CleanOptions options;
      options.input = input;
      options.level = test.level;
      options.use = {file_.name};
      options.packs = PackChoice::exactly;
      options.guard = test.guard;
      options.detail = Detail::pieces;
      if (model) options.models = std::make_shared<ModelSet>(true);
      cleaner.emplace(rules_, std::move(options));
    }
    return *cleaner;
  }

  void judge(const TestCase& test, TestOutcome* outcome) {
    std::string input = test.input;
    if (!test.input_file.empty()) {
      Result<std::string> read = read_(path_beside(file_.path, test.input_file));
      if (!read) {
        outcome->wrong.push_back("input_file '" + test.input_file + "': " + read.error().message);
        return;
      }
      input = std::move(*read);
    }
    const Result<Cleaned> cleaned = cleaner(test).clean(input, {.url = test.url});
    if (!cleaned) {
      outcome->wrong.push_back("the input cannot be cleaned: " + cleaned.error().message);
      return;
    }
    judge_text(test, *cleaned, outcome);
    judge_meta(test, *cleaned, outcome);
    judge_rules(test, *cleaned, outcome);
  }

  static void judge_text(const TestCase& test, const Cleaned& cleaned, TestOutcome* outcome) {
    if (test.unchanged && cleaned.is_page) {
      for (const ReportedRange& range : cleaned.removed) {
        outcome->wrong.push_back("unchanged: '" + range.text + "' went");
      }
    } else if (test.want || test.unchanged) {
      std::string want = normalised(test.want ? *test.want : cleaned.decoded);
      std::string got = normalised(cleaned.text);
      if (want != got) {
        outcome->want = std::move(want);
        outcome->got = std::move(got);
        if (test.want) outcome->want_place = test.want_place;
      }
    }
    for (const std::string& part : test.contains) {
      if (cleaned.text.find(part) != std::string::npos) continue;
      outcome->wrong.push_back("contains: '" + part + "' is not in the output");
    }
    for (const std::string& part : test.absent) {
      if (cleaned.text.find(part) == std::string::npos) continue;
      outcome->wrong.push_back("absent: '" + part + "' is in the output");
    }
  }

  static void judge_meta(const TestCase& test, const Cleaned& cleaned, TestOutcome* outcome) {
    for (const auto& [key, want] : test.meta) {
      const std::string& got = key == "published" ? cleaned.published
                               : key == "author"  ? cleaned.author
                               : key == "title"   ? cleaned.title
                                                  : cleaned.source;
      if (got == want) continue;
      outcome->wrong.push_back("meta: " + key + " is '" + got + "', not '" + want + "'");
    }
  }

  void judge_rules(const TestCase& test, const Cleaned& cleaned, TestOutcome* outcome) const {
    std::set<std::string> fired;
    for (const ReportedRange& range : cleaned.removed) {
      if (range.rule.name.starts_with("model:")) continue;
      fired.insert(range.rule.name);
      fired.insert(range.also.begin(), range.also.end());
    }
    for (const ReportedRange& range : cleaned.spared) {
      if (range.saved_by) fired.insert(range.saved_by->name);
    }
    for (const ReportedVerdict& verdict : cleaned.verdicts) {
      for (const RuleName& rule : verdict.scored_by) fired.insert(rule.name);
    }
    std::set<std::string> listed;
    for (const std::string& name : test.fires) {
      const std::string full = full_name(name);
      if (!listed.insert(full).second || fired.count(full) > 0) continue;
      outcome->missing.push_back({short_name(full), why_missing(full, test, cleaned)});
    }
    for (const std::string& full : fired) {
      if (listed.count(full) > 0) continue;
      const FoundRule found = find(full);
      std::string place = found.file->path;
      if (found.rule != nullptr) place += ":" + std::to_string(found.rule->place.line);
      outcome->noisy.push_back({short_name(full), std::move(place)});
    }
    outcome->fired.assign(fired.begin(), fired.end());
  }

  std::string why_missing(const std::string& full, const TestCase& test,
                          const Cleaned& cleaned) const {
    const FoundRule found = find(full);
    if (found.file != nullptr && found.rule == nullptr) {
      return found.file->article.empty() ? "the file has no `article`" : "the article was not found";
    }
    if (found.rule == nullptr) return "no rule has that name" + suggestion(full);
    for (const ReportedRange& range : cleaned.spared) {
      if (range.rule.name != full) continue;
      const std::string line = "line " + std::to_string(range.line);
      switch (range.why) {
        case Spared::Why::keep: return short_name(range.saved_by->name) + " kept " + line;
        case Spared::Why::limit: return "its limit held it back in " + line;
        case Spared::Why::guard: return "the guard held it back in " + line;
        case Spared::Why::joins:
          return "its cut in " + line + " would join two words or split one";
      }
    }
    const Rule& rule = *found.rule;
    const std::vector<uint32_t> running =
        rules_->with_used({static_cast<uint32_t>(rules_->find_file(file_.name))});
    const auto index = static_cast<uint32_t>(rules_->find_file(found.file->name));
    if (!std::binary_search(running.begin(), running.end(), index)) {
      return "'" + file_.name + "' does not use '" + found.file->name + "'";
    }
    for (const auto* sites : {&found.file->sites, &rule.sites}) {
      if (!sites->empty() && !site_matches(*sites, host_of(test.url))) {
        return test.url.empty() ? "it has `sites`, and the test no url"
                                : "its `sites` do not cover the url";
      }
    }
    if (rule.kind == RuleKind::remove && rule.level > test.level) {
      return "its level is " + std::string(name_of(rule.level)) + ", the test's " +
             std::string(name_of(test.level));
    }
    return rule.kind == RuleKind::keep ? "it saved nothing from a [[remove]]" : "";
  }

  std::string suggestion(const std::string& full) const {
    std::vector<std::string> names;
    for (const RuleFile& file : rules_->files()) {
      for (const Rule& rule : file.rules) names.push_back(file.name + ":" + rule.id);
    }
    const std::string_view near = nearest_word(full, {names.begin(), names.end()});
    return near.empty() ? "" : "; did you mean '" + short_name(std::string(near)) + "'?";
  }

  std::shared_ptr<const RuleSet> rules_;
  const RuleFile& file_;
  const InputReader& read_;
  std::map<std::tuple<Level, bool, InputKind, bool>, std::optional<Cleaner>> cleaners_;
};

}  // namespace

Result<std::string> read_input_file(const std::string& path) {
  const Result<Bytes> bytes = read_file(path, kNoLimit);
  if (!bytes) return bytes.error();
  return std::string(bytes->view());
}

Result<std::string> no_input_files(const std::string&) {
  return Error{"a built-in pack has no files beside it; test its folder"};
}

size_t RuleTestReport::count(Verdict verdict) const {
  return static_cast<size_t>(
      std::count_if(outcomes.begin(), outcomes.end(),
                    [&](const TestOutcome& outcome) { return outcome.verdict == verdict; }));
}

RuleTestReport run_rule_tests(const RuleTestInput& input) {
  std::vector<RuleText> texts = input.tested;
  texts.insert(texts.end(), input.others.begin(), input.others.end());
  Loaded loaded = load_rules(texts, {.builtin = input.builtin, .replace_builtin = true});
  RuleTestReport report;
  report.faults = std::move(loaded.faults);
  report.rules = std::move(loaded.rules);
  if (!report.rules) return report;

  const std::vector<RuleFile>& files = report.rules->files();
  for (uint32_t i = 0; i < files.size(); ++i) {
    const bool tested =
        !files[i].builtin &&
        std::any_of(input.tested.begin(), input.tested.end(),
                    [&](const RuleText& text) { return text.path == files[i].path; });
    if (!tested) continue;
    report.files.push_back(i);
    FileTests tests(report.rules, files[i], input.read_input);
    for (const TestCase& test : files[i].tests) report.outcomes.push_back(tests.run(test));
  }
  return report;
}

std::vector<RuleCoverage> coverage_of(const RuleTestReport& report) {
  std::set<std::string_view> fired;
  for (const TestOutcome& outcome : report.outcomes) {
    fired.insert(outcome.fired.begin(), outcome.fired.end());
  }
  std::vector<RuleCoverage> coverage;
  for (const uint32_t index : report.files) {
    const RuleFile& file = report.rules->files()[index];
    const auto first = static_cast<ptrdiff_t>(coverage.size());
    for (const Rule& rule : file.rules) {
      const auto state = fired.count(file.name + ":" + rule.id) > 0
                             ? RuleCoverage::State::fired
                             : RuleCoverage::State::untested;
      coverage.push_back({file.path, rule.place.line, rule.id, state});
    }
    std::sort(coverage.begin() + first, coverage.end(),
              [](const RuleCoverage& a, const RuleCoverage& b) { return a.line < b.line; });
  }
  return coverage;
}

Result<std::vector<UpdatedFile>> update_wants(const std::vector<RuleText>& tested,
                                              const RuleTestReport& report) {
  std::vector<UpdatedFile> updated;
  for (const RuleText& text : tested) {
    std::vector<WantEdit> edits;
    for (const TestOutcome& outcome : report.outcomes) {
      if (outcome.path == text.path && outcome.want_place) {
        edits.push_back({*outcome.want_place, outcome.got});
      }
    }
    if (edits.empty()) continue;
    const size_t wants = edits.size();
    Result<std::string> edited = edit_wants(text.text, std::move(edits));
    if (!edited) return Error{text.path + ": " + edited.error().message};
    updated.push_back({text.path, std::move(*edited), wants});
  }
  return updated;
}

std::string describe(const TestOutcome& outcome, Paint paint) {
  const bool failed = outcome.verdict == Verdict::failed;
  std::string word = failed ? "FAILED" : "passed";
  if (failed && paint == Paint::ansi) word = "\x1b[1;31m" + word + "\x1b[0m";
  std::string out =
      outcome.path + ":" + std::to_string(outcome.line) + ": " + word + " " + outcome.name;
  out += "\n";
  if (!failed) return out;
  const std::string indent = "  ";
  const std::string diff = line_diff(outcome.want, outcome.got, paint);
  for (size_t at = 0; at < diff.size();) {
    const size_t end = diff.find('\n', at) + 1;
    out += indent + diff.substr(at, end - at);
    at = end;
  }
  for (const std::string& wrong : outcome.wrong) out += indent + wrong + "\n";
  const auto add_rules = [&](std::string_view title, const std::vector<RuleNote>& rules) {
    for (const RuleNote& rule : rules) {
      out += indent + std::string(title) + rule.rule;
      out += rule.note.empty() ? "\n" : " (" + rule.note + ")\n";
    }
  };
  add_rules("missing: ", outcome.missing);
  add_rules("noisy: ", outcome.noisy);
  return out;
}

}  // namespace dehusk
