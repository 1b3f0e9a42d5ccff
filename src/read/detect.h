// Which encoding bytes that are not UTF-8 are likely to be in: uchardet's guess, mended where it is
// known to be weak. uchardet lives here alone.
#pragma once

#include <string>
#include <string_view>

namespace dehusk {

/// A label for what `bytes`, which are not UTF-8, are likely to be; empty for no idea.
std::string detect_encoding(std::string_view bytes);

}  // namespace dehusk
