#include "core/visible.h"
#include "expect.h"

#include <algorithm>
#include <vector>

#include "core/unicode.h"
#include "core/utf8.h"
#include "engine/features.h"
#include "read/decode.h"

namespace dehusk::fuzz {
namespace {

std::string number(uint64_t value) { return " " + std::to_string(value); }

void dump_range(const ReportedRange& range, std::string* out) {
  *out += number(range.begin) + number(range.end) + number(range.line) + " '" + range.text + "' " +
          range.rule.name + " " + std::string(name_of(range.rule.category)) +
          number(static_cast<uint64_t>(range.why));
  for (const std::string& name : range.also) *out += " also " + name;
  if (range.saved_by) *out += " saved by " + range.saved_by->name;
  *out += "\n";
}

// Runs of letters and digits, less what cannot be seen; each letter of a script without spaces is one.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t c = next_code_point(text, &at);
    if (is_ignorable(c)) continue;
    const bool joins = is_word(c) && !is_unspaced(c);
    if (is_word(c) && (!joins || !inside)) words.emplace_back();
    if (is_word(c)) words.back() += text.substr(begin, at - begin);
    inside = joins;
  }
  return words;
}

// True if each word of `part` is one of `whole`, or what is left of one, in their order. (A rule may
// cut into a word, none may make one of two.)
bool is_subsequence(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  size_t i = 0;
  for (const std::string& word : whole) {
    i += i < part.size() && word.find(part[i]) != std::string::npos;
  }
  return i == part.size();
}

uint64_t line_at(std::string_view text, uint64_t end) {
  uint64_t line = 1;
  for (size_t i = 0; i < end; ++i) {
    line += text[i] == '\n' || (text[i] == '\r' && text.substr(i + 1, 1) != "\n");
  }
  return line;
}

std::string without_line_ends(std::string text) {
  std::erase_if(text, [](char c) { return c == '\n' || c == '\r'; });
  return text;
}

void check_pieces(const Cleaned& cleaned, std::string_view source) {
  uint64_t at = 0;
  size_t removals = 0;
  std::string kept;
  for (const ReportedPiece& piece : cleaned.pieces) {
    expect(piece.begin == at, "pieces follow each other");
    expect(piece.end > piece.begin, "no piece is empty");
    at = piece.end;
    const std::string_view bytes = source.substr(piece.begin, piece.end - piece.begin);
    if (piece.kind == ReportedPiece::Kind::kept) kept += bytes;
    if (piece.kind == ReportedPiece::Kind::space && cleaned.replaced == 0) {
      expect(!has_visible(bytes), "only white space is dropped unsaid");
    }
    if (piece.kind != ReportedPiece::Kind::removed) continue;
    expect(piece.removal == removals, "removals stand in order");
    const ReportedRange& range = cleaned.removed.at(removals++);
    expect(piece.begin == range.begin && piece.end == range.end, "a removed piece is its range");
  }
  expect(at == source.size(), "pieces reach to the end");
  expect(removals == cleaned.removed.size(), "every removed range is a piece");
  if (cleaned.replaced > 0) return;  // the bytes are not those of the text
  expect_same(without_line_ends(kept), without_line_ends(cleaned.text), "kept pieces are the output");
}

}  // namespace

void expect_same(std::string_view a, std::string_view b, const char* what) {
  if (a == b) return;
  throw Broken(std::string(what) + "\n--- one\n" + std::string(a) + "\n--- other\n" +
               std::string(b));
}

std::string utf8_of(std::string_view bytes) {
  const Result<Decoded> decoded = decode(bytes, {.encoding = "utf-8"});
  return decoded ? std::string(decoded->text()) : std::string();
}

std::string dump(const Cleaned& cleaned) {
  const CleanStats& stats = cleaned.stats;
  std::string out = "text '" + cleaned.text + "'\nmeta '" + cleaned.title + "' '" + cleaned.author +
                    "' '" + cleaned.published + "' '" + cleaned.source + "' " + cleaned.encoding +
                    number(cleaned.replaced) + "\n";
  for (const std::string& pack : cleaned.packs) out += "pack " + pack + "\n";
  out += "level " + std::string(cleaned.level ? name_of(*cleaned.level) : "none") +
         number(static_cast<uint64_t>(cleaned.guarded)) + "\nstats" + number(stats.bytes_in) +
         number(stats.bytes_out) + number(stats.lines_in) + number(stats.visible_in) +
         number(stats.visible_removed) + number(stats.ranges_removed) +
         number(stats.element_rules) + "\n";
  for (const ReportedRange& range : cleaned.removed) dump_range(range, &(out += "removed"));
  for (const ReportedRange& range : cleaned.spared) dump_range(range, &(out += "spared"));
  for (const ReportedPiece& piece : cleaned.pieces) {
    out += "piece" + number(static_cast<uint64_t>(piece.kind)) + number(piece.begin) +
           number(piece.end) + number(piece.removal) + "\n";
  }
  return out + "decoded '" + cleaned.decoded + "'\n";
}

void check_cleaned(const Cleaned& cleaned, std::string_view bytes) {
  const bool in_bytes = cleaned.encoding == "utf-8";  // where ranges count
  const std::string_view source = in_bytes ? bytes : std::string_view(cleaned.decoded);
  check_pieces(cleaned, source);
  for (const ReportedRange& range : cleaned.removed) {
    expect(has_visible(range.text), "a removed range holds something to be seen");
    size_t at = 0;
    expect(!is_space(next_code_point(range.text, &at)), "a removed range begins with no space");
    expect(range.line == line_at(source, range.begin), "a range names its line");
    expect(std::is_sorted(range.also.begin(), range.also.end()), "other rules stand in order");
    expect(range.also.empty() || range.rule.name < range.also.front(), "the first rule is named");
    if (cleaned.replaced > 0) continue;
    expect_same(range.text, source.substr(range.begin, range.end - range.begin),
                "a range's text is its bytes");
  }
  uint64_t before = 0;
  for (const ReportedRange& range : cleaned.spared) {
    expect(before <= range.begin && range.begin <= range.end && range.end <= source.size(),
           "spared ranges stand in order, inside the input");
    before = range.begin;
  }
  expect(is_subsequence(words_of(cleaned.text), words_of(cleaned.decoded)),
         "the output's words are a subsequence of the input's");
}

}  // namespace dehusk::fuzz
