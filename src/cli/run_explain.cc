#include "cli/commands.h"

namespace dehusk {

int run_explain(const Options&) { return kNothingRun; }

}  // namespace dehusk
