#include "cli/commands.h"

namespace dehusk {

int run_lint(const Options&) { return kNothingRun; }

}  // namespace dehusk
