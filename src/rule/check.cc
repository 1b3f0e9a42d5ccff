#include "rule/check.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "rule/check_pattern.h"
#include "rule/check_selector.h"
#include "rule/check_warnings.h"
#include "rule/faults.h"
#include "rule/rule_set.h"

namespace dehusk {
namespace {

// "rules/news.toml:14"
std::string where(const RuleFile& file, Place place) {
  return file.path + (place.line > 0 ? ":" + std::to_string(place.line) : "");
}

std::string full_name(const RuleFile& file, const Rule& rule) { return file.name + ":" + rule.id; }

bool same_text(const NamedPattern& a, const NamedPattern& b) {
  return a.regex.text == b.regex.text &&
         std::equal(a.literals.begin(), a.literals.end(), b.literals.begin(), b.literals.end(),
                    [](const Text& x, const Text& y) { return x.text == y.text; });
}

// The host that stands for an entry of `sites`.
std::string host_for(std::string_view entry) {
  if (entry.ends_with(".*")) return std::string(entry.substr(0, entry.size() - 1)) + "com";
  return std::string(entry);
}

// True if there is a host that both files run on.
bool meet(const RuleFile& a, const RuleFile& b) {
  const auto runs = [](const RuleFile& file, const std::string& host) {
    return file.sites.empty() || site_matches(file.sites, host);
  };
  if (a.sites.empty() || b.sites.empty()) return true;
  for (const RuleFile* file : {&a, &b}) {
    for (const std::string& entry : file->sites) {
      const std::string host = host_for(entry);
      if (!entry.starts_with('!') && runs(a, host) && runs(b, host)) return true;
    }
  }
  return false;
}

class Checker {
 public:
  Checker(const std::vector<RuleFile>& files, const std::vector<std::string>& texts,
          Diagnostics* out)
      : files_(files) {
    // A file that is no TOML is not among `files`: what others say of it cannot be judged.
    incomplete_ = std::any_of(out->begin(), out->end(), [](const Diagnostic& fault) {
      return fault.code == Code::syntax || fault.code == Code::unreadable;
    });
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
      for (const NamedPattern& named : files_[i].patterns) check_named_pattern(named, faults_[i]);
      patterns(i);
      overrides(i);
      for (const Text& text : files_[i].article) check_selector(text, faults_[i]);
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
      const bool blame_first = file.builtin && !other.builtin;
      const RuleFile& blamed = blame_first ? other : file;
      const RuleFile& owner = blame_first ? file : other;
      faults_[blame_first ? first : i].add(
          Code::duplicate_name, blamed.name_place,
          "the name '" + file.name + "' is taken by " + where(owner, owner.name_place));
    }
  }

  std::vector<std::string_view> known_names() const {
    std::vector<std::string_view> known;
    for (const auto& [name, i] : names_) known.push_back(name);
    return known;
  }

  void uses(size_t index) {
    const RuleFile& file = files_[index];
    for (const Text& use : file.use) {
      const auto found = names_.find(use.text);
      if (found == names_.end()) {
        if (incomplete_) continue;
        faults_[index].add(
            Code::missing_use, use.place,
            "no rule file is named '" + use.text + "'" + did_you_mean(use.text, known_names()));
      } else if (found->second == index) {
        faults_[index].add(Code::circular_use, use.place, "the file uses itself");
      } else {
        circle(index, use, found->second);
      }
    }
  }

  // Reports a `use` from which the way leads back, with the place where it does.
  void circle(size_t index, const Text& use, size_t used) {
    const RuleFile& file = files_[index];
    for (const size_t other : files_used_by(files_, used)) {
      for (const Text& back : files_[other].use) {
        if (back.text != file.name || other == index) continue;
        const RuleFile& closing = files_[other];
        faults_[index].add(Code::circular_use, use.place,
                           other == used
                               ? "'" + use.text + "' uses '" + file.name + "' in turn (" +
                                     where(closing, back.place) + ")"
                               : "'" + use.text + "' leads back to '" + file.name + "' by way of '" +
                                     closing.name + "' (" + where(closing, back.place) + ")");
        return;
      }
    }
  }

  void ids(size_t index) {
    const RuleFile& file = files_[index];
    std::vector<const Rule*> rules;
    for (const Rule& rule : file.rules) rules.push_back(&rule);
    std::stable_sort(rules.begin(), rules.end(),
                     [](const Rule* a, const Rule* b) { return a->place < b->place; });
    std::map<std::string_view, const Rule*> seen;
    for (const Rule* rule : rules) {
      if (rule->id.empty()) continue;
      const auto [first, fresh] = seen.emplace(rule->id, rule);
      if (fresh) continue;
      faults_[index].add(Code::duplicate_id, rule->place,
                         "the id '" + rule->id + "' is taken by the [[" +
                             std::string(name_of(first->second->kind)) + "]] at " +
                             where(file, first->second->place));
    }
  }

  void patterns(size_t index) {
    const PlaceholderScope scope = scope_of(files_, index);
    const PatternContext context{scope, faults_[index], uses_are_there(files_, index)};
    for (const Rule& rule : files_[index].rules) {
      if (rule.group.empty()) {
        each_pattern(rule, [&](const Text& text, PatternUse use) {
          check_pattern(text, use, context);
        });
      } else {
        group(rule, context);
      }
      each_pattern(rule, [&](const Text& text, PatternUse) { ambiguous(index, text); });
      for (const Text& text : rule.select) check_selector(text, faults_[index]);
    }
    for (const Override& change : files_[index].overrides) {
      for (const Text& text : change.unless) {
        check_pattern(text, PatternUse::inside, context);
        ambiguous(index, text);
      }
    }
  }

  static void group(const Rule& rule, const PatternContext& context) {
    const auto is_star = [](const Text& text) {
      return !text.text.empty() && text.text.find_first_not_of('*') == std::string::npos;
    };
    bool only_stars = true;
    for (const auto& entry : rule.group) {
      for (const Text& text : entry) check_group_entry(text, context);
      only_stars = only_stars && std::any_of(entry.begin(), entry.end(), is_star);
    }
    if (only_stars) {
      context.faults.add(Code::matches_all, rule.group[0].empty() ? rule.place
                                                                  : rule.group[0][0].place,
                         "every line of the group is '*': it matches any lines at all");
    }
    for (const Text& text : rule.unless) check_pattern(text, PatternUse::inside, context);
    for (const Text& text : rule.extent.patterns) {
      check_pattern(text, PatternUse::whole_line, context);
    }
  }

  // A placeholder that two files in `use` define differently, and the file itself does not.
  void ambiguous(size_t index, const Text& text) {
    std::vector<PatternFault> ignored;
    for (const PatternPart& part : parse_pattern(text.text, &ignored)) {
      if (part.kind != PatternPart::Kind::placeholder) continue;
      std::vector<std::pair<size_t, const NamedPattern*>> found;
      for (const size_t file : files_used_by(files_, index)) {
        for (const NamedPattern& named : files_[file].patterns) {
          if (named.name == part.text) found.emplace_back(file, &named);
        }
      }
      if (found.size() < 2 || found[0].first == index) continue;
      const auto other = std::find_if(found.begin() + 1, found.end(), [&](const auto& f) {
        return !same_text(*f.second, *found[0].second);
      });
      if (other == found.end()) continue;
      faults_[index].add(
          Code::ambiguous_placeholder,
          faults_[index].inside(text, placeholder_offset(text.text, part.text)),
          "'{" + part.text + "}' is defined by " +
              where(files_[found[0].first], found[0].second->place) + " and " +
              where(files_[other->first], other->second->place) +
              "; define it in this file's [patterns]");
    }
  }

  void overrides(size_t index) {
    for (const Override& change : files_[index].overrides) {
      bool known = false;
      bool removes = false;
      for_each_named(change.id.text, [&](const RuleFile&, const Rule& rule) {
        known = true;
        removes = removes || rule.kind == RuleKind::remove;
      });
      if (!known && !incomplete_) unknown_rule(index, change.id.place, change.id.text);
      if (known && !removes && (change.level || change.limit)) {
        faults_[index].add(Code::key_not_allowed, change.place,
                           "'" + std::string(change.level ? "level" : "limit") +
                               "' is not allowed for '" + change.id.text +
                               "', which is no [[remove]]");
      }
    }
  }

  template <typename Use>
  void for_each_named(std::string_view glob, Use use) const {
    for (const RuleFile& file : files_) {
      for (const Rule& rule : file.rules) {
        if (name_glob_matches(glob, full_name(file, rule))) use(file, rule);
      }
    }
  }

  void unknown_rule(size_t index, Place place, const std::string& name) {
    // A name is held against every other: 3,000 unknown ones would take 2.5 s.
    constexpr size_t kAdvised = 100;
    if (++unknown_rules_ > kAdvised) {
      faults_[index].add(Code::unknown_rule, place, "no rule is named '" + name + "'");
      return;
    }
    std::vector<std::string> names;
    std::string same_id;
    for (const RuleFile& file : files_) {
      for (const Rule& rule : file.rules) {
        if (file.name.empty() || rule.id.empty()) continue;
        names.push_back(full_name(file, rule));
        if (rule.id == name) same_id = names.back();
      }
    }
    std::string advice =
        same_id.empty() ? did_you_mean(name, {names.begin(), names.end()})
                        : "; did you mean '" + same_id + "'?";
    if (advice.empty()) advice = "; names read 'file:id', 'dehusk rules' lists them";
    faults_[index].add(Code::unknown_rule, place, "no rule is named '" + name + "'" + advice);
  }

  struct Setter {
    size_t file;
    const Override* change;
  };

  // Overrides that set one key of one rule differently and can meet on a page.
  void conflicts() {
    std::vector<Setter> setters;
    for (size_t i = 0; i < files_.size(); ++i) {
      for (const Override& change : files_[i].overrides) setters.push_back({i, &change});
    }
    std::sort(setters.begin(), setters.end(), [&](const Setter& a, const Setter& b) {
      return std::tie(files_[a.file].path, a.change->place) <
             std::tie(files_[b.file].path, b.change->place);
    });
    for (size_t b = 1; b < setters.size(); ++b) {
      for (size_t a = 0; a < b; ++a) {
        if (conflict(setters[a], setters[b])) break;
      }
    }
  }

  bool conflict(const Setter& first, const Setter& second) {
    const std::string_view key = differs(*first.change, *second.change);
    if (key.empty() || !meet(files_[first.file], files_[second.file])) return false;
    std::string both;
    for_each_named(first.change->id.text, [&](const RuleFile& file, const Rule& rule) {
      const std::string name = full_name(file, rule);
      if (both.empty() && name_glob_matches(second.change->id.text, name)) both = name;
    });
    if (both.empty()) return false;
    faults_[second.file].add(Code::override_conflict, second.change->place,
                             "'" + std::string(key) + "' of '" + both + "' is set otherwise at " +
                                 where(files_[first.file], first.change->place));
    return true;
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

  // One entry of `sites` with an article root in two files, or two files without `sites`: neither
  // is the more specific.
  void article_ties() {
    std::map<std::string, size_t> owners;
    for (size_t i = 0; i < files_.size(); ++i) {
      if (files_[i].article.empty()) continue;
      std::vector<std::string> sites = files_[i].sites;
      if (sites.empty()) sites.emplace_back();
      for (const std::string& site : sites) {
        if (site.starts_with('!')) continue;
        const auto [other, fresh] = owners.emplace(site, i);
        if (fresh || other->second == i) continue;
        const RuleFile& owner = files_[other->second];
        faults_[i].add(Code::article_tie, files_[i].article[0].place,
                       "'article' for " + (site.empty() ? "every site" : "'" + site + "'") +
                           " is given at " + where(owner, owner.article[0].place) + " too");
      }
    }
  }

  const std::vector<RuleFile>& files_;
  std::vector<Faults> faults_;
  std::map<std::string_view, size_t> names_;
  bool incomplete_ = false;
  size_t unknown_rules_ = 0;
};

// A pattern that matches any line is an error; that it is broad too need not be said.
void drop_softer(Diagnostics* faults) {
  std::set<std::pair<std::string_view, Place>> places;
  for (const Diagnostic& fault : *faults) {
    const bool harder = fault.code == Code::matches_all || fault.code == Code::matches_empty;
    if (harder) places.emplace(fault.path, fault.place);
  }
  std::vector<bool> softer;
  for (const Diagnostic& fault : *faults) {
    softer.push_back(fault.code == Code::broad && places.count({fault.path, fault.place}) > 0);
  }
  size_t i = 0;
  std::erase_if(*faults, [&](const Diagnostic&) { return softer[i++]; });
}

}  // namespace

void check_rule_files(const std::vector<RuleFile>& files, const std::vector<std::string>& texts,
                      CheckDepth depth, Diagnostics* faults) {
  Checker(files, texts, faults).run();
  if (depth == CheckDepth::warnings) {
    add_warnings(files, texts, faults);
    drop_softer(faults);
  } else {
    std::erase_if(*faults, [](const Diagnostic& fault) { return !is_error(fault.code); });
  }
  sort_diagnostics(faults);
}

}  // namespace dehusk
