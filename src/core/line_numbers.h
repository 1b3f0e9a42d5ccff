// Which line of a text an offset lies in. Lines end with LF, CRLF or a lone CR, as in editors.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace dehusk {

class LineNumbers {
 public:
  /// `text` is borrowed; it is read at the first question. Four bytes a line.
  explicit LineNumbers(std::string_view text) : text_(text) {}

  /// 1-based line of a byte, which may be one past the end. O(log lines).
  uint64_t line_of(uint32_t at) {
    if (!ready_) find_lines();
    const auto next = std::upper_bound(begins_.begin(), begins_.end(), at);
    return static_cast<uint64_t>(next - begins_.begin()) + 1;
  }

 private:
  void find_lines() {
    for (uint32_t i = 0; i < text_.size(); ++i) {
      const char c = text_[i];
      const bool ends = c == '\n' || (c == '\r' && text_.substr(i + 1, 1) != "\n");
      if (ends) begins_.push_back(i + 1);
    }
    ready_ = true;
  }

  std::string_view text_;
  std::vector<uint32_t> begins_;  // of all lines but the first
  bool ready_ = false;
};

}  // namespace dehusk
