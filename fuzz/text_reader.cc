// Any bytes: decoding says where each character came from, blocks are the lines that hold something,
// and what the writer makes of them is a normal form.
#include <algorithm>
#include <vector>

#include "core/unicode.h"
#include "core/utf8.h"
#include "core/visible.h"
#include "engine/features.h"
#include "expect.h"
#include "read/decode.h"
#include "read/text_reader.h"
#include "read/utf8_check.h"
#include "targets.h"
#include "write/text_writer.h"

namespace dehusk::fuzz {
namespace {

constexpr size_t kLargest = 4096;

void check_decoded(std::string_view bytes, const Decoded& decoded) {
  const std::string_view text = decoded.text();
  expect(valid_utf8_prefix(text) == text.size(), "text is valid UTF-8");
  uint32_t before = decoded.source_offset(0);
  for (uint32_t at = 0; at <= text.size(); ++at) {
    expect(decoded.source_offset(at) >= before, "source offsets never fall");
    before = decoded.source_offset(at);
  }
  if (!decoded.spans_are_original) {
    expect(decoded.repairs.empty(), "repairs are told of UTF-8 alone");
    return;
  }
  expect(decoded.repairs.size() == decoded.replaced, "every repair is counted");
  expect(decoded.source_offset(0) == decoded.bom_bytes, "the text begins behind its mark");
  expect(before == bytes.size(), "the text ends where the bytes do");
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    if (next_code_point(text, &at) == kReplacement) continue;
    const uint32_t source = decoded.source_offset(static_cast<uint32_t>(begin));
    expect(bytes.substr(source, at - begin) == text.substr(begin, at - begin),
           "a character's bytes stand at its source offset");
  }
}

// The lines that hold something to be seen, without white space behind them.
std::vector<Span> lines_of(std::string_view text) {
  std::vector<Span> lines;
  for (size_t begin = 0; begin < text.size();) {
    const size_t line_end = std::min(text.find_first_of("\r\n", begin), text.size());
    size_t end = begin;
    for (size_t at = begin; at < line_end;) {
      if (!is_space(next_code_point(text, &at))) end = at;
    }
    if (has_visible(text.substr(begin, end - begin))) {
      lines.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
    }
    begin = line_end + 1;
  }
  return lines;
}

void check_blocks(const Document& doc) {
  const std::vector<Span> lines = lines_of(doc.text);
  expect(doc.blocks.size() == lines.size(), "blocks are the lines that hold something");
  for (size_t i = 0; i < lines.size(); ++i) {
    expect(doc.blocks[i].source == lines[i], "a block is its line, trimmed behind");
  }
}

void check_tiles(const Document& doc, BlankLines blanks) {
  uint32_t at = 0;
  size_t kept = 0;
  for (const Piece& piece : tile(doc, {}, blanks)) {
    expect(piece.source.begin == at && piece.source.end > at, "pieces tile the text");
    at = piece.source.end;
    if (piece.kind == Piece::Kind::space) {
      expect(!has_visible(doc.text_of(piece.source)), "only white space is dropped");
      continue;
    }
    expect(piece.kind == Piece::Kind::kept, "nothing is removed without a decision");
    expect(kept < doc.blocks.size() && piece.source == doc.blocks[kept].source,
           "what is kept are the blocks");
    ++kept;
  }
  expect(at == doc.text.size() && kept == doc.blocks.size(), "pieces reach to the end");
}

void check_written(const Document& doc, BlankLines blanks) {
  const std::string out = write_text(doc, {}, blanks);
  expect(out.empty() || out.ends_with('\n'), "the last line ends too");
  expect(out.find('\r') == std::string::npos, "line ends are LF");
  if (blanks == BlankLines::collapse) {
    expect(!out.starts_with('\n') && !out.ends_with("\n\n"), "no blank line at either end");
    expect(out.find("\n\n\n") == std::string::npos, "no two blank lines follow each other");
  }
  const Document again = read_text(out);
  expect(again.blocks.size() == doc.blocks.size(), "every block comes out");
  for (size_t i = 0; i < doc.blocks.size(); ++i) {
    expect(again.text_of(again.blocks[i]) == doc.text_of(doc.blocks[i]), "blocks come out unchanged");
  }
  expect_same(write_text(again, {}, blanks), out, "written again, nothing changes");
}

}  // namespace

void text_reader(std::string_view bytes) {
  if (bytes.size() > kLargest) return;
  for (const char* encoding : {"", "utf-8", "gb18030", "iso-2022-jp"}) {
    const Result<Decoded> decoded = decode(bytes, {.encoding = encoding});
    expect(decoded.ok(), "any bytes can be decoded");
    check_decoded(bytes, *decoded);
    const Document doc = read_text(decoded->text());
    check_blocks(doc);
    for (const BlankLines blanks : {BlankLines::collapse, BlankLines::keep}) {
      check_tiles(doc, blanks);
      check_written(doc, blanks);
    }
  }
}

}  // namespace dehusk::fuzz
