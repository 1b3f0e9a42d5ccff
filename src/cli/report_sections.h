// The parts of a report's page: each a section of HTML, or nothing where there is nothing to say.
#pragma once

#include <string>

#include "batch/summary.h"

namespace dehusk {

/// What was removed, how much each document lost, sizes, errors, damaged archives, the slowest,
/// what was passed over.
std::string report_sections(const SummaryCounts& counts);

/// `part` of `whole`, in [0, 1]; 0 of nothing.
double ratio(uint64_t part, uint64_t whole);

/// A figure that is not broken behind its number: no-break spaces for spaces.
std::string unbroken(std::string text);

}  // namespace dehusk
