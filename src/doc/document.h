// The page between reader and writer. Plain text has no elements: a line that is not blank is a
// block, what lies between two blocks is white space.
//
//   source   "  Advertisement \n\n\nA story.\r\n"
//   blocks    [  Advertisement]     [A story.]
//
// Eight bytes a line: a text of lines of 60 bytes costs an eighth of its size.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/span.h"

namespace dehusk {

struct Block {
  Span source;  ///< bytes of Document::text: the line with its indent, without white space behind it
};

struct Document {
  std::string_view text;      ///< UTF-8; owner: the caller of the reader
  std::vector<Block> blocks;  ///< in document order, apart from each other, never blank

  std::string_view text_of(Span span) const { return text.substr(span.begin, span.size()); }
  std::string_view text_of(const Block& block) const { return text_of(block.source); }
};

}  // namespace dehusk
