// Bytes in any encoding but UTF-8 into UTF-8: ICU's converters under the names that the web gives
// them, and two encodings that ICU lacks. ICU's converters live here alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace dehusk {

/// An encoding by our name for it and ICU's.
struct Encoding {
  std::string name;       ///< in lower case, the Encoding Standard's where it has one
  std::string converter;  ///< empty for what single_byte.h decodes
};

/// The encoding called `name`, one of encoding_of_label()'s.
Encoding encoding_named(std::string_view name);

/// The encoding of a label of the Encoding Standard or of ICU, in any case; nothing where nobody
/// knows it.
std::optional<Encoding> find_encoding(std::string_view label);

/// Text made of bytes, and how many undecodable sequences became U+FFFD.
struct Converted {
  std::string text;
  uint64_t replaced = 0;
};

/// Decodes `bytes`; stops early once there are more than `limit` bytes of text. Errors: ICU's own.
Result<Converted> convert(std::string_view bytes, const Encoding& encoding, uint64_t limit);

}  // namespace dehusk
