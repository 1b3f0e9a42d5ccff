// Standard output of the commands that print one text at their end.
#pragma once

#include <string_view>

namespace dehusk {

/// Writes `text` and returns `code`; kDone if nobody reads on, kSomeFailed, with a message, if it
/// cannot be written.
int print(std::string_view text, int code);

}  // namespace dehusk
