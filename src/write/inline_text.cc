#include "write/inline_text.h"

#include <algorithm>

#include "core/unicode.h"
#include "write/close_up.h"

namespace dehusk {
namespace {

// From offsets of the document to those of the text put together.
class OffsetMap {
 public:
  void add(Span source, uint32_t at) { parts_.push_back({source, at}); }

  /// The first kept offset from `offset` on.
  uint32_t up(uint32_t offset, uint32_t end) const {
    const auto part = std::partition_point(parts_.begin(), parts_.end(),
                                           [&](const Part& p) { return p.source.end <= offset; });
    if (part == parts_.end()) return end;
    return part->at + (offset > part->source.begin ? offset - part->source.begin : 0);
  }

  /// One past the last kept offset below `offset`.
  uint32_t down(uint32_t offset) const {
    const auto part = std::partition_point(parts_.begin(), parts_.end(),
                                           [&](const Part& p) { return p.source.begin < offset; });
    if (part == parts_.begin()) return 0;
    const Part& last = *(part - 1);
    return last.at + std::min(offset, last.source.end) - last.source.begin;
  }

 private:
  struct Part {
    Span source;
    uint32_t at;
  };
  std::vector<Part> parts_;
};

// Takes runs in order and keeps them nested.
class Nest {
 public:
  explicit Nest(std::vector<InlineRun>* runs) : runs_(*runs) {}

  void add(InlineRun run) {
    while (!open_.empty() && runs_[open_.back()].end <= run.begin) open_.pop_back();
    if (!open_.empty()) run.end = std::min(run.end, runs_[open_.back()].end);
    for (const size_t outer : open_) {
      if (runs_[outer].kind == run.kind) return;
    }
    const size_t depth = open_.size();
    last_.resize(std::max(last_.size(), depth + 1), kNone);
    if (last_[depth] != kNone && run.kind != RunKind::link) {
      InlineRun& before = runs_[last_[depth]];
      if (before.kind == run.kind && before.end == run.begin) {
        before.end = run.end;
        open_.push_back(last_[depth]);
        return;
      }
    }
    last_.resize(depth + 1);
    last_[depth] = runs_.size();
    open_.push_back(runs_.size());
    runs_.push_back(run);
  }

 private:
  static constexpr size_t kNone = SIZE_MAX;
  std::vector<InlineRun>& runs_;
  std::vector<size_t> open_;  // at most one of each kind
  std::vector<size_t> last_;  // by depth: the last run there, in the runs open now
};

}  // namespace

InlineText inline_text(const Document& doc, const KeptBlock& kept, std::span<const KeptLine> lines,
                       std::span<const Run> runs, std::span<const Image> images, LineEnds ends) {
  InlineText result;
  OffsetMap map;
  for (const KeptLine& line : lines) {
    if (!result.text.empty()) {
      result.text.append(ends == LineEnds::all ? line.line_ends : 1, '\n');
    }
    for (uint32_t i = line.first_span; i < line.end_span; ++i) {
      map.add(kept.spans[i], static_cast<uint32_t>(result.text.size()));
      result.text += doc.text_of(kept.spans[i]);
    }
  }
  const auto size = static_cast<uint32_t>(result.text.size());
  Nest nest(&result.runs);
  for (const Run& run : runs) {
    const uint32_t begin = map.up(run.text.begin, size);
    const uint32_t end = map.down(run.text.end);
    if (begin >= end) continue;
    const std::string_view inside = std::string_view(result.text).substr(begin, end - begin);
    if (is_blank(inside)) continue;
    nest.add({run.kind, begin + static_cast<uint32_t>(leading_space(inside)),
              end - static_cast<uint32_t>(trailing_space(inside)), run.element});
  }
  for (const Image& image : images) {
    // Next to white space nobody knows on which side of it the image was: it gets some on both.
    const uint32_t at = map.up(image.at, size);
    const bool inside = at > 0 && at < size;
    const bool before = inside && result.text[at] == ' ';
    const bool spaced = before || (inside && result.text[at - 1] == ' ');
    result.images.push_back({before ? at + 1 : at, image.element, spaced});
  }
  return result;
}

}  // namespace dehusk
