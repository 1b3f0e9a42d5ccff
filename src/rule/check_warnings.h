// What `lint` says about rule files that load: rules that never decide anything, patterns that are
// too broad, things that are never used.
#pragma once

#include <string>
#include <vector>

#include "rule/diagnostic.h"
#include "rule/rule.h"

namespace dehusk {

/// Appends the warnings for all files that are not built in. They may hold errors.
void add_warnings(const std::vector<RuleFile>& files, const std::vector<std::string>& texts,
                  Diagnostics* faults);

}  // namespace dehusk
