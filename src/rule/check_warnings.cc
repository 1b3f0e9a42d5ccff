#include "rule/check_warnings.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/utf8.h"
#include "doc/canonical.h"
#include "rule/check_pattern.h"
#include "rule/faults.h"
#include "rule/rule_set.h"

namespace dehusk {
namespace {

using Kind = PatternPart::Kind;

PatternSyntax parts_of(const Text& text) {
  std::vector<PatternFault> ignored;  // were reported as errors
  return parse_pattern(text.text, &ignored);
}

bool is_sound(const Text& text, const PlaceholderScope& scope) {
  std::vector<PatternFault> faults;
  const PatternSyntax syntax = parse_pattern(text.text, &faults);
  return faults.empty() && !syntax.empty() &&
         std::none_of(syntax.begin(), syntax.end(), [&](const PatternPart& part) {
           const bool unknown =
               part.kind == Kind::placeholder && scope.regex(part.text) == nullptr;
           return unknown || (part.kind == Kind::regex && Regex(part.text).fault().has_value());
         });
}

bool is_plain_literal(const PatternSyntax& syntax) {
  return syntax.size() == 1 && syntax[0].kind == Kind::literal;
}

bool has_place_or_measure(const Rule& rule) {
  return !rule.when.empty() || rule.at.edge != At::Edge::anywhere;
}

bool has_conditions(const Rule& rule) {
  return has_place_or_measure(rule) || !rule.unless.empty() || !rule.sites.empty() ||
         !rule.span.empty() || !rule.select.empty() || rule.limit.unit != Limit::Unit::none ||
         rule.extent.kind == Extent::Kind::to || rule.extent.kind == Extent::Kind::until;
}

// Bytes of the literal that are no spaces.
size_t weight(std::string_view literal) {
  return static_cast<size_t>(
      std::count_if(literal.begin(), literal.end(), [](char c) { return c != ' '; }));
}

// The weight of the lightest literal of a set, of which a line must hold one.
size_t weight(const LiteralInfo::Strings& any_of) {
  size_t least = any_of.empty() ? 0 : SIZE_MAX;
  for (const std::string& literal : any_of) least = std::min(least, weight(literal));
  return least;
}

// "U+00AD", for what cannot be seen.
std::string number_of(char32_t c) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string digits;
  for (; c > 0 || digits.size() < 4; c >>= 4) digits.insert(0, 1, kDigits[c & 15]);
  return "U+" + digits;
}

// Two bytes of text say something; a sign of punctuation does not.
constexpr size_t kSaysSomething = 2;

bool is_broad(const LiteralInfo& info, PatternUse use) {
  const size_t literal =
      info.exact ? weight(*info.exact)
                 : std::max({weight(info.prefix), weight(info.suffix), weight(info.required)});
  if (literal >= kSaysSomething) return false;
  if (use == PatternUse::span) return !(info.needs_digit && literal > 0);
  return !info.exact && info.max_chars == kUnbounded && !info.needs_digit;
}

class Linter {
 public:
  Linter(const std::vector<RuleFile>& files, const std::vector<std::string>& texts,
         Diagnostics* out)
      : files_(files), used_names_(files.size()) {
    for (size_t i = 0; i < files.size(); ++i) {
      faults_.emplace_back(files[i].path, texts[i], out);
      collect_literals(i);
      collect_names(i);
      for (const TestCase& test : files[i].tests) {
        for (const std::string& name : test.fires) fired_.insert(full_name(files[i], name));
      }
    }
  }

  void run() {
    for (size_t i = 0; i < files_.size(); ++i) {
      if (files_[i].builtin) continue;
      const PlaceholderScope scope = scope_of(files_, i);
      const std::vector<size_t> seen = files_used_by(files_, i);
      for (const Rule& rule : files_[i].rules) {
        shadowed(i, rule, seen);
        breadth(i, rule, scope);
        captures(i, rule);
        each_pattern(rule, [&](const Text& text, PatternUse use) {
          if (is_sound(text, scope)) never_fits(i, text, use);
        });
      }
      for (const NamedPattern& named : files_[i].patterns) {
        folded_characters(i, named.regex);
      }
      unused_placeholders(i);
      untested(i);
      if (uses_are_there(files_, i)) unknown_in_tests(i, seen);
    }
  }

 private:
  struct Owner {
    size_t file;
    const Rule* rule;
  };

  // `fires` may name rules of the test's own file by id alone.
  static std::string full_name(const RuleFile& file, const std::string& name) {
    return name.find(':') == std::string::npos ? file.name + ":" + name : name;
  }

  // The whole-line literals that rules take without conditions.
  void collect_literals(size_t index) {
    if (!files_[index].sites.empty()) return;
    for (const Rule& rule : files_[index].rules) {
      if (rule.kind == RuleKind::score || has_conditions(rule) || is_overridden(index, rule)) {
        continue;
      }
      for (const Text& text : rule.line) {
        const PatternSyntax syntax = parts_of(text);
        if (is_plain_literal(syntax)) {
          literals_[folded_piece(syntax[0].text)].push_back({index, &rule});
        }
      }
    }
  }

  bool is_overridden(size_t index, const Rule& rule) const {
    const std::string name = files_[index].name + ":" + rule.id;
    return std::any_of(files_.begin(), files_.end(), [&](const RuleFile& file) {
      return std::any_of(file.overrides.begin(), file.overrides.end(), [&](const Override& change) {
        return name_glob_matches(change.id.text, name);
      });
    });
  }

  void collect_names(size_t index) {
    const auto add = [&](const Text& text) {
      for (const PatternPart& part : parts_of(text)) {
        if (part.kind == Kind::placeholder) used_names_[index].insert(part.text);
      }
    };
    for (const Rule& rule : files_[index].rules) {
      each_pattern(rule, [&](const Text& text, PatternUse) { add(text); });
    }
    for (const Override& change : files_[index].overrides) {
      for (const Text& text : change.unless) add(text);
    }
  }

  // A rule each of whose texts another rule takes without conditions, in this file or in one that
  // runs whenever this one does.
  void shadowed(size_t index, const Rule& rule, const std::vector<size_t>& seen) {
    if (rule.kind == RuleKind::score || rule.line.empty() || !rule.span.empty() ||
        rule.extent.kind != Extent::Kind::none) {
      return;
    }
    const Owner* named = nullptr;
    for (const Text& text : rule.line) {
      const PatternSyntax syntax = parts_of(text);
      if (!is_plain_literal(syntax)) return;
      const auto owners = literals_.find(folded_piece(syntax[0].text));
      if (owners == literals_.end()) return;
      const auto other = std::find_if(
          owners->second.begin(), owners->second.end(), [&](const Owner& owner) {
            return std::find(seen.begin(), seen.end(), owner.file) != seen.end() &&
                   shadows(owner, index, rule);
          });
      if (other == owners->second.end()) return;
      if (named == nullptr) named = &*other;
    }
    faults_[index].add(Code::shadowed, rule.place,
                       "never decides anything: every text of '" + rule.id + "' is matched by '" +
                           named->rule->id + "' (" + files_[named->file].path + ":" +
                           std::to_string(named->rule->place.line) + ")");
  }

  // Of two rules of one file that shadow each other the later one is reported.
  static bool shadows(const Owner& owner, size_t index, const Rule& rule) {
    if (owner.rule == &rule || owner.rule->kind != rule.kind) return false;
    if (owner.rule->level > rule.level) return false;
    const bool mutual = owner.file == index && !has_conditions(rule) &&
                        owner.rule->level == rule.level;
    return !mutual || owner.rule->place < rule.place;
  }

  void breadth(size_t index, const Rule& rule, const PlaceholderScope& scope) {
    if (rule.kind == RuleKind::score || has_place_or_measure(rule)) return;
    const auto broad = [&](const Text& text, PatternUse use) {
      return is_sound(text, scope) && text.text != "*" &&
             is_broad(info_of_pattern(parts_of(text), scope), use);
    };
    const auto report = [&](const Text& text) {
      faults_[index].add(Code::broad, text.place,
                         "very broad: there is next to no text that a line must hold to match; add "
                         "some, or 'when' or 'at'");
    };
    for (const Text& text : rule.line) {
      if (rule.span.empty() && broad(text, PatternUse::whole_line)) report(text);
    }
    for (const Text& text : rule.span) {
      if (rule.line.empty() && broad(text, PatternUse::span)) report(text);
    }
    // One line that says something is enough for a group.
    const bool vague = !rule.group.empty() &&
                       std::all_of(rule.group.begin(), rule.group.end(), [&](const auto& entry) {
                         return std::any_of(entry.begin(), entry.end(), [&](const Text& text) {
                           return text.text == "*" || broad(text, PatternUse::whole_line);
                         });
                       });
    for (const auto& entry : rule.group) {
      for (const Text& text : entry) {
        if (vague && broad(text, PatternUse::whole_line)) report(text);
      }
    }
  }

  // Only what a rule removes or keeps is stored.
  void captures(size_t index, const Rule& rule) {
    const auto report = [&](const Text& text, const std::string& where) {
      for (const PatternPart& part : parts_of(text)) {
        if (part.capture.empty()) continue;
        faults_[index].add(
            Code::no_effect, faults_[index].inside(text, placeholder_offset(text.text, part.text)),
            "'{" + part.text + ":" + part.capture + "}' stores nothing in " + where);
      }
    };
    for (const Text& text : rule.unless) report(text, "'unless'");
    for (const Text& text : rule.extent.patterns) report(text, "'to' and 'until'");
    if (rule.kind != RuleKind::score) return;
    for (const Text& text : rule.line) report(text, "[[score]]");
  }

  void never_fits(size_t index, const Text& text, PatternUse use) {
    const PatternSyntax syntax = parts_of(text);
    for (const PatternPart& part : syntax) {
      if (part.kind == Kind::regex) folded_characters(index, {part.text, text.place});
    }
    if (use != PatternUse::whole_line || syntax.empty()) return;
    const auto spaced = [](const PatternPart& part, bool front) {
      if (part.kind != Kind::literal) return false;
      const std::string folded = folded_piece(part.text);
      return front ? folded.starts_with(' ') : folded.ends_with(' ');
    };
    const bool front = spaced(syntax.front(), true);
    if (!front && !spaced(syntax.back(), false)) return;
    faults_[index].add(Code::folded_character,
                       faults_[index].inside(text, front ? 0 : text.text.size() - 1),
                       "never matches: a line is trimmed, it has no space at its " +
                           std::string(front ? "start" : "end"));
  }

  // A canonical line holds none of these; a literal is folded like the line, an RE2 is not.
  void folded_characters(size_t index, const Text& regex) {
    const Text whole{"/" + regex.text + "/", regex.place};
    std::set<std::string> seen;
    for (size_t at = 0; at < regex.text.size();) {
      const size_t begin = at;
      const char32_t c = next_code_point(regex.text, &at);
      if (c < 0x80) continue;
      const std::string character = regex.text.substr(begin, at - begin);
      CanonicalBuffer buffer;
      const std::string canonical(buffer.canonical("x" + character + "x"));
      const std::string stands = canonical.substr(1, canonical.size() - 2);
      if (stands == character || !seen.insert(character).second) continue;
      faults_[index].add(Code::folded_character,
                         faults_[index].inside(whole, 1 + begin),
                         "canonical lines never hold " +
                             (stands.empty() || stands == " " ? number_of(c)
                                                              : "'" + character + "'") +
                             (stands.empty() ? "; leave it out" : "; write '" + stands + "'"));
    }
  }

  void unused_placeholders(size_t index) {
    const auto used_in = [&](size_t file, const std::string& name) {
      if (used_names_[file].count(name) == 0) return false;
      const std::vector<size_t> seen = files_used_by(files_, file);
      return std::find(seen.begin(), seen.end(), index) != seen.end();
    };
    for (const NamedPattern& named : files_[index].patterns) {
      bool used = false;
      for (size_t i = 0; i < files_.size() && !used; ++i) used = used_in(i, named.name);
      if (used) continue;
      faults_[index].add(Code::unused_placeholder, named.place,
                         "placeholder '" + named.name + "' is never used");
    }
  }

  void untested(size_t index) {
    for (const Rule& rule : files_[index].rules) {
      if (rule.id.empty()) continue;
      if (fired_.count(files_[index].name + ":" + rule.id) > 0) continue;
      faults_[index].add(Code::no_test, rule.place, "no test fires this rule");
    }
  }

  void unknown_in_tests(size_t index, const std::vector<size_t>& seen) {
    std::set<std::string> known;
    std::vector<std::string_view> ids;
    for (const size_t file : seen) {
      if (!files_[file].article.empty()) known.insert(files_[file].name + ":article");
      for (const Rule& rule : files_[file].rules) {
        known.insert(files_[file].name + ":" + rule.id);
        if (file == index && !rule.id.empty()) ids.push_back(rule.id);
      }
    }
    for (const TestCase& test : files_[index].tests) {
      for (const std::string& name : test.fires) {
        if (known.count(full_name(files_[index], name)) > 0) continue;
        faults_[index].add(Code::unknown_in_test, test.place,
                           "'fires' names '" + name +
                               "', which is no rule of this file or of those it uses" +
                               did_you_mean(name, ids));
      }
    }
  }

  const std::vector<RuleFile>& files_;
  std::vector<Faults> faults_;
  std::map<std::string, std::vector<Owner>> literals_;
  std::vector<std::set<std::string>> used_names_;
  std::set<std::string> fired_;  // full names of rules that tests say fire
};

}  // namespace

void add_warnings(const std::vector<RuleFile>& files, const std::vector<std::string>& texts,
                  Diagnostics* faults) {
  Linter(files, texts, faults).run();
}

}  // namespace dehusk
