// The small languages inside the strings of a rule file: "head 6", "40%", "words < 12".
#pragma once

#include <optional>
#include <string_view>

#include "core/result.h"
#include "rule/rule.h"

namespace dehusk {

/// "head 6", "tail 6" or "edges 8", 1 to 200 lines.
Result<At> parse_at(std::string_view text);

/// "40%" or "6 lines".
Result<Limit> parse_limit(std::string_view text);

/// A share such as "85%", in (0, 1].
Result<double> parse_share(std::string_view text);

/// "200 chars".
Result<uint64_t> parse_chars(std::string_view text);

/// "words < 12". A feature that nobody knows gives a condition with feature = kUnknownFeature.
Result<Condition> parse_condition(std::string_view text);
inline constexpr uint16_t kUnknownFeature = UINT16_MAX;

/// The feature's name in a condition's text: its first word.
std::string_view feature_name_in(std::string_view condition);

}  // namespace dehusk
