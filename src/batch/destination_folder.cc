// A file below a folder for each input: a document's text or record, or one JSONL for all that a container holds.
#include <filesystem>
#include <limits>
#include <map>
#include <mutex>

#include "batch/compress.h"
#include "batch/destination.h"
#include "batch/done_list.h"
#include "batch/output_set.h"
#include "batch/removed_list.h"
#include "batch/target.h"

namespace dehusk {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFailed = "failed";  // noted with a container's checkpoints

class FolderDestination : public Destination {
 public:
  FolderDestination(const DestinationPlan& plan, const std::vector<Input>& inputs, DoneList done,
                    RemovedList removed)
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
    auto set = OutputSet::open({.output = path}, plan_.fingerprint, {inputs_[input]}, plan_.start);
    Position start;
    if (set) {
      growing.set = std::move(*set);
      growing.failed = growing.set->note() == kFailed;
      start = growing.set->position();
      // It is whole, and only was not noted as done.
      if (start.input > 0) start = Position{.items = std::numeric_limits<uint64_t>::max()};
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

  Delivery document(const SourceItem& item, const Outcome& outcome) override {
    Written listed = outcome.error ? Written() : removed_.add(outcome.removed);
    if (listed.status != WriteStatus::done) return {std::move(listed), "", true};
    if (Growing* growing = find(item.input)) {
      growing->failed = growing->failed || outcome.error;
      if (!growing->set || (outcome.error && outcome.output.empty())) return {};
      keep_fault(growing, growing->set->add(outcome.output, ""));
      return {};
    }
    if (outcome.error) return {};
    return write_document(item.input, outcome);
  }

  Delivery end_input(uint64_t input, bool failed) override {
    any_failed_ = any_failed_ || failed;
    Growing* growing = find(input);
    if (growing == nullptr) return {};
    any_failed_ = any_failed_ || growing->failed;
    if (growing->set && growing->fault.status == WriteStatus::done) {
      if (failed && growing->set->documents() == 0) {
        growing->set->discard();
      } else {
        keep_fault(growing, growing->set->finish({.input = 1}, growing->note()));
        // What failed in it is tried again, and told again.
        const bool is_done = growing->fault.status == WriteStatus::done && !growing->failed;
        if (is_done) keep_fault(growing, done_.add(output_name(inputs_[input], plan_, true), stamp_));
      }
    }
    any_failed_ = any_failed_ || growing->fault.status != WriteStatus::done;
    const Delivery delivery{growing->fault, "", false};
    const std::lock_guard lock(mutex_);
    growing_.erase(input);
    return delivery;
  }

  Delivery checkpoint(const Position& at, const std::function<std::string()>& /*note*/) override {
    Growing* growing = find(at.input);
    if (growing == nullptr || !growing->set || !growing->set->checkpoint_due()) return {};
    keep_fault(growing, growing->set->checkpoint({0, at.items, at.offset, at.offset_items}, growing->note()));
    return {};
  }

  Delivery finish(const Position& /*at*/, std::string_view /*note*/) override {
    // Who did not ask for --resume and needs none is not left a list that nobody reads.
    if (plan_.start == Start::fresh && !any_failed_) done_.remove();
    return {removed_.finish(), "", true};
  }
  void discard() override { removed_.discard(); }
  bool any_failed() const override { return any_failed_; }
  bool is_empty() const override { return removed_.is_empty(); }
  void pause() override { removed_.finish(); }
  bool can_go_on() const override { return removed_.is_none(); }

 private:
  struct Growing {
    std::string note() const { return failed ? std::string(kFailed) : ""; }

    std::unique_ptr<OutputSet> set;
    Written fault;        // after it nothing more is written
    bool failed = false;  // something of what it holds
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

  Delivery write_document(uint64_t input, const Outcome& outcome) {
    const std::string path = path_of(input, false);
    const auto failed = [&](Written written, const std::string& where) -> Delivery {
      any_failed_ = true;
      return {std::move(written), where, false};
    };
    const std::string folder = fs::path(path).parent_path().string();
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return failed({WriteStatus::failed, error.message()}, folder);
    const Compression compression = compression_of(path);
    const Result<std::string> packed =
        compression == Compression::none ? std::string() : compress_member(compression, outcome.output);
    if (!packed) return failed({WriteStatus::failed, packed.error().message}, path);
    Written written = replace_file(path, compression == Compression::none ? outcome.output : *packed, "");
    if (written.status != WriteStatus::done) return failed(std::move(written), path);
    return {done_.add(output_name(inputs_[input], plan_, false), stamp_), "", false};
  }

  DestinationPlan plan_;
  const std::vector<Input>& inputs_;
  DoneList done_;
  RemovedList removed_;
  InputStamp stamp_;
  bool any_failed_ = false;
  std::mutex mutex_;
  std::map<uint64_t, Growing> growing_;
};

}  // namespace

Result<std::unique_ptr<Destination>> open_folder(const DestinationPlan& plan, const std::vector<Input>& inputs) {
  new_file_mode();
  Result<DoneList> done = DoneList::open(plan.directory, plan.fingerprint, plan.start);
  if (!done) return done.error();
  Result<RemovedList> removed = RemovedList::open(plan.files.removed);
  if (!removed) return removed.error();
  return std::unique_ptr<Destination>(
      std::make_unique<FolderDestination>(plan, inputs, std::move(*done), std::move(*removed)));
}

}  // namespace dehusk
