// What the article model thought of a block, in words: for `explain` and `explain --why`.
//
//   p 0.03 of 0.55   for links -0.4 ...
#pragma once

#include <string>
#include <vector>

#include "cleaner.h"

namespace dehusk {

/// The verdict on the block that holds an offset of Cleaned::decoded, or null. O(log blocks).
const ReportedVerdict* verdict_at(const Cleaned& cleaned, uint32_t shown);

/// "p 0.03 under 0.55", then features with what they added to the log-odds, "in_nav -1.2", then rules.
std::vector<std::string> verdict_items(const Cleaned& cleaned, const ReportedVerdict& verdict);

/// "article, keeps from p 0.55 on": for the head of an explanation.
std::string describe_model(const Cleaned& cleaned);

}  // namespace dehusk
