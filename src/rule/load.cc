#include "rule/load.h"

#include <algorithm>

#include "rule/toml_reader.h"

namespace dehusk {
namespace {

// Drops the built-in packs whose names the files behind them take.
void drop_replaced(std::vector<RuleFile>* files, std::vector<std::string>* sources) {
  for (size_t i = files->size(); i-- > 0;) {
    const RuleFile& pack = (*files)[i];
    const bool replaced = pack.builtin && std::any_of(files->begin(), files->end(),
                                                      [&](const RuleFile& file) {
                                                        return !file.builtin &&
                                                               file.name == pack.name;
                                                      });
    if (!replaced) continue;
    files->erase(files->begin() + static_cast<ptrdiff_t>(i));
    sources->erase(sources->begin() + static_cast<ptrdiff_t>(i));
  }
}

}  // namespace

Loaded load_rules(const std::vector<RuleText>& texts, const LoadOptions& options) {
  Loaded loaded;
  std::vector<PackedFile> packs;
  if (options.builtin) packs = builtin_rules();
  if (texts.empty()) {
    loaded.rules = std::make_shared<const RuleSet>(std::move(packs));
    return loaded;
  }
  std::vector<RuleFile> files;
  for (PackedFile& pack : packs) {
    files.push_back(std::move(pack.header));
    unpack_body(pack.body, &files.back());
  }
  std::vector<std::string> sources(files.size());
  for (const RuleText& text : texts) {
    files.push_back(read_rule_file(text.path, text.text, &loaded.faults));
    sources.push_back(text.text);
  }
  if (options.replace_builtin) drop_replaced(&files, &sources);
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
