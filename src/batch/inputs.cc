#include "batch/inputs.h"

#include <algorithm>
#include <filesystem>

namespace dehusk {
namespace {

namespace fs = std::filesystem;

void list_folder(const std::string& folder, Inputs* inputs) {
  std::vector<fs::path> files;
  std::error_code error;
  fs::recursive_directory_iterator walk(folder, error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    const std::string name = walk->path().filename().string();
    std::error_code ignored;
    if (name.starts_with('.')) {
      if (walk->is_directory(ignored)) walk.disable_recursion_pending();
      continue;
    }
    if (walk->is_directory(ignored)) continue;
    files.push_back(walk->path());
  }
  if (error) inputs->faults.push_back(folder + ": " + error.message());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    inputs->found.push_back({file.string(), file.lexically_relative(folder).string()});
  }
}

}  // namespace

Inputs list_inputs(const std::vector<std::string>& operands, bool recursive) {
  Inputs inputs;
  if (operands.empty()) inputs.found.push_back({"-", "stdin"});
  for (const std::string& operand : operands) {
    std::error_code error;
    if (operand == "-") {
      inputs.found.push_back({"-", "stdin"});
    } else if (recursive && fs::is_directory(operand, error)) {
      list_folder(operand, &inputs);
    } else {
      inputs.found.push_back({operand, fs::path(operand).filename().string()});
    }
  }
  return inputs;
}

}  // namespace dehusk
