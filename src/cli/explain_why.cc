#include "cli/explain_why.h"

#include <algorithm>

#include "cli/explain_marks.h"
#include "cli/explain_rows.h"
#include "cli/explain_verdict.h"
#include "core/line_numbers.h"
#include "doc/canonical.h"

namespace dehusk {
namespace {

constexpr size_t kMostAnswers = 20;
constexpr size_t kShownColumns = 60;

// A block of a page or a line of a text.
struct Spot {
  Span shown;
  uint64_t line = 0;
};

std::vector<Spot> places_of(const Cleaned& cleaned) {
  std::vector<Spot> places;
  if (cleaned.is_page) {
    for (const ShownBlock& block : cleaned.shown.blocks) {
      const ShownLine& first = cleaned.shown.lines[block.first_line];
      places.push_back({{first.text.begin, cleaned.shown.lines[block.end_line - 1].text.end}, first.source});
    }
    return places;
  }
  LineNumbers numbers(cleaned.decoded);
  const std::string_view text = cleaned.decoded;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    const Span span{static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
    if (end > at) places.push_back({span, numbers.line_of(span.begin)});
    at = end + 1;
  }
  return places;
}

std::string named(const RuleName& rule) {
  return rule.name + " (" + std::string(name_of(rule.category)) + ", " + place_of(rule) + ")";
}

bool overlap(Span a, Span b) { return a.begin < b.end && b.begin < a.end; }

std::string answer(const Cleaned& cleaned, const Spot& place) {
  std::string out;
  bool whole = false;
  for (const ReportedRange& range : cleaned.removed) {
    if (!overlap(range.shown, place.shown)) continue;
    whole = whole || (range.shown.begin <= place.shown.begin && range.shown.end >= place.shown.end);
    out += "  removed by " + named(range.rule);
    if (range.shown.begin > place.shown.begin || range.shown.end < place.shown.end) out += ": \"" + range.text + "\"";
    for (const std::string& also : range.also) out += ", also " + also;
    out += "\n";
  }
  for (const ReportedRange& range : cleaned.spared) {
    if (!overlap(range.shown, place.shown)) continue;
    out += "  asked for by " + named(range.rule) + ", ";
    switch (range.why) {
      case Spared::Why::keep: out += "saved by " + named(*range.saved_by); break;
      case Spared::Why::limit: out += "held back by its limit"; break;
      case Spared::Why::guard: out += "held back by the guard"; break;
      case Spared::Why::joins: out += "left since a word would have been cut"; break;
    }
    out += "\n";
  }
  if (out.empty()) out = "  stays\n";
  if (const ReportedVerdict* verdict = verdict_at(cleaned, place.shown.begin)) {
    out += "  model:";
    for (const std::string& item : verdict_items(cleaned, *verdict)) out += " " + item + ";";
    out.back() = '\n';
  }
  return out;
}

}  // namespace

std::string explain_why(const Cleaned& cleaned, std::string_view name, std::string_view text) {
  CanonicalBuffer asked_buffer;
  CanonicalBuffer buffer;
  const std::string asked(asked_buffer.folded(text));
  std::string out;
  size_t answers = 0;
  for (const Spot& place : places_of(cleaned)) {
    const std::string_view shown = std::string_view(cleaned.decoded).substr(place.shown.begin, place.shown.size());
    if (buffer.folded(shown).find(asked) == std::string_view::npos) continue;
    if (++answers > kMostAnswers) {
      out += "and more; say more of the text\n";
      break;
    }
    const Elided elided = elide(shown.substr(0, shown.find('\n')), kShownColumns, 0);
    out += std::string(name) + ":" + std::to_string(place.line) + ": " + std::string(elided.head) +
           (elided.cut ? std::string(kElision) : "") + "\n" + answer(cleaned, place);
  }
  return out;
}

}  // namespace dehusk
