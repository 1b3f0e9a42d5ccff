// Rule files in, RuleSet out.
#pragma once

#include <memory>
#include <vector>

#include "rule/check.h"
#include "rule/diagnostic.h"
#include "rule/pack.h"
#include "rule/rule_set.h"

namespace dehusk {

struct LoadOptions {
  bool builtin = true;  ///< load the built-in packs too
  bool replace_builtin = false;  ///< a text takes the place of the built-in pack of its name
  CheckDepth depth = CheckDepth::errors;
};

struct Loaded {
  std::shared_ptr<const RuleSet> rules;  ///< null where there were errors
  Diagnostics faults;                    ///< sorted by place
};

/// Reads, checks and joins `texts` with the built-in packs. All faults of all files come back
/// together; a broken file never half-loads.
Loaded load_rules(const std::vector<RuleText>& texts, const LoadOptions& options);

}  // namespace dehusk
