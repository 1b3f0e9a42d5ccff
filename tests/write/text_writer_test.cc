#include "core/visible.h"
#include "write/text_writer.h"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/unicode.h"
#include "core/utf8.h"
#include "engine/features.h"
#include "read/text_reader.h"

namespace dehusk {
namespace {

// A text with the ranges that go: written as "a {cut} b".
struct Marked {
  std::string text;
  Decisions decisions;
};

Marked marked(std::string_view source) {
  Marked result;
  uint32_t begin = 0;
  for (const char c : source) {
    const auto at = static_cast<uint32_t>(result.text.size());
    if (c == '{') {
      begin = at;
    } else if (c == '}') {
      result.decisions.removed.push_back({{begin, at}, 0, 0, 0});
    } else {
      result.text += c;
    }
  }
  return result;
}

std::string written(const Marked& marked, BlankLines blanks) {
  const Document doc = read_text(marked.text);
  std::string parts;
  write_text(doc, marked.decisions, blanks, [&](std::string_view part) { parts.append(part); });
  const std::string whole = write_text(doc, marked.decisions, blanks);
  CHECK(parts == whole);
  return whole;
}

// Kept pieces as they are, removed ones in braces, white space that is dropped in angles.
std::string dump_pieces(const Marked& marked, BlankLines blanks) {
  std::string dump;
  for (const Piece& piece : tile(read_text(marked.text), marked.decisions, blanks)) {
    const std::string_view kinds = piece.kind == Piece::Kind::kept      ? "  "
                                   : piece.kind == Piece::Kind::removed ? "{}"
                                                                        : "<>";
    if (kinds[0] != ' ') dump += kinds[0];
    dump += marked.text.substr(piece.source.begin, piece.source.size());
    if (kinds[1] != ' ') dump += kinds[1];
  }
  return dump;
}

TEST_CASE("parts are as long as nothing changes") {
  const Marked text = marked("a\n\nb\nc {cut}d\ne\r\nf \ng");
  std::vector<std::string> parts;
  write_text(read_text(text.text), text.decisions, BlankLines::collapse,
             [&](std::string_view part) { parts.emplace_back(part); });
  CHECK(parts == std::vector<std::string>{"a\n\nb\nc ", "d\ne", "\n", "f", "\n", "g", "\n"});
}

struct Case {
  std::string_view source;
  std::string_view want;
};

template <size_t size>
void check_texts(const Case (&cases)[size], BlankLines blanks) {
  for (const Case& c : cases) {
    CAPTURE(c.source);
    CHECK(written(marked(c.source), blanks) == c.want);
  }
}

TEST_CASE("lines come out as they are, without white space behind them") {
  const Case cases[] = {
      {"", ""},
      {"a", "a\n"},
      {"a\n", "a\n"},
      {"a  \n\tb\t\n", "a\n\tb\n"},
      {"  a\n", "  a\n"},
      {"a\u00A0\u3000\nb", "a\nb\n"},
      {"a\r\nb\rc\n", "a\nb\nc\n"},
      {"a\u200B\n", "a\u200B\n"},
      {"a  b\n", "a  b\n"},
      {"a\vb\fc\u0085d\u2028e\n", "a\vb\fc\u0085d\u2028e\n"},  // white space, but no line ends
      {"\xE4\xBD\xA0\xE5\xA5\xBD", "\xE4\xBD\xA0\xE5\xA5\xBD\n"},
  };
  check_texts(cases, BlankLines::collapse);
  check_texts(cases, BlankLines::keep);
}

TEST_CASE("runs of blank lines become one, none at the start or end") {
  const Case cases[] = {
      {"\n", ""},
      {" \n\t\n", ""},
      {"\n\na", "a\n"},
      {"a\n\n\n", "a\n"},
      {"a\n\nb", "a\n\nb\n"},
      {"a\n\n\n\nb", "a\n\nb\n"},
      {"a\n \n\u200B\n\t\nb", "a\n\nb\n"},
      {"a\r\n\r\nb", "a\n\nb\n"},
      {"a\r\nb", "a\nb\n"},
      {"a\r\rb", "a\n\nb\n"},
      {"a\n\rb", "a\n\nb\n"},
  };
  check_texts(cases, BlankLines::collapse);
}

TEST_CASE("blank lines stay where that is asked for") {
  const Case cases[] = {
      {"\n", "\n"},
      {" \n\t\n", "\n\n"},
      {"  ", ""},
      {"\n\na", "\n\na\n"},
      {"a\n\n\n", "a\n\n\n"},
      {"a\n\n\nb", "a\n\n\nb\n"},
      {"a\r\n\r\r\nb", "a\n\n\nb\n"},
      {"a\n  ", "a\n"},
      {"a\n\n{x}\n\nb", "a\n\n\nb\n"},
      {"a\n{x}\nb", "a\nb\n"},
      {"{x}\n\na", "\na\n"},
      {"\n{x}\na", "\na\n"},
      {"a\n\n{x}", "a\n\n"},
      {"a\n\n{x}\n", "a\n\n"},
      {"a\n{x}\n\n", "a\n\n"},
      {"{x}\n", ""},
      {"a\n\n{x\n\ny}\n\nb", "a\n\n\nb\n"},
      {"a\n\n{x\n\n}b", "a\n\n\nb\n"},
      {"a{\n\nx}\n\nb", "a\n\n\nb\n"},
  };
  check_texts(cases, BlankLines::keep);
}

TEST_CASE("a line that goes takes its own line end and no other") {
  const Case cases[] = {
      {"{x}", ""},
      {"{x}\n", ""},
      {"{x}\na", "a\n"},
      {"a\n{x}", "a\n"},
      {"a\n{x}\nb", "a\nb\n"},
      {"a\n\n{x}\nb", "a\n\nb\n"},
      {"a\n{x}\n\nb", "a\n\nb\n"},
      {"a\n\n{x}\n\nb", "a\n\nb\n"},
      {"a\n{x}\n{y}\nb", "a\nb\n"},
      {"a\n{x}\n\n{y}\nb", "a\n\nb\n"},
      {"a\r\n{x}\r\nb", "a\nb\n"},
      {"a\r\n\r\n{x}\r\n\r\nb", "a\n\nb\n"},
      {"a\r{x}\rb", "a\nb\n"},
      {"  {x}\na", "a\n"},
      {"a\n{  x}\t\nb", "a\nb\n"},
      {"a\n \u200B{x}\nb", "a\nb\n"},  // what nobody sees does not keep a line
  };
  check_texts(cases, BlankLines::collapse);
}

TEST_CASE("a removal of several lines takes the blank lines between them") {
  const Case cases[] = {
      {"a\n{x\ny}\nb", "a\nb\n"},
      {"a\n{x\n\n\ny}\nb", "a\nb\n"},
      {"a\n\n{x\n\ny}\nb", "a\n\nb\n"},
      {"a\n{x\n\ny}\n\nb", "a\n\nb\n"},
      {"{x\ny}\n\nb\n{z\n\n}", "b\n"},
      {"a\n{x}{\n\n}{y}\nb", "a\nb\n"},          // split where other matches begin and end
      {"a\n{x\n\n}{y}{\n\nz}\nb", "a\nb\n"},
      {"a b{ x\n\ny }c d\n", "a b\nc d\n"},      // from the middle of one line to that of another
      {"a{ x\n\ny}\n\nb", "a\n\nb\n"},
      {"a\n\n{x\n\ny }b", "a\n\nb\n"},
  };
  check_texts(cases, BlankLines::collapse);
}

TEST_CASE("what a keep cut out of a removal stays a paragraph of its own") {
  const Case cases[] = {
      {"a\n\n{x\n\n}k{\n\ny}\n\nb", "a\n\nk\n\nb\n"},
      {"a\n{x\n}k{\ny}\nb", "a\nk\nb\n"},
      {"a\n{x\n}k\n\nb", "a\nk\n\nb\n"},
      {"a\n{x\n\n}k\nb", "a\n\nk\nb\n"},
      {"a\nk{\n\nx\ny}\nb", "a\nk\n\nb\n"},
      {"{x\n}k\n\n\nb", "k\n\nb\n"},
      {"{x\ny }k{ z\n\nw}", "k\n"},
      {"{x\n}  k{\ny}", "  k\n"},
      {"{x }k {y }l{ z\nw}", "k l\n"},
      {"a\r\n{x\r\n}k{\r\ny}\r\nb", "a\nk\nb\n"},
  };
  check_texts(cases, BlankLines::collapse);
}

TEST_CASE("white space closes up around a cut") {
  const Case cases[] = {
      {"a {x} b", "a b\n"},
      {"a {x}b", "a b\n"},
      {"a{x} b", "a b\n"},
      {"a  {x}\t b", "a b\n"},
      {"a\t{x} b", "a\tb\n"},
      {"a\u00A0{x} b", "a\u00A0b\n"},
      {"a\u3000{x}b", "a\u3000b\n"},
      {"({x})", "()\n"},
      {"a {x}.", "a.\n"},
      {"a {x} , b", "a, b\n"},
      {"a {x}\u3002", "a\u3002\n"},
      {"a {x}\u060C b", "a\u060C b\n"},
      {"a {x} (b)", "a (b)\n"},
      {"{x} a", "a\n"},
      {"  {x} a", "a\n"},
      {"{  x} a", "a\n"},
      {"  a {x} b", "  a b\n"},
      {"a {x}", "a\n"},
      {"a {x} ", "a\n"},
      {"a {x} \nb", "a\nb\n"},
      {"a {x} {y} b", "a b\n"},
      {"a {x}{y} b", "a b\n"},
      {"a{x} {y}b", "a b\n"},
      {"a {x} b {y} c", "a b c\n"},
      {"{x} a {y}", "a\n"},
      {"a {x} {y}.", "a.\n"},
      {"a b  c {x} d", "a b  c d\n"},  // nothing happens away from the cut
      {"\u4F60{x}\u597D", "\u4F60\u597D\n"},
      {"\u4F60 {x} \u597D", "\u4F60 \u597D\n"},
      {"a{x}\u200B{y} b", "a b\n"},   // a zero-width character is no space
      {"a{x}\u200B {y}b", "a b\n"},
      {"a {x}\u200B", "a\n"},
      {"\u200B{x} a", "a\n"},
      {"a \u200B{x}\u200B b", "a \u200B\u200B b\n"},
  };
  check_texts(cases, BlankLines::collapse);
  check_texts(cases, BlankLines::keep);
}

TEST_CASE("the pieces tell what became of every byte") {
  const Case cases[] = {
      {"", ""},
      {"a \n\nb\n", "a< \n\n>b<\n>"},
      {"\n a", "<\n> a"},
      {"a {x} b", "a {x}< >b"},
      {"a  {x}b", "a < >{x}b"},
      {"{x} a {y}", "{x}< >a< >{y}"},
      {"a\r\n{x}\r\nb", "a<\r\n>{x}<\r\n>b"},
      {"a\n{x\n\ny}\nb", "a<\n>{x\n\ny}<\n>b"},
      {"a\n{x\n}k{\ny}\nb", "a<\n>{x\n}k{\ny}<\n>b"},
      {"{x\n} k{ \n y} z", "{x\n} k{ \n y}< >z"},
      {"a{ }\n{\n}b", "a{ }<\n>{\n}b"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.source);
    CHECK(dump_pieces(marked(c.source), BlankLines::collapse) == c.want);
  }
}

// --- Random documents --------------------------------------------------------------------------
//
// A slow twin says what the text must be, from one flag a byte. Lines of which something is left
// come out one by one, with the blank lines of the source between them, less those in stretches that
// go as a whole and go on in the lines on both sides.

using Flags = std::vector<bool>;  ///< removed or not, for each byte

Flags flags_of(const Marked& doc) {
  Flags flags(doc.text.size(), false);
  for (const Removal& removal : doc.decisions.removed) {
    for (uint32_t at = removal.source.begin; at < removal.source.end; ++at) flags[at] = true;
  }
  return flags;
}

std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> found;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    next_code_point(text, &at);
    found.push_back(text.substr(begin, at - begin));
  }
  return found;
}

bool is_space(std::string_view character) {
  size_t at = 0;
  return dehusk::is_space(next_code_point(character, &at));
}

bool is_closing(std::string_view character) {
  return std::string_view(".,;:!?)]}\u2026\u3002\u060C").find(character) != std::string_view::npos;
}

// What is left of a line. `stretches` are its parts between cuts, the first from the line's start.
std::string closed_up(const std::vector<std::string_view>& stretches) {
  std::string out;
  std::string_view space;  // the first since what `out` ends with
  for (size_t i = 0; i < stretches.size(); ++i) {
    std::vector<std::string_view> kept = characters(stretches[i]);
    const auto drop = [&](size_t at) {
      if (space.empty() && is_space(kept[at])) space = kept[at];
      kept.erase(kept.begin() + static_cast<ptrdiff_t>(at));
    };
    if (!has_visible(stretches[i])) {
      while (!kept.empty()) drop(0);
      continue;
    }
    while (i > 0 && is_space(kept.front())) drop(0);
    if (!out.empty() && !is_closing(kept.front())) out += space;
    space = {};
    size_t trail = kept.size();
    while (is_space(kept[trail - 1])) --trail;
    for (size_t k = 0; k < trail; ++k) out += kept[k];
    while (kept.size() > trail) drop(trail);
  }
  return out;
}

std::string line_by_twin(const std::string& text, const Flags& removed, Span line) {
  std::vector<std::string_view> stretches;
  size_t begin = line.begin;
  for (size_t at = line.begin; at <= line.end; ++at) {
    if (at < line.end && !removed[at]) continue;
    stretches.push_back(std::string_view(text).substr(begin, at - begin));
    begin = at + 1;
  }
  return closed_up(stretches);
}

size_t line_ends_by_twin(std::string_view gap) {
  size_t n = 0;
  for (size_t i = 0; i < gap.size(); ++i) {
    const bool second = gap[i] == '\n' && i > 0 && gap[i - 1] == '\r';
    n += (gap[i] == '\n' || gap[i] == '\r') && !second;
  }
  return n;
}

std::string written_by_twin(const Marked& marked, BlankLines mode) {
  const Document doc = read_text(marked.text);
  const Flags removed = flags_of(marked);
  std::string out;
  size_t blanks = 0;  // since the last line written
  const auto write_blanks = [&] {
    const bool one = blanks > 0 && !out.empty();
    out.append(mode == BlankLines::keep ? blanks : (one ? 1 : 0), '\n');
    blanks = 0;
  };
  uint32_t gap_begin = 0;
  for (size_t i = 0; i <= doc.blocks.size(); ++i) {
    const bool last = i == doc.blocks.size();
    const auto gap_end = last ? static_cast<uint32_t>(doc.text.size()) : doc.blocks[i].source.begin;
    bool goes = i > 0 && !last && removed[gap_begin - 1];  // the gap and the bytes on both sides
    for (uint32_t at = gap_begin; goes && at <= gap_end; ++at) goes = removed[at];
    const size_t ends = line_ends_by_twin(doc.text.substr(gap_begin, gap_end - gap_begin));
    if (!goes) blanks += i > 0 && ends > 0 ? ends - 1 : ends;
    if (last) break;
    const std::string line = line_by_twin(marked.text, removed, doc.blocks[i].source);
    if (!line.empty()) {
      write_blanks();
      out += line + "\n";
    }
    gap_begin = doc.blocks[i].source.end;
  }
  if (mode == BlankLines::keep) write_blanks();
  return out;
}

// A random text of few kinds of tokens, and random ranges of it that go.
class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  Marked next() {
    static constexpr std::string_view kTokens[] = {
        "a",    "bc", "7",  ".",        ",",      "(",      ")",      "\n",           "\n",
        "\n\n", " ",  " ",  "  ",       "\t",     "\r\n",   "\r\n",   "\r",           "\v",
        "\u200B", "\u00AD", "\u00A0", "\u3000", "\u2028", "\u4F60", "\u597D", "\u3002", "\u00E9"};
    const size_t kinds = below(2) == 0 ? 12 : std::size(kTokens);
    Marked doc;
    std::vector<uint32_t> starts;
    for (size_t n = below(24); n > 0; --n) {
      starts.push_back(static_cast<uint32_t>(doc.text.size()));
      doc.text += kTokens[below(kinds)];
    }
    starts.push_back(static_cast<uint32_t>(doc.text.size()));
    const size_t chance = 1 + below(6);  // one in so many tokens begins or ends a range
    for (size_t i = 0; i + 1 < starts.size(); ++i) {
      if (below(chance) != 0) continue;
      size_t end = i + 1;
      while (end + 1 < starts.size() && below(chance) != 0) ++end;
      doc.decisions.removed.push_back({{starts[i], starts[end]}, 0, 0, 0});
      i = end - below(2);  // sometimes the next range touches
    }
    return doc;
  }

 private:
  size_t below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }
  std::mt19937 random_;
};


std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end == std::string::npos ? text.size() : end + 1;
  }
  return lines;
}

std::string visible_of(std::string_view text) {
  std::string visible;
  for (const std::string_view character : characters(text)) {
    if (has_visible(character)) visible += character;
  }
  return visible;
}

// What the pieces must be, whatever the text.
void check_pieces(const Marked& marked, BlankLines blanks, const std::string& out) {
  uint32_t at = 0;
  uint32_t removals = 0;
  bool tiled = true;
  Piece::Kind before = Piece::Kind::removed;
  std::string kept;
  std::string dropped;
  for (const Piece& piece : tile(read_text(marked.text), marked.decisions, blanks)) {
    tiled = tiled && piece.source.begin == at && piece.source.end > at;
    tiled = tiled && (piece.kind == Piece::Kind::removed || piece.kind != before);
    before = piece.kind;
    at = piece.source.end;
    const std::string text = marked.text.substr(piece.source.begin, piece.source.size());
    if (piece.kind == Piece::Kind::kept) kept += text;
    if (piece.kind == Piece::Kind::space) dropped += text;
    if (piece.kind != Piece::Kind::removed) continue;
    tiled = tiled && piece.removal == removals &&
            piece.source == marked.decisions.removed[removals].source;
    ++removals;
  }
  CHECK(tiled);
  CHECK(at == marked.text.size());
  CHECK(removals == marked.decisions.removed.size());
  CHECK(visible_of(dropped).empty());
  CHECK(kept.find_first_of("\r\n") == std::string::npos);
  std::string without_ends = out;
  without_ends.erase(std::remove(without_ends.begin(), without_ends.end(), '\n'),
                     without_ends.end());
  CHECK(without_ends == kept);
}

void check_lines(BlankLines blanks, const std::string& out) {
  CHECK((out.empty() || out.back() == '\n'));
  bool blank_before = true;
  bool collapsed = true;
  bool trimmed = true;
  for (const std::string& line : lines_of(out)) {
    collapsed = collapsed && !(line.empty() && blank_before);
    blank_before = line.empty();
    trimmed = trimmed && (line.empty() || !is_space(characters(line).back()));
    trimmed = trimmed && (line.empty() || has_visible(line));
  }
  CHECK(trimmed);
  if (blanks == BlankLines::collapse) {
    CHECK(collapsed);
    CHECK((out.empty() || !blank_before));
  }
}

// Runs of letters and digits, invisible characters ignored; each in a script without spaces alone.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const std::string_view character : characters(text)) {
    size_t at = 0;
    const char32_t c = next_code_point(character, &at);
    if (is_ignorable(c)) continue;
    const bool joins = is_word(c) && !is_unspaced(c);
    if (joins && inside) {
      words.back() += character;
    } else if (is_word(c)) {
      words.emplace_back(character);
    }
    inside = joins;
  }
  return words;
}

// The words of which no letter is removed. False if a word is removed in part, or if what is left
// of a line has two words that nothing but cuts holds apart.
bool words_left(const Marked& marked, std::vector<std::string>* words) {
  const Flags removed = flags_of(marked);
  bool whole = true;
  int inside = 0;      // of a word: 1 kept, 2 removed
  int left_open = 0;   // the last kept character was a letter, with a cut since: 2
  for (size_t at = 0; at < marked.text.size();) {
    const size_t begin = at;
    const char32_t c = next_code_point(marked.text, &at);
    if (c == '\n' || c == '\r') left_open = 0;
    const std::string character = marked.text.substr(begin, at - begin);
    const int state = removed[begin] ? 2 : 1;
    if (state == 2 && left_open == 1) left_open = 2;
    if (is_ignorable(c)) continue;
    const bool joins = is_word(c) && !is_unspaced(c);
    if (joins && inside != 0 && inside != state) whole = false;
    if (state == 1) {
      if (joins && left_open == 2) whole = false;
      left_open = joins ? 1 : 0;
      if (joins && inside == 1) {
        words->back() += character;
      } else if (is_word(c)) {
        words->push_back(character);
      }
    }
    inside = joins ? state : 0;
  }
  return whole;
}

TEST_CASE("random documents come out as the slow twin writes them") {
  Generator generator(20240611);
  size_t with_words = 0;
  size_t documents = 0;
  for (; documents < 30000; ++documents) {
    const Marked doc = generator.next();
    CAPTURE(documents, doc.text, dump_pieces(doc, BlankLines::collapse));
    std::vector<std::string> words;
    const bool whole = words_left(doc, &words);
    with_words += whole && !doc.decisions.removed.empty() && words.size() > 1;
    for (const BlankLines blanks : {BlankLines::collapse, BlankLines::keep}) {
      const std::string out = written(doc, blanks);
      check_pieces(doc, blanks, out);
      check_lines(blanks, out);
      CHECK(out == written_by_twin(doc, blanks));
      CHECK(written({out, {}}, blanks) == out);
      if (whole) CHECK(words_of(out) == words);
    }
  }
  CHECK(documents == 30000);
  CHECK(with_words > 5000);
}

}  // namespace
}  // namespace dehusk
