// Rule files from disk, for the commands.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/options.h"
#include "rule/load.h"

namespace dehusk {

/// The texts of all rule files that the options name: a file, or the *.toml files below a folder in
/// the order of their paths. A path that cannot be read is a fault (E026).
std::vector<RuleText> read_rule_texts(const std::vector<std::string>& paths, Diagnostics* faults);

/// Loads the rules that the options name; prints the faults to standard error and returns null
/// where there are errors.
std::shared_ptr<const RuleSet> load_rules_or_report(const RuleOptions& options);

/// True if every name is that of a rule file or "all"; else standard error says which is not.
bool packs_are_known(const std::vector<std::string>& names, const RuleSet& rules);

}  // namespace dehusk
