#include "cli/explain_blocks.h"

#include <algorithm>

#include "cli/explain_markup.h"
#include "cli/explain_parts.h"
#include "cli/explain_verdict.h"
#include "core/visible.h"
#include "engine/features.h"

namespace dehusk {
namespace {

constexpr size_t kChunkBytes = 6000;
constexpr size_t kChunkBlocks = 60;
constexpr int kMostDepth = 6;  // that classes are there for
// Longer blocks are drawn as several: laying out one of 5 MB with 135,000 parts takes Chromium minutes.
constexpr uint64_t kMostBytes = 8000;
// Of more blocks the article model's thoughts are left out: they would be longer than the blocks.
constexpr size_t kMostVerdicts = 20'000;

// A block to be: of a page one of its own, of text a line, or a stretch of a long one.
struct Drawn {
  uint64_t begin = 0;
  uint64_t end = 0;
  uint64_t number = 0;
  const ShownBlock* block = nullptr;
  bool goes_on = false;  // what the one before began
};

std::vector<Drawn> drawn_blocks(const Cleaned& cleaned, const std::vector<SourceLine>& lines) {
  std::vector<Drawn> drawn;
  if (!cleaned.is_page) {
    for (const SourceLine& line : lines) drawn.push_back({line.begin, line.end, drawn.size() + 1});
    const std::vector<ReportedPiece>& pieces = cleaned.pieces;
    const bool marked = !pieces.empty() && pieces[0].kind == ReportedPiece::Kind::mark;
    if (marked && !drawn.empty()) drawn[0].begin = pieces[0].end;
    return drawn;
  }
  for (const ShownBlock& block : cleaned.shown.blocks) {
    if (block.first_line == block.end_line) continue;
    const ShownLine& first = cleaned.shown.lines[block.first_line];
    const ShownLine& last = cleaned.shown.lines[block.end_line - 1];
    drawn.push_back({first.text.begin, last.text.end, first.source, &block});
  }
  return drawn;
}

// Where a stretch that begins at `begin` ends: behind a line, else behind a word, else somewhere.
uint64_t stretch_end(std::string_view source, uint64_t begin, uint64_t end) {
  if (end - begin <= kMostBytes) return end;
  const std::string_view head = source.substr(begin, kMostBytes);
  for (const char c : {'\n', ' '}) {
    const size_t at = head.rfind(c);
    if (at != std::string_view::npos && at > kMostBytes / 2) return begin + at + 1;
  }
  uint64_t cut = begin + kMostBytes;
  while (cut > begin + 1 && (static_cast<uint8_t>(source[cut]) & 0xC0) == 0x80) --cut;
  return cut;
}

// Cuts long blocks.
std::vector<Drawn> stretches(const std::vector<Drawn>& drawn, std::string_view source) {
  std::vector<Drawn> cut;
  for (Drawn block : drawn) {
    const uint64_t end = block.end;
    do {
      block.end = stretch_end(source, block.begin, end);
      cut.push_back(block);
      block.begin = block.end;
      block.goes_on = true;
    } while (block.begin < end);
  }
  return cut;
}

class BlockWriter {
 public:
  BlockWriter(const Cleaned& cleaned, std::string_view source, const std::vector<LaidRange>& ranges)
      : cleaned_(cleaned), source_(source), ranges_(ranges), parts_(parts_of(ranges)) {}

  ShownBlocks write(const std::vector<Drawn>& drawn) {
    size_t blocks = 0;
    size_t chunk = out_.size();
    for (const Drawn& block : drawn) {
      const bool full = blocks == kChunkBlocks || out_.size() - chunk > kChunkBytes;
      if (blocks > 0 && full) {
        out_ += "</div>\n";
        blocks = 0;
      }
      if (blocks++ == 0) {
        chunk = out_.size();
        out_ += "<div class=\"k\">\n";
      }
      write_block(block);
    }
    if (blocks > 0) out_ += "</div>\n";
    return {std::move(out_), intervals()};
  }

 private:
  void write_block(const Drawn& drawn) {
    const std::string_view text = source_.substr(drawn.begin, drawn.end - drawn.begin);
    while (next_ < parts_.size() && parts_[next_].end <= drawn.begin) ++next_;
    const bool marked = next_ < parts_.size() && parts_[next_].begin < drawn.end;
    out_ += "<div class=\"b";
    if (marked) out_ += " m";
    if (marked && is_gone(drawn)) out_ += " g";
    if (!has_visible(text)) out_ += " e";
    if (drawn.goes_on) out_ += " w";
    if (drawn.block != nullptr) write_kind(*drawn.block);
    out_ += "\" data-l=\"" + std::to_string(drawn.number) + "\"";
    if (drawn.block != nullptr) {
      write_role(*drawn.block);
      append_shown_attribute("data-e", drawn.block->element, &out_);
    }
    write_verdict(drawn);
    out_ += " dir=\"auto\">";
    if (drawn.block != nullptr && !drawn.goes_on) write_marker(*drawn.block);
    write_text(drawn);
    out_ += "</div>\n";
  }

  void write_kind(const ShownBlock& block) {
    out_ += " ";
    out_ += block.kind == BlockKind::heading ? "h" + std::to_string(block.level)
                                             : std::string(name_of(block.kind));
    if (block.header) out_ += " th";
    const int list = std::min<int>(block.list_depth, kMostDepth);
    const int quote = std::min<int>(block.quote_depth, kMostDepth);
    if (list > 0) out_ += " d" + std::to_string(list);
    if (quote > 0) out_ += " q" + std::to_string(quote);
  }

  void write_verdict(const Drawn& drawn) {
    if (cleaned_.verdicts.size() > kMostVerdicts) return;
    const ReportedVerdict* verdict = verdict_at(cleaned_, static_cast<uint32_t>(drawn.begin));
    if (verdict == nullptr) return;
    std::string all;
    for (const std::string& item : verdict_items(cleaned_, *verdict)) all += (all.empty() ? "" : "; ") + item;
    append_shown_attribute("data-m", all, &out_);
  }

  void write_role(const ShownBlock& block) {
    if (block.kind != BlockKind::heading) return;
    out_ += " role=\"heading\" aria-level=\"" + std::to_string(block.level + 2) + "\"";
  }

  void write_marker(const ShownBlock& block) {
    if (block.kind != BlockKind::list_item) return;
    out_ += "<span class=\"n\" aria-hidden=\"true\">";
    out_ += block.number > 0 ? std::to_string(block.number) + "." : "\xE2\x80\xA2";
    out_ += "</span>";
  }

  // True if nothing that can be seen stays.
  bool is_gone(const Drawn& drawn) const {
    uint64_t at = drawn.begin;
    for (size_t p = next_; p < parts_.size() && parts_[p].begin < drawn.end; ++p) {
      if (ranges_[parts_[p].range].fate != Fate::removed) return false;
      if (at < parts_[p].begin && has_visible(source_.substr(at, parts_[p].begin - at)))
        return false;
      at = parts_[p].end;
    }
    return at >= drawn.end || !has_visible(source_.substr(at, drawn.end - at));
  }

  void write_text(const Drawn& drawn) {
    const bool row = drawn.block != nullptr && drawn.block->kind == BlockKind::table_row;
    uint64_t at = drawn.begin;
    for (size_t p = next_; p < parts_.size() && parts_[p].begin < drawn.end; ++p) {
      const uint64_t begin = std::max(parts_[p].begin, at);
      const uint64_t end = std::min(parts_[p].end, drawn.end);
      put(at, begin, row);
      write_part(begin, end, parts_[p].range, row);
      at = end;
    }
    put(at, drawn.end, row);
  }

  void write_part(uint64_t begin, uint64_t end, size_t range, bool row) {
    const Fate fate = ranges_[range].fate;
    const std::string_view tag = fate == Fate::removed ? "del" : "mark";
    out_ += "<" + std::string(tag) + " class=\"" + std::string(class_of(fate)) + " c-";
    out_ += name_of(ranges_[range].range->rule.category);
    out_ += "\" data-r=\"" + std::to_string(range) + "\">";
    put(begin, end, row);
    out_ += "</" + std::string(tag) + ">";
    written_.push_back(begin);
  }

  // Line ends are line ends, a tab of a table row is the border of cells.
  void put(uint64_t begin, uint64_t end, bool row) {
    std::string_view text = source_.substr(begin, end - begin);
    while (!text.empty()) {
      const size_t stop = std::min(text.find_first_of(row ? "\t\r\n" : "\r\n"), text.size());
      append_shown(text.substr(0, stop), &out_);
      if (stop == text.size()) return;
      out_ += text[stop] == '\t' ? "<span class=\"t\">\t</span>" : text[stop] == '\n' ? "\n" : "";
      text.remove_prefix(stop + 1);
    }
  }

  // Parts begin and end where ranges do: what lies between a range's ends are its parts.
  std::vector<std::pair<int64_t, int64_t>> intervals() const {
    std::vector<std::pair<int64_t, int64_t>> all;
    for (const LaidRange& range : ranges_) {
      const auto first = std::lower_bound(written_.begin(), written_.end(), range.begin);
      const auto end = std::lower_bound(first, written_.end(), range.end);
      all.emplace_back(first - written_.begin(), end - written_.begin() - 1);
    }
    return all;
  }

  const Cleaned& cleaned_;
  const std::string_view source_;
  const std::vector<LaidRange>& ranges_;
  const std::vector<Part> parts_;
  std::vector<uint64_t> written_;  // where the parts in out_ begin
  std::string out_;
  size_t next_ = 0;  // the first part that ends below
};

}  // namespace

std::string_view class_of(Fate fate) {
  switch (fate) {
    case Fate::removed:
      return "x";
    case Fate::keep:
      return "keep";
    case Fate::limit:
      return "limit";
    case Fate::guard:
      return "guard";
    case Fate::joins:
      return "joins";
  }
  return "";
}

ShownBlocks shown_blocks(const Cleaned& cleaned, std::string_view source,
                         const std::vector<SourceLine>& lines,
                         const std::vector<LaidRange>& ranges) {
  return BlockWriter(cleaned, source, ranges).write(stretches(drawn_blocks(cleaned, lines), source));
}

}  // namespace dehusk
