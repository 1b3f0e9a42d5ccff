// What bytes are, as far as their shape tells, before anybody reads them as text: files that hold
// no text by their magic number, data of no known kind by its control bytes, and UTF-16 and UTF-32
// without a mark by where their NULs stand. When in doubt it is text.
#pragma once

#include <string_view>

namespace dehusk {

/// Name of a kind of file that holds no text, for a message: "PDF document", "gzip data", "binary
/// data"; empty for text in any encoding. Looks at the first 8 kB.
std::string_view binary_kind(std::string_view bytes);

/// "utf-16le", "utf-16be", "utf-32le" or "utf-32be" where `bytes` look like it, else empty. A byte
/// order mark is not looked for, and text without a single NUL is never taken for UTF-16. Looks at
/// the first 8 kB.
std::string_view wide_encoding(std::string_view bytes);

}  // namespace dehusk
