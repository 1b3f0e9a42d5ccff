// What decides what a run writes, for --resume.
#pragma once

#include "batch/fingerprint.h"
#include "cli/options.h"

namespace dehusk {

/// Version, rules, model and options. Not the inputs, which are looked at one by one, nor what changes no byte of
/// the output.
Fingerprint fingerprint_of(const Options& options);

}  // namespace dehusk
