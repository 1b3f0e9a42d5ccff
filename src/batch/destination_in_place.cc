// Each text in the place of its file.
#include <unistd.h>

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

  Delivery document(const SourceItem& item, const Outcome& outcome) override {
    if (outcome.error) return {};
    Written listed = removed_.add(outcome.removed);
    if (listed.status != WriteStatus::done) return {std::move(listed), "", true};
    const std::string& path = inputs_[item.input].path;
    if (path == "-") return {write_descriptor(STDOUT_FILENO, outcome.output), "standard output", true};
    if (item.from_container || item.is_packed) {
      // Once for each input, however many documents it holds.
      if (refused_ == item.input + 1) return {};
      refused_ = item.input + 1;
      return {{WriteStatus::failed, item.from_container ? "holds many documents; -d or -o writes them elsewhere"
                                                        : "is packed; -d or -o writes it elsewhere"},
              path, false};
    }
    Written written = replace_file(path, outcome.output, backup_);
    if (written.status == WriteStatus::failed) written.message += "; the file is as it was";
    return {std::move(written), path, false};
  }

  Delivery finish(const Position& /*at*/, std::string_view /*note*/) override { return {removed_.finish(), "", true}; }
  void discard() override { removed_.discard(); }
  bool can_go_on() const override { return !backup_.empty(); }

 private:
  std::string backup_;
  bool is_resumed_;
  const std::vector<Input>& inputs_;
  RemovedList removed_;
  uint64_t refused_ = 0;  // 1 + the input that was refused last
};

}  // namespace

Result<std::unique_ptr<Destination>> open_in_place(const DestinationPlan& plan, const std::vector<Input>& inputs) {
  Result<RemovedList> removed = RemovedList::open(plan.files.removed);
  if (!removed) return removed.error();
  return std::unique_ptr<Destination>(std::make_unique<InPlaceDestination>(plan, inputs, std::move(*removed)));
}

}  // namespace dehusk
