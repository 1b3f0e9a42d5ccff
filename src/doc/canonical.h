// The canonical line: what every pattern is matched against.
//
//   source     "  ‘Also\u00A0read’ –  more…"        as the page has it
//   canonical  "'Also read' - more..."              white space, quotes, dashes, full width unified
//   folded     "'also read' - more..."              the same after simple case folding
//
// Long prose lines are folded once each and nothing else happens to most of them, so ASCII goes
// sixteen bytes at a time. Offsets back into the source are not stored (four bytes for each byte of
// text); they are found again by walking the line where a match needs them.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/span.h"
#include "core/work.h"

namespace dehusk {

/// Makes canonical lines in a buffer that is used again and again. What it returns is valid until
/// the next call. O(size of the line).
class CanonicalBuffer {
 public:
  /// The canonical form of `line`.
  std::string_view canonical(std::string_view line);
  /// The canonical form of `line`, case-folded.
  std::string_view folded(std::string_view line);

 private:
  char* room_for(std::string_view line);
  std::unique_ptr<char[]> buffer_;
  size_t capacity_ = 0;
};

/// A line with both its forms, made when first asked for. Valid while its text and its buffers are.
class LineText {
 public:
  /// `work`, if it is given, counts what is done with the line; all are borrowed.
  LineText(std::string_view source, CanonicalBuffer* folded, CanonicalBuffer* canonical, Work* work = nullptr)
      : source_(source), folded_buffer_(folded), canonical_buffer_(canonical), work_(work) {}

  std::string_view source() const { return source_; }

  std::string_view folded() const {
    if (folded_.data() == nullptr) {
      spend(kFormSteps + source_.size());
      folded_ = folded_buffer_->folded(source_);
    }
    return folded_;
  }

  std::string_view canonical() const {
    if (canonical_.data() == nullptr) {
      spend(kFormSteps + source_.size());
      canonical_ = canonical_buffer_->canonical(source_);
    }
    return canonical_;
  }

  void spend(uint64_t steps) const {
    if (work_ != nullptr) work_->add(steps);
  }

  /// Answers that patterns share about this line, by a key of theirs: at most eight are kept.
  std::optional<bool> recall(const void* key) const {
    for (size_t i = 0; i < remembered_; ++i) {
      if (memory_[i].key == key) return memory_[i].answer;
    }
    return std::nullopt;
  }
  bool remember(const void* key, bool answer) const {
    if (remembered_ < memory_.size()) memory_[remembered_++] = {key, answer};
    return answer;
  }

 private:
  static constexpr uint64_t kFormSteps = 8;
  struct Memory {  // left as it is until it is used: a line costs less than to clear eight of them
    const void* key;
    bool answer;
  };
  std::string_view source_;
  CanonicalBuffer* folded_buffer_;
  CanonicalBuffer* canonical_buffer_;
  Work* work_;
  mutable std::string_view folded_;
  mutable std::string_view canonical_;
  mutable std::array<Memory, 8> memory_;
  mutable size_t remembered_ = 0;
};

/// `text` canonical and folded, but with a space at either end left standing: for pieces of
/// patterns, where the space that ends "Photo: " counts.
std::string folded_piece(std::string_view text);

/// The byte ranges of `line` that stand behind ranges of its canonical form. `spans` must be sorted
/// by begin; the answer has the same order. A range covers whole source characters. O(size).
std::vector<Span> canonical_to_source(std::string_view line, const std::vector<Span>& spans);

}  // namespace dehusk
