// Rule files from TOML. The only place that knows toml++.
#pragma once

#include <string>
#include <string_view>

#include "rule/diagnostic.h"
#include "rule/rule.h"

namespace dehusk {

/// Reads one rule file: tables, keys and types are checked here, what they mean in check.h. Faults
/// are appended; after a fault the file holds what could be read, except that a syntax error gives
/// an empty file. `path` is what messages print.
RuleFile read_rule_file(std::string path, std::string_view text, Diagnostics* faults);

}  // namespace dehusk
