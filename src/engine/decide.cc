#include "engine/decide.h"

#include <algorithm>

#include "core/unicode.h"
#include "core/utf8.h"
#include "core/visible.h"
#include "engine/captures.h"
#include "engine/edge_resolver.h"
#include "engine/features.h"

namespace dehusk {
namespace {

// Steps for a match, a place where one begins or ends, a rule that covers it, and a range that goes.
constexpr uint64_t kMatchSteps = 24;
constexpr uint64_t kBoundSteps = 64;
constexpr uint64_t kRuleSteps = 4;
constexpr uint64_t kRangeSteps = 96;

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
  Sweep(const Program& program, Work* work, Decisions* out)
      : active_(program.rules.size(), 0), work_(*work), out_(*out) {}

  void run(std::vector<Bound> bounds) {
    std::sort(bounds.begin(), bounds.end(),
              [](const Bound& a, const Bound& b) { return a.at < b.at; });
    for (size_t i = 0; i < bounds.size();) {
      const uint32_t at = bounds[i].at;
      const size_t first = i;
      for (; i < bounds.size() && bounds[i].at == at; ++i) step(bounds[i]);
      // Rules that cover the place are moved about and named.
      work_.add(kBoundSteps * (i - first) + kRuleSteps * (removing_.size() + keeping_.size()));
      if (work_.exceeded()) return;
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
      // Every rule that asked and every rule that saved is named once.
      for (const uint32_t keep : keeping_) {
        out_.spared.push_back({Spared::Why::keep, range, removing_[0], keep});
      }
      for (size_t i = 1; i < removing_.size(); ++i) {
        out_.spared.push_back({Spared::Why::keep, range, removing_[i], keeping_[0]});
      }
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
  Work& work_;
  Decisions& out_;
};

// Blocks of which a keep rule leaves something to be seen.
std::vector<uint8_t> kept_blocks(const Document& doc, const Program& program,
                                 const std::vector<Match>& matches) {
  std::vector<uint8_t> kept(doc.blocks.size(), 0);
  uint32_t after = 0;  // ranges of one rule may nest; each block is marked once a rule
  uint32_t rule = UINT32_MAX;
  for (const Match& match : matches) {
    if (match.held || match.source.empty()) continue;
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

// Where `span` begins once the white space at its start is passed over.
uint32_t begin_of_visible(std::string_view text, Span span) {
  size_t begin = span.begin;
  for (size_t at = begin; at < span.end; begin = at) {
    if (!is_space(next_code_point(text, &at))) break;
  }
  return static_cast<uint32_t>(begin);
}

bool is_joining_letter(char32_t c) { return is_word(c) && !is_unspaced(c); }

// The character before `at` that can be seen or is white space, or 0.
char32_t visible_before(std::string_view text, size_t at) {
  while (at > 0) {
    size_t begin = at - 1;
    while (begin > 0 && (static_cast<uint8_t>(text[begin]) & 0xC0) == 0x80) --begin;
    size_t next = begin;
    const char32_t c = next_code_point(text, &next);
    if (!is_ignorable(c)) return c;
    at = begin;
  }
  return 0;
}

char32_t visible_after(std::string_view text, size_t at) {
  while (at < text.size()) {
    const char32_t c = next_code_point(text, &at);
    if (!is_ignorable(c)) return c;
  }
  return 0;
}

// True if taking `cut` out would make one word of two: letters on both sides, within one line.
bool joins_words(std::string_view text, Span cut) {
  if (!is_joining_letter(visible_before(text, cut.begin))) return false;
  if (!is_joining_letter(visible_after(text, cut.end))) return false;
  return text.substr(cut.begin, cut.size()).find_first_of("\r\n") == std::string_view::npos;
}

// True if between the two characters a word would be cut in two.
bool cuts_word(char32_t left, char32_t right) {
  return is_joining_letter(left) && is_joining_letter(right) && !is_seam(left, right);
}

// True if `cut` begins or ends inside a word, so that a part of it would be left. Where an element
// begins or ends (`edges`, ascending) no word does go on, whatever the page shows.
bool splits_word(std::string_view text, Span cut, const std::vector<uint32_t>& edges) {
  const auto splits = [&](uint32_t at) {
    return cuts_word(visible_before(text, at), visible_after(text, at)) &&
           !std::binary_search(edges.begin(), edges.end(), at);
  };
  return splits(cut.begin) || splits(cut.end);
}

// Where elements that matches take begin and end, ascending.
std::vector<uint32_t> element_edges(const std::vector<Match>& matches) {
  std::vector<uint32_t> edges;
  for (const Match& match : matches) {
    if (match.elements.empty()) continue;
    edges.push_back(match.source.begin);
    edges.push_back(match.source.end);
  }
  std::sort(edges.begin(), edges.end());
  return edges;
}

bool only_ignorable(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (!is_ignorable(next_code_point(text, &at))) return false;
  }
  return true;
}

// Takes back cuts that would join words or split one. Ranges with nothing to be seen between them
// are one cut.
void spare_joining_cuts(const Document& doc, const std::vector<uint32_t>& edges,
                        Decisions* decisions) {
  std::vector<Removal>& removed = decisions->removed;
  size_t kept = 0;
  for (size_t i = 0; i < removed.size();) {
    size_t end = i + 1;
    while (end < removed.size() &&
           only_ignorable(doc.text_of(Span{removed[end - 1].source.end, removed[end].source.begin}))) {
      ++end;
    }
    const Span cut{removed[i].source.begin, removed[end - 1].source.end};
    if (joins_words(doc.text, cut) || splits_word(doc.text, cut, edges)) {
      decisions->spared.push_back({Spared::Why::joins, cut, removed[i].rule, 0});
      i = end;
      continue;
    }
    for (; i < end; ++i) removed[kept++] = removed[i];
  }
  removed.resize(kept);
}

// A range begins with something to be seen. Where matches overlap, the white space between their
// lines would be ranges of its own: it goes with the range before it.
void begin_with_visible(const Document& doc, std::vector<Removal>* removed) {
  size_t kept = 0;
  for (Removal removal : *removed) {
    const bool touches = kept > 0 && (*removed)[kept - 1].source.end == removal.source.begin;
    const bool blank = !has_visible(doc.text_of(removal.source));
    const uint32_t begin = blank ? removal.source.end : begin_of_visible(doc.text, removal.source);
    if (touches) (*removed)[kept - 1].source.end = begin;
    if (blank) continue;
    removal.source.begin = begin;
    (*removed)[kept++] = removal;
  }
  removed->resize(kept);
}

// Images lie in no text: they go with an element around them, unless another one is kept, and with
// what lies outside of the article.
std::vector<uint32_t> removed_images(const Document& doc, const Program& program,
                                     const Matches& matches, const std::vector<Match>& removing) {
  const Page& page = *doc.page;
  std::vector<uint32_t> gone;
  if (page.images.empty()) return gone;
  std::vector<int32_t> removed(page.elements.size() + 1, 0);
  std::vector<int32_t> kept(page.elements.size() + 1, 0);
  const auto cover = [](Span elements, std::vector<int32_t>* change) {
    ++(*change)[elements.begin];
    --(*change)[elements.end];
  };
  for (const Match& match : removing) cover(match.elements, &removed);
  for (const Match& match : matches.found) {
    if (program.rules[match.rule].rule->kind == RuleKind::keep) cover(match.elements, &kept);
  }
  if (matches.article != kNoElement) {
    cover({0, static_cast<uint32_t>(page.elements.size())}, &removed);
    --removed[matches.article];
    ++removed[page.elements[matches.article].end];
  }
  size_t next = 0;
  int32_t removing_here = 0;
  int32_t keeping_here = 0;
  std::vector<uint32_t> images;
  for (const Image& image : page.images) images.push_back(image.element);
  std::sort(images.begin(), images.end());
  for (const uint32_t image : images) {
    for (; next <= image; ++next) {
      removing_here += removed[next];
      keeping_here += kept[next];
    }
    if (removing_here > 0 && keeping_here == 0) gone.push_back(image);
  }
  return gone;
}

uint64_t count_kept(const Document& doc, const Decisions& decisions) {
  uint64_t kept = 0;
  uint32_t at = 0;
  for (const Removal& removal : decisions.removed) {
    kept += count_visible(doc.text_of(Span{at, removal.source.begin}));
    at = removal.source.end;
  }
  return kept + count_visible(doc.text_of(Span{at, static_cast<uint32_t>(doc.text.size())}));
}

}  // namespace

Decisions decide(const Document& doc, const Program& program, const Matches& matches, Level level,
                 const std::vector<uint8_t>* dropped, Work* work) {
  Work own;
  if (work == nullptr) work = &own;
  work->add(kMatchSteps * matches.found.size());
  Decisions decisions;
  std::vector<Match> candidates;
  std::vector<Match> textless;  // elements without text: nothing to weigh
  bool any_at = false;
  for (const Match& match : matches.found) {
    const Rule& rule = *program.rules[match.rule].rule;
    if (rule.kind == RuleKind::score && !match.source.empty()) {
      candidates.push_back(match);
      candidates.back().held = true;  // it is judged, and removes nothing
      any_at = any_at || rule.at.edge != At::Edge::anywhere;
    }
    if (rule.kind == RuleKind::remove && rule.level <= level) {
      if (match.source.empty()) {
        textless.push_back(match);
        continue;
      }
      candidates.push_back(match);
      any_at = any_at || rule.at.edge != At::Edge::anywhere;
    }
  }
  if (any_at) {
    const std::vector<uint8_t> kept = kept_blocks(doc, program, matches.found);
    const std::vector<uint8_t> holds = resolve_edges(doc, program, candidates, kept, dropped, work);
    size_t n = 0;
    for (size_t i = 0; i < candidates.size(); ++i) {
      if (holds[i]) candidates[n++] = candidates[i];
    }
    candidates.resize(n);
  }
  for (const Match& match : candidates) {
    if (!match.held) continue;
    if (program.rules[match.rule].rule->kind == RuleKind::score) {
      decisions.scored.push_back({match.rule, {match.first, match.last + 1}});
      continue;
    }
    decisions.spared.push_back({Spared::Why::limit, match.source, match.rule, 0});
  }
  std::erase_if(candidates, [](const Match& match) { return match.held; });
  if (doc.page != nullptr) {
    textless.insert(textless.end(), candidates.begin(), candidates.end());
    work->add(2 * doc.page->elements.size());
    decisions.elements = removed_images(doc, program, matches, textless);
  }
  if (candidates.empty()) return decisions;

  std::vector<Bound> bounds;
  for (const Match& match : candidates) {
    bounds.push_back({match.source.begin, match.rule, true, false});
    bounds.push_back({match.source.end, match.rule, false, false});
  }
  for (const Match& match : matches.found) {
    if (program.rules[match.rule].rule->kind != RuleKind::keep || match.source.empty()) continue;
    bounds.push_back({match.source.begin, match.rule, true, true});
    bounds.push_back({match.source.end, match.rule, false, true});
  }
  Sweep(program, work, &decisions).run(std::move(bounds));
  if (work->exceeded()) return decisions;
  for (const Removal& removal : decisions.removed) work->add(kRangeSteps + removal.source.size() / 8);
  begin_with_visible(doc, &decisions.removed);
  spare_joining_cuts(doc, element_edges(matches.found), &decisions);
  std::stable_sort(decisions.spared.begin(), decisions.spared.end(),
                   [](const Spared& a, const Spared& b) { return a.source.begin < b.source.begin; });
  decisions.captures = find_captures(doc, program, candidates, work);
  return decisions;
}

bool guard_allows(const Guard& guard, const Document& doc, const Decisions& decisions) {
  uint64_t removed = 0;
  for (const Removal& removal : decisions.removed) {
    removed += count_visible(doc.text_of(removal.source));
  }
  const double share = guard.max_removed.value_or(1);
  const auto kept_for_share = static_cast<double>(removed) * (1 - share);  // of kept * share
  const uint64_t least = guard.min_kept.value_or(0);
  // What stays, counted until both keys are content: mostly after a few lines.
  uint64_t kept = 0;
  const auto content = [&] {
    return static_cast<double>(kept) * share >= kept_for_share && kept >= least;
  };
  uint32_t at = 0;
  size_t next = 0;
  for (const Block& block : doc.blocks) {
    if (content()) return true;
    while (next < decisions.removed.size() && decisions.removed[next].source.begin < block.source.end) {
      const Span cut = decisions.removed[next].source;
      if (cut.begin > at) kept += count_visible(doc.text_of(Span{at, cut.begin}));
      at = std::max(at, cut.end);
      ++next;
    }
    if (at < block.source.end) kept += count_visible(doc.text_of(Span{at, block.source.end}));
    at = std::max(at, block.source.end);
  }
  if (static_cast<double>(kept) * share < kept_for_share) return false;
  return kept >= least || removed + kept < 2 * least;
}

// What safe rules leave is between what is kept here and all there is.
bool guard_surely_allows_page(const Guard& guard, const Document& doc, const Decisions& decisions) {
  const uint64_t kept = count_kept(doc, decisions);
  if (guard.min_kept && kept < *guard.min_kept) return false;
  if (!guard.max_removed) return true;
  uint64_t removed = 0;
  for (const Removal& removal : decisions.removed) removed += count_visible(doc.text_of(removal.source));
  return static_cast<double>(removed) <= *guard.max_removed * static_cast<double>(kept);
}

bool guard_allows_page(const Guard& guard, const Document& doc, const Decisions& decisions,
                       const Decisions& safest) {
  const uint64_t base = count_kept(doc, safest);
  const uint64_t kept = &decisions == &safest ? base : count_kept(doc, decisions);
  const uint64_t before = &decisions == &safest ? count_visible(doc.text) : base;
  if (guard.min_kept && kept < *guard.min_kept && before >= 2 * *guard.min_kept) return false;
  if (&decisions == &safest || !guard.max_removed) return true;
  const uint64_t removed = base - std::min(kept, base);
  return static_cast<double>(removed) <= *guard.max_removed * static_cast<double>(base);
}

}  // namespace dehusk
