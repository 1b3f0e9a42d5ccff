#include "cli/progress.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "cli/figures.h"

namespace dehusk {
namespace {

constexpr double kSilence = 2;  // seconds: what is done by then needs no progress
constexpr std::string_view kErase = "\r\x1b[K";
constexpr std::string_view kGap = "  ";

double pause_of(ProgressPrinter::Kind kind) {
  switch (kind) {
    case ProgressPrinter::Kind::line:
      return 0.2;
    case ProgressPrinter::Kind::lines:
      return 10;
    default:
      return 0.5;
  }
}

// A part of the line; of the parts that stand, the one with the highest `rank` goes first where
// there is no room.
struct Part {
  int rank;
  std::string text;
};

std::vector<Part> parts_of(const Progress& progress) {
  std::vector<Part> parts;
  parts.push_back({0, number_of(progress.documents, "document")});
  if (progress.total > 0) {
    const double share = static_cast<double>(std::min(progress.position, progress.total)) /
                         static_cast<double>(progress.total);
    parts.push_back({6, bytes_text(progress.position) + " of " + bytes_text(progress.total)});
    parts.push_back({2, share_text(share)});
  } else {
    parts.push_back({4, bytes_text(progress.bytes)});
  }
  const double rate = bytes_per_second(progress);
  if (rate > 0) parts.push_back({3, bytes_text(static_cast<uint64_t>(rate)) + "/s"});
  if (progress.documents > progress.errors) {
    parts.push_back({5, share_text(progress.share_removed) + " removed"});
  }
  if (progress.errors > 0) parts.push_back({1, number_of(progress.errors, "error")});
  const double left = seconds_left(progress);
  // Whole seconds: an estimate has no decimals.
  if (left >= 0) {
    const std::string text = left < 60 ? number_text(static_cast<uint64_t>(std::ceil(left))) + " s"
                                       : duration_text(left);
    parts.push_back({1, text + " left"});
  }
  return parts;
}

std::string joined(const std::vector<Part>& parts) {
  std::string line;
  for (const Part& part : parts) line += (line.empty() ? "" : std::string(kGap)) + part.text;
  return line;
}

}  // namespace

double bytes_per_second(const Progress& progress) {
  if (progress.seconds <= 0 || progress.bytes <= progress.first_bytes) return 0;
  return static_cast<double>(progress.bytes - progress.first_bytes) / progress.seconds;
}

double seconds_left(const Progress& progress) {
  if (progress.total == 0 || progress.seconds <= 0) return -1;
  if (progress.position >= progress.total) return 0;
  if (progress.position <= progress.first_position) return -1;
  const auto done = static_cast<double>(progress.position - progress.first_position);
  return static_cast<double>(progress.total - progress.position) * progress.seconds / done;
}

std::string progress_line(const Progress& progress, size_t columns) {
  std::vector<Part> parts = parts_of(progress);
  std::string line = joined(parts);
  while (line.size() > columns && parts.size() > 1) {
    parts.erase(std::max_element(parts.begin(), parts.end(),
                                 [](const Part& a, const Part& b) { return a.rank < b.rank; }));
    line = joined(parts);
  }
  return line.substr(0, columns);
}

std::string progress_json(const Progress& progress) {
  using Json = nlohmann::ordered_json;
  const auto rounded = [](double value, double unit) { return std::round(value * unit) / unit; };
  const double left = seconds_left(progress);
  const Json json = {
      {"type", "progress"},
      {"documents", progress.documents},
      {"errors", progress.errors},
      {"bytes", progress.bytes},
      {"position", progress.position},
      {"total", progress.total > 0 ? Json(progress.total) : Json(nullptr)},
      {"bytes_per_second", static_cast<uint64_t>(bytes_per_second(progress))},
      {"share_removed", rounded(progress.share_removed, 1e4)},
      {"seconds", rounded(progress.seconds, 1e3)},
      {"seconds_left", left >= 0 ? Json(rounded(left, 10)) : Json(nullptr)},
  };
  return json.dump() + "\n";
}

ProgressPrinter::ProgressPrinter(Kind kind, Surroundings around)
    : kind_(kind), around_(std::move(around)), begun_(around_.clock()) {
  next_ = kind == Kind::json ? pause_of(kind) : kSilence;
}

double ProgressPrinter::seconds() const { return around_.clock() - begun_; }

void ProgressPrinter::show(Progress progress) {
  if (kind_ == Kind::none) return;
  progress.seconds = seconds();
  if (progress.seconds < next_) return;
  next_ = progress.seconds + pause_of(kind_);
  if (kind_ == Kind::json) return around_.write(progress_json(progress));
  if (kind_ == Kind::lines) return around_.write(progress_line(progress, 200) + "\n");
  // The last column stays free: some terminals go to the next line when it is filled.
  const size_t columns = std::max<size_t>(around_.columns(), 11) - 1;
  around_.write(std::string(kErase) + progress_line(progress, columns));
  drawn_ = true;
}

void ProgressPrinter::message(std::string_view lines) {
  if (lines.empty()) return;
  clear();
  around_.write(lines);
}

void ProgressPrinter::clear() {
  if (!drawn_) return;
  around_.write(kErase);
  drawn_ = false;
}

}  // namespace dehusk
