// The features of a document, measured when somebody first asks: a rule's `when`, the article model,
// `dehusk features`.
//
// A page has a row for each block. A text has a row for each line; a text of more than kPart lines is measured
// in parts of so many, each as if it were all, so that memory does not grow with it.
#pragma once

#include <cstdint>
#include <vector>

#include "core/work.h"
#include "doc/document.h"
#include "engine/container_tree.h"
#include "engine/feature_table.h"
#include "engine/rows.h"

namespace dehusk {

class Measurements {
 public:
  static constexpr uint32_t kPart = 20'000;

  /// Takes the next document and its languages (detect_languages()); all are borrowed until the next call. `work`,
  /// if it is given, counts what is measured.
  void begin(const Document& doc, const PageMeta& meta, const std::vector<std::string_view>& languages,
             Work* work = nullptr);

  /// Rows of the whole document.
  uint32_t size() const { return size_; }
  uint32_t parts() const { return (size_ + kPart - 1) / kPart; }

  /// The table of a part; of a page all. Valid until another part is asked for. O(size of the part).
  const FeatureTable& table(uint32_t part);
  /// The counts behind table(part).
  const Rows& rows(uint32_t part);

  /// A feature of the row that a line is in. O(1) within one part.
  double of_line(Feature feature, uint32_t line);

  /// The row that a line is in, and the lines of a row.
  uint32_t row_of_line(uint32_t line);
  Span lines_of_row(uint32_t row) const;

  /// A row's part of Document::text.
  Span text_of_row(uint32_t row) const;

 private:
  void measure(uint32_t part);
  void count(uint64_t bytes) const;

  const Document* doc_ = nullptr;
  const PageMeta* meta_ = nullptr;
  Work* work_ = nullptr;
  uint32_t size_ = 0;
  uint32_t measured_ = UINT32_MAX;  // the part in table_
  uint32_t tongues_ = 0;
  FeatureTable table_;
  Rows rows_;
  ContainerTree tree_;
  std::vector<uint32_t> row_of_line_;  // of a page
};

}  // namespace dehusk
