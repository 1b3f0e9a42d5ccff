// A run's summary for a terminal, and for programs.
//
//   495 documents in 20.1 s: 24.6 a second, 6.68 MB/s
//     read         134 MB
//     written     2.12 MB
//     removed      61.2 %  of the characters
//                  31.0 %  navigation
//                  ...
//     failed            3  2 binary, 1 too large
//     slowest      1.20 s  1.25 MB  pages/a.html
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/explain_rows.h"
#include "cli/figures.h"
#include "cli/report.h"

namespace dehusk {
namespace {

constexpr size_t kMostCategories = 5;
constexpr size_t kMostKinds = 5;
constexpr size_t kMostSlow = 3;
constexpr double kWorthTelling = 1;  // seconds: what is faster is not called slow
constexpr size_t kFigureColumns = 9;

// Rows of three columns: what, a figure that is set to the right, and what is said of it.
class SummaryRows {
 public:
  explicit SummaryRows(std::string* out) : rows_(out, Paint::plain) {}

  void add(std::string_view what, std::string_view figure, std::string_view note) {
    std::string head = "  " + std::string(what);
    head.resize(13, ' ');
    head.append(kFigureColumns - std::min(figure.size(), kFigureColumns), ' ');
    head += figure;
    if (!note.empty()) head += "  ";
    rows_.begin(head, std::string(head.size(), ' '), head.size());
    rows_.put_unbroken(note, "");
    rows_.end();
  }

 private:
  RowWriter rows_;
};

// "2 binary, 1 too large".
std::string kinds_text(const KindCounts& kinds) {
  std::string out;
  uint64_t others = kinds.others();
  size_t told = 0;
  const auto add = [&](uint64_t count, const std::string& kind) {
    out += (out.empty() ? "" : ", ") + number_text(count) + " " + kind;
  };
  for (const auto& [kind, count] : kinds.most_first()) {
    if (told++ < kMostKinds) {
      add(count, kind_text(kind));
    } else {
      others += count;
    }
  }
  if (others > 0) add(others, "of other kinds");
  return out;
}

std::string rates_text(const SummaryCounts& counts) {
  if (counts.elapsed <= 0 || counts.documents() == 0) return "";
  return ": " + number_text(a_second(counts.documents(), counts.elapsed)) + " a second, " +
         bytes_text(a_second(counts.bytes_in + counts.bytes_failed, counts.elapsed)) + "/s";
}

void add_removed(const SummaryCounts& counts, SummaryRows* rows) {
  const double all = static_cast<double>(counts.removed() + counts.chars_kept);
  if (all == 0) return;
  rows->add("removed", share_text(counts.share_removed()), "of the characters");
  const std::vector<std::pair<uint64_t, Category>> most = counts.most_removed();
  const size_t told = most.size() <= kMostCategories + 1 ? most.size() : kMostCategories;
  uint64_t rest = 0;
  for (size_t i = 0; i < most.size(); ++i) {
    if (i >= told) {
      rest += most[i].first;
      continue;
    }
    rows->add("", share_text(static_cast<double>(most[i].first) / all), name_of(most[i].second));
  }
  if (rest > 0) {
    rows->add("", share_text(static_cast<double>(rest) / all),
              "in " + std::to_string(most.size() - told) + " more categories");
  }
}

}  // namespace

std::string kind_text(std::string_view kind) {
  std::string text(kind);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string command_text(const std::vector<std::string>& words) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:=,+@%^";
  std::string out = "dehusk";
  for (const std::string& word : words) {
    out += ' ';
    if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) {
      out += word;
      continue;
    }
    out += '\'';
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    out += '\'';
  }
  return out;
}

std::string summary_text(const SummaryCounts& counts) {
  std::string out = number_of(counts.documents(), "document") + " in " +
                    duration_text(counts.elapsed) + rates_text(counts) + "\n";
  SummaryRows rows(&out);
  rows.add("read", bytes_text(counts.bytes_in), "");
  rows.add("written", bytes_text(counts.bytes_out), "");
  add_removed(counts, &rows);
  if (counts.failed > 0) {
    rows.add("failed", number_text(counts.failed), kinds_text(counts.error_kinds));
  }
  if (counts.fault_count > 0) {
    rows.add("damaged", number_text(counts.fault_count),
             counts.fault_count == 1 ? "stretch of an archive" : "stretches of archives");
  }
  if (const uint64_t passed = counts.passed_over.total(); passed > 0) {
    rows.add("passed over", number_text(passed), kinds_text(counts.passed_over));
  }
  const char* what = "slowest";
  for (size_t i = 0; i < std::min(counts.slowest.size(), kMostSlow); ++i) {
    const SlowDocument& slow = counts.slowest[i];
    if (slow.seconds < kWorthTelling) break;
    rows.add(what, duration_text(slow.seconds), bytes_text(slow.bytes_in) + "  " + slow.name);
    what = "";
  }
  return out;
}

std::string report_json(const Summary& summary, const RunInfo& info) {
  using Json = nlohmann::ordered_json;
  const Json run = {{"version", info.version}, {"command", info.words}, {"folder", info.folder},
                    {"rules", info.rules},     {"model", info.model},   {"threads", info.threads},
                    {"began", info.began},     {"ended", info.ended}};
  return "{\"run\":" + run.dump(-1, ' ', false, Json::error_handler_t::replace) +
         ",\"summary\":" + summary.to_json() + "}\n";
}

}  // namespace dehusk
