#include "cli/report_sections.h"

#include <algorithm>
#include <utility>

#include "cli/explain_markup.h"
#include "cli/figures.h"
#include "cli/report.h"
#include "cli/report_charts.h"

namespace dehusk {
namespace {

constexpr size_t kFewErrors = 10;  // so many are shown unasked
constexpr size_t kMostKinds = 20;  // of content that was passed over
constexpr size_t kMostEdges = 4;   // steps between labels below a histogram
constexpr double kSliver = 0.01;   // of a bar: parts below it have no edge of their own
constexpr std::string_view kDash = "\xE2\x80\x93";

std::string section(std::string_view id, std::string_view title, const std::string& say,
                    const std::string& body) {
  return "<section aria-labelledby=\"" + std::string(id) + "\">\n<h2 id=\"" + std::string(id) +
         "\">" + std::string(title) + "</h2>\n" +
         (say.empty() ? "" : "<p class=\"say\">" + say + "</p>\n") + body + "</section>\n";
}

std::string cell(const std::string& text, std::string_view classes = "n") {
  return "<td class=\"" + std::string(classes) + "\">" + text + "</td>";
}

std::string name_cell(const std::string& name) {
  return cell("<bdi>" + shown_path_html(name) + "</bdi>", "name");
}

// --- what was removed ---

std::string removed_html(const SummaryCounts& counts) {
  const uint64_t all = counts.removed() + counts.chars_kept;
  if (all == 0) return "";
  const std::vector<std::pair<uint64_t, Category>> most = counts.most_removed();
  std::vector<StackPart> parts;
  std::string rows;
  for (const auto& [characters, category] : most) {
    const std::string name(name_of(category));
    const std::string share = share_text(ratio(characters, all));
    const std::string sliver = ratio(characters, all) < kSliver ? " sliver" : "";
    parts.push_back({ratio(characters, all), "c-" + name + sliver, name + ": " + share});
    rows += "<tr class=\"c-" + name + "\"><th scope=\"row\"><span class=\"dot\"></span>" + name +
            "</th><td class=\"wide\">" + bar_svg(ratio(characters, most[0].first), "") + "</td>" +
            cell(share) + cell(number_text(characters), "n spare") + "</tr>\n";
  }
  parts.push_back({ratio(counts.chars_kept, all), "kept",
                   "kept: " + share_text(ratio(counts.chars_kept, all))});
  const std::string ends = "<p class=\"ends\"><span>" + share_text(counts.share_removed()) +
                           " removed, " + number_of(counts.removed(), "character") +
                           "</span><span>" + share_text(ratio(counts.chars_kept, all)) +
                           " kept</span></p>\n";
  if (most.empty()) return section("removed", "What was removed", "Nothing.", "");
  const bool others = counts.chars_removed[static_cast<size_t>(Category::other)] > 0;
  const std::string say = others ? "<b>other</b> is what the article model takes, and rules of no "
                                   "category."
                                 : "";
  return section("removed", "What was removed", say,
                 stack_svg(parts) + ends +
                     "<table class=\"bars\"><thead><tr><th scope=\"col\">Category</th><th><span "
                     "class=\"hide\">Chart"
                     "</span></th><th scope=\"col\" class=\"n\">of all characters</th><th "
                     "scope=\"col\" class=\"n spare\">"
                     "Characters</th></tr></thead><tbody>\n" +
                     rows + "</tbody></table>\n");
}

// --- histograms ---

std::string shares_html(const SummaryCounts& counts) {
  Histogram chart;
  chart.caption = "share of a document that was removed";
  chart.unit = "document";
  constexpr size_t kStep = 100 / SummaryCounts::kShareBins;
  for (size_t i = 0; i < counts.by_share.size(); ++i) {
    chart.bins.push_back(
        {std::to_string(i * kStep) + std::string(kDash) + std::to_string((i + 1) * kStep) + " %",
         counts.by_share[i]});
  }
  chart.edges = {"0 %", "25 %", "50 %", "75 %", "100 %"};
  const std::string say =
      number_of(counts.by_share.back(), "document") + " lost 95 % or more, " +
      number_text(counts.unchanged) + " lost nothing" +
      (counts.without_text > 0 ? "; " + number_text(counts.without_text) + " had no text" : "") +
      ".";
  return section("shares", "How much each lost", say, histogram_html(chart));
}

// Sizes are powers of two: 1,024 bytes are a KiB.
std::string edge_text(size_t bin) {  // from 1 on
  static constexpr const char* kUnits[] = {" B", " KiB", " MiB", " GiB"};
  const size_t power = bin - 1;
  return unbroken(std::to_string(uint64_t{1} << power % 10) + kUnits[power / 10]);
}

std::string sizes_html(const SummaryCounts& counts) {
  const auto& by_size = counts.by_size;
  size_t first = 1;  // what is empty stands far from the rest
  size_t end = by_size.size();
  while (first + 1 < end && by_size[first] == 0) ++first;
  while (end > first + 1 && by_size[end - 1] == 0) --end;
  Histogram chart;
  chart.caption = "size of a document, as it came";
  chart.unit = "document";
  // Labels in even steps, from edge to edge; what that adds to the right is empty.
  const size_t bins = std::max<size_t>(end - first, 4);
  const size_t step = (bins + kMostEdges - 1) / kMostEdges;
  const size_t shown = (bins + step - 1) / step * step;
  for (size_t bin = first; bin < first + shown; ++bin) {
    const bool open = bin + 1 == by_size.size();
    chart.bins.push_back(
        {edge_text(bin) + (open ? " or more" : std::string(kDash) + edge_text(bin + 1)),
         bin < by_size.size() ? by_size[bin] : 0});
    if ((bin - first) % step == 0) chart.edges.push_back(edge_text(bin));
  }
  chart.edges.push_back(edge_text(first + shown));
  const std::string say =
      "On average " + bytes_text(counts.bytes_in / std::max<uint64_t>(counts.cleaned, 1)) +
      (by_size[0] > 0 ? "; " + number_text(by_size[0]) + " empty, which the chart leaves out"
                      : "") +
      ".";
  return section("sizes", "How large they were", say, histogram_html(chart));
}

// --- what went wrong ---

std::string errors_html(const SummaryCounts& counts) {
  if (counts.failed == 0) return "";
  std::string body;
  const std::string open = counts.failed <= kFewErrors ? " open" : "";
  auto kinds = counts.error_kinds.most_first();
  if (counts.error_kinds.others() > 0) kinds.emplace_back("others", counts.error_kinds.others());
  for (const auto& [kind, count] : kinds) {
    std::string rows;
    uint64_t listed = 0;
    for (const FailedDocument& failed : counts.errors) {
      if (failed.kind != kind) continue;
      ++listed;
      rows += "<tr>" + name_cell(failed.name) +
              cell("<bdi>" + shown_html(failed.message) + "</bdi>", "what") + "</tr>\n";
    }
    body += "<details class=\"kind\"" + open + "><summary><b>" + number_text(count) + "</b> " +
            shown_html(kind_text(kind)) +
            (listed < count ? " <span class=\"soft\">(" + number_text(listed) + " listed)</span>"
                            : "") +
            "</summary>\n<table><tbody>\n" + rows + "</tbody></table></details>\n";
  }
  const std::string say = counts.failed > counts.errors.size()
                              ? "The first " + number_text(counts.errors.size()) + " are listed."
                              : "";
  return section("errors", "Errors", say, body);
}

std::string faults_html(const SummaryCounts& counts) {
  if (counts.fault_count == 0) return "";
  std::string rows;
  for (const ArchiveFault& fault : counts.faults) {
    rows += "<tr>" + name_cell(fault.archive) + cell(number_text(fault.offset)) +
            cell("<bdi>" + shown_html(fault.message) + "</bdi>", "what") + "</tr>\n";
  }
  const std::string say = "Stretches that could not be read; what lies around them was." +
                          (counts.fault_count > counts.faults.size()
                               ? " The first " + number_text(counts.faults.size()) + " of " +
                                     number_text(counts.fault_count) + "."
                               : std::string());
  return section(
      "faults", "Damaged archives", say,
      "<table><thead><tr><th scope=\"col\">Archive</th><th scope=\"col\" class=\"n\">at byte</th>"
      "<th scope=\"col\">What is wrong</th></tr></thead><tbody>\n" +
          rows + "</tbody></table>\n");
}

std::string passed_html(const SummaryCounts& counts) {
  const uint64_t total = counts.passed_over.total();
  if (total == 0) return "";
  auto kinds = counts.passed_over.most_first();
  uint64_t others = counts.passed_over.others();
  while (kinds.size() > kMostKinds) {
    others += kinds.back().second;
    kinds.pop_back();
  }
  if (others > 0) kinds.emplace_back("other kinds", others);
  uint64_t most = 1;
  for (const auto& kind : kinds) most = std::max(most, kind.second);
  std::string rows;
  for (const auto& [kind, count] : kinds) {
    rows += "<tr><th scope=\"row\"><bdi>" + shown_html(kind) + "</bdi></th><td class=\"wide\">" +
            bar_svg(ratio(count, most), "plain") + "</td>" + cell(number_text(count)) + "</tr>\n";
  }
  return section("passed", "Passed over", "What the archives hold besides documents.",
                 "<table class=\"bars\"><thead><tr><th scope=\"col\">Kind</th><th><span "
                 "class=\"hide\">Chart</span></th>"
                 "<th scope=\"col\" class=\"n\">Records</th></tr></thead><tbody>\n" +
                     rows + "</tbody></table>\n");
}

std::string slowest_html(const SummaryCounts& counts) {
  if (counts.slowest.empty()) return "";
  std::string rows;
  for (const SlowDocument& slow : counts.slowest) {
    const double rate = static_cast<double>(slow.bytes_in) / std::max(slow.seconds, 1e-6);
    rows += "<tr>" + cell(duration_text(slow.seconds)) + cell(bytes_text(slow.bytes_in)) +
            cell(bytes_text(static_cast<uint64_t>(rate)) + "/s", "n spare") + name_cell(slow.name) +
            "</tr>\n";
  }
  return section("slowest", "Slowest documents", "",
                 "<table><thead><tr><th scope=\"col\" class=\"n\">Time</th><th scope=\"col\" "
                 "class=\"n\">Size</th>"
                 "<th scope=\"col\" class=\"n spare\">Rate</th><th "
                 "scope=\"col\">Document</th></tr></thead><tbody>\n" +
                     rows + "</tbody></table>\n");
}

}  // namespace

double ratio(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string unbroken(std::string text) {
  for (size_t at = 0; (at = text.find(' ', at)) != std::string::npos;)
    text.replace(at, 1, "\xC2\xA0");
  return text;
}

std::string report_sections(const SummaryCounts& counts) {
  std::string out = removed_html(counts);
  if (counts.cleaned > 0) {
    out += "<div class=\"pair\">\n" + shares_html(counts) + sizes_html(counts) + "</div>\n";
  }
  return out + errors_html(counts) + faults_html(counts) + slowest_html(counts) +
         passed_html(counts);
}

}  // namespace dehusk
