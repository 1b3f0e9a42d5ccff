#include "cli/model_files.h"

#include <iostream>

#include "batch/file_io.h"

namespace dehusk {

std::optional<std::shared_ptr<const ModelSet>> load_models_or_report(const ModelOptions& options) {
  if (options.off) return std::shared_ptr<const ModelSet>();
  auto models = std::make_shared<ModelSet>(true);
  bool sound = true;
  const auto complain = [&](const std::string& message) {
    std::cerr << "dehusk: " << message << "\n";
    sound = false;
  };
  for (const std::string& path : options.paths) {
    const Result<Bytes> bytes = read_file(path, uint64_t{1} << 30);
    if (!bytes) {
      complain(path + ": " + bytes.error().message);
      continue;
    }
    Result<std::vector<Model>> read = read_models(path, bytes->view());
    if (read) {
      models->add(std::move(*read));
    } else {
      complain(read.error().message);
    }
  }
  if (!sound) return std::nullopt;
  return std::shared_ptr<const ModelSet>(std::move(models));
}

}  // namespace dehusk
