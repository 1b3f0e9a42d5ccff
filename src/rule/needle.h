// One literal looked for in a line, by its rarest byte: spaces and letters are everywhere.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "rule/line_marks.h"

namespace dehusk {

class Needle {
 public:
  /// `text` is folded.
  explicit Needle(std::string text) : text_(std::move(text)) {
    // The rarest letters of English, the most common last.
    constexpr std::string_view kCommon = "zqxjkvbpygfwmucldrhsnioate ";
    size_t best = 0;
    for (size_t i = 0; i < text_.size(); ++i) {
      const size_t rank = mark_of(text_[i]) != 0 ? 0 : kCommon.find(text_[i]) + 1;
      if (i == 0 || rank < best) {
        best = rank;
        rare_ = i;
      }
    }
  }

  const std::string& text() const { return text_; }
  size_t size() const { return text_.size(); }
  bool empty() const { return text_.empty(); }

  /// The offset of its first occurrence at or behind `at`, or npos.
  size_t find_in(std::string_view line, size_t at = 0) const {
    uint64_t tries = 0;
    return find_in(line, at, &tries);
  }

  /// The same; adds the places that were compared to `*tries`.
  size_t find_in(std::string_view line, size_t at, uint64_t* tries) const {
    if (text_.empty()) return at <= line.size() ? at : std::string_view::npos;
    const char rare = text_[rare_];
    while (line.size() >= at + text_.size()) {
      const size_t room = line.size() - at - text_.size() + 1;
      const void* hit = std::memchr(line.data() + at + rare_, rare, room);
      if (hit == nullptr) return std::string_view::npos;
      ++*tries;
      at = static_cast<size_t>(static_cast<const char*>(hit) - line.data()) - rare_;
      if (line.substr(at, text_.size()) == text_) return at;
      ++at;
    }
    return std::string_view::npos;
  }

 private:
  std::string text_;
  size_t rare_ = 0;
};

}  // namespace dehusk
