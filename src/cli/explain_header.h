// What stands above an explanation: how the document was read, and what ran on it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cleaner.h"

namespace dehusk {

/// {"encoding", "utf-8"}, ... in the order they are shown. `asked` is the level asked for;
/// `cleaned` was made with Detail::pieces.
std::vector<std::pair<std::string, std::string>> header_fields(const Cleaned& cleaned, Level asked);

}  // namespace dehusk
