#include "rule/check_warnings.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/unicode.h"
#include "core/utf8.h"
#include "doc/canonical.h"
#include "rule/faults.h"
#include "rule/pattern.h"

namespace dehusk {
namespace {

using Kind = PatternPart::Kind;

bool is_plain_literal(const PatternSyntax& syntax) {
  return syntax.size() == 1 && syntax[0].kind == Kind::literal;
}

bool has_conditions(const Rule& rule) {
  return !rule.when.empty() || !rule.unless.empty() || !rule.sites.empty() ||
         !rule.span.empty() || !rule.select.empty() || rule.at.edge != At::Edge::anywhere ||
         rule.limit.unit != Limit::Unit::none;
}

class Linter {
 public:
  Linter(const std::vector<RuleFile>& files, const std::vector<std::string>& texts,
         Diagnostics* out)
      : files_(files) {
    for (size_t i = 0; i < files.size(); ++i) faults_.emplace_back(files[i].path, texts[i], out);
  }

  void run() {
    collect_literals();
    for (size_t i = 0; i < files_.size(); ++i) {
      if (files_[i].builtin) continue;
      for (const Rule& rule : files_[i].rules) {
        shadowed(i, rule);
        effects(i, rule);
        each_pattern(rule, [&](const Text& text, PatternUse use) { pattern(i, text, use); });
      }
      unused_placeholders(i);
      untested(i);
    }
  }

 private:
  struct Owner {
    size_t file;
    const Rule* rule;
  };

  template <typename Use>
  static void each_pattern(const Rule& rule, Use use) {
    for (const Text& text : rule.line) use(text, PatternUse::whole_line);
    for (const auto& entry : rule.group) {
      for (const Text& text : entry) use(text, PatternUse::whole_line);
    }
    for (const Text& text : rule.span) use(text, PatternUse::span);
    for (const Text& text : rule.unless) use(text, PatternUse::inside);
    for (const Text& text : rule.extent.patterns) use(text, PatternUse::whole_line);
  }

  // The whole-line literals that rules take without conditions.
  void collect_literals() {
    for (size_t i = 0; i < files_.size(); ++i) {
      if (!files_[i].sites.empty()) continue;
      for (const Rule& rule : files_[i].rules) {
        if (rule.kind != RuleKind::remove || has_conditions(rule)) continue;
        for (const Text& text : rule.line) {
          std::vector<PatternFault> ignored;
          const PatternSyntax syntax = parse_pattern(text.text, &ignored);
          if (is_plain_literal(syntax)) {
            literals_[folded_piece(syntax[0].text)].push_back({i, &rule});
          }
        }
      }
    }
  }

  void shadowed(size_t index, const Rule& rule) {
    if (rule.kind != RuleKind::remove || rule.line.empty() || !rule.span.empty() ||
        rule.extent.kind != Extent::Kind::none) {
      return;
    }
    const Owner* named = nullptr;
    for (const Text& text : rule.line) {
      std::vector<PatternFault> ignored;
      const PatternSyntax syntax = parse_pattern(text.text, &ignored);
      if (!is_plain_literal(syntax)) return;
      const auto owners = literals_.find(folded_piece(syntax[0].text));
      if (owners == literals_.end()) return;
      const auto other = std::find_if(owners->second.begin(), owners->second.end(),
                                      [&](const Owner& o) { return shadows(o, index, rule); });
      if (other == owners->second.end()) return;
      named = &*other;
    }
    if (named == nullptr) return;
    faults_[index].add(Code::shadowed, rule.place,
                       "never decides anything: every text of '" + rule.id + "' is matched by '" +
                           named->rule->id + "' (" + files_[named->file].path + ":" +
                           std::to_string(named->rule->place.line) + ")");
  }

  // Of two rules that shadow each other the later one is reported.
  bool shadows(const Owner& owner, size_t index, const Rule& rule) const {
    if (owner.rule == &rule || owner.rule->level > rule.level) return false;
    const bool mutual = !has_conditions(rule) && owner.rule->level == rule.level;
    if (!mutual) return true;
    return owner.file != index ? owner.file < index : owner.rule->place < rule.place;
  }

  void effects(size_t index, const Rule& rule) {
    if (rule.kind == RuleKind::keep && rule.category != Category::other) {
      faults_[index].add(Code::no_effect, rule.place,
                         "'category' has no effect in [[keep]] '" + rule.id + "'");
    }
    if (rule.kind == RuleKind::score && rule.add == 0) {
      faults_[index].add(Code::no_effect, rule.place,
                         "'add = 0' has no effect in [[score]] '" + rule.id + "'");
    }
  }

  void pattern(size_t index, const Text& text, PatternUse use) {
    std::vector<PatternFault> ignored;
    const PatternSyntax syntax = parse_pattern(text.text, &ignored);
    for (const PatternPart& part : syntax) {
      if (part.kind == Kind::regex) folded_characters(index, text, part.text);
    }
    if (use == PatternUse::whole_line || use == PatternUse::span) broad(index, text, syntax, use);
  }

  // A canonical line holds none of these; a literal is folded like the line, an RE2 is not.
  void folded_characters(size_t index, const Text& text, const std::string& regex) {
    for (size_t at = 0; at < regex.size();) {
      const size_t begin = at;
      const char32_t c = next_code_point(regex, &at);
      if (c < 0x80) continue;
      const std::string character = regex.substr(begin, at - begin);
      CanonicalBuffer buffer;
      if (buffer.canonical(character) == character) continue;
      faults_[index].add(Code::folded_character, faults_[index].inside(text, begin + 1),
                         "canonical lines never hold '" + character + "'");
    }
  }

  void broad(size_t index, const Text& text, const PatternSyntax& syntax, PatternUse use) {
    PlaceholderScope scope;
    for (const RuleFile& file : files_) {
      for (const NamedPattern& named : file.patterns) scope.add(named);
    }
    if (syntax.size() == 1 && syntax[0].kind == Kind::star) return;
    const LiteralInfo info = Pattern(syntax, use, scope).info();
    const size_t literal = info.exact ? shortest(*info.exact)
                                      : std::max({shortest(info.prefix), shortest(info.suffix),
                                                  shortest(info.required)});
    const bool bounded = info.max_chars != kUnbounded || info.needs_digit;
    const bool short_span = use == PatternUse::span && literal < 3;
    if ((literal == 0 && !bounded) || short_span) {
      faults_[index].add(Code::broad, text.place,
                         "very broad: no literal of three letters that a line must hold, so every "
                         "line is tried");
    }
  }

  void unused_placeholders(size_t index) {
    std::set<std::string> used;
    const std::string& name = files_[index].name;
    for (const RuleFile& file : files_) {
      const bool sees = &file == &files_[index] ||
                        std::any_of(file.use.begin(), file.use.end(),
                                    [&](const Text& use) { return use.text == name; });
      if (!sees) continue;
      for (const Rule& rule : file.rules) {
        each_pattern(rule, [&](const Text& text, PatternUse) {
          std::vector<PatternFault> ignored;
          for (const PatternPart& part : parse_pattern(text.text, &ignored)) {
            if (part.kind == Kind::placeholder) used.insert(part.text);
          }
        });
      }
    }
    for (const NamedPattern& named : files_[index].patterns) {
      if (used.count(named.name) == 0) {
        faults_[index].add(Code::unused_placeholder, named.place,
                           "placeholder '" + named.name + "' is never used");
      }
    }
  }

  void untested(size_t index) {
    std::set<std::string> fired;
    for (const TestCase& test : files_[index].tests) {
      fired.insert(test.fires.begin(), test.fires.end());
    }
    for (const Rule& rule : files_[index].rules) {
      const bool tested =
          fired.count(rule.id) > 0 || fired.count(files_[index].name + ":" + rule.id) > 0;
      if (!tested && rule.kind == RuleKind::remove) {
        faults_[index].add(Code::no_test, rule.place, "no test fires '" + rule.id + "'");
      }
    }
  }

  const std::vector<RuleFile>& files_;
  std::vector<Faults> faults_;
  std::map<std::string, std::vector<Owner>> literals_;
};

}  // namespace

void add_warnings(const std::vector<RuleFile>& files, const std::vector<std::string>& texts,
                  Diagnostics* faults) {
  Linter(files, texts, faults).run();
}

}  // namespace dehusk
