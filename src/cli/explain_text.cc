#include "cli/explain_text.h"

#include <algorithm>
#include <bitset>
#include <cassert>
#include <utility>
#include <vector>

#include "cli/explain_header.h"
#include "cli/explain_marks.h"
#include "cli/explain_ranges.h"
#include "cli/explain_rows.h"
#include "cli/explain_summary.h"
#include "cli/explain_verdict.h"
#include "core/visible.h"
#include "engine/features.h"

namespace dehusk {
namespace {

// A part of a line, all of one fate.
struct Stretch {
  enum class Kind : uint8_t { kept, cut, saved };
  Kind kind = Kind::kept;
  std::string_view text;
  Category category = Category::other;  // of the rule that cut it
};

uint64_t largest(const std::vector<uint64_t>& numbers) {
  const auto most = std::max_element(numbers.begin(), numbers.end());
  return most == numbers.end() ? 0 : *most;
}

class Explanation {
 public:
  Explanation(const Cleaned& cleaned, std::string_view name, std::string_view bytes,
              const ExplainStyle& style)
      : cleaned_(cleaned),
        name_(name),
        source_(reported_source(cleaned, bytes)),
        style_(style),
        lines_(split_lines(source_)),
        ranges_(lay_out_ranges(cleaned, source_, lines_)),
        shown_(joined_neighbours(ranges_, source_)),
        numbers_(line_numbers(cleaned, lines_)),
        number_width_(std::max<size_t>(4, std::to_string(largest(numbers_)).size())),
        rows_(&out_, style.paint) {
    for (const LaidRange& range : shown_) {
      if (range.first < range.last) ends_.push_back(range.last);
    }
    std::sort(ends_.begin(), ends_.end());
  }

  std::string write() {
    header();
    if (!lines_.empty()) out_ += '\n';
    for (size_t i = 0; i < lines_.size(); ++i) line(i);
    out_ += '\n';
    footer();
    return std::move(out_);
  }

 private:
  // --- header ---

  void header() {
    plain_row("", name_, kBold);
    for (const auto& [key, value] : header_fields(cleaned_, style_.level)) field(key, value);
  }

  void field(std::string_view key, std::string_view value) {
    std::string margin = "  " + std::string(key);
    margin.resize(12, ' ');
    plain_row(margin, value, kPlain);
  }

  void plain_row(const std::string& margin, std::string_view text, Ink ink) {
    rows_.begin(painted(margin, kDim, style_.paint), std::string(margin.size(), ' '),
                margin.size());
    rows_.put(text, ink);
    rows_.end();
  }

  // --- lines ---

  void line(size_t i) {
    const size_t begin = next_;
    while (next_ < shown_.size() && shown_[next_].first == i) ++next_;
    enter(begin, i);
    const std::vector<Stretch> stretches = stretches_of(lines_[i], begin);
    const Mark mark = mark_line(stretches);
    marks_.set(static_cast<size_t>(mark));

    std::string first = numbers_[i] > 0 ? std::to_string(numbers_[i]) : "";
    first.insert(0, number_width_ - first.size(), ' ');
    first = painted(first, kDim, style_.paint) + ' ' + sign_of(mark) + lane(i, begin) + ' ';
    const std::string below(margin_below(i));
    rows_.begin(first, below, number_width_ + 4);
    put_stretches(stretches, mark);
    rows_.end();
    notes(begin, below);
  }

  // Opens the ranges that begin in line i; closes those that ended before, unless a younger one
  // that goes on lies on top of them.
  void enter(size_t begin, size_t i) {
    for (size_t r = begin; r < next_; ++r) {
      if (shown_[r].first < shown_[r].last) brackets_.push_back(r);
      if (shown_[r].fate != Fate::removed) spared_.push_back(r);
    }
    for (auto* open : {&brackets_, &spared_}) {
      while (!open->empty() && shown_[open->back()].last < i) open->pop_back();
    }
  }

  // The bracket of ranges of several lines: of the innermost, where one lies in another.
  char lane(size_t i, size_t begin) const {
    for (size_t r = begin; r < next_; ++r) {
      if (shown_[r].first < shown_[r].last) return '/';
    }
    if (std::binary_search(ends_.begin(), ends_.end(), i)) return '\\';
    return brackets_.empty() ? ' ' : '|';
  }

  std::string margin_below(size_t i) const {
    const bool goes_on = std::any_of(brackets_.rbegin(), brackets_.rend(),
                                     [&](size_t r) { return shown_[r].last > i; });
    return std::string(number_width_ + 2, ' ') + (goes_on ? "| " : "  ");
  }

  // The parts of a line that were to go and stay, apart from each other. `begin` is the first range
  // that begins in it.
  std::vector<SourceLine> saved_parts(size_t begin) const {
    std::vector<SourceLine> saved;
    for (size_t r = begin; r < next_; ++r) {
      const LaidRange& range = shown_[r];
      if (range.fate == Fate::removed || range.whole || range.first != range.last) continue;
      const uint64_t from = saved.empty() ? range.begin : std::max(range.begin, saved.back().end);
      if (from < range.end) saved.push_back({from, range.end});
    }
    return saved;
  }

  std::vector<Stretch> stretches_of(const SourceLine& line, size_t begin) {
    std::vector<Stretch> stretches;
    if (!has_visible(source_.substr(line.begin, line.end - line.begin))) return stretches;
    const std::vector<SourceLine> saved = saved_parts(begin);
    const std::vector<ReportedPiece>& pieces = cleaned_.pieces;
    while (piece_ < pieces.size() && pieces[piece_].end <= line.begin) ++piece_;
    size_t part = 0;
    for (size_t p = piece_; p < pieces.size() && pieces[p].begin < line.end; ++p) {
      uint64_t at = std::max(pieces[p].begin, line.begin);
      const uint64_t end = std::min(pieces[p].end, line.end);
      assert(at < end);
      if (pieces[p].kind == ReportedPiece::Kind::mark) continue;
      if (pieces[p].kind == ReportedPiece::Kind::removed) {
        add_stretch(Stretch::Kind::cut, at, end, &stretches);
        stretches.back().category = cleaned_.removed[pieces[p].removal].rule.category;
        continue;
      }
      for (; part < saved.size() && saved[part].begin < end; ++part) {
        add_stretch(Stretch::Kind::kept, at, std::min(saved[part].begin, end), &stretches);
        at = std::max(at, saved[part].begin);
        add_stretch(Stretch::Kind::saved, at, std::min(end, saved[part].end), &stretches);
        at = std::max(at, std::min(end, saved[part].end));
        if (saved[part].end > end) break;
      }
      add_stretch(Stretch::Kind::kept, at, end, &stretches);
    }
    return stretches;
  }

  // Appends [from, to) unless it is empty; what is kept on both sides of nothing is one stretch.
  void add_stretch(Stretch::Kind kind, uint64_t from, uint64_t to,
                   std::vector<Stretch>* stretches) const {
    if (from >= to) return;
    const std::string_view text = source_.substr(from, to - from);
    if (kind == Stretch::Kind::kept && !stretches->empty() && stretches->back().kind == kind) {
      std::string_view& last = stretches->back().text;
      last = {last.data(), last.size() + text.size()};
    } else {
      stretches->push_back({kind, text, Category::other});
    }
  }

  Mark mark_line(const std::vector<Stretch>& stretches) const {
    bool cut = false;
    bool kept = false;
    for (const Stretch& stretch : stretches) {
      bool& seen = stretch.kind == Stretch::Kind::cut ? cut : kept;
      seen = seen || has_visible(stretch.text);
    }
    if (cut) return kept ? Mark::partly : Mark::removed;
    return kept && !spared_.empty() ? mark_of(shown_[spared_.back()].fate) : Mark::kept;
  }

  void put_stretches(const std::vector<Stretch>& stretches, Mark mark) {
    const bool brackets = style_.paint == Paint::plain && mark != Mark::removed;
    for (size_t i = 0; i < stretches.size(); ++i) {
      const Stretch& stretch = stretches[i];
      if (stretch.kind == Stretch::Kind::kept) {
        put_clipped(clipped(stretch.text, i == 0, i + 1 == stretches.size(), mark), kPlain);
        continue;
      }
      const bool cut = stretch.kind == Stretch::Kind::cut;
      const Ink ink = cut ? struck_ink_of(stretch.category) : kSavedPart;
      if (brackets) rows_.put(cut ? "[-" : "{+", kPlain);
      put_clipped(clipped(stretch.text, false, false, mark), ink);
      if (brackets) rows_.put(cut ? "-]" : "+}", kPlain);
    }
  }

  // What is shown of a stretch: around cuts a bit of what is kept.
  Elided clipped(std::string_view text, bool first, bool last, Mark mark) const {
    if (style_.long_lines == LongLines::wrap) return {text, {}, false};
    const size_t room = kRowColumns - number_width_ - 4 - kElision.size();
    if (first && last && mark == Mark::kept) return elide(text, room, 0);
    if ((first && last) || mark == Mark::removed) return elide(text, 3 * room, room / 2);
    return elide(text, first ? 20 : room / 2, last ? 0 : room / 2);
  }

  void put_clipped(const Elided& text, Ink ink) {
    rows_.put(text.head, ink);
    if (!text.cut) return;
    rows_.put_unbroken(kElision, kDim);
    rows_.put(text.tail, ink);
  }

  // --- notes ---

  // The rules of the ranges from `begin` up to next_, which begin in one line.
  void notes(size_t begin, const std::string& margin) {
    const size_t end = next_;
    for (size_t r = begin; r < end;) {
      size_t times = shown_[r].times;
      size_t next = r + 1;
      for (; next < end && same_label(shown_[r], shown_[next]); ++next) times += shown_[next].times;
      // Of several parts of a line each says which it is.
      const bool alone = next - r == end - begin;
      const std::string part = alone || shown_[r].whole || next - r > 1 ? "" : quoted(shown_[r]);
      note(shown_[r], times, part, margin);
      r = next;
    }
  }

  std::string quoted(const LaidRange& range) const {
    const uint64_t end = std::min(range.end, lines_[range.first].end);
    const Elided text = elide(source_.substr(range.begin, end - range.begin), 30, 0);
    return "\"" + std::string(text.head) + (text.cut ? std::string(kElision) : "") + "\"";
  }

  void note(const LaidRange& laid, size_t times, const std::string& part,
            const std::string& margin) {
    const ReportedRange& range = *laid.range;
    std::vector<std::string> items;
    if (!part.empty()) items.push_back(part);
    if (laid.fate == Fate::keep) {
      items.push_back("saved by " + range.saved_by->name);
      items.push_back(place_of(*range.saved_by));
      items.push_back("from " + std::string(name_of(range.rule.category)));
    } else {
      if (laid.fate != Fate::removed) {
        items.emplace_back(std::string(meaning_of(mark_of(laid.fate))) + ":");
      }
      items.emplace_back(name_of(range.rule.category));
    }
    items.push_back(range.rule.name);
    items.push_back(place_of(range.rule));
    for (const std::string& also : range.also) items.push_back("also " + also);
    if (laid.fate == Fate::removed && range.rule.name.starts_with("model:") && times == 1) add_verdict(range.shown.begin, &items);
    if (times > 1) items.push_back(std::to_string(times) + " times");
    if (laid.fate != Fate::removed && laid.first < laid.last) {
      items.push_back("lines " + std::to_string(numbers_[laid.first]) + " to " +
                      std::to_string(numbers_[laid.last]));
    }
    const Ink ink = ink_of(laid);
    rows_.begin(margin + "= ", margin + "  ", number_width_ + 6);
    for (size_t i = 0; i < items.size(); ++i) {
      if (i > 0) rows_.put("  ", kPlain);
      rows_.put_unbroken(items[i], ink);
    }
    rows_.end();
  }

  void add_verdict(uint32_t shown, std::vector<std::string>* items) const {
    const ReportedVerdict* verdict = verdict_at(cleaned_, shown);
    if (verdict == nullptr) return;
    for (std::string& item : verdict_items(cleaned_, *verdict)) items->push_back(std::move(item));
  }

  // --- footer ---

  void footer() {
    write_summary(cleaned_, ranges_, &rows_);
    std::string marks;
    for (size_t i = 1; i < kMarks; ++i) {
      if (!marks_[i]) continue;
      const auto mark = static_cast<Mark>(i);
      marks += marks.empty() ? "" : "   ";
      marks += sign_of(mark);
      marks += " " + std::string(meaning_of(mark));
    }
    if (!marks.empty()) plain_row("marks  ", marks, kDim);
  }

  const Cleaned& cleaned_;
  const std::string_view name_;
  const std::string_view source_;
  const ExplainStyle& style_;
  const std::vector<SourceLine> lines_;
  const std::vector<LaidRange> ranges_;
  const std::vector<LaidRange> shown_;   // neighbours joined
  const std::vector<uint64_t> numbers_;  // what the gutter says of each line
  const size_t number_width_;
  std::string out_;
  RowWriter rows_;
  std::vector<size_t> ends_;      // last lines of ranges of several, sorted
  std::vector<size_t> brackets_;  // open ranges of several lines, the innermost last
  std::vector<size_t> spared_;    // open ranges that were left standing
  size_t next_ = 0;               // the first range that begins below
  size_t piece_ = 0;              // the first that ends below
  std::bitset<kMarks> marks_;     // that lines bear
};

}  // namespace

std::string explain_text(const Cleaned& cleaned, std::string_view name, std::string_view bytes,
                         const ExplainStyle& style) {
  return Explanation(cleaned, name, bytes, style).write();
}

}  // namespace dehusk
