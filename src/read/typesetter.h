// The text of a page as a browser would set it: white space collapsed, lines and blocks apart.
//
//   append()      "  Fish \n &amp; chips"   ->  "Fish & chips", three pieces
//   end_block()   what comes next begins a block of its own
//   break_line()  what comes next begins a line
//
// White space is owed until something to be seen follows: no line begins or ends with it, but in
// preformatted text, where it is kept. Soft hyphens and zero-width spaces are left out, a no-break
// space is a space. Other white space of Unicode and joiners stay, but no line is made of them alone:
// at its start they are owed too.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "doc/document.h"

namespace dehusk {

/// Character references that were decoded before; one for each thread.
using ReferenceCache = std::map<std::string, std::string, std::less<>>;

/// How a stretch of text is read.
struct TextMode {
  bool raw = false;           ///< `&` is a letter
  bool preformatted = false;  ///< white space counts
};

inline constexpr uint32_t kNothingSeen = UINT32_MAX;

class Typesetter {
 public:
  /// Writes page->text and page->pieces, and lines to *lines.
  Typesetter(Page* page, std::vector<Block>* lines, ReferenceCache* references)
      : page_(*page),
        out_(page->text),
        pieces_(page->pieces),
        lines_(*lines),
        references_(*references) {}

  /// Appends a part of the source, decoded. The offset of the first character to be seen, or
  /// kNothingSeen. O(size).
  uint32_t append(Span source, TextMode mode);

  /// Appends text that is known not to be the source's as it stands: one piece.
  uint32_t append_decoded(std::string_view text, Span source, TextMode mode);

  void owe_space() { space_ = true; }
  void owe_tab() {
    ++tabs_;
    forget_blank();
  }
  void break_line() {
    ++breaks_;
    forget_blank();
  }
  void end_block();

  /// True if a line end is owed within the open block.
  bool owes_break() const { return open_ && breaks_ > 0; }
  /// True once after an append() that began a block.
  bool began_block();
  /// The first line of the block begun last.
  uint32_t block_line() const { return block_line_; }
  uint32_t size() const { return static_cast<uint32_t>(out_.size()); }
  uint32_t line_count() const { return static_cast<uint32_t>(lines_.size()); }

 private:
  void settle();
  void close_line();
  void write(std::string_view text, Span source);
  void put(std::string_view text, Span source);
  void put_reference(std::string_view reference, Span source, bool preformatted);
  void forget_blank() {
    blank_.clear();
    blank_pieces_.clear();
  }
  void white_space(std::string_view run, bool preformatted);
  const std::string& decoded(std::string_view reference);
  bool is_new(std::string_view reference);

  const Page& page_;
  std::string& out_;
  std::vector<TextPiece>& pieces_;
  std::vector<Block>& lines_;
  ReferenceCache& references_;
  std::vector<uint64_t> seen_;  // hashes of references of this page, each in its slot: for what they count
  bool open_ = false;         // a block is
  bool began_block_ = false;
  uint32_t block_line_ = 0;
  uint32_t line_begin_ = 0;
  uint32_t first_seen_ = kNothingSeen;
  bool space_ = false;
  uint32_t tabs_ = 0;
  uint32_t breaks_ = 0;       // line ends owed
  std::string indent_;        // white space owed in preformatted text
  std::string blank_;         // owed at the start of a line: white space of Unicode, joiners
  std::vector<TextPiece> blank_pieces_;  // of it
};

}  // namespace dehusk
