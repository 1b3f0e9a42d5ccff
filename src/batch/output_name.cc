// The files below an output folder, and which inputs would be written to the same.
#include <sys/stat.h>

#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "batch/destination.h"

namespace dehusk {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPackedSuffixes[] = {".gz", ".zst", ".bz2", ".xz"};

// Whether an input holds many documents, as far as can be told.
bool is_container(const Input& input, const SourceOptions& options) {
  Result<FileInput> file = FileInput::open(input.path);
  if (!file) return false;
  ByteStream stream(std::make_unique<FileInput>(std::move(*file)), codec_named_by(input.path));
  return recognise(&stream, options, input.path) != ContainerKind::document;
}

// The name that an input is written to.
std::string sure_name(const Input& input, const DestinationPlan& plan, const SourceOptions& options) {
  const std::string as_document = output_name(input, plan, false);
  if (input.path == "-" || as_document == output_name(input, plan, true)) return as_document;
  return output_name(input, plan, is_container(input, options));
}

// An input that an output would take the place of, as a message; "" for none.
std::string replaced_input(const DestinationPlan& plan, const std::vector<Input>& inputs, const SourceOptions& options) {
  struct stat found;
  if (stat(plan.directory.c_str(), &found) != 0) return "";
  std::map<std::pair<dev_t, ino_t>, const Input*> files;
  for (const Input& input : inputs) {
    if (stat(input.path.c_str(), &found) == 0) files.emplace(std::pair(found.st_dev, found.st_ino), &input);
  }
  for (const Input& input : inputs) {
    for (const bool is_container : {false, true}) {
      const std::string name = output_name(input, plan, is_container);
      if (stat((fs::path(plan.directory) / name).c_str(), &found) != 0) continue;
      const auto replaced = files.find({found.st_dev, found.st_ino});
      if (replaced == files.end() || sure_name(input, plan, options) != name) continue;
      if (replaced->second == &input) return "'" + input.path + "' would be replaced by what it becomes; -i replaces files";
      return "'" + replaced->second->path + "' would be replaced by what '" + input.path + "' becomes";
    }
  }
  return "";
}

}  // namespace

std::string output_name(const Input& input, const DestinationPlan& plan, bool is_container) {
  std::string name = input.name;
  for (const std::string_view suffix : kPackedSuffixes) {
    if (name.size() > suffix.size() && name.ends_with(suffix)) {
      name.resize(name.size() - suffix.size());
      break;
    }
  }
  if (!plan.extension.empty()) return fs::path(name).replace_extension().string() + plan.extension;
  return (plan.records || is_container) && !name.ends_with(".jsonl") ? name + ".jsonl" : name;
}

std::string name_clash(const DestinationPlan& plan, const std::vector<Input>& inputs, const SourceOptions& options) {
  if (std::string message = replaced_input(plan, inputs, options); !message.empty()) return message;
  // Every name that an input could be written to, and who could be.
  std::map<std::string, std::vector<size_t>> takers;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const std::string as_document = output_name(inputs[i], plan, false);
    const std::string as_container = output_name(inputs[i], plan, true);
    takers[as_document].push_back(i);
    if (as_container != as_document) takers[as_container].push_back(i);
  }
  for (const auto& [name, indices] : takers) {
    if (indices.size() < 2) continue;
    const Input* first = nullptr;
    for (const size_t i : indices) {
      const Input& input = inputs[i];
      if (sure_name(input, plan, options) != name) continue;
      if (first != nullptr) {
        return "'" + first->path + "' and '" + input.path + "' would both be written to '" +
               (fs::path(plan.directory) / name).string() + "'";
      }
      first = &input;
    }
  }
  return "";
}

void drop_backups(const std::string& suffix, std::vector<Input>* inputs) {
  std::set<std::string, std::less<>> paths;
  for (const Input& input : *inputs) paths.insert(input.path);
  std::erase_if(*inputs, [&](const Input& input) {
    const std::string_view path = input.path;
    return input.in_folder && path.ends_with(suffix) && paths.contains(path.substr(0, path.size() - suffix.size()));
  });
}

std::string backup_clash(const std::string& suffix, const std::vector<Input>& inputs) {
  if (suffix.empty()) return "";
  const auto whole = [](const std::string& path) {
    std::error_code error;
    const fs::path canonical = fs::weakly_canonical(path, error);
    return error ? path : canonical.string();
  };
  std::map<std::string, std::string_view> paths;
  for (const Input& input : inputs) paths.emplace(whole(input.path), input.path);
  for (const auto& [path, shown] : paths) {
    const auto backup = paths.find(path + suffix);
    if (backup == paths.end()) continue;
    return "the backup of '" + std::string(shown) + "' would replace '" + std::string(backup->second) +
           "', which is an input too";
  }
  return "";
}

}  // namespace dehusk
