// dehusk [FILE...]: reads, cleans on all cores, writes in the order of the inputs.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include "batch/destination.h"
#include "batch/item_load.h"
#include "batch/pipeline.h"
#include "cli/clean_notes.h"
#include "cli/commands.h"
#include "cli/document_facts.h"
#include "cli/interrupt.h"
#include "cli/model_files.h"
#include "cli/rule_files.h"
#include "cli/run_fingerprint.h"
#include "cli/run_report.h"

namespace dehusk {
namespace {

constexpr size_t kMostNote = 16000;  // bytes of a checkpoint's line

MakeOptions make_options(const Options& options) {
  MakeOptions make;
  make.unpack = {options.url, options.batch.fields, options.clean.max_bytes};
  make.records = options.jsonl;
  make.container_records = !options.directory.empty();
  make.removed_list = !options.removed.empty();
  make.ranges = options.removed.empty() ? RecordRanges::none : RecordRanges::removed;
  make.nothing = options.check;
  return make;
}

DestinationPlan destination_plan(const Options& options) {
  DestinationPlan plan;
  plan.files = {.output = options.check ? "" : options.output,
                .removed = options.removed,
                .shards = options.batch.shards,
                .shard_size = options.batch.shard_size};
  plan.separator = options.check ? "" : options.separator;
  plan.directory = options.directory;
  plan.extension = options.batch.extension;
  plan.backup = options.in_place.value_or("");
  plan.records = options.jsonl;
  plan.start = options.batch.resume ? Start::resume : Start::fresh;
  return plan;
}

// A stretch of an archive, not a document in it.
bool is_stretch(const SourceItem& item) {
  return item.kind == SourceItem::Kind::fault && item.from_container && item.offset && item.entry.empty() && item.line == 0;
}

// Where damage is, if the item's name does not say it.
std::string place_in(const SourceItem& item) {
  if (!item.offset || (item.entry.empty() && item.line == 0)) return "";
  return " (byte " + std::to_string(*item.offset) + ")";
}

class CleanLoad : public ItemLoad {
 public:
  std::vector<Outcome> outcomes;
};

class CleanRun {
 public:
  CleanRun(const Options& options, std::shared_ptr<const RuleSet> rules, std::shared_ptr<const ModelSet> models,
           Inputs inputs)
      : options_(options),
        rules_(std::move(rules)),
        clean_(options.clean),
        make_(make_options(options)),
        plan_(destination_plan(options)),
        source_options_(source_options(options)),
        report_(options),
        inputs_(std::move(inputs)) {
    clean_.models = std::move(models);
    if (!options.removed.empty()) clean_.detail = Detail::removed;
  }

  int run() {
    for (const std::string& fault : inputs_.faults) complain(fault);
    drop_own_outputs();
    std::string clash;
    if (options_.in_place) clash = backup_clash(*options_.in_place, inputs_.found);
    if (!options_.directory.empty()) clash = name_clash(plan_, inputs_.found, source_options_);
    if (!clash.empty()) {
      say(clash + "; nothing was done");
      return kNothingRun;
    }
    if (!open_destination()) return kSomeFailed;
    const Position start = destination_->start();
    DocumentSource source(&inputs_.found, source_options_, start,
                          [&](uint64_t input, bool is_container) { return destination_->start_of(input, is_container); });
    position_ = start;
    begin_report(source.bytes_read() + start.offset);
    run_pipeline_over(&source);
    return finish();
  }

 private:
  void complain(const std::string& message) {
    say(message);
    failed_ = true;
  }

  // What an earlier run left in a folder that is read again.
  void drop_own_outputs() {
    if (options_.in_place && options_.batch.resume) drop_backups(*options_.in_place, &inputs_.found);
    std::error_code error;
    const std::filesystem::path report = options_.report;
    std::erase_if(inputs_.found, [&](const Input& input) {
      if (!input.in_folder) return false;
      const bool is_report = !report.empty() && std::filesystem::path(input.path).filename() == report.filename() &&
                             std::filesystem::equivalent(input.path, report, error);
      return is_report || is_name_of_output(plan_.files, input.path);
    });
  }

  void say(const std::string& message) { report_.message("dehusk: " + message + "\n"); }

  bool open_destination() {
    // Reading all rules costs milliseconds: only where somebody may go on.
    const bool in_file = !options_.output.empty() && options_.output != "-";
    if (in_file || !options_.directory.empty()) plan_.fingerprint = fingerprint_of(options_);
    auto opened = options_.in_place             ? open_in_place(plan_, inputs_.found)
                  : !options_.directory.empty() ? open_folder(plan_, inputs_.found)
                                                : open_stream(plan_, inputs_.found);
    if (!opened) {
      complain(opened.error().message);
      return false;
    }
    destination_ = std::move(*opened);
    std::erase_if(inputs_.found, [&](const Input& input) { return destination_->is_done(input); });
    const std::string changed = destination_->changed();
    if (!changed.empty() && options_.verbosity >= 0) {
      say(changed + " since the earlier run: what that touches is done again");
    }
    return true;
  }

  void begin_report(uint64_t bytes_before) {
    const uint64_t total = total_bytes(inputs_.found);
    const Result<Summary> earlier = Summary::from_json(destination_->note());
    if (!earlier) return report_.begin(total);
    failed_ = failed_ || earlier->counts().failed > 0 || earlier->counts().fault_count > 0;
    report_.begin_again(total, *earlier, bytes_before);
  }

  void run_pipeline_over(DocumentSource* source) {
    auto first = std::make_unique<CleanLoad>();
    if (!first->read(source)) return;
    // One document needs no threads, and starts a millisecond earlier without them.
    const bool is_alone = inputs_.found.size() == 1 && !first->items[0].from_container;
    // Nobody asks for counts of one document but by name.
    make_.counts = !is_alone || !options_.report.empty() || options_.progress == ProgressWhen::json;
    const bool to_standard_output = options_.output.empty() || options_.output == "-";
    writes_at_once_ = is_alone && !make_.counts && to_standard_output && !options_.jsonl && !options_.check &&
                      !options_.in_place && options_.directory.empty() && options_.removed != "-";
    const unsigned workers = is_alone ? 1 : workers_for(options_.jobs);
    cleaners_.resize(workers);
    run_pipeline({.jobs = workers},
                 {.read =
                      [&]() -> std::unique_ptr<Load> {
                        if (first) return std::move(first);
                        auto load = std::make_unique<CleanLoad>();
                        if (!load->read(source)) return nullptr;
                        return load;
                      },
                  .work = [&](Load* load, unsigned worker) { work(static_cast<CleanLoad*>(load), worker); },
                  .deliver = [&](Load* load) { return deliver(static_cast<CleanLoad*>(load)); }});
  }

  void work(CleanLoad* load, unsigned worker) {
    std::optional<Cleaner>& cleaner = cleaners_[worker];
    if (!cleaner) cleaner.emplace(rules_, clean_);
    PartWriter parts(STDOUT_FILENO);
    const TextOutput to_output = [&](std::string_view part) { parts.add(part); };
    for (SourceItem& item : load->items) {
      const Input& input = inputs_.found[item.input];
      load->outcomes.push_back(clean_item(item, input, make_, &*cleaner, writes_at_once_ ? &to_output : nullptr));
      item.bytes = Bytes();
    }
    if (writes_at_once_) written_ = parts.finish();
  }

  // What a run that goes on needs to know besides the documents.
  std::string note() const { return report_.note(kMostNote); }

  // In the order of the inputs. False stops the run.
  bool deliver(CleanLoad* load) {
    for (size_t i = 0; i < load->items.size(); ++i) {
      if (!deliver_item(load->items[i], &load->outcomes[i])) return false;
      position_ = load->items[i].after;
      if (!went_well(destination_->checkpoint(position_, [&] { return note(); }))) return false;
    }
    report_.reached(load->bytes_read);
    return went_well(destination_->flush());
  }

  bool deliver_item(const SourceItem& item, Outcome* outcome) {
    const Input& input = inputs_.found[item.input];
    if (item.begins) {
      input_failed_ = false;
      destination_->begin_input(item.input, *item.begins);
    }
    if (item.kind == SourceItem::Kind::input_end) {
      return went_well(destination_->end_input(item.input, input_failed_));
    }
    const std::string name = name_of(item, input);
    if (outcome->error) {
      const std::string id = outcome->id.empty() ? "" : " (" + outcome->id + ")";
      complain(name + id + ": " + outcome->error->message + place_in(item));
      input_failed_ = true;
      if (is_stretch(item)) {
        report_.fault({input.path, *item.offset, outcome->error->message});
      } else {
        report_.document(facts_of(*outcome, name));
      }
      return went_well(destination_->document(item, *outcome));
    }
    if (!outcome->passed_over.empty()) {
      report_.passed_over(outcome->passed_over);
      return true;
    }
    report_.message(clean_notes(name, *outcome, options_));
    report_.document(facts_of(*outcome, name));
    if (options_.check) note_check(name, outcome);
    if (writes_at_once_ && !went_well({written_, "standard output", true})) return false;
    return went_well(destination_->document(item, *outcome));
  }

  void note_check(const std::string& name, Outcome* outcome) {
    const uint64_t ranges = outcome->stats.ranges_removed;
    outcome->output.clear();
    if (ranges == 0) return;
    answered_no_ = true;
    if (options_.verbosity < 0) return;
    outcome->output = name + ": " + std::to_string(ranges) + (ranges == 1 ? " range" : " ranges") + " would go\n";
  }

  // True to go on. A pipe that was closed ends the run quietly; anything else is a failure.
  bool went_well(const Delivery& delivery) {
    const Written& written = delivery.written;
    if (written.status == WriteStatus::done) return true;
    if (written.status == WriteStatus::failed) {
      complain((delivery.path.empty() ? "" : delivery.path + ": ") + written.message);
    }
    if (!delivery.ends_run) return true;
    stopped_ = true;
    return false;
  }

  int finish() {
    if (caught_signal() != 0 && !is_complete()) return finish_interrupted();
    // Where every input failed, what the files held is worth more than nothing.
    if (failed_ && destination_->is_empty()) {
      destination_->discard();
    } else if (!stopped_) {
      went_well(destination_->finish(position_, note()));
    }
    failed_ = failed_ || destination_->any_failed();
    const std::string leftover = destination_->leftover();
    if (!leftover.empty() && options_.verbosity >= 0) say("'" + leftover + "' is from another run: this one ends before it");
    const Written reported = report_.finish();
    if (reported.status == WriteStatus::failed) complain(options_.report + ": " + reported.message);
    if (stopped_ && failed_ && destination_->can_go_on()) say_how_to_go_on();
    if (failed_) return kSomeFailed;
    return answered_no_ ? kAnsweredNo : kDone;
  }

  // Of a run that was asked to stop when all was done nothing is left to go on with.
  bool is_complete() const { return position_.input >= inputs_.found.size(); }

  int finish_interrupted() {
    say("interrupted; the documents in hand are done");
    destination_->pause();
    const Written reported = report_.finish();
    if (reported.status == WriteStatus::failed) complain(options_.report + ": " + reported.message);
    if (destination_->can_go_on()) say_how_to_go_on();
    return 128 + caught_signal();
  }

  void say_how_to_go_on() {
    if (options_.verbosity >= 0) say("the same command with --resume goes on from there");
  }

  const Options& options_;
  std::shared_ptr<const RuleSet> rules_;
  CleanOptions clean_;
  MakeOptions make_;
  DestinationPlan plan_;
  SourceOptions source_options_;
  RunReport report_;
  Inputs inputs_;
  std::vector<std::optional<Cleaner>> cleaners_;  // one for each worker, made when it first works
  std::unique_ptr<Destination> destination_;
  // One text for standard output: it goes there in parts as it lies in the input. Held, as the
  // texts of several documents are, 143 MB cost 0.05 s more, and twice the memory.
  bool writes_at_once_ = false;
  Written written_;
  Position position_;
  bool input_failed_ = false;
  bool failed_ = false;
  bool stopped_ = false;
  bool answered_no_ = false;
};

}  // namespace

int run_clean(const Options& options) {
  const std::shared_ptr<const RuleSet> rules = load_rules_or_report(options.rules);
  if (!rules || !packs_are_known(options.clean.use, *rules)) return kNothingRun;
  auto models = load_models_or_report(options.model);
  if (!models) return kNothingRun;
  Inputs inputs = list_inputs(input_query(options));
  if (options.in_place) drop_same_files(&inputs);
  catch_interrupts();
  return CleanRun(options, rules, std::move(*models), std::move(inputs)).run();
}

}  // namespace dehusk
