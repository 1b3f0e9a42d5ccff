#include "rule/check.h"

#include <algorithm>
#include <map>

#include "rule/check_pattern.h"
#include "rule/check_warnings.h"
#include "rule/faults.h"
#include "rule/rule_set.h"
#include "rule/selector_syntax.h"

namespace dehusk {
namespace {

class Checker {
 public:
  Checker(const std::vector<RuleFile>& files, const std::vector<std::string>& texts,
          Diagnostics* out)
      : files_(files) {
    for (size_t i = 0; i < files.size(); ++i) {
      faults_.emplace_back(files[i].path, texts[i], out);
      names_.emplace(files[i].name, i);
    }
  }

  void run() {
    names();
    for (size_t i = 0; i < files_.size(); ++i) {
      uses(i);
      if (files_[i].builtin) continue;
      ids(i);
      placeholders(i);
      rules(i);
      overrides(i);
      articles(i);
    }
    conflicts();
    article_ties();
  }

 private:
  void names() {
    for (size_t i = 0; i < files_.size(); ++i) {
      const RuleFile& file = files_[i];
      const size_t first = names_.at(file.name);
      if (first == i || file.name.empty()) continue;
      const RuleFile& other = files_[first];
      faults_[file.builtin ? first : i].add(
          Code::duplicate_name, file.builtin ? other.name_place : file.name_place,
          "the name '" + file.name + "' is taken by " + (file.builtin ? file : other).path);
    }
  }

  void uses(size_t index) {
    const RuleFile& file = files_[index];
    for (const Text& use : file.use) {
      const auto found = names_.find(use.text);
      if (found == names_.end()) {
        std::vector<std::string_view> known;
        for (const auto& [name, i] : names_) known.push_back(name);
        const std::string_view near = nearest_word(use.text, known);
        faults_[index].add(Code::missing_use, use.place,
                           "no rule file is named '" + use.text + "'" +
                               (near.empty() ? "" : "; did you mean '" + std::string(near) + "'?"));
      } else if (leads_to(found->second, index)) {
        faults_[index].add(Code::circular_use, use.place,
                           "'" + use.text + "' uses '" + file.name + "' in turn");
      }
    }
  }

  // True if following `use` from one file arrives at another.
  bool leads_to(size_t from, size_t to) const {
    std::vector<size_t> open{from};
    std::vector<uint8_t> seen(files_.size(), 0);
    while (!open.empty()) {
      const size_t file = open.back();
      open.pop_back();
      if (file == to) return true;
      if (seen[file]++ != 0) continue;
      for (const Text& use : files_[file].use) {
        const auto found = names_.find(use.text);
        if (found != names_.end()) open.push_back(found->second);
      }
    }
    return false;
  }

  void ids(size_t index) {
    std::map<std::string_view, const Rule*> seen;
    for (const Rule& rule : files_[index].rules) {
      if (rule.id.empty()) continue;
      const auto [other, fresh] = seen.emplace(rule.id, &rule);
      if (fresh) continue;
      const Place first = std::min(rule.place, other->second->place);
      faults_[index].add(Code::duplicate_id, std::max(rule.place, other->second->place),
                         "the id '" + rule.id + "' is taken by the rule in line " +
                             std::to_string(first.line));
    }
  }

  PlaceholderScope scope_of(size_t index) const {
    PlaceholderScope scope;
    std::vector<size_t> open{index};
    std::vector<uint8_t> seen(files_.size(), 0);
    while (!open.empty()) {
      const size_t file = open.back();
      open.pop_back();
      if (seen[file]++ != 0) continue;
      for (const NamedPattern& pattern : files_[file].patterns) scope.add(pattern);
      for (const Text& use : files_[file].use) {
        const auto found = names_.find(use.text);
        if (found != names_.end()) open.push_back(found->second);
      }
    }
    return scope;
  }

  void placeholders(size_t index) {
    for (const NamedPattern& named : files_[index].patterns) {
      check_named_pattern(named, faults_[index]);
    }
  }

  void rules(size_t index) {
    const PlaceholderScope scope = scope_of(index);
    Faults& faults = faults_[index];
    for (const Rule& rule : files_[index].rules) {
      for (const Text& text : rule.line) check_pattern(text, PatternUse::whole_line, scope, faults);
      for (const auto& entry : rule.group) {
        for (const Text& text : entry) check_group_entry(text, scope, faults);
      }
      for (const Text& text : rule.span) check_pattern(text, PatternUse::span, scope, faults);
      for (const Text& text : rule.unless) check_pattern(text, PatternUse::inside, scope, faults);
      for (const Text& text : rule.extent.patterns) {
        check_pattern(text, PatternUse::whole_line, scope, faults);
      }
      for (const Text& text : rule.select) check_selector(text, faults);
    }
  }

  void articles(size_t index) {
    for (const Text& text : files_[index].article) check_selector(text, faults_[index]);
  }

  void overrides(size_t index) {
    for (const Override& change : files_[index].overrides) {
      const bool known = std::any_of(files_.begin(), files_.end(), [&](const RuleFile& file) {
        return std::any_of(file.rules.begin(), file.rules.end(), [&](const Rule& rule) {
          return name_glob_matches(change.id.text, file.name + ":" + rule.id);
        });
      });
      if (!known) {
        faults_[index].add(Code::unknown_rule, change.id.place,
                           "no rule is named '" + change.id.text + "'; names read 'file:id'");
      }
      const PlaceholderScope scope = scope_of(index);
      for (const Text& text : change.unless) {
        check_pattern(text, PatternUse::inside, scope, faults_[index]);
      }
    }
  }

  // Two files without `sites` of their own that set one key of one rule to different values.
  void conflicts() {
    struct Setter {
      size_t file;
      const Override* change;
    };
    std::map<std::string, std::vector<Setter>> setters;
    for (size_t i = 0; i < files_.size(); ++i) {
      if (!files_[i].sites.empty()) continue;
      for (const Override& change : files_[i].overrides) {
        for (const RuleFile& file : files_) {
          for (const Rule& rule : file.rules) {
            const std::string name = file.name + ":" + rule.id;
            if (name_glob_matches(change.id.text, name)) setters[name].push_back({i, &change});
          }
        }
      }
    }
    for (const auto& [name, list] : setters) {
      for (size_t a = 0; a < list.size(); ++a) {
        for (size_t b = a + 1; b < list.size(); ++b) {
          const std::string_view key = differs(*list[a].change, *list[b].change);
          if (key.empty()) continue;
          faults_[list[b].file].add(Code::override_conflict, list[b].change->place,
                                    "'" + std::string(key) + "' of '" + name +
                                        "' is set otherwise in " + files_[list[a].file].path + ":" +
                                        std::to_string(list[a].change->place.line));
        }
      }
    }
  }

  static std::string_view differs(const Override& a, const Override& b) {
    if (a.enabled && b.enabled && *a.enabled != *b.enabled) return "enabled";
    if (a.level && b.level && *a.level != *b.level) return "level";
    if (a.limit && b.limit &&
        (a.limit->unit != b.limit->unit || a.limit->value != b.limit->value)) {
      return "limit";
    }
    return "";
  }

  // One entry of `sites` with an article root in two files: neither is the more specific.
  void article_ties() {
    std::map<std::string_view, size_t> owners;
    for (size_t i = 0; i < files_.size(); ++i) {
      if (files_[i].article.empty()) continue;
      for (const std::string& site : files_[i].sites) {
        if (site.starts_with('!')) continue;
        const auto [other, fresh] = owners.emplace(site, i);
        if (fresh) continue;
        faults_[i].add(Code::article_tie, files_[i].article[0].place,
                       "'article' for '" + site + "' is given by " + files_[other->second].path +
                           " too");
      }
    }
  }

  const std::vector<RuleFile>& files_;
  std::vector<Faults> faults_;
  std::map<std::string_view, size_t> names_;
};

}  // namespace

void check_rule_files(const std::vector<RuleFile>& files, const std::vector<std::string>& texts,
                      CheckDepth depth, Diagnostics* faults) {
  Checker(files, texts, faults).run();
  if (depth == CheckDepth::warnings && !has_errors(*faults)) add_warnings(files, texts, faults);
  sort_diagnostics(faults);
}

}  // namespace dehusk
