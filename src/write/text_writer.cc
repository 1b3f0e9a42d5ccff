#include "write/text_writer.h"

#include <algorithm>

#include "core/unicode.h"
#include "core/utf8.h"

namespace dehusk {
namespace {

bool is_closing(char32_t c) {
  switch (c) {
    case '.': case ',': case ';': case ':': case '!': case '?': case ')': case ']': case '}':
    case 0x2026: case 0x3002: case 0x3001: case 0xFF0C: case 0xFF0E: case 0xFF01: case 0xFF1F:
    case 0xFF09: case 0x060C: case 0x061B: case 0x061F: case 0x06D4: case 0x0964:
      return true;
    default:
      return false;
  }
}

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
    close_up(source.begin, &pieces);
    const bool any = std::any_of(pieces.begin(), pieces.end(),
                                 [](const Piece& p) { return p.kind == Piece::Kind::kept; });
    if (any) begin_line();
    for (const Piece& piece : pieces) emit(piece.kind, piece.source, piece.removal);
    if (any) sink_.line_end();
  }

  static bool is_blank(std::string_view text) {
    for (size_t at = 0; at < text.size();) {
      const char32_t c = next_code_point(text, &at);
      if (!is_space(c) && !is_ignorable(c)) return false;
    }
    return true;
  }

  size_t leading_space(Span span) const {
    const std::string_view text = doc_.text_of(span);
    size_t end = 0;
    for (size_t at = 0; at < text.size(); end = at) {
      if (!is_space(next_code_point(text, &at))) break;
    }
    return end;
  }

  size_t trailing_space(Span span) const {
    const std::string_view text = doc_.text_of(span);
    size_t begin = text.size();
    while (begin > 0) {
      size_t at = begin - 1;
      while (at > 0 && (static_cast<uint8_t>(text[at]) & 0xC0) == 0x80) --at;
      size_t next = at;
      if (!is_space(next_code_point(text, &next))) break;
      begin = at;
    }
    return text.size() - begin;
  }

  // Turns white space at the cuts into pieces of its own. Between two kept stretches one space
  // stays, the first there is, unless closing punctuation follows; at the line's ends none.
  void close_up(uint32_t line_begin, std::vector<Piece>* pieces) const {
    std::vector<Piece> closed;
    bool kept_before = false;   // something to be seen was kept in this line
    bool space_owed = false;    // white space was kept back since
    size_t owed_at = 0;         // where in `closed` the first of it is
    for (const Piece& piece : *pieces) {
      if (piece.kind == Piece::Kind::removed) {
        closed.push_back(piece);
        continue;
      }
      const bool first = piece.source.begin == line_begin;
      if (is_blank(doc_.text_of(piece.source))) {
        if (!space_owed && kept_before && first_space(piece.source) < piece.source.end) {
          space_owed = true;
          owed_at = closed.size();
        }
        closed.push_back({Piece::Kind::space, piece.source, 0});
        continue;
      }
      Span rest = piece.source;
      const auto lead = first ? 0 : static_cast<uint32_t>(leading_space(rest));
      if (lead > 0) {
        if (!space_owed && kept_before) {
          space_owed = true;
          owed_at = closed.size();
        }
        closed.push_back({Piece::Kind::space, {rest.begin, rest.begin + lead}, 0});
        rest.begin += lead;
      }
      size_t at = rest.begin;
      if (space_owed && !is_closing(next_code_point(doc_.text, &at))) keep_one(&closed, owed_at);
      space_owed = false;
      const auto trail = static_cast<uint32_t>(trailing_space(rest));
      closed.push_back({Piece::Kind::kept, {rest.begin, rest.end - trail}, 0});
      kept_before = true;
      if (trail > 0) {
        space_owed = true;
        owed_at = closed.size();
        closed.push_back({Piece::Kind::space, {rest.end - trail, rest.end}, 0});
      }
    }
    *pieces = std::move(closed);
  }

  // Where the first white space in `span` is; its end where there is none.
  uint32_t first_space(Span span) const {
    const std::string_view text = doc_.text_of(span);
    size_t begin = 0;
    for (size_t at = 0; at < text.size(); begin = at) {
      if (is_space(next_code_point(text, &at))) break;
    }
    return span.begin + static_cast<uint32_t>(begin);
  }

  // Keeps the first white space of the piece at `index`.
  void keep_one(std::vector<Piece>* pieces, size_t index) const {
    const Span all = (*pieces)[index].source;
    const uint32_t begin = first_space(all);
    size_t end = begin;
    next_code_point(doc_.text, &end);
    const auto rest = static_cast<uint32_t>(end);
    const Span parts[] = {{all.begin, begin}, {begin, rest}, {rest, all.end}};
    std::vector<Piece> split;
    for (size_t i = 0; i < 3; ++i) {
      const auto kind = i == 1 ? Piece::Kind::kept : Piece::Kind::space;
      if (!parts[i].empty()) split.push_back({kind, parts[i], 0});
    }
    const auto place = pieces->erase(pieces->begin() + static_cast<ptrdiff_t>(index));
    pieces->insert(place, split.begin(), split.end());
  }

  const Document& doc_;
  const std::vector<Removal>& removed_;
  const BlankLines blanks_;
  Sink& sink_;
  uint32_t at_ = 0;             // end of the last piece
  uint32_t block_end_ = 0;      // of the last block
  size_t next_ = 0;             // removal
  size_t pending_blanks_ = 0;   // blank lines since the last line written
  bool removed_last_ = false;   // the last piece was removed
  bool written_ = false;
};

struct TextSink {
  const Document& doc;
  std::string& out;
  void piece(Piece::Kind kind, Span span, uint32_t) {
    if (kind == Piece::Kind::kept) out.append(doc.text_of(span));
  }
  void line_end() { out.push_back('\n'); }
  void blank_line() { out.push_back('\n'); }
};

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
  TextSink sink{doc, out};
  Walk<TextSink>(doc, decisions, blanks, &sink).run();
  return out;
}

}  // namespace dehusk
