// Metadata that placeholders caught in lines that left the text.
#pragma once

#include <vector>

#include "doc/decision.h"
#include "engine/match.h"

namespace dehusk {

/// The values caught by `{placeholder:field}` in matches that hold, in document order; values are
/// the source's text. Of one field in one line the first pattern's counts.
std::vector<Capture> find_captures(const Document& doc, const Program& program,
                                   const std::vector<Match>& held, Work* work);

}  // namespace dehusk
