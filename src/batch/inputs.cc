#include "batch/inputs.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "batch/file_io.h"

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

// Finds the files below a folder. What cannot be listed is a fault of its own; the rest is found.
class FolderWalk {
 public:
  FolderWalk(const fs::path& folder, const InputQuery& query, Inputs* inputs)
      : top_(folder), filter_(query.filter), left_out_(query.left_out), inputs_(*inputs) {}

  void list() {
    find_files(top_);
    std::sort(files_.begin(), files_.end());
    for (const fs::path& file : files_) inputs_.found.push_back({file.string(), name_of(file), true});
  }

 private:
  std::string name_of(const fs::path& path) const { return path.lexically_relative(top_).string(); }

  void find_files(const fs::path& folder) {
    std::error_code error;
    fs::directory_iterator entry(folder, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
      if (entry->path().filename().string().starts_with('.')) continue;
      std::error_code ignored;
      const fs::file_type type = entry->symlink_status(ignored).type();
      if (type == fs::file_type::directory) {
        const bool goes_there = !left_out_.empty() && fs::equivalent(entry->path(), left_out_, ignored);
        if (!goes_there && !filter_.excludes_folder(name_of(entry->path()))) find_files(entry->path());
      } else if (is_file(*entry) && filter_.takes(name_of(entry->path()))) {
        files_.push_back(entry->path());
      }
    }
    if (error) inputs_.faults.push_back(folder.string() + ": " + error.message());
  }

  fs::path top_;
  const NameFilter& filter_;
  const std::string& left_out_;
  Inputs& inputs_;
  std::vector<fs::path> files_;
};

void add_operand(const std::string& operand, const InputQuery& query, Inputs* inputs) {
  std::error_code error;
  if (operand == "-") {
    inputs->found.push_back({"-", "stdin"});
  } else if (query.recursive && fs::is_directory(operand, error)) {
    const bool is_glob = query.operands.size() > 1;  // as in `-d out *`
    if (is_glob && !query.left_out.empty() && fs::equivalent(operand, query.left_out, error)) return;
    FolderWalk(operand, query, inputs).list();
  } else {
    inputs->found.push_back({operand, fs::path(operand).filename().string()});
  }
}

void add_listed(const InputQuery& query, Inputs* inputs) {
  const Result<Bytes> list =
      query.files_from == "-" ? read_standard_input(kNoLimit) : read_file(query.files_from, kNoLimit);
  if (!list) {
    inputs->faults.push_back(query.files_from + ": " + list.error().message);
    return;
  }
  const char end_mark = query.zeros ? '\0' : '\n';
  for (std::string_view rest = list->view(); !rest.empty();) {
    const size_t end = rest.find(end_mark);
    std::string_view name = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (!query.zeros && name.ends_with('\r')) name.remove_suffix(1);
    if (!name.empty()) add_operand(std::string(name), query, inputs);
  }
}

}  // namespace

Inputs list_inputs(const InputQuery& query) {
  Inputs inputs;
  if (query.operands.empty() && query.files_from.empty()) inputs.found.push_back({"-", "stdin"});
  for (const std::string& operand : query.operands) add_operand(operand, query, &inputs);
  if (!query.files_from.empty()) add_listed(query, &inputs);
  if (!query.url_pattern.empty()) {
    for (Input& input : inputs.found) input.url = url_from_path(query.url_pattern, input.path);
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

uint64_t total_bytes(std::span<const Input> inputs) {
  uint64_t total = 0;
  for (const Input& input : inputs) {
    std::error_code error;
    const fs::file_status status = fs::status(input.path, error);
    if (input.path == "-" || (fs::exists(status) && !fs::is_regular_file(status))) return 0;
    const uintmax_t size = fs::file_size(input.path, error);
    if (!error) total += size;
  }
  return total;
}

}  // namespace dehusk
