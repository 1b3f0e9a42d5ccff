#include "engine/captures.h"

#include <algorithm>

namespace dehusk {
namespace {

bool captures_anything(const std::vector<Pattern>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [](const Pattern& pattern) { return pattern.has_captures(); });
}

// Appends what the first fitting pattern catches in `text`.
void catch_in(std::string_view text, const std::vector<Pattern>& patterns, Work* work,
              std::vector<Capture>* out) {
  CanonicalBuffer folded;
  CanonicalBuffer canonical;
  const LineText line(text, &folded, &canonical, work);
  for (const Pattern& pattern : patterns) {
    const auto groups = pattern.captures(line);
    if (groups.empty()) continue;
    for (const auto& [field, span] : groups) {
      const Span source = canonical_to_source(text, {span})[0];
      out->push_back({field, std::string(text.substr(source.begin, source.size()))});
    }
    return;
  }
}

}  // namespace

std::vector<Capture> find_captures(const Document& doc, const Program& program,
                                   const std::vector<Match>& held, Work* work) {
  std::vector<const Match*> catching;
  for (const Match& match : held) {
    const CompiledRule& rule = program.rules[match.rule];
    const bool catches =
        captures_anything(rule.line) || captures_anything(rule.span) ||
        std::any_of(rule.group.begin(), rule.group.end(), captures_anything);
    if (catches) catching.push_back(&match);
  }
  std::stable_sort(catching.begin(), catching.end(), [](const Match* a, const Match* b) {
    return a->source.begin != b->source.begin ? a->source.begin < b->source.begin
                                              : a->rule < b->rule;
  });
  std::vector<Capture> found;
  for (const Match* match : catching) {
    if (work->exceeded()) break;
    const CompiledRule& rule = program.rules[match->rule];
    if (match->part) catch_in(doc.text_of(match->source), rule.span, work, &found);
    // A rule with `select` may match what of a line lies in its element.
    const bool in_part = match->part && rule.on_elements && rule.span.empty();
    const std::string_view line =
        in_part ? doc.text_of(match->source) : doc.text_of(doc.blocks[match->first]);
    catch_in(line, rule.line, work, &found);
    for (uint32_t i = match->first; !rule.group.empty() && i <= match->core_last; ++i) {
      catch_in(doc.text_of(doc.blocks[i]), rule.group[(i - match->first) % rule.group.size()],
               work, &found);
    }
  }
  return found;
}

}  // namespace dehusk
