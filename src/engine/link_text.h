// Links in plain text: markdown's and bare addresses.
#pragma once

#include <cstdint>
#include <string_view>

namespace dehusk {

struct LinkText {
  uint64_t linked = 0;  ///< visible characters of link texts and bare addresses
  uint64_t all = 0;     ///< visible characters but for link targets
  uint32_t count = 0;   ///< links
};

/// O(size).
LinkText link_text(std::string_view text);

}  // namespace dehusk
