#include "cli/rule_files.h"

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "batch/file_io.h"

namespace dehusk {
namespace {

namespace fs = std::filesystem;

void add_unreadable(const std::string& path, const std::string& why, Diagnostics* faults) {
  faults->push_back({path, {}, Code::unreadable, "cannot be read: " + why, "", ""});
}

std::vector<std::string> toml_files_below(const std::string& folder, Diagnostics* faults) {
  std::vector<std::string> found;
  std::error_code error;
  fs::recursive_directory_iterator walk(folder, error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    std::error_code ignored;
    if (walk->path().extension() == ".toml" && walk->is_regular_file(ignored)) {
      found.push_back(walk->path().string());
    }
  }
  if (error) add_unreadable(folder, error.message(), faults);
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

std::vector<RuleText> read_rule_texts(const std::vector<std::string>& paths, Diagnostics* faults) {
  std::vector<RuleText> texts;
  const auto add = [&](const std::string& path) {
    const bool known = std::any_of(texts.begin(), texts.end(),
                                   [&](const RuleText& text) { return text.path == path; });
    if (known) return;
    const Result<Bytes> bytes = read_file(path, kNoLimit);
    if (bytes) {
      texts.push_back({path, std::string(bytes->view())});
    } else {
      add_unreadable(path, bytes.error().message, faults);
    }
  };
  for (const std::string& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      for (const std::string& file : toml_files_below(path, faults)) add(file);
    } else {
      add(path);
    }
  }
  return texts;
}

std::shared_ptr<const RuleSet> load_rules_or_report(const RuleOptions& options) {
  Diagnostics faults;
  const std::vector<RuleText> texts = read_rule_texts(options.paths, &faults);
  Loaded loaded = load_rules(texts, {.builtin = options.builtin});
  faults.insert(faults.end(), loaded.faults.begin(), loaded.faults.end());
  sort_diagnostics(&faults);
  for (const Diagnostic& fault : faults) std::cerr << format_diagnostic(fault);
  if (has_errors(faults)) return nullptr;
  // Rules live as long as the process: to free them one by one is a sixth of what a start costs.
  // Volatile, so that the pointer is there for LeakSanitizer to find.
  static auto* volatile kept = new std::vector<std::shared_ptr<const RuleSet>>;
  kept->push_back(loaded.rules);
  return loaded.rules;
}

bool packs_are_known(const std::vector<std::string>& names, const RuleSet& rules) {
  std::vector<std::string_view> known = {"all"};
  for (const RuleFile& file : rules.headers()) known.push_back(file.name);
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::cerr << "dehusk: no rule pack is named '" << name << "'" << did_you_mean(name, known)
              << "\n'dehusk rules' lists them.\n";
    return false;
  }
  return true;
}

}  // namespace dehusk
