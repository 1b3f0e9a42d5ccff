// How far a run came in its inputs.
#pragma once

#include <cstdint>

namespace dehusk {

/// Between two items of an input.
struct Position {
  uint64_t input = 0;         ///< index in the list of inputs
  uint64_t items = 0;         ///< items of it that are done
  uint64_t offset = 0;        ///< a byte of it, packed as it is, where reading may start again
  uint64_t offset_items = 0;  ///< items before that byte
};

}  // namespace dehusk
