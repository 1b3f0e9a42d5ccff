// Article models from disk, for the commands.
#pragma once

#include <memory>
#include <optional>

#include "cli/options.h"

namespace dehusk {

/// The models that the options name, beside the built-in ones; null for --no-model. Nothing where a file
/// cannot be read: standard error says why.
std::optional<std::shared_ptr<const ModelSet>> load_models_or_report(const ModelOptions& options);

}  // namespace dehusk
