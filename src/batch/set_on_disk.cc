#include "batch/set_on_disk.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "batch/growing_file.h"
#include "batch/target.h"

namespace dehusk {
namespace {

std::optional<uint64_t> file_size(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
  return static_cast<uint64_t>(info.st_size);
}

void remove_part(const std::string& path) { unlink(part_path(path).c_str()); }

}  // namespace

std::vector<std::string> set_paths(const OutputPlan& plan, uint64_t shard) {
  std::vector<std::string> paths;
  for (uint64_t i = 0; i < plan.shards; ++i) paths.push_back(shard_path(plan, i));
  if (plan.shards == 0) paths.push_back(shard_path(plan, shard));
  if (!plan.removed.empty()) paths.push_back(plan.removed);
  return paths;
}

bool is_unmade(const OutputPlan& plan, const Checkpoint& point) {
  return plan.shard_size > 0 && point.shard > 0 && point.filled == 0;
}

std::optional<uint64_t> part_size(const std::string& path) { return file_size(part_path(path)); }

SetOnDisk::SetOnDisk(const OutputPlan& plan, const ResumeState& state)
    : plan_(plan), state_(state) {
  for (const Checkpoint& point : state.points) {
    if (point.sealed && point.shard == sealed_.size() + 1) sealed_.push_back(*point.sealed);
    // The last shard gets its name with all other files.
    const bool has_last = point.whole && (point.shard == 0 || point.filled > 0);
    if (has_last && state.header->is_sized && point.shard == sealed_.size() &&
        !point.sizes.empty()) {
      sealed_.push_back(point.sizes.front());
    }
  }
  while (whole_ < sealed_.size() && file_size(sized_path(whole_)) == sealed_[whole_]) {
    ++whole_;
  }
}

bool SetOnDisk::are_sealed(const Checkpoint& point) const {
  if (point.shard <= whole_) return true;
  // Killed between the line and the renaming.
  if (!point.sealed || point.shard != whole_ + 1) return false;
  return part_size(sized_path(whole_)).value_or(0) >= *point.sealed;
}

bool SetOnDisk::holds(size_t index) const {
  const Checkpoint& point = state_.points[index];
  const std::vector<std::string> paths = set_paths(plan_, point.shard);
  if (point.sizes.size() != paths.size() || !are_sealed(point)) return false;
  for (size_t i = is_unmade(plan_, point) ? 1 : 0; i < paths.size(); ++i) {
    const std::optional<uint64_t> part = part_size(paths[i]);
    const bool is_there = part && *part >= point.sizes[i];
    const bool has_its_name = point.whole && file_size(paths[i]) == point.sizes[i];
    if (!is_there && !has_its_name) return false;
  }
  return true;
}

void SetOnDisk::remove_behind(size_t index) const {
  const Checkpoint& point = state_.points[index];
  if (plan_.shard_size == 0 || point.whole) return;
  remove_shards(is_unmade(plan_, point) ? point.shard : point.shard + 1);
  if (!is_unmade(plan_, point)) remove_sealed(point.shard);
}

void SetOnDisk::remove_all() const {
  constexpr uint64_t kMostShards = 100'000;  // whatever a damaged file says
  OutputPlan plan;
  plan.output = plan_.output;
  remove_part(plan.output);
  plan.shards = state_.header ? std::min(state_.header->shards, kMostShards) : 0;
  for (uint64_t i = 0; i < plan.shards; ++i) remove_part(shard_path(plan, i));
  remove_shards(0);
}

// Those that are whole, and the part of the last one.
void SetOnDisk::remove_shards(uint64_t first) const {
  for (uint64_t shard = sealed_.size() + 1; shard-- > first;) {
    remove_part(sized_path(shard));
    remove_sealed(shard);
  }
}

// One of another size is from another run, and is replaced if this one comes so far.
void SetOnDisk::remove_sealed(uint64_t shard) const {
  const std::string path = sized_path(shard);
  if (shard >= sealed_.size() || file_size(path) != sealed_[shard]) return;
  unlink(find_target(path).path.c_str());
}

// The earlier run may have had another layout than the one that is planned.
std::string SetOnDisk::sized_path(uint64_t shard) const {
  OutputPlan plan;
  plan.output = plan_.output;
  plan.shard_size = 1;
  return shard_path(plan, shard);
}

}  // namespace dehusk
