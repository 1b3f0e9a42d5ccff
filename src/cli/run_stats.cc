// dehusk stats [FILE...]: what each rule takes of many documents.
#include <chrono>
#include <new>
#include <optional>
#include <utility>
#include <vector>

#include "batch/faults.h"
#include "batch/file_io.h"
#include "batch/inputs.h"
#include "batch/item_load.h"
#include "batch/unpack.h"
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

// What a worker made of one item.
struct Counted {
  DocumentFacts facts;
  DocumentHits hits;
};

class StatsLoad : public ItemLoad {
 public:
  std::vector<Counted> counted;
};

class Counter {
 public:
  Counter(const Options& options, std::shared_ptr<const RuleSet> rules, std::shared_ptr<const ModelSet> models)
      : unpack_{options.url, options.batch.fields, options.clean.max_bytes},
        rules_(std::move(rules)),
        options_(options.clean) {
    options_.models = std::move(models);
    options_.detail = Detail::removed;
    options_.format = PageFormat::text;
    cleaners_.resize(workers_for(options.jobs));
  }

  Counted count(const SourceItem& item, const Input& input, unsigned worker) try {
    std::string name = name_of(item, input);
    const auto failed = [&](const Error& error) -> Counted {
      return {failed_facts(name, item.bytes.size(), error), {}};
    };
    if (item.kind == SourceItem::Kind::fault) return failed(item.error);
    if (!cleaners_[worker]) cleaners_[worker].emplace(rules_, options_);
    std::optional<JsonLine> line;
    Bytes held;
    const Result<Unpacked> document = unpack(item, input, unpack_, &line, &held);
    if (!document) return failed(document.error());
    const auto begin = std::chrono::steady_clock::now();
    const Result<Cleaned> cleaned = cleaners_[worker]->clean(document->bytes, document->info);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    if (!cleaned) return failed(cleaned.error());
    const std::string url(document->info.url);
    return {facts_of(*cleaned, name, took.count()), hits_of(*cleaned, name, program_of(*cleaned, url, *rules_, options_))};
  } catch (const std::bad_alloc&) {
    return {failed_facts(name_of(item, input), 0, out_of_memory()), {}};
  }

 private:
  UnpackOptions unpack_;
  std::shared_ptr<const RuleSet> rules_;
  CleanOptions options_;
  std::vector<std::optional<Cleaner>> cleaners_;
};

}  // namespace

int run_stats(const Options& options) {
  const std::shared_ptr<const RuleSet> rules = load_rules_or_report(options.rules);
  if (!rules || !packs_are_known(options.clean.use, *rules)) return kNothingRun;
  auto models = load_models_or_report(options.model);
  if (!models) return kNothingRun;
  Counter counter(options, rules, std::move(*models));
  const Inputs inputs = list_inputs(input_query(options));
  RunReport report(options);
  report.begin(total_bytes(inputs.found));
  RuleTally tally;
  uint64_t failed = inputs.faults.size();
  for (const std::string& fault : inputs.faults) report.message("dehusk: " + fault + "\n");
  const auto take = [&](const SourceItem& item, const Counted& counted) {
    if (item.kind == SourceItem::Kind::input_end) return;
    const DocumentFacts& facts = counted.facts;
    if (item.kind == SourceItem::Kind::passed_over || (facts.error_kind == "binary" && may_be_binary(item))) {
      report.passed_over(item.kind == SourceItem::Kind::passed_over ? item.what : facts.error);
      return;
    }
    report.document(facts);
    if (facts.error_kind.empty()) return tally.add(counted.hits);
    ++failed;
    report.message("dehusk: " + facts.name + ": " + facts.error + "\n");
  };
  DocumentSource source(&inputs.found, source_options(options), {}, nullptr);
  run_pipeline({.jobs = options.jobs},
               {.read = [&]() -> std::unique_ptr<Load> {
                  auto load = std::make_unique<StatsLoad>();
                  if (!load->read(&source)) return nullptr;
                  return load;
                },
                .work =
                    [&](Load* load, unsigned worker) {
                      auto* stats = static_cast<StatsLoad*>(load);
                      for (const SourceItem& item : stats->items) {
                        const bool counts = item.kind == SourceItem::Kind::document || item.kind == SourceItem::Kind::fault;
                        stats->counted.push_back(counts ? counter.count(item, inputs.found[item.input], worker) : Counted());
                      }
                    },
                .deliver =
                    [&](Load* load) {
                      auto* stats = static_cast<StatsLoad*>(load);
                      for (size_t i = 0; i < stats->items.size(); ++i) take(stats->items[i], stats->counted[i]);
                      report.reached(stats->bytes_read);
                      return true;
                    }});
  report.finish();
  const std::string text = options.json ? stats_json(tally, failed) : stats_text(tally, failed);
  return print(text, failed > 0 ? kSomeFailed : kDone);
}

}  // namespace dehusk
