#include "rule/placeholder_gate.h"

namespace dehusk {

bool could_begin(BuiltinSet, std::string_view) { return true; }
bool could_hold(BuiltinSet, std::string_view) { return true; }

}  // namespace dehusk
