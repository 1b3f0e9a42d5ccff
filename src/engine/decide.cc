#include "engine/decide.h"

#include <algorithm>

#include "core/unicode.h"
#include "core/utf8.h"
#include "engine/captures.h"
#include "engine/edge_resolver.h"
#include "engine/features.h"

namespace dehusk {
namespace {

// Where a match begins or ends.
struct Bound {
  uint32_t at;
  uint32_t rule;
  bool begins;
  bool keeps;
};

// Sweeps over the document and keeps the set of rules that cover the current byte.
class Sweep {
 public:
  Sweep(const Program& program, Decisions* out) : active_(program.rules.size(), 0), out_(*out) {}

  void run(std::vector<Bound> bounds) {
    std::sort(bounds.begin(), bounds.end(),
              [](const Bound& a, const Bound& b) { return a.at < b.at; });
    for (size_t i = 0; i < bounds.size();) {
      const uint32_t at = bounds[i].at;
      for (; i < bounds.size() && bounds[i].at == at; ++i) step(bounds[i]);
      if (i < bounds.size()) emit({at, bounds[i].at});
    }
  }

 private:
  void step(const Bound& bound) {
    std::vector<uint32_t>& rules = bound.keeps ? keeping_ : removing_;
    uint32_t& count = active_[bound.rule];
    const auto place = std::lower_bound(rules.begin(), rules.end(), bound.rule);
    if (bound.begins) {
      if (count++ == 0) rules.insert(place, bound.rule);
    } else if (--count == 0) {
      rules.erase(place);
    }
  }

  void emit(Span range) {
    if (removing_.empty()) return;
    if (!keeping_.empty()) {
      out_.spared.push_back({Spared::Why::keep, range, removing_[0], keeping_[0]});
      return;
    }
    const auto also = static_cast<uint32_t>(out_.also.size());
    out_.also.insert(out_.also.end(), removing_.begin() + 1, removing_.end());
    out_.removed.push_back(
        {range, removing_[0], also, static_cast<uint32_t>(removing_.size()) - 1});
  }

  // Ends are counted before begins at one place or after, it makes no difference: counts are kept.
  std::vector<uint32_t> active_;
  std::vector<uint32_t> removing_;
  std::vector<uint32_t> keeping_;
  Decisions& out_;
};

// Blocks of which a keep rule leaves something to be seen.
std::vector<uint8_t> kept_blocks(const Document& doc, const Program& program,
                                 const std::vector<Match>& matches) {
  std::vector<uint8_t> kept(doc.blocks.size(), 0);
  uint32_t after = 0;  // ranges of one rule may nest; each block is marked once a rule
  uint32_t rule = UINT32_MAX;
  for (const Match& match : matches) {
    if (program.rules[match.rule].rule->kind != RuleKind::keep) continue;
    if (match.rule != rule) after = 0;
    rule = match.rule;
    if (match.part) {
      if (has_visible(doc.text_of(match.source))) kept[match.first] = 1;
      continue;
    }
    for (uint32_t b = std::max(after, match.first); b <= match.last; ++b) kept[b] = 1;
    after = std::max(after, match.last + 1);
  }
  return kept;
}

bool is_joining_letter(char32_t c) { return is_word(c) && !is_unspaced(c); }

// True if taking `cut` out would make one word of two: letters on both sides, no space within.
bool joins_words(std::string_view text, Span cut) {
  if (cut.begin == 0 || cut.end >= text.size()) return false;
  size_t before = cut.begin - 1;
  while (before > 0 && (static_cast<uint8_t>(text[before]) & 0xC0) == 0x80) --before;
  size_t after = cut.end;
  if (!is_joining_letter(next_code_point(text, &before))) return false;
  if (!is_joining_letter(next_code_point(text, &after))) return false;
  for (size_t at = cut.begin; at < cut.end;) {
    if (is_space(next_code_point(text, &at))) return false;
  }
  return true;
}

// Takes back cuts that would join words. Neighbouring ranges are one cut.
void spare_joining_cuts(const Document& doc, Decisions* decisions) {
  std::vector<Removal>& removed = decisions->removed;
  size_t kept = 0;
  for (size_t i = 0; i < removed.size();) {
    size_t end = i + 1;
    while (end < removed.size() && removed[end].source.begin == removed[end - 1].source.end) ++end;
    const Span cut{removed[i].source.begin, removed[end - 1].source.end};
    if (joins_words(doc.text, cut)) {
      decisions->spared.push_back({Spared::Why::joins, cut, removed[i].rule, 0});
      i = end;
      continue;
    }
    for (; i < end; ++i) removed[kept++] = removed[i];
  }
  removed.resize(kept);
}

}  // namespace

Decisions decide(const Document& doc, const Program& program, const Matches& matches, Level level) {
  Decisions decisions;
  std::vector<Match> candidates;
  bool any_at = false;
  for (const Match& match : matches.found) {
    const Rule& rule = *program.rules[match.rule].rule;
    if (rule.kind == RuleKind::remove && rule.level <= level) {
      candidates.push_back(match);
      any_at = any_at || rule.at.edge != At::Edge::anywhere;
    }
  }
  for (const Spared& spared : matches.spared) {
    if (program.rules[spared.rule].rule->level <= level) decisions.spared.push_back(spared);
  }
  if (any_at) {
    const std::vector<uint8_t> kept = kept_blocks(doc, program, matches.found);
    const std::vector<uint8_t> holds = resolve_edges(doc, program, candidates, kept);
    size_t n = 0;
    for (size_t i = 0; i < candidates.size(); ++i) {
      if (holds[i]) candidates[n++] = candidates[i];
    }
    candidates.resize(n);
  }
  if (candidates.empty()) return decisions;

  std::vector<Bound> bounds;
  for (const Match& match : candidates) {
    bounds.push_back({match.source.begin, match.rule, true, false});
    bounds.push_back({match.source.end, match.rule, false, false});
  }
  for (const Match& match : matches.found) {
    if (program.rules[match.rule].rule->kind != RuleKind::keep) continue;
    bounds.push_back({match.source.begin, match.rule, true, true});
    bounds.push_back({match.source.end, match.rule, false, true});
  }
  Sweep(program, &decisions).run(std::move(bounds));
  spare_joining_cuts(doc, &decisions);
  std::stable_sort(decisions.spared.begin(), decisions.spared.end(),
                   [](const Spared& a, const Spared& b) { return a.source.begin < b.source.begin; });
  decisions.captures = find_captures(doc, program, candidates);
  return decisions;
}

RemovedShare removed_share(const Document& doc, const Decisions& decisions) {
  RemovedShare share;
  share.all = count_visible(doc.text);
  for (const Removal& removal : decisions.removed) {
    share.removed += count_visible(doc.text_of(removal.source));
  }
  return share;
}

bool guard_allows(const Guard& guard, const RemovedShare& share) {
  const auto all = static_cast<double>(share.all);
  if (guard.max_removed && static_cast<double>(share.removed) > *guard.max_removed * all) {
    return false;
  }
  return !guard.min_kept || share.all < 2 * *guard.min_kept ||
         share.all - share.removed >= *guard.min_kept;
}

}  // namespace dehusk
