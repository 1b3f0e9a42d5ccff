// The measured features of a line that `when` knows. Computed only for lines that a rule asks about.
#pragma once

#include <cstdint>

#include "doc/document.h"
#include "engine/measurements.h"
#include "rule/rule.h"

namespace dehusk {

inline constexpr uint64_t kConditionSteps = 16;

/// A feature of one block. O(size of the block).
///
///   words           runs of letters and digits; in scripts without spaces two characters are one
///   chars           code points of the canonical line
///   digits          share of digits among the characters that are no white space, in [0, 1]
///   capitals        share of upper-case letters among the letters, in [0, 1]
///   link_density    share of those characters that lie in links, markdown's or bare, in [0, 1]
///   ends_sentence   1 if the line ends with . ! ? or their kin, quotes and brackets aside, else 0
///   line_no         1-based number of the block
///   lines_from_end  blocks behind this one
double line_feature(const Document& doc, uint32_t block, Feature feature);

/// What the conditions of a rule count at most for a line of so many bytes, and what cuts found in it count (work.h).
inline uint64_t steps_of_conditions(const std::vector<Condition>& when, size_t bytes) {
  return when.size() * (kConditionSteps + 2 * uint64_t{bytes});
}
inline uint64_t steps_of_spans(size_t spans, size_t bytes) {
  return kConditionSteps * spans + 4 * uint64_t{bytes};
}

/// True if all conditions hold for the line, or the block of a page that it is in. What plain text lacks
/// is false there.
bool conditions_hold(const std::vector<Condition>& when, const Document& doc, uint32_t block,
                     Measurements* measured);

}  // namespace dehusk
