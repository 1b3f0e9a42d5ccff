#include "cli/commands.h"

namespace dehusk {

int run_new(const Options&) { return kNothingRun; }

}  // namespace dehusk
