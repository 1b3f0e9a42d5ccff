// How large a match is, as `limit` counts.
#pragma once

#include <cstdint>
#include <vector>

#include "doc/document.h"
#include "engine/match.h"
#include "rule/rule.h"

namespace dehusk {

/// Sizes of the lines of one document, counted when somebody first asks.
class LineSizes {
 public:
  /// Borrows `doc`.
  explicit LineSizes(const Document& doc) : doc_(doc) {}

  /// True if the match is no larger than the limit. O(1) after the first call for whole lines.
  bool within(const Limit& limit, const Match& match);

 private:
  const Document& doc_;
  std::vector<uint64_t> before_;  // visible characters before each line, and in all
};

}  // namespace dehusk
