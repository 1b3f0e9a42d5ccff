// Where in its inputs a run stands, and where the next one starts.
#pragma once

#include <cstdint>

namespace dehusk {

/// What becomes of that which an earlier run left half done.
enum class Start : uint8_t {
  fresh,   ///< it is done anew
  resume,  ///< it is gone on with, as far as what decided it is unchanged
};

/// How far the documents go that a run has delivered, and where reading may start again.
struct Position {
  uint64_t input = 0;         ///< index in the list of inputs
  uint64_t items = 0;         ///< documents of it that are done
  uint64_t offset = 0;        ///< byte of the (compressed) input where reading may start again
  uint64_t offset_items = 0;  ///< documents before that byte

  bool operator==(const Position&) const = default;
};

}  // namespace dehusk
