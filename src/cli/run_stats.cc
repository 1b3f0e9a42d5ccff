// dehusk stats [FILE...]: what each rule takes of many documents.
#include <chrono>
#include <new>
#include <utility>

#include "batch/file_io.h"
#include "batch/inputs.h"
#include "batch/ordered.h"
#include "cli/commands.h"
#include "cli/document_facts.h"
#include "cli/model_files.h"
#include "cli/print.h"
#include "cli/rule_files.h"
#include "cli/rule_hits.h"
#include "cli/run_report.h"
#include "cli/stats_report.h"

namespace dehusk {
namespace {

std::string spoken(const Input& input) { return input.path == "-" ? "standard input" : input.path; }

// What a worker made of one document.
struct Counted {
  DocumentFacts facts;
  DocumentHits hits;
};

// Everything between a document's bytes and its counts: where the bytes come from is not told here.
class Counter {
 public:
  Counter(const Options& options, std::shared_ptr<const RuleSet> rules,
          std::shared_ptr<const ModelSet> models)
      : url_(options.url), rules_(std::move(rules)) {
    options_ = options.clean;
    options_.models = std::move(models);
    options_.detail = Detail::removed;
    options_.format = PageFormat::text;
    const unsigned workers = workers_for(options.jobs);
    for (unsigned i = 0; i < workers; ++i) cleaners_.emplace_back(rules_, options_);
  }

  Counted count(std::string_view bytes, const std::string& name, unsigned worker) {
    const auto begin = std::chrono::steady_clock::now();
    const Result<Cleaned> cleaned = cleaners_[worker].clean(bytes, {.url = url_});
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    if (!cleaned) return {failed_facts(name, bytes.size(), "", cleaned.error().message), {}};
    return {facts_of(*cleaned, name, took.count()),
            hits_of(*cleaned, name, program_of(*cleaned, url_, *rules_, options_))};
  }

 private:
  std::string url_;
  std::shared_ptr<const RuleSet> rules_;
  CleanOptions options_;
  std::vector<Cleaner> cleaners_;
};

Counted count_input(const Input& input, uint64_t most, Counter* counter, unsigned worker) try {
  const Result<Bytes> bytes =
      input.path == "-" ? read_standard_input(most) : read_file(input.path, most);
  if (!bytes) return {failed_facts(spoken(input), 0, "", bytes.error().message), {}};
  return counter->count(bytes->view(), spoken(input), worker);
} catch (const std::bad_alloc&) {
  return {failed_facts(spoken(input), 0, "memory", "not enough memory"), {}};
}

}  // namespace

int run_stats(const Options& options) {
  const std::shared_ptr<const RuleSet> rules = load_rules_or_report(options.rules);
  if (!rules || !packs_are_known(options.clean.use, *rules)) return kNothingRun;
  auto models = load_models_or_report(options.model);
  if (!models) return kNothingRun;
  Counter counter(options, rules, std::move(*models));
  const Inputs inputs = list_inputs(options.files, options.recursive);
  RunReport report(options);
  report.begin(total_bytes(inputs));
  RuleTally tally;
  uint64_t failed = inputs.faults.size();
  for (const std::string& fault : inputs.faults) report.message("dehusk: " + fault + "\n");
  run_ordered(
      inputs.found.size(), options.jobs,
      [&](size_t i, unsigned worker) -> std::shared_ptr<void> {
        const uint64_t most = options.clean.max_bytes;
        return std::make_shared<Counted>(count_input(inputs.found[i], most, &counter, worker));
      },
      [&](size_t, const std::shared_ptr<void>& result) {
        const auto& counted = *static_cast<const Counted*>(result.get());
        report.document(counted.facts);
        if (counted.facts.error_kind.empty()) {
          tally.add(counted.hits);
          return true;
        }
        ++failed;
        report.message("dehusk: " + counted.facts.name + ": " + counted.facts.error + "\n");
        return true;
      });
  report.finish();
  const std::string text = options.json ? stats_json(tally, failed) : stats_text(tally, failed);
  return print(text, failed > 0 ? kSomeFailed : kDone);
}

}  // namespace dehusk
