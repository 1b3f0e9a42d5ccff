#include "engine/measurements.h"

#include <algorithm>

#include "engine/document_features.h"
#include "engine/page_features.h"

namespace dehusk {

namespace {

// Steps for a byte of text, a row of a page or of a text, an element and a run.
constexpr uint64_t kByteSteps = 6;
constexpr uint64_t kPageRowSteps = 700;
constexpr uint64_t kLineSteps = 400;
constexpr uint64_t kElementSteps = 64;
constexpr uint64_t kRunSteps = 16;

}  // namespace

void Measurements::begin(const Document& doc, const PageMeta& meta, const std::vector<std::string_view>& languages,
                         Work* work) {
  doc_ = &doc;
  work_ = work;
  meta_ = &meta;
  size_ = static_cast<uint32_t>(doc.page ? doc.page->blocks.size() : doc.blocks.size());
  measured_ = UINT32_MAX;
  tongues_ = tongues_of(languages);
  row_of_line_.clear();
}

const FeatureTable& Measurements::table(uint32_t part) {
  measure(part);
  return table_;
}

const Rows& Measurements::rows(uint32_t part) {
  measure(part);
  return rows_;
}

void Measurements::measure(uint32_t part) {
  if (part == measured_) return;
  measured_ = part;
  if (doc_->page) {
    count(doc_->text.size());
    count_page(*doc_, *meta_, tongues_, &rows_);
    build_container_tree(*doc_, rows_, &tree_);
    table_.reset(rows_.size(), kFeatureCount);
    fill_document_features(rows_, &table_);
    fill_page_features(*doc_, rows_, tree_, &table_);
    return;
  }
  const uint32_t end = std::min(size_, (part + 1) * kPart);
  if (end > part * kPart) count(doc_->blocks[end - 1].source.end - doc_->blocks[part * kPart].source.begin);
  count_lines(*doc_, part * kPart, end, tongues_, &rows_);
  table_.reset(rows_.size(), kTextFeatures);
  fill_document_features(rows_, &table_);
}

// Counts a part of so many bytes of text.
void Measurements::count(uint64_t bytes) const {
  if (work_ == nullptr) return;
  work_->add(kByteSteps * bytes);
  if (doc_->page) {
    work_->add(kPageRowSteps * size_ + kElementSteps * doc_->page->elements.size() +
               kRunSteps * doc_->page->runs.size());
  } else {
    work_->add(kLineSteps * std::min(size_, kPart));
  }
}

double Measurements::of_line(Feature feature, uint32_t line) {
  const auto column = static_cast<size_t>(feature);
  const uint32_t row = row_of_line(line);
  const uint32_t part = doc_->page ? 0 : row / kPart;
  measure(part);
  return table_.at(column, row - part * kPart);
}

uint32_t Measurements::row_of_line(uint32_t line) {
  if (!doc_->page) return line;
  if (row_of_line_.empty()) {
    row_of_line_.resize(doc_->blocks.size());
    for (uint32_t row = 0; row < size_; ++row) {
      const PageBlock& block = doc_->page->blocks[row];
      std::fill(row_of_line_.begin() + block.first_line, row_of_line_.begin() + block.end_line, row);
    }
  }
  return row_of_line_[line];
}

Span Measurements::lines_of_row(uint32_t row) const {
  if (!doc_->page) return {row, row + 1};
  return {doc_->page->blocks[row].first_line, doc_->page->blocks[row].end_line};
}

Span Measurements::text_of_row(uint32_t row) const {
  const Span lines = lines_of_row(row);
  return {doc_->blocks[lines.begin].source.begin, doc_->blocks[lines.end - 1].source.end};
}

}  // namespace dehusk
