#include "rule/program.h"

#include <algorithm>

namespace dehusk {
namespace {

std::vector<Pattern> compile_all(const std::vector<Text>& texts, PatternUse use,
                                 const PlaceholderScope& scope) {
  std::vector<Pattern> compiled;
  compiled.reserve(texts.size());
  std::vector<PatternFault> faults;  // were reported when the file was checked
  for (const Text& text : texts) compiled.emplace_back(parse_pattern(text.text, &faults), use, scope);
  return compiled;
}

// How well the index can find a pattern: the higher, the fewer lines it has to look at.
size_t selectivity(const Pattern& pattern) {
  const LiteralInfo& info = pattern.info();
  if (info.exact) return 1000 + shortest(*info.exact);
  const size_t literal =
      std::max({shortest(info.prefix), shortest(info.suffix), shortest(info.required)});
  if (literal >= 3) return 100 + literal;
  if (info.max_chars != kUnbounded) return info.needs_digit ? 20 : 10;
  return 256 - std::min<size_t>(info.first.count(), 256) > 128 ? 5 : 0;
}

// The entry of a group that is rarest: its weakest alternative counts.
uint32_t best_anchor(const std::vector<std::vector<Pattern>>& group) {
  uint32_t best = 0;
  size_t best_worth = 0;
  for (uint32_t i = 0; i < group.size(); ++i) {
    size_t worth = SIZE_MAX;
    for (const Pattern& pattern : group[i]) worth = std::min(worth, selectivity(pattern));
    if (worth > best_worth) {
      best_worth = worth;
      best = i;
    }
  }
  return best;
}

CompiledRule compile_rule(const ActiveRule& active) {
  const Rule& rule = active.rule;
  CompiledRule compiled{rule, active.name, active.path, {}, {}, 0, {}, {}, {}};
  compiled.line = compile_all(rule.line, PatternUse::whole_line, *active.scope);
  for (const auto& entry : rule.group) {
    compiled.group.push_back(compile_all(entry, PatternUse::whole_line, *active.scope));
  }
  compiled.anchor = best_anchor(compiled.group);
  compiled.span = compile_all(rule.span, PatternUse::span, *active.scope);
  compiled.extent = compile_all(rule.extent.patterns, PatternUse::whole_line, *active.scope);
  compiled.unless = compile_all(rule.unless, PatternUse::inside, *active.scope);
  return compiled;
}

}  // namespace

Program Program::compile(const std::vector<ActiveRule>& active, Guard guard) {
  Program program;
  program.guard = guard;
  program.rules.reserve(active.size());
  for (const ActiveRule& rule : active) {
    const bool on_text = rule.rule.select.empty() && rule.rule.kind != RuleKind::score;
    if (on_text && rule.rule.enabled) program.rules.push_back(compile_rule(rule));
  }
  std::sort(program.rules.begin(), program.rules.end(),
            [](const CompiledRule& a, const CompiledRule& b) { return a.name < b.name; });
  const auto file = [&](const std::vector<Pattern>& patterns, LineIndex::Use use, uint32_t rule,
                        EntryRole::Kind kind) {
    const auto entry = static_cast<uint32_t>(program.entries.size());
    program.entries.push_back({rule, kind});
    for (const Pattern& pattern : patterns) program.index.add(pattern, use, entry);
  };
  for (uint32_t i = 0; i < program.rules.size(); ++i) {
    const CompiledRule& rule = program.rules[i];
    if (!rule.line.empty()) {
      file(rule.line, LineIndex::Use::whole_line, i, EntryRole::Kind::line);
    } else if (!rule.group.empty()) {
      file(rule.group[rule.anchor], LineIndex::Use::whole_line, i, EntryRole::Kind::group);
    } else {
      file(rule.span, LineIndex::Use::candidate, i, EntryRole::Kind::span);
    }
  }
  program.index.build();
  return program;
}

}  // namespace dehusk
