// Language ranges against language tags: extended filtering of RFC 4647, section 3.3.2.
#pragma once

#include <string_view>

namespace dehusk {

/// True if `range` ("de", "*-CH") covers `tag` ("de-Latn-CH"), in any case. "" covers "" alone. A tag
/// of more than 255 bytes is none.
bool covers_language(std::string_view range, std::string_view tag);

}  // namespace dehusk
