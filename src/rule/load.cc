#include "rule/load.h"

#include <algorithm>

#include "rule/toml_reader.h"

namespace dehusk {

Loaded load_rules(const std::vector<RuleText>& texts, const LoadOptions& options) {
  Loaded loaded;
  std::vector<RuleFile> files;
  if (options.builtin) files = builtin_rules();
  std::vector<std::string> sources(files.size());
  if (texts.empty()) {
    loaded.rules = std::make_shared<const RuleSet>(std::move(files));
    return loaded;
  }
  for (const RuleText& text : texts) {
    files.push_back(read_rule_file(text.path, text.text, &loaded.faults));
    sources.push_back(text.text);
  }
  // A file that is no TOML has no name: what others say of it cannot be judged.
  const bool unreadable =
      std::any_of(loaded.faults.begin(), loaded.faults.end(),
                  [](const Diagnostic& fault) { return fault.code == Code::syntax; });
  if (unreadable) {
    for (size_t i = files.size(); i-- > 0;) {
      const bool broken = std::any_of(
          loaded.faults.begin(), loaded.faults.end(), [&](const Diagnostic& fault) {
            return fault.code == Code::syntax && fault.path == files[i].path;
          });
      if (!broken) continue;
      files.erase(files.begin() + static_cast<ptrdiff_t>(i));
      sources.erase(sources.begin() + static_cast<ptrdiff_t>(i));
    }
  }
  check_rule_files(files, sources, options.depth, &loaded.faults);
  if (!has_errors(loaded.faults)) {
    loaded.rules = std::make_shared<const RuleSet>(std::move(files));
  }
  return loaded;
}

}  // namespace dehusk
