// dehusk's front door: a scraped page in, as HTML or as text, the clean article out.
//
//   auto loaded = dehusk::load_rules({}, {});                    // the built-in rules
//   dehusk::Cleaner cleaner(loaded.rules, {});                   // one a thread
//   auto cleaned = cleaner.clean(bytes, {.url = "https://..."});
//   if (cleaned) use(cleaned->text);
//
// Nothing here prints, exits or throws. A RuleSet is immutable and shared by threads; a Cleaner
// belongs to one. What comes back owns its memory.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "doc/document.h"
#include "engine/feature_table.h"
#include "engine/match.h"
#include "engine/model.h"
#include "rule/load.h"
#include "rule/rule.h"
#include "write/page_writer.h"
#include "write/shown_page.h"
#include "write/text_writer.h"

namespace dehusk {

/// How much a Cleaned tells besides the text.
enum class Detail : uint8_t {
  text,     ///< text, metadata and counts
  removed,  ///< the removed and the spared ranges too
  pieces,   ///< and every range of the input, for `explain` and tests
};

/// Which rule files run, each with those it uses.
enum class PackChoice : uint8_t {
  by_language,  ///< CleanOptions::use, or the packs of the text's language; the user's files too
  exactly,      ///< CleanOptions::use and nothing else
};

/// What the bytes are.
enum class InputKind : uint8_t {
  detect,  ///< HTML if it looks like it, see looks_like_html()
  text,
  html,
};

struct CleanOptions {
  InputKind input = InputKind::detect;
  /// What comes out. Plain text comes out as it came, whatever the format.
  PageFormat format = PageFormat::text;
  bool resolve_links = false;  ///< of pages: against <base href> and DocumentInfo::url
  Level level = Level::normal;
  std::bitset<kCategories> categories = std::bitset<kCategories>().set();
  /// Packs to run in place of those the text's language asks for; "all" is every pack.
  std::vector<std::string> use;
  PackChoice packs = PackChoice::by_language;
  /// The bytes' encoding, a WHATWG label; empty: a byte order mark or detection tell.
  std::string encoding;
  uint64_t max_bytes = uint64_t{1} << 30;  ///< of one document
  /// Steps that one document may take (core/work.h), about a nanosecond each; 0: as many as it needs. The same
  /// documents are cut everywhere, and always with the same options, rules and version.
  uint64_t max_work = 0;
  BlankLines blanks = BlankLines::collapse;
  bool guard = true;
  Detail detail = Detail::text;
  MatchMode match = MatchMode::fast;
  /// What is wanted of a document, and the models that know; without them rules decide alone.
  Task task = Task::article;
  std::shared_ptr<const ModelSet> models;
};

/// What is known of a document besides its bytes. Borrowed for the call.
struct DocumentInfo {
  std::string_view url = {};  ///< where it was fetched; chooses rules by `sites`
  std::string_view content_type = {};  ///< the response's header, for its charset
  InputKind input = InputKind::detect;  ///< what this one is, where CleanOptions leave it open
};

/// A rule as reports name it.
struct RuleName {
  std::string name;  ///< "file:id"
  std::string path;
  uint32_t line = 0;  ///< of the rule in its file
  Category category = Category::other;
};

/// A range of the input that went, or that a rule asked for and that stayed.
struct ReportedRange {
  uint64_t begin = 0;  ///< bytes of the input where it was UTF-8, of the decoded text otherwise
  uint64_t end = 0;
  Span shown;          ///< the same range in Cleaned::decoded
  uint64_t line = 0;   ///< 1-based line of the input
  std::string text;
  RuleName rule;
  std::vector<std::string> also;               ///< other rules that took it
  Spared::Why why = Spared::Why::keep;         ///< for spared ranges
  std::optional<RuleName> saved_by;            ///< for Spared::Why::keep
};

/// What the writer made of a range: all of them tile the input.
struct ReportedPiece {
  enum class Kind : uint8_t { kept, removed, space, mark };  ///< mark: a byte order mark
  Kind kind = Kind::kept;
  uint64_t begin = 0;  ///< bytes of the input, as in ReportedRange; of a page, bytes of its text
  uint64_t end = 0;
  uint32_t removal = 0;  ///< index into Cleaned::removed
};

/// What the article model thought of a block of a page or a line of a text.
struct ReportedVerdict {
  Span shown;              ///< in Cleaned::decoded
  uint64_t line = 0;       ///< 1-based line of the input
  double probability = 0;  ///< that it is wanted
  double score = 0;        ///< what [[score]] rules added to its log-odds
  std::vector<RuleName> scored_by;
  bool keep = true;        ///< as far as the model decides
  bool copy = false;       ///< it repeats what stands before
  std::vector<Push> pushes;  ///< features that moved it: the three that raised it most, then those that lowered it
};

struct CleanStats {
  uint64_t bytes_in = 0;
  uint64_t bytes_out = 0;
  uint64_t lines_in = 0;         ///< lines that are not blank
  uint64_t visible_in = 0;       ///< characters that are no white space; with Detail::pieces
  uint64_t visible_removed = 0;
  /// The same by Category: of the rule that is named first for a range; what the model took is `other`.
  std::array<uint64_t, kCategories> removed_by_category = {};
  uint64_t ranges_removed = 0;
  uint64_t element_rules = 0;    ///< rules with `select`, which do not apply to text
  uint64_t element_rules_run = 0;  ///< of a page, with Detail::pieces
  uint64_t cut_elements = 0;     ///< start tags left out since they nested too deep
  uint64_t cut_bytes = 0;        ///< of a page, unread since it is too large
  /// Steps that it took, without what only reports of Detail::removed and pieces need; these ask the model about
  /// more rows, though, and that counts.
  uint64_t work = 0;
};

struct Cleaned {
  std::string text;
  bool is_page = false;                ///< it was read as HTML
  std::string title;
  std::string author;
  std::string published;
  std::string source;
  PageMeta meta;                       ///< what the page says about itself
  std::string encoding;
  uint64_t replaced = 0;               ///< undecodable sequences that became U+FFFD
  std::vector<std::string> packs;      ///< names of the rule files that ran
  std::optional<Task> task;            ///< that the article model worked on; none where rules decided alone
  bool other_task = false;             ///< `article` left next to nothing, so it is `page`
  double threshold = 0;                ///< on the model's probabilities
  std::vector<ReportedVerdict> verdicts;  ///< with Detail::pieces
  std::optional<Level> level;          ///< that decided; none where the guard stopped all
  bool guarded = false;                ///< the guard made it safer than asked for
  CleanStats stats;
  std::vector<ReportedRange> removed;  ///< from Detail::removed on, in document order
  std::vector<ReportedRange> spared;
  /// From Detail::removed on: what [[score]] rules matched, by rule; of the text the first line.
  std::vector<ReportedRange> scored;
  std::vector<ReportedPiece> pieces;   ///< with Detail::pieces
  /// With Detail::pieces: the decoded text, or the text of a page, line by line.
  std::string decoded;
  ShownPage shown;  ///< with Detail::pieces: the lines and blocks of a page, as offsets in `decoded`

  bool changed() const { return stats.ranges_removed > 0; }
};

/// A document as the article model sees it: a row for each block of a page or line of a text.
struct Measured {
  struct Row {
    std::string text;
    uint64_t line = 0;    ///< 1-based line of the input
    double removed = 0;   ///< share of its visible characters that rules took
    double score = 0;     ///< what [[score]] rules add, in log-odds
  };
  bool is_page = false;
  std::vector<Row> rows;
  FeatureTable table;     ///< one row each
};

class Cleaner {
 public:
  Cleaner(std::shared_ptr<const RuleSet> rules, CleanOptions options);
  ~Cleaner();
  Cleaner(Cleaner&&) noexcept;
  Cleaner& operator=(Cleaner&&) noexcept;

  /// Cleans one document. O(size). Errors: an unknown encoding, a document larger
  /// than max_bytes or 4 GiB, binary data, an unknown pack in CleanOptions::use, more work than max_work, no
  /// memory; their kind
  /// tells a document that is no text from one that failed.
  Result<Cleaned> clean(std::string_view bytes, const DocumentInfo& info);

  /// The same, but the text goes to `output` in parts and Cleaned::text stays empty: plain text is
  /// not held twice. Called once all is decided; where there is an error, never.
  Result<Cleaned> clean(std::string_view bytes, const DocumentInfo& info, const TextOutput& output);

  /// Measures one document. O(size). Errors: as clean().
  Result<Measured> measure(std::string_view bytes, const DocumentInfo& info);

 private:
  Result<Cleaned> clean(std::string_view bytes, const DocumentInfo& info, const TextOutput* output);

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dehusk
