// Charts of a report, as SVG inside of HTML.
//
// An SVG is stretched to the width it gets, so it holds no text: labels stand around it as HTML,
// and keep their size on a phone. Every chart has its figures in a table too, beside it or behind
// it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dehusk {

/// A bar of `share` of the width, in [0, 1]. `classes` of its colour.
std::string bar_svg(double share, const std::string& classes);

/// A part of a bar that stands for a whole.
struct StackPart {
  double share = 0;
  std::string classes;
  std::string title;  ///< HTML, shown where a pointer rests
};

std::string stack_svg(const std::vector<StackPart>& parts);

struct HistogramBin {
  std::string label;  ///< "5 to 10 %", HTML
  uint64_t count = 0;
};

struct Histogram {
  std::vector<HistogramBin> bins;
  std::vector<std::string> edges;  ///< labels below, from the left edge to the right in even steps
  std::string caption;             ///< what the axis below counts
  std::string unit;                ///< what is counted: "document"
};

/// The chart, and a table of its bins behind it.
std::string histogram_html(const Histogram& histogram);

}  // namespace dehusk
