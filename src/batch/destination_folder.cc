// A file below a folder for each input: a document's text or record, or one JSONL for all that a container holds.
#include <filesystem>
#include <map>
#include <mutex>

#include "batch/compress.h"
#include "batch/destination.h"
#include "batch/done_list.h"
#include "batch/output_set.h"

namespace dehusk {
namespace {

namespace fs = std::filesystem;

class FolderDestination : public Destination {
 public:
  FolderDestination(const DestinationPlan& plan, const std::vector<Input>& inputs, DoneList done,
                    std::unique_ptr<OutputSet> removed)
      : plan_(plan), inputs_(inputs), done_(std::move(done)), removed_(std::move(removed)) {}

  std::string changed() const override { return done_.changed().empty() ? "" : done_.changed() + " changed"; }

  // Whether it holds many documents is not known yet; no other input has either name.
  bool is_done(const Input& input) const override {
    if (plan_.start == Start::fresh || input.path == "-") return false;
    const InputStamp stamp = stamp_of(input.path);
    return done_.is_done(output_name(input, plan_, false), stamp) || done_.is_done(output_name(input, plan_, true), stamp);
  }

  // The file of a container is opened when the container is, so that what an earlier run put there is not read again.
  Position start_of(uint64_t input, bool is_container) override {
    if (!is_container) return {};
    const std::string path = path_of(input, true);
    std::error_code error;
    fs::create_directories(fs::path(path).parent_path(), error);
    Growing growing;
    growing.inputs = {inputs_[input]};
    auto set = OutputSet::open({.output = path}, plan_.fingerprint, growing.inputs, plan_.start);
    Position start;
    if (set) {
      growing.set = std::move(*set);
      start = growing.set->position();
      start.input = input;
    } else {
      growing.fault = {WriteStatus::failed, set.error().message};
    }
    const std::lock_guard lock(mutex_);
    growing_[input] = std::move(growing);
    return start;
  }

  void begin_input(uint64_t input, const InputStamp& stamp) override {
    stamp_ = stamp;
    if (Growing* growing = find(input); growing != nullptr && growing->set) growing->set->begin_input(0, stamp);
  }

  Delivery document(uint64_t input, const SourceItem& item, const Outcome& outcome) override {
    Delivery delivery;
    if (removed_) delivery = {removed_->add("", outcome.removed), "", true};
    if (delivery.written.status != WriteStatus::done) return delivery;
    if (Growing* growing = find(input)) {
      if (!growing->set || (outcome.error && outcome.output.empty())) return {};
      keep_fault(growing, growing->set->add(outcome.output, ""));
      return {};
    }
    if (outcome.error) return {};
    return write_document(input, item, outcome);
  }

  Delivery end_input(uint64_t input, const SourceItem& /*item*/, bool failed) override {
    any_failed_ = any_failed_ || failed;
    Growing* growing = find(input);
    if (growing == nullptr) return {};
    const std::string name = output_name(inputs_[input], plan_, true);
    const std::string path = path_of(input, true);
    if (growing->set && growing->fault.status == WriteStatus::done) {
      if (failed && growing->set->documents() == 0) {
        growing->set->discard();
      } else {
        keep_fault(growing, growing->set->finish({.input = 1}, ""));
        if (growing->fault.status == WriteStatus::done) keep_fault(growing, done_.add(name, stamp_));
      }
    }
    any_failed_ = any_failed_ || growing->fault.status != WriteStatus::done;
    const Delivery delivery{growing->fault, growing->set ? "" : path, false};
    const std::lock_guard lock(mutex_);
    growing_.erase(input);
    return delivery;
  }

  Delivery checkpoint(const Position& at, const std::function<std::string()>& note) override {
    Growing* growing = find(at.input);
    if (growing == nullptr || !growing->set || !growing->set->checkpoint_due()) return {};
    keep_fault(growing, growing->set->checkpoint({0, at.items, at.offset, at.offset_items}, note()));
    return {};
  }

  Delivery finish(const Position& at, std::string_view note) override {
    // Who did not ask for --resume and needs none is not left a list that nobody reads.
    if (plan_.start == Start::fresh && !any_failed_) done_.remove();
    if (!removed_) return {};
    return {removed_->finish(at, note), "", true};
  }
  void discard() override {
    if (removed_) removed_->discard();
  }
  bool can_go_on() const override { return true; }

 private:
  struct Growing {
    std::vector<Input> inputs;  // the one that goes there
    std::unique_ptr<OutputSet> set;
    Written fault;              // after it nothing more is written
  };

  std::string path_of(uint64_t input, bool is_container) const {
    return (fs::path(plan_.directory) / output_name(inputs_[input], plan_, is_container)).string();
  }

  Growing* find(uint64_t input) {
    const std::lock_guard lock(mutex_);
    const auto found = growing_.find(input);
    return found == growing_.end() ? nullptr : &found->second;
  }

  static void keep_fault(Growing* growing, Written written) {
    if (growing->fault.status == WriteStatus::done) growing->fault = std::move(written);
  }

  Delivery write_document(uint64_t input, const SourceItem& /*item*/, const Outcome& outcome) {
    const std::string name = output_name(inputs_[input], plan_, false);
    const std::string path = path_of(input, false);
    std::error_code error;
    fs::create_directories(fs::path(path).parent_path(), error);
    any_failed_ = any_failed_ || error;
    if (error) return {{WriteStatus::failed, error.message()}, fs::path(path).parent_path().string(), false};
    Result<std::string> packed = outcome.output;
    if (compression_of(path) != Compression::none) packed = compress_member(compression_of(path), outcome.output);
    if (!packed) return {{WriteStatus::failed, packed.error().message}, path, false};
    const Written written = replace_file(path, *packed, "");
    any_failed_ = any_failed_ || written.status != WriteStatus::done;
    if (written.status != WriteStatus::done) return {written, path, false};
    return {done_.add(name, stamp_), "", false};
  }

  DestinationPlan plan_;
  const std::vector<Input>& inputs_;
  DoneList done_;
  std::unique_ptr<OutputSet> removed_;
  InputStamp stamp_;
  bool any_failed_ = false;
  std::mutex mutex_;
  std::map<uint64_t, Growing> growing_;
};

}  // namespace

Result<std::unique_ptr<Destination>> open_folder(const DestinationPlan& plan, const std::vector<Input>& inputs) {
  Result<DoneList> done = DoneList::open(plan.directory, plan.fingerprint, plan.start);
  if (!done) return done.error();
  std::unique_ptr<OutputSet> removed;
  if (!plan.files.removed.empty()) {
    auto set = OutputSet::open({.output = "", .removed = plan.files.removed}, plan.fingerprint, inputs, Start::fresh);
    if (!set) return set.error();
    removed = std::move(*set);
  }
  return std::unique_ptr<Destination>(
      std::make_unique<FolderDestination>(plan, inputs, std::move(*done), std::move(removed)));
}

}  // namespace dehusk
