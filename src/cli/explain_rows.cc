#include "cli/explain_rows.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <utility>

#include "core/unicode.h"
#include "core/utf8.h"

namespace dehusk {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Two columns: EastAsianWidth.txt, classes W and F, in large strokes.
constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

// No column: the marks of the scripts that the built-in packs are for.
constexpr Range kMarks[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x0670, 0x0670}, {0x06D6, 0x06DC}, {0x06DF, 0x06E4}, {0x0900, 0x0902}, {0x093A, 0x093A},
    {0x093C, 0x093C}, {0x0941, 0x0948}, {0x094D, 0x094D}, {0x0951, 0x0957}, {0x0981, 0x0981},
    {0x09BC, 0x09BC}, {0x09C1, 0x09C4}, {0x09CD, 0x09CD}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A},
    {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0x3099, 0x309A},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF},
};

template <size_t size>
bool is_in(const Range (&ranges)[size], char32_t c) {
  const auto* range = std::lower_bound(std::begin(ranges), std::end(ranges), c,
                                       [](const Range& r, char32_t at) { return r.last < at; });
  return range != std::end(ranges) && range->first <= c;
}

constexpr size_t kTab = 4;
constexpr size_t kNear = 12;  // bytes

size_t columns_of(char32_t c) {
  if (c >= 0x20 && c < 0x7F) return 1;
  if (c == '\t') return kTab;
  if (is_steering(c)) return 8;
  if (c < 0x300) return is_ignorable(c) ? 0 : 1;
  if (is_ignorable(c) || is_in(kMarks, c)) return 0;
  return is_in(kWide, c) ? 2 : 1;
}

// Where the first `columns` columns of `text` end, or its size.
size_t head_end(std::string_view text, size_t columns) {
  size_t at = 0;
  for (size_t next = 0; at < text.size(); at = next) {
    const size_t width = columns_of(next_code_point(text, &next));
    if (width > columns) return at;
    columns -= width;
  }
  return at;
}

// Where the last `columns` columns of `text` begin.
size_t tail_begin(std::string_view text, size_t columns) {
  size_t begin = text.size();
  while (begin > 0) {
    size_t at = begin - 1;
    while (at > 0 && begin - at < 4 && (static_cast<uint8_t>(text[at]) & 0xC0) == 0x80) --at;
    size_t next = at;
    const size_t width = columns_of(next_code_point(text, &next));
    if (width > columns) break;
    columns -= width;
    begin = at;
  }
  return begin;
}

}  // namespace

bool is_steering(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x2028 || c == 0x2029 ||
         c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

Elided elide(std::string_view text, size_t head_columns, size_t tail_columns) {
  if (head_end(text, head_columns + kElision.size() + tail_columns) == text.size()) {
    return {text, {}, false};
  }
  // At a space where one is near.
  std::string_view head = text.substr(0, head_end(text, head_columns));
  const size_t before = head.rfind(' ');
  if (before != std::string_view::npos && head.size() - before <= kNear) {
    head = head.substr(0, before + 1);
  }
  std::string_view tail = text.substr(tail_begin(text, tail_columns));
  const size_t behind = tail.substr(0, kNear).find(' ');
  if (behind != std::string_view::npos) tail.remove_prefix(behind);
  return {head, tail, true};
}

std::string painted(std::string_view text, Ink ink, Paint paint) {
  if (paint == Paint::plain || ink.empty() || text.empty()) return std::string(text);
  return "\x1b[" + std::string(ink) + "m" + std::string(text) + "\x1b[0m";
}

void RowWriter::begin(std::string first, std::string next, size_t margin_columns) {
  margin_ = std::move(first);
  next_margin_ = std::move(next);
  room_ = kRowColumns - std::min(margin_columns, kRowColumns / 2);
  written_ = false;
}

void RowWriter::put(std::string_view text, Ink ink) {
  for (size_t at = 0; at < text.size();) put_character(next_code_point(text, &at), ink);
}

void RowWriter::put_unbroken(std::string_view text, Ink ink) {
  if (used_ + text.size() > room_ && text.size() <= room_) write_row(row_.size());
  put(text, ink);
}

void RowWriter::put_character(char32_t c, Ink ink) {
  if (c == '\t') {
    for (size_t n = kTab - used_ % kTab; n > 0; --n) put_cell({' ', 1, ink});
  } else if (is_steering(c)) {
    char name[16];
    std::snprintf(name, sizeof name, "<U+%04X>", static_cast<unsigned>(c));
    put(name, ink);
  } else {
    put_cell({c, static_cast<uint8_t>(columns_of(c)), ink});
  }
}

void RowWriter::put_cell(Cell cell) {
  if (used_ + cell.columns > room_) {
    size_t split = row_.size();
    if (cell.character != ' ') {
      const size_t least = row_.size() - row_.size() / 4;
      while (split > least && row_[split - 1].character != ' ') --split;
      if (split == least) split = row_.size();
    }
    write_row(split);
    if (cell.character == ' ' && row_.empty()) return;
  }
  row_.push_back(cell);
  used_ += cell.columns;
}

// Writes the first `cells` of the row; what is left begins the next.
void RowWriter::write_row(size_t cells) {
  size_t end = cells;
  while (end > 0 && row_[end - 1].character == ' ') --end;
  std::string text = margin_;
  Ink ink;
  for (size_t i = 0; i < end; ++i) {
    if (paint_ == Paint::ansi && row_[i].ink != ink) {
      if (!ink.empty()) text += "\x1b[0m";
      ink = row_[i].ink;
      if (!ink.empty()) text += "\x1b[" + std::string(ink) + "m";
    }
    append_utf8(row_[i].character, &text);
  }
  if (!ink.empty()) text += "\x1b[0m";
  text.erase(text.find_last_not_of(' ') + 1);
  out_ += text;
  out_ += '\n';
  margin_ = next_margin_;
  written_ = true;
  row_.erase(row_.begin(), row_.begin() + static_cast<ptrdiff_t>(cells));
  used_ = 0;
  for (const Cell& cell : row_) used_ += cell.columns;
}

void RowWriter::end() {
  if (!row_.empty() || !written_) write_row(row_.size());
}

}  // namespace dehusk
