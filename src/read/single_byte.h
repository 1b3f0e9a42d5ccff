// The two single-byte encodings of the Encoding Standard that ICU has no converter for.
#pragma once

#include <string>
#include <string_view>

namespace dehusk {

/// True for "iso-8859-16" (Romanian and its neighbours) and "x-user-defined" (ASCII, the upper half
/// in U+F780 to U+F7FF).
bool is_single_byte(std::string_view encoding);

/// `bytes` as UTF-8; every byte means something. `encoding` is one of those two.
std::string decode_single_byte(std::string_view bytes, std::string_view encoding);

}  // namespace dehusk
