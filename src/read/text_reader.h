// Plain text into a Document: a line is a block. Lines end with LF, CRLF or a lone CR.
#pragma once

#include <string_view>

#include "doc/document.h"

namespace dehusk {

/// Reads `text` (valid UTF-8, borrowed for as long as the Document lives). Lines of white space and
/// zero-width characters alone are no blocks. O(size), sixteen bytes at a time between line ends.
Document read_text(std::string_view text);

}  // namespace dehusk
