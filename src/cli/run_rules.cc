#include "cli/commands.h"

namespace dehusk {

int run_rules(const Options&) { return kNothingRun; }

}  // namespace dehusk
