// What rule files mean, checked: everything that a TOML reader cannot see.
#pragma once

#include <string>
#include <vector>

#include "rule/diagnostic.h"
#include "rule/pack.h"
#include "rule/rule.h"

namespace dehusk {

/// How much to look for.
enum class CheckDepth : uint8_t {
  errors,    ///< what stops every command
  warnings,  ///< that and what `lint` adds
};

/// Checks `files` together; `texts[i]` is the text of `files[i]` where it is at hand, "" otherwise
/// (built-in files were checked when dehusk was built: their patterns are not compiled again).
void check_rule_files(const std::vector<RuleFile>& files, const std::vector<std::string>& texts,
                      CheckDepth depth, Diagnostics* faults);

}  // namespace dehusk
