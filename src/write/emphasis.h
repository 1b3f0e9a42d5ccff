// Which runs of bold and italic can be written with CommonMark's delimiters, and with which.
//
// A delimiter counts as an opening one if it is left-flanking, as a closing one if it is
// right-flanking (CommonMark 6.2): what matters is whether white space, punctuation or a word
// stands on its sides. Here a run passes only if it holds both with and without the delimiters
// right next to it, so that runs can be judged one by one. What one version of the standard calls
// punctuation and another does not (symbols) has to hold as both.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "write/inline_text.h"

namespace dehusk {

/// The begin or end of a run, or an image, at its place in the text.
struct InlineMark {
  enum class Kind : uint8_t { open, close, image };
  Kind kind = Kind::open;
  uint32_t at = 0;
  uint32_t index = 0;          ///< of the run or image
  uint32_t other = 0;          ///< of a run: the mark at its other end
  std::string_view delimiter;  ///< of bold and italic; empty: nothing is written
};

/// All marks in the order in which they are written.
std::vector<InlineMark> inline_marks(const InlineText& text);

/// Sets the delimiters of bold and italic runs; may move marks over punctuation. O(marks).
void choose_emphasis(const InlineText& text, std::vector<InlineMark>* marks);

}  // namespace dehusk
