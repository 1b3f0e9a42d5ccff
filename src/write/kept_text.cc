#include "write/kept_text.h"

#include <algorithm>

#include "core/unicode.h"

namespace dehusk {

uint32_t count_line_ends(std::string_view gap) {
  return static_cast<uint32_t>(std::count(gap.begin(), gap.end(), '\n'));
}

uint32_t cell_end(const Document& doc, Span rest) {
  const size_t tab = doc.text_of(rest).find('\t');
  return tab == std::string_view::npos ? rest.end : rest.begin + static_cast<uint32_t>(tab);
}

bool KeptText::whole(const PageBlock& block) {
  const Span span = span_of(doc_, block);
  while (next_ < removed_.size() && removed_[next_].source.end <= span.begin) ++next_;
  return next_ == removed_.size() || removed_[next_].source.begin >= span.end;
}

// Adds a line: what lies between the removals, closed up. A removal may go on behind it.
void KeptText::keep_part(Span part, KeptBlock* kept) {
  while (next_ < removed_.size() && removed_[next_].source.end <= part.begin) ++next_;
  const auto first = static_cast<uint32_t>(kept->spans.size());
  if (next_ == removed_.size() || removed_[next_].source.begin >= part.end) {
    if (!is_blank(doc_.text_of(part))) kept->spans.push_back(part);
  } else {
    pieces_.clear();
    uint32_t at = part.begin;
    for (size_t i = next_; at < part.end; ++i) {
      const bool more = i < removed_.size() && removed_[i].source.begin < part.end;
      const uint32_t stop = more ? std::max(at, removed_[i].source.begin) : part.end;
      if (at < stop) pieces_.push_back({Piece::Kind::kept, {at, stop}, 0});
      if (!more) break;
      const uint32_t end = std::min(removed_[i].source.end, part.end);
      pieces_.push_back({Piece::Kind::removed, {stop, end}, static_cast<uint32_t>(i)});
      at = end;
    }
    close_up(doc_.text, part.begin, &pieces_);
    for (const Piece& piece : pieces_) {
      if (piece.kind != Piece::Kind::kept) continue;
      if (kept->spans.size() > first && kept->spans.back().end == piece.source.begin) {
        kept->spans.back().end = piece.source.end;
      } else {
        kept->spans.push_back(piece.source);
      }
    }
  }
  kept->lines.push_back({first, static_cast<uint32_t>(kept->spans.size()), 0});
}

bool KeptText::keep_cells(Span row, KeptBlock* kept) {
  for (uint32_t begin = row.begin;;) {
    const uint32_t end = cell_end(doc_, {begin, row.end});
    keep_part({begin, end}, kept);
    if (end == row.end) break;
    begin = end + 1;
  }
  return !kept->spans.empty();
}

bool KeptText::keep(const PageBlock& block, KeptBlock* kept) {
  kept->spans.clear();
  kept->lines.clear();
  if (block.kind == BlockKind::table_row) return keep_cells(span_of(doc_, block), kept);
  uint32_t line_ends = 0;
  for (uint32_t i = block.first_line; i < block.end_line; ++i) {
    const Span line = doc_.blocks[i].source;
    if (i > block.first_line) {
      const Span gap{doc_.blocks[i - 1].source.end, line.begin};
      const bool cut = next_ < removed_.size() && removed_[next_].source.begin < gap.end &&
                       removed_[next_].source.end > gap.begin;
      line_ends += cut ? 1 : count_line_ends(doc_.text_of(gap));
    }
    keep_part(line, kept);
    KeptLine& last = kept->lines.back();
    if (last.first_span == last.end_span) {  // it takes a line end of its own along
      kept->lines.pop_back();
      if (line_ends > 0) --line_ends;
      continue;
    }
    last.line_ends = std::max(line_ends, 1u);
    line_ends = 0;
  }
  return !kept->lines.empty();
}

}  // namespace dehusk
