#include "cli/report_charts.h"

#include <algorithm>
#include <cstdio>

#include "cli/figures.h"

namespace dehusk {
namespace {

// A length in a picture that is 100 wide or high.
std::string length(double part) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", std::clamp(part, 0.0, 1.0) * 100);
  return text;
}

// The end of an axis: 1, 2 or 5 and noughts, not below `most`; even, so that its half is whole.
uint64_t axis_end(uint64_t most) {
  for (uint64_t power = 1; power < UINT64_MAX / 100; power *= 10) {
    for (const uint64_t step : {2, 4, 6, 10}) {
      if (step * power >= most) return step * power;
    }
  }
  return most;
}

std::string grid_line(double y) {
  return "<line x1=\"0\" x2=\"100\" y1=\"" + length(y) + "\" y2=\"" + length(y) + "\"/>";
}

std::string table_of(const Histogram& histogram) {
  std::string out = "<details><summary>As a table</summary><table><thead><tr><th scope=\"col\">" +
                    histogram.caption + "</th><th scope=\"col\" class=\"n\">" + histogram.unit +
                    "s</th></tr></thead><tbody>\n";
  for (const HistogramBin& bin : histogram.bins) {
    out += "<tr><th scope=\"row\">" + bin.label + "</th><td class=\"n\">" + number_text(bin.count) +
           "</td></tr>\n";
  }
  return out + "</tbody></table></details>\n";
}

}  // namespace

std::string bar_svg(double share, const std::string& classes) {
  return "<svg class=\"bar " + classes +
         "\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect "
         "width=\"" +
         length(share) + "\" height=\"1\"/></svg>";
}

std::string stack_svg(const std::vector<StackPart>& parts) {
  std::string out =
      "<svg class=\"stack\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" "
      "aria-hidden=\"true\">";
  double at = 0;
  for (const StackPart& part : parts) {
    out += "<rect class=\"" + part.classes + "\" x=\"" + length(at) + "\" width=\"" +
           length(part.share) + "\" height=\"1\"><title>" + part.title + "</title></rect>";
    at += part.share;
  }
  return out + "</svg>\n";
}

std::string histogram_html(const Histogram& histogram) {
  uint64_t most = 0;
  for (const HistogramBin& bin : histogram.bins) most = std::max(most, bin.count);
  const uint64_t end = axis_end(most);
  std::string out = "<figure>\n<div class=\"plot\" aria-hidden=\"true\"><div class=\"y\">";
  for (const uint64_t tick : {end, end / 2, uint64_t{0}}) {
    out += "<span>" + number_text(tick) + "</span>";
  }
  out += "</div><svg viewBox=\"0 0 100 100\" preserveAspectRatio=\"none\">";
  for (const double y : {0.0, 0.5, 1.0}) out += grid_line(y);
  const double width = 1.0 / static_cast<double>(std::max<size_t>(histogram.bins.size(), 1));
  const std::string slot = "\" width=\"" + length(width);
  for (size_t i = 0; i < histogram.bins.size(); ++i) {
    const HistogramBin& bin = histogram.bins[i];
    const double left = width * static_cast<double>(i);
    double height = static_cast<double>(bin.count) / static_cast<double>(end);
    if (bin.count > 0) height = std::max(height, 0.008);  // one document can be seen
    out += "<rect x=\"" + length(left + width * 0.06) + "\" width=\"" + length(width * 0.88) +
           "\" y=\"" + length(1 - height) + "\" height=\"" + length(height) +
           "\"/><rect class=\"hit\" x=\"" + length(left) + slot + "\" height=\"100\"><title>" +
           bin.label + ": " + number_of(bin.count, histogram.unit) + "</title></rect>";
  }
  out += "</svg><div class=\"x\">";
  for (const std::string& edge : histogram.edges) out += "<span>" + edge + "</span>";
  return out + "</div></div>\n<figcaption>" + histogram.caption + "</figcaption>\n" +
         table_of(histogram) + "</figure>\n";
}

}  // namespace dehusk
