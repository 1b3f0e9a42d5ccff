// Each text in the place of its file.
#include <unistd.h>

#include "batch/destination.h"
#include "batch/done_list.h"
#include "batch/output_set.h"

namespace dehusk {
namespace {

class InPlaceDestination : public Destination {
 public:
  InPlaceDestination(const DestinationPlan& plan, const std::vector<Input>& inputs, std::unique_ptr<OutputSet> removed)
      : backup_(plan.backup), is_resumed_(plan.start == Start::resume), inputs_(inputs), removed_(std::move(removed)) {}

  bool is_done(const Input& input) const override { return is_resumed_ && has_backup(input.path, backup_); }

  Delivery document(uint64_t input, const SourceItem& item, const Outcome& outcome) override {
    if (outcome.error) return {};
    if (removed_) {
      Delivery delivery{removed_->add("", outcome.removed), "", true};
      if (delivery.written.status != WriteStatus::done) return delivery;
    }
    const std::string& path = inputs_[input].path;
    if (path == "-") return {write_descriptor(STDOUT_FILENO, outcome.output), "standard output", true};
    if (item.from_container || item.is_packed) {
      // Once for each input, however many documents it holds.
      if (refused_ == input + 1) return {};
      refused_ = input + 1;
      return {{WriteStatus::failed, item.from_container ? "holds many documents; -d or -o writes them elsewhere"
                                                        : "is packed; -d or -o writes it elsewhere"},
              path, false};
    }
    Written written = replace_file(path, outcome.output, backup_);
    if (written.status == WriteStatus::failed) written.message += "; the file is as it was";
    return {std::move(written), path, false};
  }

  Delivery finish(const Position& at, std::string_view note) override {
    if (!removed_) return {};
    return {removed_->finish(at, note), "", true};
  }
  void discard() override {
    if (removed_) removed_->discard();
  }
  bool can_go_on() const override { return !backup_.empty(); }

 private:
  std::string backup_;
  bool is_resumed_;
  const std::vector<Input>& inputs_;
  std::unique_ptr<OutputSet> removed_;
  uint64_t refused_ = 0;  // 1 + the input that was refused last
};

}  // namespace

Result<std::unique_ptr<Destination>> open_in_place(const DestinationPlan& plan, const std::vector<Input>& inputs) {
  std::unique_ptr<OutputSet> removed;
  if (!plan.files.removed.empty()) {
    auto set = OutputSet::open({.output = "", .removed = plan.files.removed}, plan.fingerprint, inputs, Start::fresh);
    if (!set) return set.error();
    removed = std::move(*set);
  }
  return std::unique_ptr<Destination>(std::make_unique<InPlaceDestination>(plan, inputs, std::move(removed)));
}

}  // namespace dehusk
