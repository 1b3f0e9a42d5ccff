// The counts below an explanation.
//
//   removed 73 of 232 characters (31.5 %) in 4 ranges
//        2  cross-link  news/en:link.inline  rules/news/en.toml:61  51 characters
//        ...
//   left standing
//        1  ad          news/en:ad.marker    rules/news/en.toml:36  saved by a keep
#pragma once

#include <string>
#include <vector>

#include "cleaner.h"
#include "cli/explain_ranges.h"
#include "cli/explain_rows.h"

namespace dehusk {

/// The ranges of one fate by one rule.
struct RuleCount {
  LaidRange example;
  uint64_t ranges = 0;
  uint64_t characters = 0;  ///< that can be seen; of removed ranges
};

/// By fate and rule, most ranges first.
std::vector<RuleCount> count_by_rule(const std::vector<LaidRange>& ranges);

/// "removed 73 of 232 characters (31.5 %) in 4 ranges".
std::string headline(const CleanStats& stats, uint64_t ranges);

/// Writes how much went, and how many ranges each rule took or was kept from, most first.
/// `ranges` is lay_out_ranges() of `cleaned`.
void write_summary(const Cleaned& cleaned, const std::vector<LaidRange>& ranges, RowWriter* rows);

}  // namespace dehusk
