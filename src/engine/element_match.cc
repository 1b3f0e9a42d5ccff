#include "engine/element_match.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "engine/features.h"

namespace dehusk {
namespace {

constexpr uint32_t kNone = UINT32_MAX;

// Steps for an element that a rule found, a line in it, a sibling that is passed, and to sort a hit.
constexpr uint64_t kElementSteps = 48;
constexpr uint64_t kLineSteps = 12;
constexpr uint64_t kSiblingSteps = 4;
constexpr uint64_t kSortSteps = 16;

// The lines that a range of the text touches: first and one past the last.
Span lines_of(const Document& doc, Span text) {
  const auto first = std::partition_point(
      doc.blocks.begin(), doc.blocks.end(),
      [&](const Block& line) { return line.source.end <= text.begin; });
  const auto end =
      std::partition_point(first, doc.blocks.end(), [&](const Block& line) {
        return line.source.begin < text.end;
      });
  return {static_cast<uint32_t>(first - doc.blocks.begin()),
          static_cast<uint32_t>(end - doc.blocks.begin())};
}

Span intersection(Span a, Span b) {
  return {std::max(a.begin, b.begin), std::min(a.end, b.end)};
}

// The matches of one rule with `select`.
class ElementMatcher {
 public:
  ElementMatcher(const Document& doc, const Program& program, uint32_t rule, LineSizes* sizes,
                 MatchScratch* scratch, Matches* out)
      : doc_(doc),
        page_(*doc.page),
        rule_(program.rules[rule]),
        rule_index_(rule),
        sizes_(*sizes),
        scratch_(*scratch),
        out_(*out) {}

  void run(const std::vector<uint32_t>& elements) {
    const size_t first = out_.found.size();
    for (const uint32_t element : elements) {
      if (scratch_.work->exceeded()) return;
      scratch_.work->add(kElementSteps);
      if (rule_.line.empty() && rule_.group.empty() && rule_.span.empty()) {
        whole(element);
      } else {
        inside(page_.elements[element].text);
      }
    }
    // Elements that nest find the same lines.
    const auto begin = out_.found.begin() + static_cast<ptrdiff_t>(first);
    const auto key = [](const Match& m) {
      return std::tuple(m.source.begin, m.source.end, m.elements.begin, m.elements.end);
    };
    std::sort(begin, out_.found.end(),
              [&](const Match& a, const Match& b) { return key(a) < key(b); });
    out_.found.erase(std::unique(begin, out_.found.end(),
                                 [&](const Match& a, const Match& b) { return key(a) == key(b); }),
                     out_.found.end());
  }

 private:
  LineText line_of(std::string_view text) const {
    return {text, &scratch_.folded, &scratch_.canonical, scratch_.work};
  }

  // True if `when` holds for each line, and `unless` is in none of them.
  bool accepted(Span text, Span lines) const {
    for (uint32_t line = lines.begin; line < lines.end; ++line) {
      scratch_.work->add(kLineSteps);
      if (!conditions(line)) return false;
      if (rule_.unless.empty()) continue;
      const Span part = intersection(doc_.blocks[line].source, text);
      if (any_matches(rule_.unless, line_of(doc_.text_of(part)))) return false;
    }
    return true;
  }

  bool conditions(uint32_t line) const {
    scratch_.work->add(steps_of_conditions(rule_.rule->when, doc_.blocks[line].source.size()));
    return conditions_hold(rule_.rule->when, doc_, line, scratch_.measured);
  }

  void whole(uint32_t element) {
    const Element& e = page_.elements[element];
    const Span lines = lines_of(doc_, e.text);
    if (!e.text.empty() && !accepted(e.text, lines)) return;
    const uint32_t end = extent_end(element);
    if (end == kNone) return;
    Span text = e.text;
    // Siblings, each with its text; those behind the element that is moved about come later too.
    for (uint32_t next = e.end; next < end; next = page_.elements[next].end) {
      scratch_.work->add(kSiblingSteps);
      const Span more = page_.elements[next].text;
      if (!more.empty()) text = text.empty() ? more : Span{text.begin, std::max(text.end, more.end)};
    }
    add(text, lines.end, {element, end});
  }

  // One past the last element that goes with it, or kNone where `to` finds nothing.
  uint32_t extent_end(uint32_t element) {
    const Element& e = page_.elements[element];
    const Extent::Kind kind = rule_.rule->extent.kind;
    if (kind == Extent::Kind::none || e.parent == kNoElement) return e.end;
    const uint32_t parent_end = page_.elements[e.parent].end;
    if (kind == Extent::Kind::end) return parent_end;
    const uint32_t found = next_sibling_that_fits(e.parent, e.end, parent_end);
    if (found == kNone) return kNone;
    return kind == Extent::Kind::to ? page_.elements[found].end : found;
  }

  // Asked in ascending order: no sibling is tried twice.
  uint32_t next_sibling_that_fits(uint32_t parent, uint32_t from, uint32_t end) {
    const auto [known, is_new] = extents_.try_emplace(parent, from);
    uint32_t& at = known->second;
    if (!is_new && (at == kNone || (at >= from && fits_.count(at) > 0))) return at;
    for (at = std::max(at, from); at < end; at = page_.elements[at].end) {
      scratch_.work->add(kSiblingSteps);
      const Span text = page_.elements[at].text;
      if (text.empty() || !any_matches(rule_.extent, line_of(doc_.text_of(text)))) continue;
      fits_.insert(at);
      return at;
    }
    return at = kNone;
  }

  // Lines, or what of them lies in `text`.
  void inside(Span text) {
    const Span lines = lines_of(doc_, text);
    if (!rule_.group.empty()) return groups(text, lines);
    for (uint32_t line = lines.begin; line < lines.end; ++line) {
      if (scratch_.work->exceeded()) return;
      scratch_.work->add(kLineSteps);
      const Span part = intersection(doc_.blocks[line].source, text);
      if (part.empty()) continue;
      if (!rule_.line.empty() && !any_matches(rule_.line, line_of(doc_.text_of(part)))) continue;
      if (!rule_.span.empty()) {
        spans(line, part);
      } else if (accepted(text, {line, line + 1})) {
        go_on(text, part, line, line, lines.end);
      }
    }
  }

  void spans(uint32_t line, Span part) {
    if (!conditions(line)) return;
    std::vector<Span> found;
    {
      const LineText text = line_of(doc_.text_of(part));
      for (const Pattern& pattern : rule_.span) pattern.find_all(text, &found);
    }
    std::sort(found.begin(), found.end(), [](const Span& a, const Span& b) {
      return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
    scratch_.work->add(steps_of_spans(found.size(), part.size()));
    for (Span cut : canonical_to_source(doc_.text_of(part), found)) {
      cut = {cut.begin + part.begin, cut.end + part.begin};
      if (cut.empty()) continue;
      if (!rule_.unless.empty() && any_matches(rule_.unless, line_of(doc_.text_of(cut)))) continue;
      Match match{rule_index_, line, line, line, cut, true, false, {}};
      match.held = !sizes_.within(rule_.rule->limit, match);
      out_.found.push_back(match);
    }
  }

  // Runs of the group from the top, each as long as possible, the next search after it.
  void groups(Span text, Span lines) {
    const auto size = static_cast<uint32_t>(rule_.group.size());
    for (uint32_t line = lines.begin; line + size <= lines.end;) {
      if (scratch_.work->exceeded()) return;
      scratch_.work->add(kLineSteps);
      uint32_t end = line;
      uint32_t times = 0;
      while (end + size <= lines.end && group_at(text, end)) {
        end += size;
        ++times;
      }
      if (times == 0 || times < rule_.rule->repeat || !accepted(text, {line, end})) {
        ++line;
        continue;
      }
      const Span whole{doc_.blocks[line].source.begin, doc_.blocks[end - 1].source.end};
      go_on(text, intersection(whole, text), line, end - 1, lines.end);
      line = end;
    }
  }

  bool group_at(Span text, uint32_t line) const {
    for (uint32_t i = 0; i < rule_.group.size(); ++i) {
      const Span part = intersection(doc_.blocks[line + i].source, text);
      if (!any_matches(rule_.group[i], line_of(doc_.text_of(part)))) return false;
    }
    return true;
  }

  // Adds lines of an element and what `to` or `until` adds to them, within the element.
  void go_on(Span text, Span core, uint32_t first, uint32_t core_last, uint32_t end_line) {
    const Extent::Kind kind = rule_.rule->extent.kind;
    uint32_t last = core_last;
    if (kind == Extent::Kind::end) {
      last = end_line - 1;
    } else if (kind != Extent::Kind::none) {
      uint32_t at = core_last + 1;
      while (at < end_line && !any_matches(rule_.extent, line_of(doc_.text_of(intersection(
                                                             doc_.blocks[at].source, text))))) {
        ++at;
      }
      if (at == end_line) return;
      last = kind == Extent::Kind::to ? at : at - 1;
    }
    const Span source =
        last == core_last ? core
                          : intersection({core.begin, doc_.blocks[last].source.end}, text);
    push(source, first, core_last, last, {});
  }

  void add(Span text, uint32_t core_end, Span elements) {
    if (text.empty()) {
      out_.found.push_back({rule_index_, 0, 0, 0, {text.begin, text.begin}, true, false, elements});
      return;
    }
    const Span lines = lines_of(doc_, text);
    const uint32_t core_last = std::max(lines.begin + 1, std::min(core_end, lines.end)) - 1;
    push(text, lines.begin, core_last, lines.end - 1, elements);
  }

  void push(Span source, uint32_t first, uint32_t core_last, uint32_t last, Span elements) {
    Match match{rule_index_, first, core_last, last, source, false, false, elements};
    match.part = first == last && source != doc_.blocks[first].source;
    match.held = !sizes_.within(rule_.rule->limit, match);
    out_.found.push_back(match);
  }

  const Document& doc_;
  const Page& page_;
  const CompiledRule& rule_;
  const uint32_t rule_index_;
  LineSizes& sizes_;
  MatchScratch& scratch_;
  Matches& out_;
  std::unordered_map<uint32_t, uint32_t> extents_;  // by parent: the sibling that fits, or kNone
  std::unordered_set<uint32_t> fits_;               // those among them that are known to fit
};

void match_outside(const Document& doc, const Program& program, uint32_t root, Matches* matches) {
  const Span text = doc.page->elements[root].text;
  if (text.empty()) return;
  matches->article = root;
  const Span outside[] = {{0, text.begin}, {text.end, static_cast<uint32_t>(doc.text.size())}};
  for (const Span& span : outside) {
    const Span lines = lines_of(doc, span);
    if (lines.empty()) continue;
    Match match{program.article, lines.begin, lines.end - 1, lines.end - 1, span, false, false, {}};
    match.source = {std::max(span.begin, doc.blocks[lines.begin].source.begin),
                    std::min(span.end, doc.blocks[lines.end - 1].source.end)};
    if (match.source.empty()) continue;
    match.part = lines.size() == 1 && match.source != doc.blocks[lines.begin].source;
    matches->found.push_back(match);
  }
}

}  // namespace

void match_elements(const Document& doc, const Program& program, MatchMode mode, LineSizes* sizes,
                    MatchScratch* scratch, Matches* matches) {
  std::vector<SelectorHit>& hits = scratch->selected;
  hits.clear();
  if (mode == MatchMode::fast) {
    program.selectors->find(doc, nullptr, &scratch->selectors, &hits);
  } else {
    program.selectors->find_slowly(doc, nullptr, &hits);
  }
  if (scratch->work->exceeded()) return;
  scratch->work->add(kSortSteps * hits.size());
  std::sort(hits.begin(), hits.end());
  std::vector<uint32_t> elements;
  const auto rules = static_cast<uint32_t>(program.rules.size());
  for (size_t i = 0; i < hits.size();) {
    const uint32_t entry = hits[i].entry;
    elements.clear();
    for (; i < hits.size() && hits[i].entry == entry; ++i) {
      if (elements.empty() || elements.back() != hits[i].element) {
        elements.push_back(hits[i].element);
      }
    }
    if (entry < rules) {
      ElementMatcher(doc, program, entry, sizes, scratch, matches).run(elements);
    } else if (matches->article == kNoElement) {
      match_outside(doc, program, elements[0], matches);
    }
  }
}

}  // namespace dehusk
