// What is left of a page's blocks after the cuts, one block after the other.
//
//   text    Read {this} on.\n{An ad}\nBye.       one block of three lines
//   kept    [Read][ ][on.] [Bye.]                two lines; the emptied one is not there
//
// Of a table row a "line" is a cell, empty ones included, so that columns stay where they are. A
// walk over all blocks costs O(blocks + removals + bytes of lines with cuts).
#pragma once

#include <cstdint>
#include <vector>

#include "doc/decision.h"
#include "doc/document.h"
#include "write/close_up.h"

namespace dehusk {

/// A line of which something is left, or a cell.
struct KeptLine {
  uint32_t first_span = 0;  ///< into KeptBlock::spans
  uint32_t end_span = 0;
  uint32_t line_ends = 0;  ///< before it, since the last kept line: 1 or more; 0 for cells
};

struct KeptBlock {
  std::vector<Span> spans;  ///< of Document::text, in order
  std::vector<KeptLine> lines;
};

/// From the begin of its first line to the end of its last one.
inline Span span_of(const Document& doc, const PageBlock& block) {
  return {doc.blocks[block.first_line].source.begin, doc.blocks[block.end_line - 1].source.end};
}

class KeptText {
 public:
  /// Both are borrowed for the walk.
  KeptText(const Document& doc, const Decisions& decisions)
      : doc_(doc), removed_(decisions.removed) {}

  /// True if nothing of the block is cut. Blocks have to be asked for in order, O(1) spread over
  /// all.
  bool whole(const PageBlock& block);

  /// What is left; false for nothing. In order too.
  bool keep(const PageBlock& block, KeptBlock* kept);

 private:
  void keep_part(Span part, KeptBlock* kept);
  bool keep_cells(Span row, KeptBlock* kept);

  const Document& doc_;
  const std::vector<Removal>& removed_;
  size_t next_ = 0;  // the first removal that ends behind what was asked for
  std::vector<Piece> pieces_;
};

/// Where the first cell of the rest of a table row ends.
uint32_t cell_end(const Document& doc, Span rest);

/// Line ends in `gap`, which lies between two lines.
uint32_t count_line_ends(std::string_view gap);

}  // namespace dehusk
