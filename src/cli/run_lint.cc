// dehusk lint FILE|DIR...: reports all faults of rule files.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>

#include "cli/commands.h"
#include "cli/lint_formats.h"
#include "cli/print.h"
#include "cli/rule_files.h"

namespace dehusk {
namespace {

namespace fs = std::filesystem;

// A file may be named twice, by different paths: one that is linted is not loaded a second time.
std::string one_path(const std::string& path) {
  std::error_code error;
  const fs::path canonical = fs::weakly_canonical(path, error);
  return error ? path : canonical.string();
}

struct Linted {
  Diagnostics faults;
  size_t files = 0;
};

// `asked` are the files to report on; `others` may be used by them and overridden.
Linted lint(const std::vector<std::string>& asked, const std::vector<std::string>& others,
            const Options& options) {
  Linted linted;
  std::vector<RuleText> texts;
  std::set<std::string> known;
  const auto add = [&](const std::vector<std::string>& paths) {
    for (RuleText& text : read_rule_texts(paths, &linted.faults)) {
      if (known.insert(one_path(text.path)).second) texts.push_back(std::move(text));
    }
  };
  add(asked);
  linted.files = texts.size();
  std::set<std::string> reported;
  for (const RuleText& text : texts) reported.insert(text.path);
  add(others);
  Loaded loaded = load_rules(texts, {.builtin = options.rules.builtin,
                                     .replace_builtin = true,
                                     .depth = CheckDepth::warnings});
  for (Diagnostic& fault : loaded.faults) {
    const bool wanted = is_error(fault.code) ||
                        (reported.count(fault.path) > 0 && options.verbosity >= 0);
    if (wanted) linted.faults.push_back(std::move(fault));
  }
  sort_diagnostics(&linted.faults);
  return linted;
}

}  // namespace

int run_lint(const Options& options) {
  if (options.format == "list") return print(code_list(), kDone);
  const bool named = !options.files.empty();
  if (!named && options.rules.paths.empty()) {
    std::cerr << "dehusk: name the rule files or folders to lint\nTry 'dehusk lint --help'.\n";
    return kNothingRun;
  }
  const Linted linted = named ? lint(options.files, options.rules.paths, options)
                              : lint(options.rules.paths, {}, options);
  const LintFormat format = lint_format_named(options.format).value_or(LintFormat::text);
  return print(lint_report(linted.faults, linted.files, format),
               has_errors(linted.faults) ? kAnsweredNo : kDone);
}

}  // namespace dehusk
