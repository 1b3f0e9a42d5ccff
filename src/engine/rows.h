// The blocks of a document as rows of counts, and their running sums: what features are made of.
#pragma once

#include <cstdint>
#include <vector>

#include "doc/document.h"
#include "engine/text_stats.h"

namespace dehusk {

/// A block of a page or a line of a text.
struct Row {
  TextStats text;
  uint32_t link_chars = 0;  ///< of the visible characters
  uint32_t links = 0;
  uint32_t lines = 1;
  bool good = false;        ///< see rule/feature.h
  uint32_t blanks = 0;      ///< of a text: blank lines before it, at most 9
  uint32_t indent = 0;      ///< of a text: white space it begins with, in bytes
};

/// Sums over the rows before an index: the sum over [a, b) is x[b] - x[a].
struct RunningSums {
  std::vector<uint32_t> words;
  std::vector<uint32_t> chars;
  std::vector<uint32_t> link_chars;
  std::vector<uint32_t> good_words;
  std::vector<uint32_t> sentences;
  std::vector<uint32_t> function_words;
};

struct Rows {
  std::vector<Row> rows;
  std::vector<uint32_t> words;    ///< hashes of all words but function words, see TextStats
  RunningSums sums;
  bool page = false;              ///< rows are a page's blocks, not a text's lines
  uint32_t title_size = 0;        ///< words of the title
  uint32_t title_row = kNoTitle;  ///< the row that shows it
  static constexpr uint32_t kNoTitle = UINT32_MAX;

  uint32_t size() const { return static_cast<uint32_t>(rows.size()); }
};

/// Rows of a page's blocks, or of a text's lines from `first` up to `end`. Reads the whole text once.
void count_page(const Document& doc, const PageMeta& meta, uint32_t tongues, Rows* rows);
void count_lines(const Document& doc, uint32_t first, uint32_t end, uint32_t tongues, Rows* rows);

/// part / whole, 0 of nothing.
inline float share_of(uint32_t part, uint32_t whole) {
  return whole == 0 ? 0.0F : static_cast<float>(part) / static_cast<float>(whole);
}

}  // namespace dehusk
