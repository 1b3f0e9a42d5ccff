#include "cleaner.h"

#include <algorithm>
#include <new>

#include "core/visible.h"
#include "core/work.h"
#include "engine/decide.h"
#include "engine/features.h"
#include "engine/language.h"
#include "engine/measurements.h"
#include "engine/model_run.h"
#include "read/binary_kind.h"
#include "read/decode.h"
#include "read/html_detect.h"
#include "read/html_reader.h"
#include "read/page_meta.h"
#include "read/text_reader.h"
#include "write/url.h"

namespace dehusk {
namespace {

// What the model removes counts as; --only and --skip switch it off with that.
constexpr Category kModelCategory = Category::other;
constexpr size_t kPushes = 3;

// Steps of what is done here itself: for 16 bytes that are looked at, for a byte that is decoded, read as a sample of
// the language or written, and for a line, an element and a run that is written.
constexpr uint64_t kLookSteps = 4;
constexpr uint64_t kDecodeSteps = 8;
constexpr uint64_t kLanguageSteps = 4;
constexpr uint64_t kWriteSteps = 4;
constexpr uint64_t kLineSteps = 16;
constexpr uint64_t kElementSteps = 16;
constexpr uint64_t kRunSteps = 32;

uint64_t look_steps(size_t bytes) { return bytes / 16 * kLookSteps; }

Error no_memory() { return {"not enough memory", ErrorKind::memory}; }

// A built-in pack is for a language if its name's last part is that language's code, or begins with
// it: "news/de", "news/en-page". Others run on every text.
std::string_view language_of(const RuleFile& file) {
  const size_t slash = file.name.rfind('/');
  if (!file.builtin || slash == std::string::npos) return {};
  std::string_view last = std::string_view(file.name).substr(slash + 1);
  last = last.substr(0, last.find('-'));
  return last.size() == 2 ? last : std::string_view{};
}

// Built-in packs of this group hold rules for elements: text never needs them.
bool is_for_pages(const RuleFile& file) {
  return file.builtin && file.name.starts_with("page/");
}

Category category_of(const Program& program, uint32_t rule) {
  return rule == kByModel || rule == kByCopy ? kModelCategory : program.rules[rule].rule->category;
}

RuleName name_of_rule(const Program& program, uint32_t index) {
  if (index == kByModel) return {"model:unwanted", "article model", 0, kModelCategory};
  if (index == kByCopy) return {"model:copy", "article model", 0, kModelCategory};
  const CompiledRule& rule = program.rules[index];
  return {rule.name, std::string(rule.path), rule.rule->place.line, rule.rule->category};
}

// Turns spans of a document's text into ranges of the report.
class Reporter {
 public:
  Reporter(const Document& doc, const Decoded& decoded, const Program& program,
           LineNumbers* numbers)
      : doc_(doc), decoded_(decoded), program_(program), numbers_(*numbers) {}

  ReportedRange range(Span span, uint32_t rule) {
    const Span source = doc_.page ? doc_.page->source_of_text(span) : span;
    ReportedRange range;
    range.begin = decoded_.source_offset(source.begin);
    range.end = decoded_.source_offset(source.end);
    range.shown = span;
    range.line = numbers_.line_of(source.begin);
    range.rule = name_of_rule(program_, rule);
    return range;
  }

 private:
  const Document& doc_;
  const Decoded& decoded_;
  const Program& program_;
  LineNumbers& numbers_;
};

void set_metadata(const std::vector<Capture>& captures, Cleaned* cleaned) {
  for (const Capture& capture : captures) {
    std::string& field = capture.field == "published" ? cleaned->published
                         : capture.field == "author"  ? cleaned->author
                         : capture.field == "title"   ? cleaned->title
                                                      : cleaned->source;
    if (field.empty()) field = capture.value;
  }
}

void report_ranges(const Document& doc, const Decoded& decoded, const Program& program,
                   const Decisions& decisions, LineNumbers* numbers, Cleaned* cleaned) {
  Reporter reporter(doc, decoded, program, numbers);
  for (const Removal& removal : decisions.removed) {
    ReportedRange range = reporter.range(removal.source, removal.rule);
    range.text = doc.text_of(removal.source);
    for (uint32_t i = 0; i < removal.also_count; ++i) {
      range.also.push_back(program.rules[decisions.also[removal.also_begin + i]].name);
    }
    cleaned->removed.push_back(std::move(range));
  }
  for (const Spared& spared : decisions.spared) {
    ReportedRange range = reporter.range(spared.source, spared.rule);
    range.why = spared.why;
    // Ranges that a limit held back overlap: with their texts, n of them would be n documents.
    if (spared.why != Spared::Why::limit) range.text = doc.text_of(spared.source);
    if (spared.why == Spared::Why::keep) {
      range.saved_by = name_of_rule(program, spared.by_rule);
    }
    cleaned->spared.push_back(std::move(range));
  }
  for (const Scored& scored : decisions.scored) {
    const Block& first = doc.blocks[scored.lines.begin];
    ReportedRange range = reporter.range(
        {first.source.begin, doc.blocks[scored.lines.end - 1].source.end}, scored.rule);
    range.text = doc.text_of(first);
    cleaned->scored.push_back(std::move(range));
  }
}

void report_pieces(const Document& doc, const Decoded& decoded, const Decisions& decisions,
                   BlankLines blanks, Cleaned* cleaned) {
  if (decoded.bom_bytes > 0 && decoded.spans_are_original && !doc.page) {
    cleaned->pieces.push_back({ReportedPiece::Kind::mark, 0, decoded.bom_bytes, 0});
  }
  for (const Piece& piece : tile(doc, decisions, blanks)) {
    const auto kind = piece.kind == Piece::Kind::kept      ? ReportedPiece::Kind::kept
                      : piece.kind == Piece::Kind::removed ? ReportedPiece::Kind::removed
                                                           : ReportedPiece::Kind::space;
    const auto offset = [&](uint32_t at) { return doc.page ? at : decoded.source_offset(at); };
    cleaned->pieces.push_back(
        {kind, offset(piece.source.begin), offset(piece.source.end), piece.removal});
  }
}

// The text in parts: of a page, which was made, in one; plain text as it lies in the source.
void hand_out(const Document& doc, const Decisions& decisions, BlankLines blanks,
              const TextOutput& output, Cleaned* cleaned) {
  if (doc.page) {
    output(cleaned->text);
    cleaned->text.clear();
    return;
  }
  write_text(doc, decisions, blanks, [&](std::string_view part) {
    cleaned->stats.bytes_out += part.size();
    output(part);
  });
}

// The features that raised a row most, then those that lowered it most.
std::vector<Push> strongest(const std::vector<Push>& pushes) {
  std::vector<Push> out;
  for (const bool up : {true, false}) {
    size_t taken = 0;
    for (const Push& push : pushes) {
      if ((push.by > 0) == up && taken++ < kPushes) out.push_back(push);
    }
  }
  return out;
}

void report_verdicts(const Document& doc, const Decisions& decisions, const Program& program, Measurements* measured,
                     const ModelRun& model, LineNumbers* numbers, Cleaned* cleaned) {
  for (uint32_t row = 0; row < model.verdicts().size(); ++row) {
    const RowVerdict& verdict = model.verdicts()[row];
    ReportedVerdict out;
    out.shown = measured->text_of_row(row);
    const Span source = doc.page ? doc.page->source_of_text(out.shown) : out.shown;
    out.line = numbers->line_of(source.begin);
    out.probability = probability(verdict.log_odds);
    out.score = verdict.score;
    out.keep = verdict.keep;
    out.copy = verdict.copy;
    const uint32_t part = doc.page ? 0 : row / Measurements::kPart;
    out.pushes = strongest(model.model().explain(measured->table(part), row - part * Measurements::kPart));
    cleaned->verdicts.push_back(std::move(out));
  }
  for (const Scored& scored : decisions.scored) {
    const uint32_t end = measured->row_of_line(scored.lines.end - 1) + 1;
    for (uint32_t row = measured->row_of_line(scored.lines.begin); row < end; ++row) {
      cleaned->verdicts[row].scored_by.push_back(name_of_rule(program, scored.rule));
    }
  }
}

HtmlMode html_mode(MatchMode mode) {
  return mode == MatchMode::fast ? HtmlMode::fast : HtmlMode::slow;
}

// "de" of "de-AT".
std::string primary_language(std::string_view tag) {
  std::string out(tag.substr(0, tag.find_first_of("-_")));
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

// What links of a page are relative to: its <base href>, else where it was fetched.
std::string base_url(const Document& doc, std::string_view url) {
  for (uint32_t i = 0; i < doc.page->elements.size(); ++i) {
    if (doc.page->elements[i].tag != Tag::base) continue;
    const auto href = doc.page->attribute(i, "href");
    if (href) return resolve_url(url, *href);
  }
  return std::string(url);
}

// True if `range` went after all, at the level that decided.
bool went(const std::vector<Removal>& removed, Span range) {
  auto next = std::upper_bound(
      removed.begin(), removed.end(), range.begin,
      [](uint32_t at, const Removal& removal) { return at < removal.source.end; });
  for (; range.begin < range.end; ++next) {
    if (next == removed.end() || next->source.begin > range.begin) return false;
    range.begin = next->source.end;
  }
  return true;
}

}  // namespace

// How much of a range rules took; asked for in document order.
class RemovedShare {
 public:
  RemovedShare(const Document& doc, const Decisions& decisions) : doc_(doc), removed_(decisions.removed) {}

  double of(Span range) {
    uint64_t gone = 0;
    while (next_ < removed_.size() && removed_[next_].source.end <= range.begin) ++next_;
    for (size_t i = next_; i < removed_.size() && removed_[i].source.begin < range.end; ++i) {
      gone += count_visible(doc_.text_of(Span{std::max(range.begin, removed_[i].source.begin),
                                              std::min(range.end, removed_[i].source.end)}));
    }
    const uint64_t all = count_visible(doc_.text_of(range));
    return all == 0 ? 0 : static_cast<double>(gone) / static_cast<double>(all);
  }

 private:
  const Document& doc_;
  const std::vector<Removal>& removed_;
  size_t next_ = 0;
};

// A document that was read; `doc` looks into `decoded`.
struct Reading {
  std::unique_ptr<const Decoded> decoded;
  Document doc;
  PageMeta meta;
  std::vector<std::string_view> languages;
};

struct Cleaner::State {
  std::shared_ptr<const RuleSet> rules;
  CleanOptions options;
  Work work;  // of the document at hand
  MatchScratch scratch;
  HtmlScratch html;
  Measurements measured;
  ModelRun model;
  // The last document's choice of rules: most runs are of one language.
  RuleChoice choice;
  std::shared_ptr<const Program> program;

  Result<Decoded> decode_bytes(std::string_view bytes, const DocumentInfo& info, bool* page) const;
  // `scores`: [[score]] rules run too.
  Result<Reading> read(std::string_view bytes, const DocumentInfo& info, bool scores);
  // Without one [[score]] rules are left out: they would do nothing, and what they measure costs.
  bool asks_model() const {
    return options.models && options.categories.test(static_cast<size_t>(kModelCategory));
  }
  Error too_much_work() const {
    return {"needs more work than --max-work allows (" + std::to_string(options.max_work) + " steps)", ErrorKind::work};
  }
  Result<std::vector<uint32_t>> choose_files(const Reading& reading) const;
  void choose_program(std::vector<uint32_t> files, std::string host, ProgramUse use, bool scores);
  Decisions decide_guarded(const Document& doc, const Matches& matches,
                           const std::vector<uint8_t>* dropped, Cleaned* cleaned);
  Decisions decide_all(const Reading& reading, Cleaned* cleaned);
};

// Decodes, and says whether the bytes are a page. What is told from bytes is told again from the text
// where no byte of a page could be seen: in UTF-16.
Result<Decoded> Cleaner::State::decode_bytes(std::string_view bytes, const DocumentInfo& info,
                                             bool* page) const {
  const InputKind kind = options.input != InputKind::detect ? options.input : info.input;
  *page = kind == InputKind::html || (kind == InputKind::detect && looks_like_html(bytes));
  DecodeOptions how{.encoding = options.encoding, .transport = std::string(info.content_type)};
  how.source = *page ? Source::html : Source::text;
  Result<Decoded> decoded = decode(bytes, how);
  if (decoded && !*page && kind == InputKind::detect && decoded->storage) {
    *page = looks_like_html(decoded->text());
  }
  return decoded;
}

Result<std::vector<uint32_t>> Cleaner::State::choose_files(const Reading& reading) const {
  const std::vector<RuleFile>& files = rules->headers();
  const bool exactly = options.packs == PackChoice::exactly;
  std::vector<uint32_t> chosen;
  if (exactly || !options.use.empty()) {
    for (const std::string& name : options.use) {
      const int file = rules->find_file(name);
      if (file < 0 && name != "all") {
        std::vector<std::string_view> known;
        for (const RuleFile& f : files) known.push_back(f.name);
        const std::string_view near = nearest_word(name, known);
        return Error{"no rule pack is named '" + name + "'" +
                     (near.empty() ? "" : "; did you mean '" + std::string(near) + "'?")};
      }
      for (uint32_t i = 0; i < files.size(); ++i) {
        if (name == "all" || static_cast<int>(i) == file) chosen.push_back(i);
      }
    }
  } else {
    const std::string own = primary_language(reading.meta.language);
    const auto& languages = reading.languages;
    for (uint32_t i = 0; i < files.size(); ++i) {
      const std::string_view language = language_of(files[i]);
      if (!reading.doc.page && is_for_pages(files[i])) continue;
      const bool wanted =
          language.empty() || language == own ||
          std::find(languages.begin(), languages.end(), language) != languages.end();
      if (files[i].builtin && wanted) chosen.push_back(i);
    }
  }
  for (uint32_t i = 0; i < files.size() && !exactly; ++i) {
    if (!files[i].builtin) chosen.push_back(i);
  }
  return rules->with_used(chosen);
}

void Cleaner::State::choose_program(std::vector<uint32_t> files, std::string host, ProgramUse use, bool scores) {
  if (program && files == choice.files && host == choice.host && use == choice.use && scores == choice.scores) return;
  RuleChoice next{std::move(files), options.level, options.categories, std::move(host), use, scores};
  program = rules->program(next);
  choice = std::move(next);
}

// Decides at the level asked for; where the guard says that too much went, at the next safer one.
Decisions Cleaner::State::decide_guarded(const Document& doc, const Matches& matches,
                                         const std::vector<uint8_t>* dropped,
                                         Cleaned* cleaned) {
  const bool guards = options.guard && (program->guard.max_removed || program->guard.min_kept);
  Decisions stopped;
  const auto allows = [&](const Decisions& decisions, int level) {
    if (!doc.page) return guard_allows(program->guard, doc, decisions);
    if (level == 0) return guard_allows_page(program->guard, doc, decisions, decisions);
    if (guard_surely_allows_page(program->guard, doc, decisions)) return true;
    const Decisions safest = decide(doc, *program, matches, Level::safe, dropped, &work);
    work.add(look_steps(doc.text.size()));
    return guard_allows_page(program->guard, doc, decisions, safest);
  };
  for (int level = static_cast<int>(options.level); level >= 0; --level) {
    Decisions decisions = decide(doc, *program, matches, static_cast<Level>(level), dropped, &work);
    if (guards) work.add(look_steps(doc.text.size()));
    if (work.exceeded()) return decisions;
    if (!guards || decisions.removed.empty() || allows(decisions, level)) {
      cleaned->level = static_cast<Level>(level);
      for (const Spared& spared : stopped.spared) {
        if (!went(decisions.removed, spared.source)) decisions.spared.push_back(spared);
      }
      std::stable_sort(
          decisions.spared.begin(), decisions.spared.end(),
          [](const Spared& a, const Spared& b) { return a.source.begin < b.source.begin; });
      return decisions;
    }
    if (!cleaned->guarded) {
      for (const Removal& removal : decisions.removed) {
        stopped.spared.push_back({Spared::Why::guard, removal.source, removal.rule, 0});
      }
    }
    cleaned->guarded = true;
  }
  return stopped;
}

// Rules first, the model for the rest. Worth nothing where the work is exceeded.
Decisions Cleaner::State::decide_all(const Reading& reading, Cleaned* cleaned) {
  const Document& doc = reading.doc;
  measured.begin(doc, reading.meta, reading.languages, &work);
  const ModelTask task{asks_model() ? options.models.get() : nullptr, options.task, options.level};
  model.begin(doc, task, &measured, &work);
  const std::vector<uint8_t>* dropped = nullptr;
  MatchContext context{&measured, {}, &work};
  if (model.active()) {
    context.dropped = [&](const Matches& found) {
      return dropped = &model.dropped(*program, found, options.detail == Detail::pieces);
    };
  }
  const Matches matches = find_matches(doc, *program, options.match, context, &scratch);
  if (work.exceeded()) return {};
  Decisions decisions = decide_guarded(doc, matches, dropped, cleaned);
  if (work.exceeded()) return {};
  if (model.active()) {
    model.decide(*program, matches, &decisions);
    cleaned->task = model.task();
    cleaned->other_task = model.task() != options.task;
    cleaned->threshold = model.threshold();
  }
  work.add(look_steps(doc.text.size()));
  if (!decisions.removed.empty() && options.detail == Detail::pieces) {
    cleaned->stats.visible_in = count_visible(doc.text);
  }
  for (const Removal& removal : decisions.removed) {
    const uint64_t visible = count_visible(doc.text_of(removal.source));
    cleaned->stats.visible_removed += visible;
    cleaned->stats.removed_by_category[static_cast<size_t>(category_of(*program, removal.rule))] += visible;
  }
  return decisions;
}

Cleaner::Cleaner(std::shared_ptr<const RuleSet> rules, CleanOptions options)
    : state_(std::make_unique<State>()) {
  state_->rules = std::move(rules);
  state_->options = std::move(options);
}

Cleaner::~Cleaner() = default;
Cleaner::Cleaner(Cleaner&&) noexcept = default;
Cleaner& Cleaner::operator=(Cleaner&&) noexcept = default;

// Reads the bytes, and chooses the rules that run on what they are.
Result<Reading> Cleaner::State::read(std::string_view bytes, const DocumentInfo& info, bool scores) {
  if (bytes.size() > options.max_bytes) {
    return Error{"the document has " + std::to_string(bytes.size()) +
                 " bytes, more than --max-bytes allows (" + std::to_string(options.max_bytes) +
                     ")",
                 ErrorKind::too_large};
  }
  if (const std::string_view kind = binary_kind(bytes); !kind.empty()) {
    return Error{"not text but " + std::string(kind), ErrorKind::binary};
  }
  work.begin(options.max_work);
  work.add(look_steps(bytes.size()));
  if (work.exceeded()) return too_much_work();
  bool is_page = false;
  Result<Decoded> decoded = decode_bytes(bytes, info, &is_page);
  if (!decoded) return decoded.error();
  Reading reading;
  reading.decoded = std::make_unique<const Decoded>(std::move(*decoded));
  const std::string_view text = reading.decoded->text();
  if (reading.decoded->storage) work.add(kDecodeSteps * text.size());
  if (is_page) {
    reading.doc = read_html(text, html_mode(options.match), &html, &work);
    if (work.exceeded()) return too_much_work();
    reading.meta = read_page_meta(reading.doc);
  } else {
    reading.doc = read_text(text);
    work.add(look_steps(text.size()) + kLineSteps * reading.doc.blocks.size());
  }
  if (work.exceeded()) return too_much_work();
  work.add(kLanguageSteps * std::min<uint64_t>(reading.doc.text.size(), kLanguageSample));
  reading.languages = detect_languages(reading.doc.text);
  Result<std::vector<uint32_t>> files = choose_files(reading);
  if (!files) return files.error();
  const std::string_view url = info.url.empty() ? reading.meta.canonical : info.url;
  choose_program(std::move(*files), host_of(url), is_page ? ProgramUse::page : ProgramUse::text, scores);
  return reading;
}

Result<Cleaned> Cleaner::clean(std::string_view bytes, const DocumentInfo& info) {
  return clean(bytes, info, nullptr);
}

Result<Cleaned> Cleaner::clean(std::string_view bytes, const DocumentInfo& info,
                               const TextOutput& output) {
  return clean(bytes, info, &output);
}

Result<Cleaned> Cleaner::clean(std::string_view bytes, const DocumentInfo& info,
                               const TextOutput* output) try {
  State& state = *state_;
  const CleanOptions& options = state.options;
  const Result<Reading> reading = state.read(bytes, info, state.asks_model());
  if (!reading) return reading.error();
  const Document& doc = reading->doc;
  const Decoded& decoded = *reading->decoded;
  const bool is_page = doc.page != nullptr;
  Cleaned cleaned;
  cleaned.is_page = is_page;
  cleaned.meta = reading->meta;

  const Decisions decisions = state.decide_all(*reading, &cleaned);
  state.work.add(kWriteSteps * doc.text.size() + kLineSteps * doc.blocks.size());
  if (is_page) state.work.add(kElementSteps * doc.page->elements.size() + kRunSteps * doc.page->runs.size());
  if (state.work.exceeded()) return state.too_much_work();
  if (is_page) {
    const std::string base = options.resolve_links ? base_url(doc, info.url) : std::string();
    cleaned.text = write_page(doc, decisions, {.format = options.format, .base_url = base});
    state.work.add(kWriteSteps * cleaned.text.size());
    if (state.work.exceeded()) return state.too_much_work();
    cleaned.title = cleaned.meta.title;
    cleaned.author = cleaned.meta.author;
    cleaned.published = cleaned.meta.published;
    cleaned.stats.cut_elements = doc.page->cut_elements;
    cleaned.stats.cut_bytes = doc.page->cut_bytes;
  } else if (output == nullptr) {
    cleaned.text = write_text(doc, decisions, options.blanks);
  }
  cleaned.stats.work = state.work.done();
  cleaned.encoding = decoded.encoding;
  cleaned.replaced = decoded.replaced;
  set_metadata(decisions.captures, &cleaned);
  for (const uint32_t file : state.choice.files) {
    cleaned.packs.push_back(state.rules->headers()[file].name);
  }
  cleaned.stats.element_rules = state.program->element_rules;
  cleaned.stats.bytes_in = bytes.size();
  cleaned.stats.lines_in = doc.blocks.size();
  cleaned.stats.ranges_removed = decisions.removed.size();
  LineNumbers numbers(is_page ? doc.page->source : doc.text);
  if (options.detail != Detail::text) {
    report_ranges(doc, decoded, *state.program, decisions, &numbers, &cleaned);
  }
  if (options.detail == Detail::pieces) {
    report_pieces(doc, decoded, decisions, options.blanks, &cleaned);
    cleaned.decoded = doc.text;
    if (is_page) cleaned.shown = shown_page(doc, &numbers);
    if (cleaned.task) report_verdicts(doc, decisions, *state.program, &state.measured, state.model, &numbers, &cleaned);
    for (const CompiledRule& rule : state.program->rules) {
      cleaned.stats.element_rules_run += rule.on_elements;
    }
  }
  cleaned.stats.bytes_out = cleaned.text.size();
  if (output != nullptr) hand_out(doc, decisions, options.blanks, *output, &cleaned);
  return cleaned;
} catch (const std::bad_alloc&) {
  return no_memory();
}

Result<Measured> Cleaner::measure(std::string_view bytes, const DocumentInfo& info) try {
  State& state = *state_;
  const Result<Reading> reading = state.read(bytes, info, true);
  if (!reading) return reading.error();
  const Document& doc = reading->doc;
  Cleaned unused;
  const Decisions decisions = state.decide_all(*reading, &unused);
  if (state.work.exceeded()) return state.too_much_work();
  Measured measured;
  measured.is_page = doc.page != nullptr;
  if (state.measured.parts() > 1 && !doc.page) {
    return Error{"a text of more than " + std::to_string(Measurements::kPart) + " lines is measured in parts",
                 ErrorKind::too_large};
  }
  measured.table = state.measured.table(0);
  LineNumbers numbers(doc.page ? doc.page->source : doc.text);
  RemovedShare removed(doc, decisions);
  if (state.work.exceeded()) return state.too_much_work();
  const std::vector<float> scores = row_scores(*state.program, decisions, &state.measured);
  for (uint32_t i = 0; i < measured.table.rows(); ++i) {
    const Span span = state.measured.text_of_row(i);
    const Span source = doc.page ? doc.page->source_of_text(span) : span;
    measured.rows.push_back({std::string(doc.text_of(span)), numbers.line_of(source.begin), removed.of(span), scores[i]});
  }
  return measured;
} catch (const std::bad_alloc&) {
  return no_memory();
}

}  // namespace dehusk
