// libFuzzer's door. meson.build says which target stands behind it.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "targets.h"

// An exception that leaves here ends the program: libFuzzer keeps the input.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  dehusk::fuzz::DEHUSK_FUZZ_TARGET(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
