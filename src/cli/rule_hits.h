// What each rule did in many documents, for `dehusk stats`.
//
//   hits_of(cleaned) in the thread that cleans   a document in short: counts, examples cut to size
//   RuleTally::add() where it is delivered       sums; nothing here knows where documents come from
//
// Memory grows with the rules and not with the documents. Which rules could have fired is told by
// the Programs that ran: rules of other languages, levels, categories and sites are not counted
// against.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cleaner.h"
#include "rule/program.h"

namespace dehusk {

struct RuleExample {
  std::string document;
  std::string text;  ///< on one line, at most kExampleColumns wide
};
inline constexpr size_t kExampleColumns = 80;
inline constexpr size_t kExamples = 3;

/// What one rule did. Of a [[keep]] what it saved, of a [[score]] what it moved.
struct RuleHits {
  RuleName rule;
  RuleKind kind = RuleKind::remove;
  uint64_t ran_on = 0;                ///< documents that it could have fired in
  uint64_t documents = 0;             ///< in which it fired
  uint64_t ranges = 0;                ///< that it took and is named for
  uint64_t characters = 0;            ///< of those, that can be seen
  uint64_t shared = 0;                ///< that it asked for and another rule is named for
  uint64_t held = 0;                  ///< that it asked for and that stayed
  std::vector<RuleExample> examples;  ///< at most kExamples, different texts, of many documents

  bool fired() const { return documents > 0; }
};

/// A document in short.
struct DocumentHits {
  std::string name;
  uint64_t bytes = 0;
  uint64_t chars_kept = 0;
  uint64_t chars_removed = 0;
  std::vector<std::string> packs;
  std::map<std::string, RuleHits, std::less<>> rules;  ///< by name; those that fired
  std::shared_ptr<const Program> program;              ///< that ran
};

/// `cleaned` was made with Detail::removed and PageFormat::text; `program` ran on it. O(size).
DocumentHits hits_of(const Cleaned& cleaned, std::string_view name,
                     std::shared_ptr<const Program> program);

/// The Program that ran on a document that was cleaned by `rules` with `options`, `url` its URL.
std::shared_ptr<const Program> program_of(const Cleaned& cleaned, std::string_view url,
                                          const RuleSet& rules, const CleanOptions& options);

/// A document and how much it lost.
struct DocumentShare {
  std::string name;
  uint64_t chars_kept = 0;
  uint64_t chars_removed = 0;
};

class RuleTally {
 public:
  static constexpr size_t kDocuments = 10;

  void add(const DocumentHits& document);

  uint64_t documents() const { return documents_; }
  uint64_t bytes() const { return bytes_; }
  uint64_t chars_kept() const { return chars_kept_; }
  uint64_t chars_removed() const { return chars_removed_; }

  /// In how many documents each pack ran.
  const std::map<std::string, uint64_t>& packs() const { return packs_; }

  /// All rules that could fire or did: those that never did, of most documents first; then the
  /// others, fewest hits first. O(rules log rules + programs).
  std::vector<RuleHits> rules() const;

  /// The documents that lost the highest share of their text, if any, and the lowest; of equal ones
  /// the larger come first.
  const std::vector<DocumentShare>& highest() const { return highest_; }
  const std::vector<DocumentShare>& lowest() const { return lowest_; }

 private:
  uint64_t documents_ = 0;
  uint64_t bytes_ = 0;
  uint64_t chars_kept_ = 0;
  uint64_t chars_removed_ = 0;
  std::map<std::string, uint64_t> packs_;
  std::unordered_map<std::string, RuleHits> rules_;
  std::map<std::shared_ptr<const Program>, uint64_t> ran_;  ///< on how many documents
  std::vector<DocumentShare> highest_;
  std::vector<DocumentShare> lowest_;
};

}  // namespace dehusk
