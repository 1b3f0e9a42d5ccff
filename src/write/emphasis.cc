#include "write/emphasis.h"

#include <algorithm>

#include "core/unicode.h"
#include "core/utf8.h"

namespace dehusk {
namespace {

// What may stand on one side of a delimiter, as bits.
enum Side : uint8_t { kSpace = 1, kPunctuation = 2, kSymbol = 4, kWord = 8 };

uint8_t side_of(char32_t c) {
  if (is_space(c)) return kSpace;
  if (is_punctuation(c)) return kPunctuation;
  return is_symbol(c) ? kSymbol : kWord;
}

constexpr bool only(uint8_t sides, int allowed) { return (sides & ~allowed) == 0; }

class Chooser {
 public:
  Chooser(const InlineText& text, std::vector<InlineMark>* marks) : text_(text), marks_(*marks) {}

  void run() {
    for (size_t i = 0; i < marks_.size(); ++i) {
      if (marks_[i].kind != InlineMark::Kind::open || !is_emphasis(marks_[i])) continue;
      std::string_view delimiter = choose(i);
      marks_[i].delimiter = delimiter;
      marks_[marks_[i].other].delimiter = delimiter;
    }
  }

 private:
  struct Neighbours {
    uint8_t before = 0;
    uint8_t after = 0;
    bool emphasis = false;   // another delimiter touches
    bool same_kind = false;  // one that would run together with it
  };

  bool is_emphasis(const InlineMark& mark) const {
    if (mark.kind == InlineMark::Kind::image) return false;
    const RunKind kind = text_.runs[mark.index].kind;
    return kind == RunKind::bold || kind == RunKind::italic;
  }

  char32_t char_at(size_t at) const { return next_code_point(text_.text, &at); }

  uint32_t begin_of_char_before(uint32_t at) const {
    do {
      --at;
    } while (at > 0 && (static_cast<uint8_t>(text_.text[at]) & 0xC0) == 0x80);
    return at;
  }

  // What stands next to mark `i` in one direction, other emphasis looked through. At most a handful
  // of marks of emphasis share a place: runs of one kind do not nest.
  uint8_t look(size_t i, int step, Neighbours* found) const {
    uint8_t sides = 0;
    const uint32_t at = marks_[i].at;
    for (size_t k = i + step; k < marks_.size() && marks_[k].at == at; k += step) {
      if (!is_emphasis(marks_[k])) return sides | kPunctuation;
      sides |= kPunctuation;
      found->emphasis = true;
      found->same_kind |= text_.runs[marks_[k].index].kind == text_.runs[marks_[i].index].kind;
    }
    if (step > 0) return sides | (at == text_.text.size() ? uint8_t{kSpace} : side_of(char_at(at)));
    return sides | (at == 0 ? uint8_t{kSpace} : side_of(char_at(begin_of_char_before(at))));
  }

  Neighbours neighbours(size_t i) const {
    Neighbours found;
    found.before = look(i, -1, &found);
    found.after = look(i, +1, &found);
    return found;
  }

  // `outside` and `inside` are the sides of the delimiter: what opens must be followed by a word,
  // or by punctuation if it stands behind white space or punctuation; what closes is the mirror of
  // that.
  static bool flanks(uint8_t outside, uint8_t inside) {
    return only(inside, kWord) ||
           (only(inside, kWord | kPunctuation | kSymbol) && only(outside, kSpace | kPunctuation));
  }

  bool fits(size_t i, std::string_view delimiter) const {
    const Neighbours n = neighbours(i);
    const bool opens = marks_[i].kind == InlineMark::Kind::open;
    const uint8_t outside = opens ? n.before : n.after;
    const uint8_t inside = opens ? n.after : n.before;
    if (n.same_kind || !flanks(outside, inside)) return false;
    if (delimiter == "_") return only(outside, kSpace | kPunctuation);
    return delimiter == "**" || !n.emphasis;
  }

  // Moves the mark inwards over one character of punctuation, and white space behind it.
  bool shrink(size_t i) {
    InlineMark& mark = marks_[i];
    const bool opens = mark.kind == InlineMark::Kind::open;
    const size_t next = opens ? i + 1 : i - 1;  // there is one: the other end at the latest
    uint32_t at = mark.at;
    for (bool first = true; at != marks_[next].at; first = false) {
      size_t end = opens ? at : begin_of_char_before(at);
      const size_t begin = end;
      const uint8_t side = side_of(next_code_point(text_.text, &end));
      if (first ? side == kWord || side == kSpace : side != kSpace) break;
      at = static_cast<uint32_t>(opens ? end : begin);
    }
    if (at == mark.at || at == marks_[next].at) return false;
    mark.at = at;
    return true;
  }

  bool fits_shrunk(size_t i, std::string_view delimiter) {
    constexpr int kMost = 4;
    for (int k = 0; !fits(i, delimiter); ++k) {
      if (k == kMost || !shrink(i)) return false;
    }
    return true;
  }

  std::string_view choose(size_t open) {
    const size_t close = marks_[open].other;
    const bool bold = text_.runs[marks_[open].index].kind == RunKind::bold;
    if (!bold && fits(open, "_") && fits(close, "_")) return "_";
    const std::string_view delimiter = bold ? "**" : "*";
    const uint32_t places[] = {marks_[open].at, marks_[close].at};
    if (fits_shrunk(open, delimiter) && fits_shrunk(close, delimiter)) return delimiter;
    marks_[open].at = places[0];
    marks_[close].at = places[1];
    return {};
  }

  const InlineText& text_;
  std::vector<InlineMark>& marks_;
};

}  // namespace

std::vector<InlineMark> inline_marks(const InlineText& text) {
  std::vector<InlineMark> marks;
  std::vector<uint32_t> open;  // marks
  size_t image = 0;
  const auto close = [&] {
    InlineMark& begin = marks[open.back()];
    begin.other = static_cast<uint32_t>(marks.size());
    const InlineMark end{
        InlineMark::Kind::close, text.runs[begin.index].end, begin.index, open.back(), {}};
    marks.push_back(end);
    open.pop_back();
  };
  // Everything that ends or stands before `at`, or at it.
  const auto advance = [&](uint32_t at) {
    for (;;) {
      const bool images = image < text.images.size() && text.images[image].at <= at;
      const bool closes = !open.empty() && text.runs[marks[open.back()].index].end <= at;
      if (!images && !closes) return;
      if (closes && (!images || text.runs[marks[open.back()].index].end <= text.images[image].at)) {
        close();
      } else {
        marks.push_back(
            {InlineMark::Kind::image, text.images[image].at, static_cast<uint32_t>(image), 0, {}});
        ++image;
      }
    }
  };
  for (uint32_t i = 0; i < text.runs.size(); ++i) {
    advance(text.runs[i].begin);
    open.push_back(static_cast<uint32_t>(marks.size()));
    marks.push_back({InlineMark::Kind::open, text.runs[i].begin, i, 0, {}});
  }
  advance(UINT32_MAX);
  return marks;
}

void choose_emphasis(const InlineText& text, std::vector<InlineMark>* marks) {
  Chooser(text, marks).run();
}

}  // namespace dehusk
