#include "python/engine.h"

#include <array>
#include <new>
#include <optional>
#include <utility>

namespace dehusk {
namespace {

template <typename T>
using Choices = std::vector<std::pair<std::string_view, T>>;

// The value that `word` stands for; else complains with the words that there are.
template <typename T>
void choose(const char* option, const std::string& word, const Choices<T>& choices, T* value, std::string* fault) {
  std::vector<std::string_view> known;
  std::string list;
  for (const auto& [name, choice] : choices) {
    if (name == word) {
      *value = choice;
      return;
    }
    known.push_back(name);
    list += (list.empty() ? "" : ", ") + std::string(name);
  }
  if (fault->empty()) *fault = std::string(option) + " takes one of " + list + ", not '" + word + "'" + did_you_mean(word, known);
}

std::bitset<kCategories> categories_of(const std::vector<std::string>& words, std::string* fault) {
  std::bitset<kCategories> set;
  for (const std::string& word : words) {
    if (const auto category = category_named(word)) {
      set.set(static_cast<size_t>(*category));
      continue;
    }
    std::vector<std::string_view> known;
    for (size_t i = 0; i < kCategories; ++i) known.push_back(name_of(static_cast<Category>(i)));
    if (fault->empty()) *fault = "'" + word + "' is no category" + did_you_mean(word, known);
  }
  return set;
}

Result<CleanOptions> options_of(const EngineSettings& settings) {
  std::string fault;
  CleanOptions options;
  choose<Task>("task", settings.task, {{"article", Task::article}, {"page", Task::page}}, &options.task, &fault);
  choose<Level>("level", settings.level,
                {{"safe", Level::safe}, {"normal", Level::normal}, {"aggressive", Level::aggressive}}, &options.level, &fault);
  choose<PageFormat>("to", settings.to,
                     {{"text", PageFormat::text}, {"markdown", PageFormat::markdown}, {"html", PageFormat::html}},
                     &options.format, &fault);
  choose<InputKind>("read_as", settings.read_as,
                    {{"auto", InputKind::detect}, {"html", InputKind::html}, {"text", InputKind::text}}, &options.input, &fault);
  if (!settings.only.empty()) options.categories = categories_of(settings.only, &fault);
  options.categories &= ~categories_of(settings.skip, &fault);
  if (!fault.empty()) return Error{fault};
  options.use = settings.use;
  options.encoding = settings.encoding;
  options.max_bytes = settings.max_bytes;
  options.resolve_links = settings.absolute_links;
  options.blanks = settings.keep_blank ? BlankLines::keep : BlankLines::collapse;
  options.detail = settings.removed ? Detail::removed : Detail::text;
  return options;
}

// Never freed: a process that ends need not take its rules apart.
const std::shared_ptr<const RuleSet>& builtin_rule_set() {
  static const auto& rules = *new std::shared_ptr<const RuleSet>(load_rules({}, {}).rules);
  return rules;
}

const std::shared_ptr<const ModelSet>& builtin_model_set() {
  static const auto& models = *new std::shared_ptr<const ModelSet>(std::make_shared<ModelSet>(true));
  return models;
}

Result<std::shared_ptr<const RuleSet>> rules_of(const EngineSettings& settings) {
  if (settings.builtin && settings.rules.empty()) return builtin_rule_set();
  Loaded loaded = load_rules(settings.rules, {.builtin = settings.builtin});
  if (!has_errors(loaded.faults)) return std::shared_ptr<const RuleSet>(std::move(loaded.rules));
  std::string faults;
  for (const Diagnostic& fault : loaded.faults) faults += format_diagnostic(fault);
  faults.pop_back();  // the last line end
  return Error{"rules do not load\n" + faults};
}

Result<std::shared_ptr<const ModelSet>> models_of(const EngineSettings& settings) {
  if (settings.no_model) {
    if (!settings.models.empty()) return Error{"of model and no_model only one can be given"};
    return std::shared_ptr<const ModelSet>();
  }
  if (settings.models.empty()) return builtin_model_set();
  auto models = std::make_shared<ModelSet>(true);
  for (const RuleText& file : settings.models) {
    Result<std::vector<Model>> read = read_models(file.path, file.text);
    if (!read) return read.error();
    models->add(std::move(*read));
  }
  return std::shared_ptr<const ModelSet>(std::move(models));
}

}  // namespace

// A Cleaner out of a pool, for one document.
class Engine::Lease {
 public:
  Lease(Engine* engine, Pool* pool) : engine_(*engine), pool_(*pool) {
    {
      const std::lock_guard lock(engine_.mutex_);
      if (!pool_.idle.empty()) {
        cleaner_.emplace(std::move(pool_.idle.back()));
        pool_.idle.pop_back();
      }
    }
    if (!cleaner_) cleaner_.emplace(engine_.rules_, pool_.options);
  }

  // Not after an exception: nobody knows what state its Cleaner is in.
  void give_back() {
    const std::lock_guard lock(engine_.mutex_);
    pool_.idle.push_back(std::move(*cleaner_));
  }

  Cleaner& operator*() { return *cleaner_; }

 private:
  Engine& engine_;
  Pool& pool_;
  std::optional<Cleaner> cleaner_;
};

Engine::Engine(std::shared_ptr<const RuleSet> rules, const CleanOptions& options)
    : rules_(std::move(rules)), pools_{{options, {}}, {options, {}}} {
  pools_[static_cast<size_t>(Encoded::utf8)].options.encoding = "utf-8";
}

Result<std::unique_ptr<Engine>> Engine::make(const EngineSettings& settings) {
  Result<CleanOptions> options = options_of(settings);
  if (!options) return options.error();
  Result<std::shared_ptr<const RuleSet>> rules = rules_of(settings);
  if (!rules) return rules.error();
  Result<std::shared_ptr<const ModelSet>> models = models_of(settings);
  if (!models) return models.error();
  options->models = std::move(*models);
  std::unique_ptr<Engine> engine(new Engine(std::move(*rules), *options));
  if (!options->encoding.empty() || !options->use.empty()) {  // told from a document, even from an empty one
    const Result<Cleaned> tried = engine->clean("", {}, Encoded::somehow);
    if (!tried) return tried.error();
  }
  return engine;
}

Result<Cleaned> Engine::clean(std::string_view document, const DocumentInfo& info, Encoded encoded) try {
  Lease cleaner(this, &pools_[static_cast<size_t>(encoded)]);
  Result<Cleaned> cleaned = (*cleaner).clean(document, info);
  cleaner.give_back();
  return cleaned;
} catch (const std::bad_alloc&) {
  return Error{"not enough memory"};
}

}  // namespace dehusk
