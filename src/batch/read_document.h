// One input that is one document.
#pragma once

#include <cstdint>

#include "batch/bytes.h"
#include "batch/inputs.h"
#include "core/result.h"

namespace dehusk {

/// Reads an input and unpacks it. One that holds many documents is an error, and so is one of more than `most` bytes.
Result<Bytes> read_document(const Input& input, uint64_t most);

}  // namespace dehusk
