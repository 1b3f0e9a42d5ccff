// Each text in the place of its file.
#include <unistd.h>

#include <filesystem>
#include <limits>
#include <mutex>
#include <set>

#include "batch/destination.h"
#include "batch/done_list.h"
#include "batch/removed_list.h"

namespace dehusk {
namespace {

class InPlaceDestination : public Destination {
 public:
  InPlaceDestination(const DestinationPlan& plan, const std::vector<Input>& inputs, RemovedList removed)
      : backup_(plan.backup), is_resumed_(plan.start == Start::resume), inputs_(inputs), removed_(std::move(removed)) {}

  bool is_done(const Input& input) const override { return is_resumed_ && has_backup(input.path, backup_); }

  // Documents of an archive have no place of their own: they are passed, and end_input() says so.
  Position start_of(uint64_t input, bool is_container) override {
    const std::string& path = inputs_[input].path;
    std::error_code error;
    if (!is_container || path == "-" || std::filesystem::is_empty(path, error)) return {};
    const std::lock_guard lock(mutex_);
    containers_.insert(input);
    return {.input = input, .items = std::numeric_limits<uint64_t>::max()};
  }

  Delivery document(const SourceItem& item, const Outcome& outcome) override {
    if (outcome.error) return {};
    const std::string& path = inputs_[item.input].path;
    if (item.is_packed && path != "-") return refused("is packed; -d or -o writes it elsewhere", path);
    Written listed = removed_.add(outcome.removed);
    if (listed.status != WriteStatus::done) return {std::move(listed), "", true};
    if (path == "-") return {write_descriptor(STDOUT_FILENO, outcome.output), "standard output", true};
    Written written = replace_file(path, outcome.output, backup_);
    if (written.status == WriteStatus::failed) written.message += "; the file is as it was";
    return {std::move(written), path, false};
  }

  Delivery end_input(uint64_t input, bool /*failed*/) override {
    const std::lock_guard lock(mutex_);
    if (containers_.erase(input) == 0) return {};
    return refused("holds many documents; -d or -o writes them elsewhere", inputs_[input].path);
  }

  Delivery finish(const Position& /*at*/, std::string_view /*note*/) override { return {removed_.finish(), "", true}; }
  void discard() override { removed_.discard(); }
  bool is_empty() const override { return removed_.is_empty(); }
  void pause() override { removed_.finish(); }
  bool can_go_on() const override { return !backup_.empty() && removed_.is_none(); }

 private:
  static Delivery refused(std::string message, const std::string& path) {
    return {{WriteStatus::failed, std::move(message)}, path, false};
  }

  std::string backup_;
  bool is_resumed_;
  const std::vector<Input>& inputs_;
  RemovedList removed_;
  std::mutex mutex_;
  std::set<uint64_t> containers_;  // that were begun; start_of() is called by the thread that reads
};

}  // namespace

Result<std::unique_ptr<Destination>> open_in_place(const DestinationPlan& plan, const std::vector<Input>& inputs) {
  Result<RemovedList> removed = RemovedList::open(plan.files.removed);
  if (!removed) return removed.error();
  return std::unique_ptr<Destination>(std::make_unique<InPlaceDestination>(plan, inputs, std::move(*removed)));
}

}  // namespace dehusk
