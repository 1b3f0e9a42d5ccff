// Rows of text for a terminal: broken where they are full, cut short where that is asked for.
//
//   |   14 ~  The minister said on Monday, in an answer to  |   put() "The minister ...", then the
//   |         the house, that [-(Also read: more)-] it was  |   cut, then the rest; margins are the
//   |         over.                                         |   caller's
//
// What a page holds must not steer the terminal: control characters and those that turn the
// direction of writing are shown as <U+001B>. Widths are those terminals use for East Asian text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/line_diff.h"

namespace dehusk {

/// How text is drawn: the parameters of an SGR sequence, "" for plain. Points to a constant.
using Ink = std::string_view;

inline constexpr size_t kRowColumns = 100;

/// Where a text that is too long is cut out of the middle, "[...]".
inline constexpr std::string_view kElision = "[...]";

/// True for what a terminal or a browser would obey: controls, and marks that turn the direction of
/// writing.
bool is_steering(char32_t c);

/// The two ends of a text, and whether something between them is left out.
struct Elided {
  std::string_view head;
  std::string_view tail;  ///< empty unless cut
  bool cut = false;
};

/// `text` whole if it takes no more columns than both ends and the elision, otherwise its ends.
/// O(columns) where it is long.
Elided elide(std::string_view text, size_t head_columns, size_t tail_columns);

/// `text` in the given ink, or as it is on plain paper.
std::string painted(std::string_view text, Ink ink, Paint paint);

/// Writes rows of kRowColumns to a string.
class RowWriter {
 public:
  RowWriter(std::string* out, Paint paint) : out_(*out), paint_(paint) {}

  /// Begins a line of text. `first` stands before its first row, `next` before the others; both
  /// take `margin_columns`.
  void begin(std::string first, std::string next, size_t margin_columns);

  /// Adds text; breaks rows at white space where there is some near the end.
  void put(std::string_view text, Ink ink);

  /// Adds text that stays in one row if a row has room for it; widths are counted in bytes.
  void put_unbroken(std::string_view text, Ink ink);

  /// Ends the line. White space at the end of rows is left out.
  void end();

 private:
  struct Cell {
    char32_t character;
    uint8_t columns;
    Ink ink;
  };
  void put_character(char32_t c, Ink ink);
  void put_cell(Cell cell);
  void write_row(size_t cells);

  std::string& out_;
  Paint paint_;
  std::string margin_;
  std::string next_margin_;
  size_t room_ = kRowColumns;
  size_t used_ = 0;  ///< columns of row_
  bool written_ = false;
  std::vector<Cell> row_;
};

}  // namespace dehusk
