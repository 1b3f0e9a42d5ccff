// One stream for all documents, or its shards; and the list of what was removed, wherever the documents go.
#include "batch/destination.h"
#include "batch/output_set.h"

namespace dehusk {
namespace {

class StreamDestination : public Destination {
 public:
  StreamDestination(std::unique_ptr<OutputSet> set, const DestinationPlan& plan)
      : set_(std::move(set)), separator_(plan.records ? "" : plan.separator), lists_in_stream_(lists_in_stream(plan)) {}

  // Standard output for both: the ranges of a document, then the document.
  static bool lists_in_stream(const DestinationPlan& plan) {
    return plan.files.removed == "-" && (plan.files.output.empty() || plan.files.output == "-");
  }

  Position start() const override { return set_->position(); }
  std::string note() const override { return set_->note(); }
  std::string changed() const override { return set_->changed(); }
  void begin_input(uint64_t input, const InputStamp& stamp) override { set_->begin_input(input, stamp); }

  Delivery document(const SourceItem& /*item*/, const Outcome& outcome) override {
    if (outcome.error && outcome.output.empty()) return {};
    const bool is_parted = set_->documents() > 0 && !separator_.empty();
    if (!is_parted && !lists_in_stream_) return told(set_->add(outcome.output, outcome.removed));
    const std::string text = is_parted ? separator_ + outcome.output : outcome.output;
    if (lists_in_stream_) return told(set_->add(outcome.removed + text, ""));
    return told(set_->add(text, outcome.removed));
  }

  Delivery checkpoint(const Position& at, const std::function<std::string()>& note) override {
    return set_->checkpoint_due() ? told(set_->checkpoint(at, note())) : Delivery();
  }

  Delivery flush() override { return told(set_->flush_direct()); }

  Delivery finish(const Position& at, std::string_view note) override { return told(set_->finish(at, note)); }
  void discard() override { set_->discard(); }
  bool is_empty() const override { return set_->documents() == 0; }
  bool can_go_on() const override { return set_->can_go_on(); }
  std::string leftover() const override { return set_->leftover(); }

 private:
  // What cannot be written to the stream ends the run.
  static Delivery told(Written written) {
    const bool ends = written.status != WriteStatus::done;
    return {std::move(written), "", ends};
  }

  std::unique_ptr<OutputSet> set_;
  std::string separator_;
  bool lists_in_stream_;
};

}  // namespace

Result<std::unique_ptr<Destination>> open_stream(const DestinationPlan& plan, const std::vector<Input>& inputs) {
  OutputPlan files = plan.files;
  if (StreamDestination::lists_in_stream(plan)) files.removed.clear();
  auto set = OutputSet::open(files, plan.fingerprint, inputs, plan.start);
  if (!set) return set.error();
  return std::unique_ptr<Destination>(std::make_unique<StreamDestination>(std::move(*set), plan));
}

}  // namespace dehusk
