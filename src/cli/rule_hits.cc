#include "cli/rule_hits.h"

#include <algorithm>
#include <utility>

#include "batch/summary.h"
#include "cli/explain_rows.h"
#include "core/unicode.h"
#include "core/visible.h"

namespace dehusk {
namespace {

constexpr size_t kTailColumns = 20;
constexpr size_t kMostNameBytes = 512;

// Appends text with each run of white space as one space, none at the beginning.
void append_on_one_line(std::string_view text, std::string* out) {
  for (const char c : text) {
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      if (!out->empty() && out->back() != ' ') *out += ' ';
    } else {
      *out += c;
    }
  }
}

// O(columns) for a text of any size.
std::string example_text(std::string_view text) {
  while (!text.empty() && static_cast<uint8_t>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<uint8_t>(text.back()) <= ' ') text.remove_suffix(1);
  const Elided cut = elide(text, kExampleColumns - kTailColumns - kElision.size(), kTailColumns);
  std::string out;
  append_on_one_line(cut.head, &out);
  if (cut.cut) {
    out += kElision;
    append_on_one_line(cut.tail, &out);
  }
  return out;
}

// Keeps examples that show the most: of different texts, and of different documents where there
// are.
void add_example(const RuleExample& example, std::vector<RuleExample>* examples) {
  for (const RuleExample& known : *examples) {
    if (known.text == example.text) return;
  }
  if (examples->size() < kExamples) {
    examples->push_back(example);
    return;
  }
  for (size_t i = kExamples - 1; i > 0; --i) {
    RuleExample& last = (*examples)[i];
    if (last.document != (*examples)[i - 1].document || last.document == example.document) continue;
    last = example;
    return;
  }
}

class Collector {
 public:
  explicit Collector(DocumentHits* document) : document_(*document) {}

  void take(const RuleName& rule, std::string_view text) {
    RuleHits& hits = of(rule.name);
    hits.rule = rule;
    ++hits.ranges;
    hits.characters += count_visible(text);
    if (hits.examples.size() == kExamples || !has_visible(text)) return;
    add_example({document_.name, example_text(text)}, &hits.examples);
  }

  RuleHits& of(const std::string& name) {
    RuleHits& hits = document_.rules[name];
    hits.rule.name = name;
    hits.documents = 1;
    return hits;
  }

 private:
  DocumentHits& document_;
};

double lost(const DocumentShare& document) {
  return share_of(document.chars_removed, document.chars_kept);
}

// Puts a document where it belongs among the first ones by `before`.
template <typename Before>
void keep_first(const DocumentShare& document, std::vector<DocumentShare>* first, Before before) {
  if (first->size() == RuleTally::kDocuments && !before(document, first->back())) return;
  first->insert(std::upper_bound(first->begin(), first->end(), document, before), document);
  if (first->size() > RuleTally::kDocuments) first->pop_back();
}

bool is_larger(const DocumentShare& a, const DocumentShare& b) {
  return a.chars_kept + a.chars_removed > b.chars_kept + b.chars_removed;
}

void describe(const CompiledRule& rule, RuleHits* hits) {
  hits->rule = {rule.name, std::string(rule.path), rule.rule->place.line, rule.rule->category};
  hits->kind = rule.rule->kind;
}

}  // namespace

DocumentHits hits_of(const Cleaned& cleaned, std::string_view name,
                     std::shared_ptr<const Program> program) {
  DocumentHits document;
  document.name = cut_to(name, kMostNameBytes);
  document.bytes = cleaned.stats.bytes_in;
  document.chars_kept = count_visible(cleaned.text);
  document.chars_removed = cleaned.stats.visible_removed;
  document.packs = cleaned.packs;
  document.program = std::move(program);
  Collector collector(&document);
  for (const ReportedRange& range : cleaned.removed) {
    collector.take(range.rule, range.text);
    for (const std::string& other : range.also) ++collector.of(other).shared;
  }
  for (const ReportedRange& range : cleaned.spared) {
    ++collector.of(range.rule.name).held;
    if (range.saved_by) collector.take(*range.saved_by, range.text);
  }
  for (const ReportedRange& range : cleaned.scored) collector.take(range.rule, range.text);
  return document;
}

std::shared_ptr<const Program> program_of(const Cleaned& cleaned, std::string_view url,
                                          const RuleSet& rules, const CleanOptions& options) {
  RuleChoice choice;
  for (const std::string& pack : cleaned.packs) {
    const int file = rules.find_file(pack);
    if (file >= 0) choice.files.push_back(static_cast<uint32_t>(file));
  }
  choice.level = options.level;
  choice.categories = options.categories;
  choice.host = host_of(url.empty() ? std::string_view(cleaned.meta.canonical) : url);
  choice.use = cleaned.is_page ? ProgramUse::page : ProgramUse::text;
  choice.scores = options.models && options.categories.test(static_cast<size_t>(Category::other));
  return rules.program(choice);
}

void RuleTally::add(const DocumentHits& document) {
  ++documents_;
  bytes_ += document.bytes;
  chars_kept_ += document.chars_kept;
  chars_removed_ += document.chars_removed;
  for (const std::string& pack : document.packs) ++packs_[pack];
  if (document.program) ++ran_[document.program];
  for (const auto& [name, hits] : document.rules) {
    RuleHits& sum = rules_[name];
    if (sum.rule.path.empty()) sum.rule = hits.rule;
    sum.documents += hits.documents;
    sum.ranges += hits.ranges;
    sum.characters += hits.characters;
    sum.shared += hits.shared;
    sum.held += hits.held;
    for (const RuleExample& example : hits.examples) add_example(example, &sum.examples);
  }
  if (document.chars_kept + document.chars_removed == 0) return;
  const DocumentShare share{document.name, document.chars_kept, document.chars_removed};
  if (share.chars_removed > 0) {
    keep_first(share, &highest_, [](const DocumentShare& a, const DocumentShare& b) {
      return lost(a) != lost(b) ? lost(a) > lost(b) : is_larger(a, b);
    });
  }
  keep_first(share, &lowest_, [](const DocumentShare& a, const DocumentShare& b) {
    return lost(a) != lost(b) ? lost(a) < lost(b) : is_larger(a, b);
  });
}

std::vector<RuleHits> RuleTally::rules() const {
  std::map<std::string_view, RuleHits> all;
  for (const auto& [name, hits] : rules_) all.emplace(name, hits);
  for (const auto& [program, documents] : ran_) {
    for (const CompiledRule& rule : program->rules) {
      RuleHits& hits = all[rule.name];
      describe(rule, &hits);
      hits.ran_on += documents;
    }
  }
  std::vector<RuleHits> sorted;
  for (auto& [name, hits] : all) sorted.push_back(std::move(hits));
  const auto count = [](const RuleHits& hits) { return hits.ranges + hits.shared + hits.held; };
  std::stable_sort(sorted.begin(), sorted.end(), [&](const RuleHits& a, const RuleHits& b) {
    if (a.fired() != b.fired()) return b.fired();
    return a.fired() ? count(a) < count(b) : a.ran_on > b.ran_on;
  });
  return sorted;
}

}  // namespace dehusk
