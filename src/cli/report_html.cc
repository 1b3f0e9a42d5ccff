#include <algorithm>
#include <utility>

#include "cli/explain_markup.h"
#include "cli/figures.h"
#include "cli/page_template.h"
#include "cli/report.h"
#include "cli/report_sections.h"

extern "C" {
extern const char dehusk_report_begin[];
extern const char dehusk_report_end[];
}

namespace dehusk {
namespace {

constexpr std::string_view kDot = " \xC2\xB7 ";

std::string_view page_template() {
  return {dehusk_report_begin, static_cast<size_t>(dehusk_report_end - dehusk_report_begin)};
}

// --- headline ---

std::string verdict_html(const SummaryCounts& counts) {
  if (counts.documents() == 0) return "No document was found";
  const bool had_text = counts.removed() + counts.chars_kept > 0;
  const std::string removed =
      had_text ? ", " + unbroken(share_text(counts.share_removed())) + " of their text removed"
               : "";
  if (counts.failed > 0) {
    return number_text(counts.cleaned) + " of " + number_of(counts.documents(), "document") +
           " cleaned" + removed + "; <span class=\"bad\">" + number_text(counts.failed) +
           " failed</span>";
  }
  const std::string all = counts.cleaned == 1
                              ? "The one document was cleaned"
                              : "All " + number_of(counts.cleaned, "document") + " were cleaned";
  return "<span class=\"good\">" + all + "</span>" + removed;
}

std::string card(std::string_view title, const std::string& figure, const std::string& note,
                 std::string_view classes = "") {
  return "<div class=\"card " + std::string(classes) + "\"><dt>" + std::string(title) +
         "</dt><dd>" + unbroken(figure) + "</dd><dd>" + note + "</dd></div>\n";
}

std::string cards_html(const SummaryCounts& counts) {
  const uint64_t passed = counts.passed_over.total();
  const std::string rates =
      unbroken(number_text(a_second(counts.documents(), counts.elapsed)) + " a second") + ", " +
      unbroken(bytes_text(a_second(counts.bytes_in + counts.bytes_failed, counts.elapsed)) + "/s");
  const uint64_t each = counts.bytes_in / std::max<uint64_t>(counts.cleaned, 1);
  const double written = std::min(1.0, ratio(counts.bytes_out, counts.bytes_in));
  const double failed = ratio(counts.failed, counts.documents());
  return card("Documents", number_text(counts.documents()),
              passed > 0 ? number_text(passed) + " passed over"
                         : number_text(counts.unchanged) + " unchanged") +
         card("Read", bytes_text(counts.bytes_in), unbroken(bytes_text(each)) + " each") +
         card("Written", bytes_text(counts.bytes_out), unbroken(share_text(written)) + " of that") +
         card("Removed", share_text(counts.share_removed()), "of the characters") +
         card("Errors", number_text(counts.failed),
              counts.failed > 0 ? unbroken(share_text(failed)) + " of all" : "none",
              counts.failed > 0 ? "bad" : "") +
         card("Time", duration_text(counts.elapsed), rates);
}

// --- how it was run ---

std::string facts_html(const SummaryCounts& counts, const RunInfo& info) {
  std::string out;
  const auto add = [&](std::string_view key, const std::string& html) {
    out += "<div><dt>" + std::string(key) + "</dt><dd>" + html + "</dd></div>\n";
  };
  add("Command", "<code><bdi>" + shown_html(command_text(info.words)) + "</bdi></code>");
  add("In", "<code><bdi>" + shown_path_html(info.folder) + "</bdi></code>");
  add("Rules", "<bdi>" + shown_html(info.rules) + "</bdi>");
  add("Model", "<bdi>" + shown_html(info.model) + "</bdi>");
  add("Version", "dehusk " + shown_html(info.version));
  add("Threads", number_text(info.threads) + ", " + duration_text(counts.seconds) + " of work");
  add("Began", time_text(info.began));
  add("Ended", time_text(info.ended));
  if (counts.runs > 1)
    add("Runs", number_text(counts.runs) + "; each went on where the one before had stopped");
  return out;
}

}  // namespace

std::string report_html(const SummaryCounts& counts, const RunInfo& info) {
  return fill_template(page_template(),
                       {
                           {"TITLE", time_text(info.ended)},
                           {"WHEN", "dehusk report" + std::string(kDot) + time_text(info.ended)},
                           {"VERDICT", verdict_html(counts)},
                           {"CARDS", cards_html(counts)},
                           {"SECTIONS", report_sections(counts)},
                           {"FACTS", facts_html(counts, info)},
                       });
}

}  // namespace dehusk
