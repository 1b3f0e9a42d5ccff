// What `dehusk stats` prints.
#pragma once

#include <string>

#include "cli/rule_hits.h"

namespace dehusk {

/// Rules that never fired, the others with examples, documents that lost most and least.
std::string stats_text(const RuleTally& tally, uint64_t failed);

/// The same as one object, with a line end.
std::string stats_json(const RuleTally& tally, uint64_t failed);

}  // namespace dehusk
