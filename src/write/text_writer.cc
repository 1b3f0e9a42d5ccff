#include "write/text_writer.h"

#include <algorithm>

namespace dehusk {
namespace {

// How many line ends lie in a stretch of white space; CRLF is one.
size_t count_line_ends(std::string_view gap) {
  size_t n = 0;
  for (size_t i = 0; i < gap.size(); ++i) {
    if (gap[i] == '\n') {
      n += i == 0 || gap[i - 1] != '\r';
    } else {
      n += gap[i] == '\r';
    }
  }
  return n;
}

// Hands out the pieces in order. Sink: piece(kind, span, removal), line_end(), blank_line().
template <typename Sink>
class Walk {
 public:
  Walk(const Document& doc, const Decisions& decisions, BlankLines blanks, Sink* sink)
      : doc_(doc), removed_(decisions.removed), blanks_(blanks), sink_(*sink) {}

  void run() {
    for (const Block& block : doc_.blocks) {
      if (block.source.end > at_) {  // otherwise inside a removal of several blocks
        gap(block.source.begin);
        this->block(block.source);
      }
      block_end_ = block.source.end;
    }
    gap(static_cast<uint32_t>(doc_.text.size()));
    if (blanks_ == BlankLines::keep) blank_lines();
  }

 private:
  // What lies between the last block and `end`. Its blank lines count unless a removal, or several
  // that touch, reach through it from block to block.
  void gap(uint32_t end) {
    bool reaches = removed_last_;
    for (;;) {
      const uint32_t space_end = std::min(end, next_removal());
      if (at_ < space_end) {
        emit(Piece::Kind::space, {at_, space_end}, 0);
        reaches = false;
      }
      if (next_removal() >= end || removed_[next_].source.end > end) break;
      emit(Piece::Kind::removed, removed_[next_].source, static_cast<uint32_t>(next_));
      ++next_;
    }
    reaches = reaches && (at_ > end || at_ == next_removal());
    if (reaches) return;
    const size_t ends = count_line_ends(doc_.text_of(Span{block_end_, end}));
    const size_t own = block_end_ > 0 && ends > 0 ? 1 : 0;  // the block's, which is not blank
    pending_blanks_ += ends - own;
  }

  // Where the next removal begins.
  uint32_t next_removal() const {
    return next_ < removed_.size() ? removed_[next_].source.begin : UINT32_MAX;
  }

  void emit(Piece::Kind kind, Span span, uint32_t removal) {
    if (!span.empty()) {
      sink_.piece(kind, span, removal);
      removed_last_ = kind == Piece::Kind::removed;
    }
    at_ = span.end;
  }

  void blank_lines() {
    for (; pending_blanks_ > 0; --pending_blanks_) sink_.blank_line();
  }

  void begin_line() {
    if (blanks_ == BlankLines::keep) {
      blank_lines();
    } else if (written_ && pending_blanks_ > 0) {
      sink_.blank_line();
    }
    pending_blanks_ = 0;
    written_ = true;
  }

  void block(Span source) {
    const bool cut = next_removal() < source.end;
    if (!cut && at_ == source.begin) {
      begin_line();
      emit(Piece::Kind::kept, source, 0);
      sink_.line_end();
      return;
    }
    cut_block(source);
  }

  // A block with cuts: what is left between them, closed up.
  void cut_block(Span source) {
    std::vector<Piece> pieces;
    uint32_t at = at_;
    while (next_removal() < source.end) {
      const Removal& removal = removed_[next_];
      if (removal.source.begin > at) {
        pieces.push_back({Piece::Kind::kept, {at, removal.source.begin}, 0});
      }
      pieces.push_back({Piece::Kind::removed, removal.source, static_cast<uint32_t>(next_)});
      at = removal.source.end;
      ++next_;
    }
    if (at < source.end) pieces.push_back({Piece::Kind::kept, {at, source.end}, 0});
    close_up(doc_.text, source.begin, &pieces);
    const bool any = std::any_of(pieces.begin(), pieces.end(),
                                 [](const Piece& p) { return p.kind == Piece::Kind::kept; });
    if (any) begin_line();
    for (const Piece& piece : pieces) emit(piece.kind, piece.source, piece.removal);
    if (any) sink_.line_end();
  }

  const Document& doc_;
  const std::vector<Removal>& removed_;
  const BlankLines blanks_;
  Sink& sink_;
  uint32_t at_ = 0;            // end of the last piece
  uint32_t block_end_ = 0;     // of the last block
  size_t next_ = 0;            // removal
  size_t pending_blanks_ = 0;  // blank lines since the last line written
  bool removed_last_ = false;  // the last piece was removed
  bool written_ = false;
};

// Joins what lies side by side in the source, line ends too.
template <typename Output>
class TextSink {
 public:
  TextSink(const Document& doc, const Output& output) : doc_(doc), output_(output) {}

  void piece(Piece::Kind kind, Span span, uint32_t) {
    if (kind != Piece::Kind::kept) return;
    if (span.begin != run_.end) {
      flush();
      run_.begin = span.begin;
    }
    run_.end = span.end;
  }
  void line_end() {
    if (run_.end < doc_.text.size() && doc_.text[run_.end] == '\n') {
      ++run_.end;
      return;
    }
    flush();
    output_("\n");
  }
  void blank_line() { line_end(); }

  void flush() {
    if (!run_.empty()) output_(doc_.text_of(run_));
    run_.begin = run_.end;
  }

 private:
  const Document& doc_;
  const Output& output_;
  Span run_;  // not handed out yet
};

template <typename Output>
void write_parts(const Document& doc, const Decisions& decisions, BlankLines blanks,
                 const Output& output) {
  TextSink<Output> sink(doc, output);
  Walk<TextSink<Output>>(doc, decisions, blanks, &sink).run();
  sink.flush();
}

struct TileSink {
  std::vector<Piece>& out;
  void piece(Piece::Kind kind, Span span, uint32_t removal) {
    if (kind != Piece::Kind::removed && !out.empty() && out.back().kind == kind) {
      out.back().source.end = span.end;
    } else {
      out.push_back({kind, span, removal});
    }
  }
  void line_end() {}
  void blank_line() {}
};

}  // namespace

std::vector<Piece> tile(const Document& doc, const Decisions& decisions, BlankLines blanks) {
  std::vector<Piece> pieces;
  TileSink sink{pieces};
  Walk<TileSink>(doc, decisions, blanks, &sink).run();
  return pieces;
}

std::string write_text(const Document& doc, const Decisions& decisions, BlankLines blanks) {
  std::string out;
  out.reserve(doc.text.size() + 1);
  write_parts(doc, decisions, blanks, [&](std::string_view part) { out.append(part); });
  return out;
}

void write_text(const Document& doc, const Decisions& decisions, BlankLines blanks,
                const TextOutput& output) {
  write_parts(doc, decisions, blanks, output);
}

}  // namespace dehusk
