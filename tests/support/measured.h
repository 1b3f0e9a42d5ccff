// A document with its features, for tests of what is measured.
//
//   MeasuredDocument page("<nav><a href=/>Home</a></nav><p>A story");
//   page.of(Feature::in_nav, "Home")   ->   1
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/measurements.h"
#include "read/html_reader.h"
#include "read/page_meta.h"
#include "read/text_reader.h"

namespace dehusk {

class MeasuredDocument {
 public:
  /// English is the language. A page if `source` holds a `<`.
  explicit MeasuredDocument(std::string source) : source_(std::move(source)), doc_(read()) {
    if (doc_.page) meta_ = read_page_meta(doc_);
    measured_.begin(doc_, meta_, {"en"});
  }
  MeasuredDocument(const MeasuredDocument&) = delete;
  MeasuredDocument& operator=(const MeasuredDocument&) = delete;

  /// A feature of the first row whose text begins with `text`.
  double of(Feature feature, std::string_view text) {
    return measured_.table(0).at(static_cast<size_t>(feature), row(text));
  }

  uint32_t row(std::string_view text) {
    for (uint32_t row = 0; row < measured_.size(); ++row) {
      if (text_of(row).starts_with(text)) return row;
    }
    FAIL("no row begins with '" << text << "'");
    return 0;
  }

  std::string_view text_of(uint32_t row) const {
    const Span lines = measured_.lines_of_row(row);
    return doc_.text_of(Span{doc_.blocks[lines.begin].source.begin, doc_.blocks[lines.end - 1].source.end});
  }

  const Document& doc() const { return doc_; }
  Measurements& measured() { return measured_; }

 private:
  Document read() {
    return source_.find('<') == std::string::npos ? read_text(source_) : read_html(source_, HtmlMode::fast, &scratch_);
  }

  std::string source_;
  HtmlScratch scratch_;
  Document doc_;
  PageMeta meta_;
  Measurements measured_;
};

/// `count` words with some function words among them: a good block from 15 on.
inline std::string prose(size_t count) {
  static constexpr std::string_view kWords[] = {"the", "ferry", "of", "harbour", "and", "it", "was", "island"};
  std::string text;
  for (size_t i = 0; i < count; ++i) text += std::string(i == 0 ? "" : " ") + std::string(kWords[i % 8]);
  return text;
}

}  // namespace dehusk
