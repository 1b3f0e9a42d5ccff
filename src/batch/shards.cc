#include "batch/shards.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "batch/compress.h"
#include "batch/target.h"

namespace dehusk {
namespace {

namespace fs = std::filesystem;

constexpr size_t kDigits = 5;

std::string padded(uint64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(kDigits - std::min(kDigits, digits.size()), '0') + digits;
}

// A path before and from the suffixes that tell what is in the file: "crawl", ".jsonl.zst".
struct CutPath {
  std::string stem;
  std::string suffix;
};

CutPath cut_path(const std::string& path) {
  const std::string_view packed = suffix_of(compression_of(path));
  const std::string plain = path.substr(0, path.size() - packed.size());
  const std::string kind = fs::path(plain).extension().string();
  return {plain.substr(0, plain.size() - kind.size()), kind + std::string(packed)};
}

bool is_number(std::string_view text) {
  return text.size() >= kDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "-00003" or "-00003-of-00008".
bool is_shard_mark(std::string_view text) {
  if (!text.starts_with('-')) return false;
  text.remove_prefix(1);
  const size_t of = text.find("-of-");
  if (of == std::string_view::npos) return is_number(text);
  return is_number(text.substr(0, of)) && is_number(text.substr(of + 4));
}

bool is_output_or_shard(const OutputPlan& plan, const std::string& path) {
  const std::string target = find_target(plan.output).path;
  if (path == target) return true;
  if (plan.shards == 0 && plan.shard_size == 0) return false;
  const CutPath cut = cut_path(target);
  if (path.size() < cut.stem.size() + cut.suffix.size()) return false;
  if (!path.starts_with(cut.stem) || !path.ends_with(cut.suffix)) return false;
  const size_t length = path.size() - cut.stem.size() - cut.suffix.size();
  return is_shard_mark(std::string_view(path).substr(cut.stem.size(), length));
}

}  // namespace

std::string shard_path(const OutputPlan& plan, uint64_t index) {
  if (plan.shards == 0 && plan.shard_size == 0) return plan.output;
  const CutPath cut = cut_path(plan.output);
  std::string path = cut.stem + "-" + padded(index);
  if (plan.shards > 0) path += "-of-" + padded(plan.shards);
  return path + cut.suffix;
}

bool is_name_of_output(const OutputPlan& plan, const std::string& path) {
  const bool has_file = !plan.output.empty() && plan.output != "-";
  if (!has_file && plan.removed.empty()) return false;
  std::string name = find_target(path).path;
  for (const std::string_view beside : {".part", ".resume"}) {
    if (name.ends_with(beside)) {
      name.resize(name.size() - beside.size());
      break;
    }
  }
  if (!plan.removed.empty() && name == find_target(plan.removed).path) return true;
  return has_file && is_output_or_shard(plan, name);
}

}  // namespace dehusk
