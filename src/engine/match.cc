#include "engine/match.h"

#include <algorithm>

#include "engine/element_match.h"
#include "engine/features.h"

namespace dehusk {
namespace {

// Steps for a hit of a rule, and for a match.
constexpr uint64_t kHitSteps = 12;
constexpr uint64_t kMatchSteps = 16;

// Looks one block up and adds it to the hits of the rules that the index names.
class HitCollector {
 public:
  HitCollector(const Document& doc, const Program& program, MatchMode mode, MatchScratch* scratch)
      : doc_(doc), program_(program), mode_(mode), scratch_(*scratch) {
    scratch_.hits.resize(program.rules.size());
    for (auto& hits : scratch_.hits) hits.clear();
  }

  bool is_spent() const { return scratch_.work->exceeded(); }

  /// The entries of the index for the block; valid until the next call.
  const std::vector<uint32_t>& look_up(const LineIndex& index, uint32_t block) {
    const LineText line(doc_.text_of(doc_.blocks[block]), &scratch_.folded, &scratch_.canonical, scratch_.work);
    scratch_.entries.clear();
    if (mode_ == MatchMode::fast) {
      index.find(line, &scratch_.index, &scratch_.entries);
    } else {
      index.find_slowly(line, &scratch_.entries);
    }
    return scratch_.entries;
  }

  void add(const std::vector<uint32_t>& entries, uint32_t block) {
    for (const uint32_t entry : entries) {
      scratch_.hits[program_.entries[entry].rule].push_back(block);
    }
  }

 private:
  const Document& doc_;
  const Program& program_;
  const MatchMode mode_;
  MatchScratch& scratch_;
};

// Looks for rules with `at`, from each edge inwards, until as many lines as the largest n were passed
// that no match can remove: neither one that is known (`touched`), nor one of these rules. A hit of a
// rule that goes on by `to` or `until` may reach anywhere: then every line is looked at.
class EdgeScan {
 public:
  EdgeScan(const Program& program, const std::vector<uint8_t>& touched, HitCollector* collector)
      : program_(program),
        touched_(touched),
        collector_(*collector),
        blocks_(static_cast<uint32_t>(touched.size())) {}

  void run(MatchMode mode) {
    uint32_t head = 0;
    for (uint32_t left = program_.head_lines; head < blocks_ && (left > 0 || everything_); ++head) {
      if (mode == MatchMode::slow) everything_ = true;
      if (collector_.is_spent()) return;
      if (survives(head, &from_head_)) left -= left > 0;
    }
    uint32_t tail = blocks_;
    for (uint32_t left = program_.tail_lines; tail > head && (left > 0 || everything_); --tail) {
      if (collector_.is_spent()) return;
      if (survives(tail - 1, &from_tail_)) left -= left > 0;
    }
    // A hit at the tail may be the first that reaches anywhere.
    for (; everything_ && head < tail && !collector_.is_spent(); ++head) survives(head, &from_head_);
    for (const Hit& hit : from_head_) collector_.add(hit.entries, hit.block);
    for (size_t i = from_tail_.size(); i-- > 0;) {
      collector_.add(from_tail_[i].entries, from_tail_[i].block);
    }
  }

 private:
  struct Hit {
    uint32_t block;
    std::vector<uint32_t> entries;
  };

  bool survives(uint32_t block, std::vector<Hit>* hits) {
    const std::vector<uint32_t>& entries = collector_.look_up(program_.edges, block);
    if (entries.empty()) return touched_[block] == 0;
    for (const uint32_t entry : entries) {
      const Rule& rule = *program_.rules[program_.entries[entry].rule].rule;
      everything_ = everything_ || rule.extent.kind != Extent::Kind::none;
    }
    hits->push_back({block, entries});
    return false;
  }

  const Program& program_;
  const std::vector<uint8_t>& touched_;
  HitCollector& collector_;
  const uint32_t blocks_;
  bool everything_ = false;
  std::vector<Hit> from_head_;
  std::vector<Hit> from_tail_;
};

// The matches of one rule.
class RuleMatcher {
 public:
  RuleMatcher(const Document& doc, const Program& program, uint32_t rule,
              LineSizes* sizes, MatchScratch* scratch, Matches* out)
      : doc_(doc),
        rule_(program.rules[rule]),
        rule_index_(rule),
        sizes_(*sizes),
        scratch_(*scratch),
        out_(*out) {}

  void run(const std::vector<uint32_t>& hits) {
    if (!rule_.group.empty()) return groups(hits);
    for (const uint32_t block : hits) {
      if (scratch_.work->exceeded()) return;
      if (!rule_.span.empty()) {
        spans(block);
      } else if (accepted(block, block)) {
        add(block, block);
      }
    }
  }

 private:
  LineText line(uint32_t block) const { return line_of(doc_.text_of(doc_.blocks[block])); }
  LineText line_of(std::string_view text) const {
    return {text, &scratch_.folded, &scratch_.canonical, scratch_.work};
  }

  // True if `when` holds and `unless` is not found in each line of the core match.
  bool accepted(uint32_t first, uint32_t last) const {
    for (uint32_t block = first; block <= last; ++block) {
      scratch_.work->add(kHitSteps);
      if (!conditions(block)) return false;
      if (!rule_.unless.empty() && any_matches(rule_.unless, line(block))) return false;
    }
    return true;
  }

  bool conditions(uint32_t block) const {
    scratch_.work->add(steps_of_conditions(rule_.rule->when, doc_.blocks[block].source.size()));
    return conditions_hold(rule_.rule->when, doc_, block, scratch_.measured);
  }

  void spans(uint32_t block) {
    if (!conditions(block)) return;
    std::vector<Span> found;
    {
      const LineText text = line(block);
      for (const Pattern& pattern : rule_.span) pattern.find_all(text, &found);
    }
    if (found.empty()) return;
    std::sort(found.begin(), found.end(), [](const Span& a, const Span& b) {
      return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
    found.erase(std::unique(found.begin(), found.end()), found.end());
    scratch_.work->add(steps_of_spans(found.size(), doc_.blocks[block].source.size()));
    const uint32_t base = doc_.blocks[block].source.begin;
    for (Span part : canonical_to_source(doc_.text_of(doc_.blocks[block]), found)) {
      part = {part.begin + base, part.end + base};
      if (part.empty()) continue;
      if (!rule_.unless.empty() && any_matches(rule_.unless, line_of(doc_.text_of(part)))) continue;
      apply({rule_index_, block, block, block, part, true, false});
    }
  }

  // Runs of the group from the top, each as long as possible, the next search after it.
  void groups(const std::vector<uint32_t>& anchors) {
    const auto size = static_cast<uint32_t>(rule_.group.size());
    std::vector<uint32_t> starts;
    for (const uint32_t anchor : anchors) {
      if (anchor < rule_.anchor) continue;
      const uint32_t start = anchor - rule_.anchor;
      if (scratch_.work->exceeded()) return;
      if (doc_.blocks.size() - start >= size && group_at(start)) starts.push_back(start);
    }
    // repeats[i]: how many groups follow each other from starts[i] on; from the end forwards.
    std::vector<uint32_t> repeats(starts.size(), 1);
    size_t next = starts.size();
    for (size_t i = starts.size(); i-- > 0;) {
      while (next > 0 && starts[next - 1] >= starts[i] + size) --next;
      if (next < starts.size() && starts[next] == starts[i] + size) repeats[i] += repeats[next];
    }
    uint32_t after = 0;
    for (size_t i = 0; i < starts.size(); ++i) {
      if (starts[i] < after || repeats[i] < rule_.rule->repeat) continue;
      const uint32_t last = starts[i] + repeats[i] * size - 1;
      after = last + 1;
      if (scratch_.work->exceeded()) return;
      if (accepted(starts[i], last)) add(starts[i], last);
    }
  }

  bool group_at(uint32_t start) const {
    for (uint32_t i = 0; i < rule_.group.size(); ++i) {
      if (i != rule_.anchor && !any_matches(rule_.group[i], line(start + i))) return false;
    }
    return true;
  }

  // Takes the blocks first to last and what `to` or `until` adds.
  void add(uint32_t first, uint32_t core_last) {
    uint32_t last = core_last;
    const Extent::Kind kind = rule_.rule->extent.kind;
    if (kind == Extent::Kind::end) {
      last = static_cast<uint32_t>(doc_.blocks.size()) - 1;
    } else if (kind != Extent::Kind::none) {
      const uint32_t target = next_extent(core_last + 1);
      if (target == doc_.blocks.size()) return;
      last = kind == Extent::Kind::to ? target : target - 1;
    }
    const Span source{doc_.blocks[first].source.begin, doc_.blocks[last].source.end};
    apply({rule_index_, first, core_last, last, source, false, false});
  }

  // The first block from `from` on that `to` or `until` matches, or the number of blocks. Asked in
  // ascending order, so that no block is tried twice.
  uint32_t next_extent(uint32_t from) {
    if (extent_found_ >= from && extent_asked_) return extent_found_;
    extent_asked_ = true;
    for (extent_found_ = std::max(from, extent_found_); extent_found_ < doc_.blocks.size();
         ++extent_found_) {
      if (scratch_.work->exceeded()) break;
      if (any_matches(rule_.extent, line(extent_found_))) break;
    }
    return extent_found_;
  }

  void apply(Match match) {
    scratch_.work->add(kMatchSteps + (match.part ? match.source.size() / 4 : 0));
    match.held = !sizes_.within(rule_.rule->limit, match);
    out_.found.push_back(match);
  }

  const Document& doc_;
  const CompiledRule& rule_;
  const uint32_t rule_index_;
  LineSizes& sizes_;
  MatchScratch& scratch_;
  Matches& out_;
  uint32_t extent_found_ = 0;
  bool extent_asked_ = false;
};

// The blocks that some [[remove]] match reaches, whatever its level, and those that the model drops.
std::vector<uint8_t> touched_blocks(const Document& doc, const Program& program,
                                    const std::vector<Match>& matches,
                                    const std::vector<uint8_t>* dropped) {
  std::vector<int32_t> change(doc.blocks.size() + 1, 0);
  for (const Match& match : matches) {
    if (match.held || match.source.empty()) continue;
    if (program.rules[match.rule].rule->kind != RuleKind::remove) continue;
    ++change[match.first];
    --change[match.last + 1];
  }
  std::vector<uint8_t> touched(doc.blocks.size(), 0);
  int32_t covering = 0;
  for (size_t block = 0; block < touched.size(); ++block) {
    covering += change[block];
    touched[block] = covering > 0 || (dropped != nullptr && (*dropped)[block] != 0);
  }
  return touched;
}

}  // namespace

Matches find_matches(const Document& doc, const Program& program, MatchMode mode,
                     const MatchContext& context, MatchScratch* scratch) {
  Work own;
  Work& work = context.work != nullptr ? *context.work : own;
  scratch->measured = context.measured;
  scratch->work = &work;
  Matches matches;
  HitCollector collector(doc, program, mode, scratch);
  LineSizes sizes(doc);
  const auto match_rules = [&] {
    for (uint32_t rule = 0; rule < program.rules.size(); ++rule) {
      std::vector<uint32_t>& hits = scratch->hits[rule];
      if (hits.empty()) continue;
      if (work.exceeded()) return;
      RuleMatcher(doc, program, rule, &sizes, scratch, &matches).run(hits);
      hits.clear();
    }
  };
  for (uint32_t block = 0; block < doc.blocks.size(); ++block) {
    if (work.exceeded()) return matches;
    collector.add(collector.look_up(program.everywhere, block), block);
  }
  for (const uint32_t rule : program.by_features) {
    work.add(doc.blocks.size());
    for (uint32_t block = 0; block < doc.blocks.size(); ++block) scratch->hits[rule].push_back(block);
  }
  match_rules();
  if (doc.page != nullptr && program.selectors != nullptr) {
    match_elements(doc, program, mode, &sizes, scratch, &matches);
  }
  if (work.exceeded()) return matches;
  const std::vector<uint8_t>* dropped = context.dropped ? context.dropped(matches) : nullptr;
  if (work.exceeded()) return matches;
  work.add(4 * (doc.blocks.size() + matches.found.size()));
  if (program.head_lines > 0 || program.tail_lines > 0) {
    EdgeScan(program, touched_blocks(doc, program, matches.found, dropped), &collector).run(mode);
    match_rules();
  }
  return matches;
}

}  // namespace dehusk
