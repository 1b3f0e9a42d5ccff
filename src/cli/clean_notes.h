// What is worth saying of a document that was cleaned.
#pragma once

#include <string>

#include "batch/clean_item.h"
#include "cli/options.h"

namespace dehusk {

/// Whole lines for standard error, or "".
std::string clean_notes(const std::string& name, const Outcome& outcome, const Options& options);

}  // namespace dehusk
