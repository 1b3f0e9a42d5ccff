// All rules that are loaded, and from them the Program for a document.
//
//   RuleFiles (built-in packs, the user's files) --which run, overrides, sites--> Program
//
// Pages of one site or one language share a Program: it is compiled when first asked for and kept.
// A RuleSet never changes; threads share it.
#pragma once

#include <bitset>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rule/pack.h"
#include "rule/program.h"
#include "rule/rule.h"

namespace dehusk {

/// What to run on a document.
struct RuleChoice {
  std::vector<uint32_t> files;  ///< indexes into RuleSet::files(); files they `use` run too
  Level level = Level::normal;  ///< rules above it are left out
  std::bitset<kCategories> categories = std::bitset<kCategories>().set();  ///< of [[remove]] rules
  std::string host;  ///< of the document's URL, lower case; empty without one
  ProgramUse use = ProgramUse::text;
  bool scores = true;  ///< with [[score]] rules: there is a model to ask
};

class RuleSet {
 public:
  /// Takes files that check_rule_files() found no errors in.
  explicit RuleSet(std::vector<RuleFile> files);

  /// Takes the built-in packs alone; their rules are unpacked when they are first needed.
  explicit RuleSet(std::vector<PackedFile> packs);

  /// All files with their rules.
  const std::vector<RuleFile>& files() const;

  /// All files, of which name, path, about, use and sites are sure to be there.
  const std::vector<RuleFile>& headers() const { return files_; }

  /// The index of the file with that name, or -1.
  int find_file(std::string_view name) const;

  /// The files and all they `use`, sorted.
  std::vector<uint32_t> with_used(const std::vector<uint32_t>& files) const;

  /// The Program for the choice. Thread-safe; compiles once for each different set of rules.
  std::shared_ptr<const Program> program(const RuleChoice& choice) const;

 private:
  bool runs_on(const RuleFile& file, const std::string& host) const;
  ArticleRoot article_of(const std::vector<uint32_t>& files, const std::string& host) const;
  Guard guard_of(const std::vector<uint32_t>& files) const;
  std::vector<ActiveRule> active_rules(const std::vector<uint32_t>& running,
                                       const RuleChoice& choice) const;

  void index_names();
  /// Unpacks the file's rules if they are not there yet; the caller holds the mutex.
  void need(uint32_t file) const;
  const PlaceholderScope& scope_of(uint32_t file) const;
  /// The rules of an unpacked file that have `sites` of their own: asked for each document, and nearly always none.
  const std::vector<uint32_t>& site_rules(uint32_t file) const;

  mutable std::vector<RuleFile> files_;
  mutable std::vector<std::string_view> packed_;  ///< by file; empty once unpacked
  mutable std::vector<std::unique_ptr<PlaceholderScope>> scopes_;
  mutable std::vector<std::optional<std::vector<uint32_t>>> site_rules_;
  std::map<std::string, uint32_t, std::less<>> by_name_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<const Program>> programs_;
};

/// True if `glob` ("news/en:credit.photo*") covers the full name of a rule; `*` is any text.
bool name_glob_matches(std::string_view glob, std::string_view name);

/// The host of an absolute URL in lower case, without port and user; "" where there is none.
std::string host_of(std::string_view url);

}  // namespace dehusk
