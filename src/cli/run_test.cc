#include "cli/commands.h"

namespace dehusk {

int run_test(const Options&) { return kNothingRun; }

}  // namespace dehusk
