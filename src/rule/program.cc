#include "rule/program.h"

#include <algorithm>

namespace dehusk {
namespace {

std::vector<Pattern> patterns_of(const std::vector<Text>& texts, PatternUse use,
                                 const PlaceholderScope* scope) {
  std::vector<Pattern> patterns;
  patterns.reserve(texts.size());
  for (const Text& text : texts) patterns.emplace_back(text.text, use, scope);
  return patterns;
}

// Where the keys of a group's entry begin in Rule::keys.
size_t first_key(const Rule& rule, size_t entry) {
  size_t first = 0;
  for (size_t i = 0; i < entry; ++i) first += rule.group[i].size();
  return first;
}

// The entry of a group that is rarest: its weakest alternative counts.
uint32_t best_anchor(const Rule& rule) {
  uint32_t best = 0;
  size_t best_worth = 0;
  for (uint32_t i = 0; i < rule.group.size(); ++i) {
    size_t worth = SIZE_MAX;
    const size_t first = first_key(rule, i);
    for (size_t k = 0; k < rule.group[i].size(); ++k) {
      worth = std::min(worth, rule.keys[first + k].selectivity());
    }
    if (worth > best_worth) {
      best_worth = worth;
      best = i;
    }
  }
  return best;
}

// Rules that need not be looked for far from the edges. Groups are, since their runs may begin there.
bool at_edges(const Rule& rule) {
  return rule.at.edge != At::Edge::anywhere && rule.kind == RuleKind::remove && rule.group.empty();
}

void note_reach(const At& at, Program* program) {
  if (at.edge != At::Edge::tail) program->head_lines = std::max(program->head_lines, at.lines);
  if (at.edge != At::Edge::head) program->tail_lines = std::max(program->tail_lines, at.lines);
}

CompiledRule compile_rule(ActiveRule active) {
  CompiledRule compiled;
  compiled.rule = std::move(active.rule);
  compiled.name = std::move(active.name);
  compiled.path = active.path;
  const Rule& rule = *compiled.rule;
  compiled.line = patterns_of(rule.line, PatternUse::whole_line, active.scope);
  for (const auto& entry : rule.group) {
    compiled.group.push_back(patterns_of(entry, PatternUse::whole_line, active.scope));
  }
  compiled.anchor = best_anchor(rule);
  compiled.span = patterns_of(rule.span, PatternUse::span, active.scope);
  compiled.extent = patterns_of(rule.extent.patterns, PatternUse::whole_line, active.scope);
  compiled.unless = patterns_of(rule.unless, PatternUse::inside, active.scope);
  compiled.on_elements = !rule.select.empty();
  return compiled;
}

SelectorList selectors_of(const Text& text) {
  std::vector<SelectorFault> faults;  // were reported when the file was checked
  return parse_selector(text.text, &faults);
}

void add_selectors(const ArticleRoot* article, Program* program) {
  program->selectors = std::make_unique<SelectorIndex>();
  for (uint32_t i = 0; i < program->rules.size(); ++i) {
    const CompiledRule& rule = program->rules[i];
    if (article != nullptr && rule.rule == article->rule) {
      program->article = i;
      continue;
    }
    for (const Text& text : rule.rule->select) program->selectors->add(selectors_of(text), i);
  }
  if (program->article != Program::kNoRule) {
    auto entry = static_cast<uint32_t>(program->rules.size());
    for (const Text& text : article->selectors) {
      program->selectors->add(selectors_of(text), entry++);
    }
  }
  program->selectors->build();
}

}  // namespace

void fill_keys(const PlaceholderScope& scope, Rule* rule) {
  rule->keys.clear();
  std::vector<PatternFault> faults;  // were reported when the file was checked
  const auto add = [&](const std::vector<Text>& texts, KeyUse use) {
    for (const Text& text : texts) {
      const PatternSyntax syntax = parse_pattern(text.text, &faults);
      rule->keys.push_back(key_of(info_of_pattern(syntax, scope), use));
    }
  };
  if (!rule->line.empty()) {
    add(rule->line, KeyUse::whole_line);
  } else if (!rule->group.empty()) {
    for (const auto& entry : rule->group) add(entry, KeyUse::whole_line);
  } else {
    add(rule->span, KeyUse::inside);
  }
}

Program Program::compile(std::vector<ActiveRule> active, const ArticleRoot* article, Guard guard,
                         ProgramUse use) {
  Program program;
  program.guard = guard;
  if (article != nullptr && use == ProgramUse::page) {
    active.push_back({article->rule, article->name, article->path, nullptr});
  }
  std::sort(active.begin(), active.end(),
            [](const ActiveRule& a, const ActiveRule& b) { return a.name < b.name; });
  program.rules.reserve(active.size());
  for (ActiveRule& rule : active) {
    if (use == ProgramUse::text && !rule.rule->select.empty()) {
      ++program.element_rules;
    } else {
      program.rules.push_back(compile_rule(std::move(rule)));
    }
  }
  const auto file = [&](const std::vector<Pattern>& patterns, size_t first_key, LineIndex::Use use,
                        uint32_t rule, EntryRole::Kind kind) {
    const auto entry = static_cast<uint32_t>(program.entries.size());
    program.entries.push_back({rule, kind});
    for (size_t i = 0; i < patterns.size(); ++i) {
      const PatternKey& key = program.rules[rule].rule->keys[first_key + i];
      LineIndex& index = at_edges(*program.rules[rule].rule) ? program.edges : program.everywhere;
      index.add(patterns[i], key, use, entry);
    }
  };
  for (uint32_t i = 0; i < program.rules.size(); ++i) {
    const CompiledRule& rule = program.rules[i];
    if (rule.on_elements || (article != nullptr && rule.rule == article->rule)) continue;
    if (rule.line.empty() && rule.group.empty() && rule.span.empty()) {
      program.by_features.push_back(i);
      continue;
    }
    if (at_edges(*rule.rule)) note_reach(rule.rule->at, &program);
    if (!rule.line.empty()) {
      file(rule.line, 0, LineIndex::Use::whole_line, i, EntryRole::Kind::line);
    } else if (!rule.group.empty()) {
      file(rule.group[rule.anchor], first_key(*rule.rule, rule.anchor), LineIndex::Use::whole_line,
           i, EntryRole::Kind::group);
    } else {
      file(rule.span, 0, LineIndex::Use::candidate, i, EntryRole::Kind::span);
    }
  }
  program.everywhere.build();
  program.edges.build();
  if (use == ProgramUse::page) add_selectors(article, &program);
  return program;
}

}  // namespace dehusk
