// The commands: each takes the parsed command line and returns the exit code.
#pragma once

#include "cli/options.h"

namespace dehusk {

int run_clean(const Options& options);
int run_explain(const Options& options);
int run_test(const Options& options);
int run_lint(const Options& options);
int run_select(const Options& options);
int run_features(const Options& options);
int run_rules(const Options& options);
int run_stats(const Options& options);
int run_new(const Options& options);

}  // namespace dehusk
