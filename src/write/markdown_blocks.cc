#include "write/markdown_blocks.h"

#include <algorithm>

namespace dehusk {
namespace {

constexpr uint32_t kLargestNumber = 999'999'999;  // CommonMark 5.2: nine digits at most

bool is_list(ContainerKind kind) {
  return kind == ContainerKind::bullets || kind == ContainerKind::numbers;
}

}  // namespace

// Items of one list follow each other, and so does a list the paragraph whose item it stands in, if
// CommonMark lets it interrupt a paragraph: bullets, or a list that begins with 1.
bool MarkdownBlocks::needs_blank_line(const Containers::Move& move) const {
  if (out_.empty()) return false;
  if (move.keep == 0 || move.open.empty()) return true;
  const Level& kept = levels_[move.keep - 1];
  if (is_list(kept.kind)) return false;
  if (kept.kind != ContainerKind::item || !kept.plain || levels_.size() != move.keep) return true;
  if (move.open[0].kind == ContainerKind::bullets) return false;
  return move.open[0].kind != ContainerKind::numbers || move.open[1].number > 1;
}

// `taken` is the marker of a list right before this one; '\0' without one.
void MarkdownBlocks::open(const Container& container, char taken) {
  Level level;
  level.kind = container.kind;
  if (container.kind == ContainerKind::bullets) level.mark = taken == '-' ? '*' : '-';
  if (container.kind == ContainerKind::numbers) level.mark = taken == '.' ? ')' : '.';
  if (container.kind == ContainerKind::item) {
    Level& list = levels_.back();
    if (list.kind == ContainerKind::numbers) {
      const uint32_t known = container.number == 0 ? list.next_number : container.number;
      const uint32_t number = std::min(known, kLargestNumber);
      level.marker = std::to_string(number) + list.mark + ' ';
      list.next_number = number + 1;
    } else {
      level.marker = {list.mark, ' '};
    }
    level.width = static_cast<uint32_t>(level.marker.size());
  }
  levels_.push_back(std::move(level));
}

void MarkdownBlocks::begin_line() {
  for (Level& level : levels_) {
    if (level.kind == ContainerKind::quote) {
      out_ += "> ";
    } else if (!level.marker.empty()) {
      out_ += level.marker;
      level.marker.clear();
    } else {
      out_.append(level.width, ' ');
    }
  }
}

// Inside the outermost `levels`; no white space behind it.
void MarkdownBlocks::blank_line(size_t levels) {
  size_t end = out_.size();
  for (size_t i = 0; i < levels; ++i) {
    if (levels_[i].kind == ContainerKind::quote) {
      out_ += '>';
      end = out_.size();
      out_ += ' ';
    } else {
      out_.append(levels_[i].width, ' ');
    }
  }
  out_.resize(end);
  out_ += '\n';
}

void MarkdownBlocks::write(uint32_t element, MarkdownBlock kind, std::string_view lines) {
  const Containers::Move move = containers_.move_to(element);
  if (needs_blank_line(move)) blank_line(move.keep);
  const bool after_list = levels_.size() > move.keep && is_list(levels_[move.keep].kind);
  const char taken = after_list ? levels_[move.keep].mark : '\0';
  levels_.resize(move.keep);
  for (size_t i = 0; i < move.open.size(); ++i) {
    open(move.open[i], i == 0 ? taken : '\0');
  }
  for (Level& level : levels_) level.plain = false;
  if (!levels_.empty()) levels_.back().plain = kind == MarkdownBlock::text;
  for (size_t at = 0;;) {
    const size_t end = std::min(lines.find('\n', at), lines.size());
    if (at == end) {
      blank_line(levels_.size());
    } else {
      begin_line();
      out_ += lines.substr(at, end - at);
      out_ += '\n';
    }
    if (end == lines.size()) break;
    at = end + 1;
  }
}

std::string MarkdownBlocks::take() { return std::move(out_); }

}  // namespace dehusk
