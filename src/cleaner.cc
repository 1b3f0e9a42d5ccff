#include "cleaner.h"

#include <algorithm>

#include "engine/decide.h"
#include "engine/features.h"
#include "engine/language.h"
#include "read/binary_kind.h"
#include "read/decode.h"
#include "read/text_reader.h"

namespace dehusk {
namespace {

// A built-in pack is for a language if its name's last part is that language's code, or begins with
// it: "news/de", "news/en-page". Others run on every text.
std::string_view language_of(const RuleFile& file) {
  const size_t slash = file.name.rfind('/');
  if (!file.builtin || slash == std::string::npos) return {};
  std::string_view last = std::string_view(file.name).substr(slash + 1);
  last = last.substr(0, last.find('-'));
  return last.size() == 2 ? last : std::string_view{};
}

RuleName name_of_rule(const CompiledRule& rule) {
  return {rule.name, std::string(rule.path), rule.rule->place.line, rule.rule->category};
}

// Turns spans of the decoded text into ranges of the report; counts lines as it goes, so it must be
// asked in ascending order.
class Reporter {
 public:
  Reporter(const Document& doc, const Decoded& decoded, const Program& program)
      : doc_(doc), decoded_(decoded), program_(program) {}

  ReportedRange range(Span span, uint32_t rule) {
    ReportedRange range;
    range.begin = offset(span.begin);
    range.end = offset(span.end);
    range.line = line_of(span.begin);
    range.rule = name_of_rule(program_.rules[rule]);
    return range;
  }

  uint64_t offset(uint32_t at) const { return decoded_.source_offset(at); }

 private:
  uint64_t line_of(uint32_t at) {
    if (at < counted_) {
      counted_ = 0;
      line_ = 1;
    }
    for (; counted_ < at; ++counted_) {
      const char c = doc_.text[counted_];
      line_ += c == '\n' || (c == '\r' && doc_.text.substr(counted_ + 1, 1) != "\n");
    }
    return line_;
  }

  const Document& doc_;
  const Decoded& decoded_;
  const Program& program_;
  uint32_t counted_ = 0;
  uint64_t line_ = 1;
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
                   const Decisions& decisions, Cleaned* cleaned) {
  Reporter reporter(doc, decoded, program);
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
      range.saved_by = name_of_rule(program.rules[spared.by_rule]);
    }
    cleaned->spared.push_back(std::move(range));
  }
}

void report_pieces(const Document& doc, const Decoded& decoded, const Decisions& decisions,
                   BlankLines blanks, Cleaned* cleaned) {
  if (decoded.bom_bytes > 0 && decoded.spans_are_original) {
    cleaned->pieces.push_back({ReportedPiece::Kind::mark, 0, decoded.bom_bytes, 0});
  }
  for (const Piece& piece : tile(doc, decisions, blanks)) {
    const auto kind = piece.kind == Piece::Kind::kept      ? ReportedPiece::Kind::kept
                      : piece.kind == Piece::Kind::removed ? ReportedPiece::Kind::removed
                                                           : ReportedPiece::Kind::space;
    cleaned->pieces.push_back({kind, decoded.source_offset(piece.source.begin),
                               decoded.source_offset(piece.source.end), piece.removal});
  }
  cleaned->decoded = doc.text;
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

struct Cleaner::State {
  std::shared_ptr<const RuleSet> rules;
  CleanOptions options;
  MatchScratch scratch;
  // The last document's choice of rules: most runs are of one language.
  RuleChoice choice;
  std::shared_ptr<const Program> program;

  Result<std::vector<uint32_t>> choose_files(std::string_view text) const;
  void choose_program(std::vector<uint32_t> files, std::string host);
  Decisions decide_guarded(const Document& doc, const Matches& matches, Cleaned* cleaned) const;
};

Result<std::vector<uint32_t>> Cleaner::State::choose_files(std::string_view text) const {
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
    const auto languages = detect_languages(text);
    for (uint32_t i = 0; i < files.size(); ++i) {
      const std::string_view language = language_of(files[i]);
      const bool wanted = language.empty() || std::find(languages.begin(), languages.end(),
                                                        language) != languages.end();
      if (files[i].builtin && wanted) chosen.push_back(i);
    }
  }
  for (uint32_t i = 0; i < files.size() && !exactly; ++i) {
    if (!files[i].builtin) chosen.push_back(i);
  }
  return rules->with_used(chosen);
}

void Cleaner::State::choose_program(std::vector<uint32_t> files, std::string host) {
  if (program && files == choice.files && host == choice.host) return;
  choice = {std::move(files), options.level, options.categories, std::move(host)};
  program = rules->program(choice);
}

// Decides at the level asked for; where the guard says that too much went, at the next safer one.
Decisions Cleaner::State::decide_guarded(const Document& doc, const Matches& matches,
                                         Cleaned* cleaned) const {
  const bool guards = options.guard && (program->guard.max_removed || program->guard.min_kept);
  Decisions stopped;
  for (int level = static_cast<int>(options.level); level >= 0; --level) {
    Decisions decisions = decide(doc, *program, matches, static_cast<Level>(level));
    if (!guards || decisions.removed.empty() || guard_allows(program->guard, doc, decisions)) {
      cleaned->level = static_cast<Level>(level);
      if (!decisions.removed.empty() && options.detail == Detail::pieces) {
        cleaned->stats.visible_in = count_visible(doc.text);
      }
      for (const Removal& removal : decisions.removed) {
        cleaned->stats.visible_removed += count_visible(doc.text_of(removal.source));
      }
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

Cleaner::Cleaner(std::shared_ptr<const RuleSet> rules, CleanOptions options)
    : state_(std::make_unique<State>()) {
  state_->rules = std::move(rules);
  state_->options = std::move(options);
}

Cleaner::~Cleaner() = default;
Cleaner::Cleaner(Cleaner&&) noexcept = default;
Cleaner& Cleaner::operator=(Cleaner&&) noexcept = default;

Result<Cleaned> Cleaner::clean(std::string_view bytes, const DocumentInfo& info) {
  State& state = *state_;
  const CleanOptions& options = state.options;
  if (bytes.size() > options.max_bytes) {
    return Error{"the document has " + std::to_string(bytes.size()) +
                 " bytes, more than --max-bytes allows (" + std::to_string(options.max_bytes) +
                 ")"};
  }
  if (const std::string_view kind = binary_kind(bytes); !kind.empty()) {
    return Error{"not text but " + std::string(kind)};
  }
  const Result<Decoded> decoded = decode(bytes, {.encoding = options.encoding});
  if (!decoded) return decoded.error();
  const Document doc = read_text(decoded->text());

  Result<std::vector<uint32_t>> files = state.choose_files(doc.text);
  if (!files) return files.error();
  state.choose_program(std::move(*files), host_of(info.url));

  Cleaned cleaned;
  const Matches matches = find_matches(doc, *state.program, options.match, &state.scratch);
  const Decisions decisions = state.decide_guarded(doc, matches, &cleaned);
  cleaned.text = write_text(doc, decisions, options.blanks);
  cleaned.encoding = decoded->encoding;
  cleaned.replaced = decoded->replaced;
  set_metadata(decisions.captures, &cleaned);
  for (const uint32_t file : state.choice.files) {
    cleaned.packs.push_back(state.rules->headers()[file].name);
  }
  cleaned.stats.element_rules = state.program->element_rules;
  cleaned.stats.bytes_in = bytes.size();
  cleaned.stats.bytes_out = cleaned.text.size();
  cleaned.stats.lines_in = doc.blocks.size();
  cleaned.stats.ranges_removed = decisions.removed.size();
  if (options.detail != Detail::text) {
    report_ranges(doc, *decoded, *state.program, decisions, &cleaned);
  }
  if (options.detail == Detail::pieces) {
    report_pieces(doc, *decoded, decisions, options.blanks, &cleaned);
  }
  return cleaned;
}

}  // namespace dehusk
