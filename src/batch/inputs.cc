#include "batch/inputs.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace dehusk {
namespace {

namespace fs = std::filesystem;

// What may be read like a file: no folder, and no pipe, socket or device, which might never end. A
// broken link is one, so that it is reported.
bool is_file(const fs::directory_entry& entry) {
  std::error_code ignored;
  const fs::file_type type = entry.status(ignored).type();
  return type == fs::file_type::regular || type == fs::file_type::not_found ||
         type == fs::file_type::none;
}

// Adds the files below a folder. What cannot be listed is a fault of its own; the rest is found.
void find_files(const fs::path& folder, std::vector<fs::path>* files,
                std::vector<std::string>* faults) {
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (entry->path().filename().string().starts_with('.')) continue;
    std::error_code ignored;
    const fs::file_type type = entry->symlink_status(ignored).type();
    if (type == fs::file_type::directory) {
      find_files(entry->path(), files, faults);
    } else if (is_file(*entry)) {
      files->push_back(entry->path());
    }
  }
  if (error) faults->push_back(folder.string() + ": " + error.message());
}

void list_folder(const std::string& folder, Inputs* inputs) {
  std::vector<fs::path> files;
  find_files(folder, &files, &inputs->faults);
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

void drop_same_files(Inputs* inputs) {
  std::set<fs::path> known;
  std::erase_if(inputs->found, [&](const Input& input) {
    if (input.path == "-") return false;
    std::error_code error;
    const fs::path path = fs::canonical(input.path, error);
    return !error && !known.insert(path).second;
  });
}

uint64_t total_bytes(const Inputs& inputs) {
  uint64_t total = 0;
  for (const Input& input : inputs.found) {
    std::error_code error;
    const fs::file_status status = fs::status(input.path, error);
    if (input.path == "-" || (fs::exists(status) && !fs::is_regular_file(status))) return 0;
    const uintmax_t size = fs::file_size(input.path, error);
    if (!error) total += size;
  }
  return total;
}

}  // namespace dehusk
