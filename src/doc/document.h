// The page between reader and writer: lines of text, and for HTML what stands around them.
//
//   source   "  Advertisement \n\n\nA story.\r\n"
//   blocks    [  Advertisement]     [A story.]
//
// Plain text has no elements: its lines that are not blank are its blocks, what lies between two is
// white space. Eight bytes a line: a text of lines of 60 bytes costs an eighth of its size. Of a page,
// `text` is what a reader sees, made by the reader, and a block is a line of that (see doc/page.h).
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/span.h"
#include "doc/page.h"

namespace dehusk {

/// A line.
struct Block {
  Span source;  ///< bytes of Document::text: the line with its indent, without white space behind it

  friend bool operator==(const Block&, const Block&) = default;
};

struct Document {
  std::string_view text;      ///< UTF-8; owner: the caller of the reader, or `page`
  std::vector<Block> blocks;  ///< in document order, apart from each other, never blank
  std::shared_ptr<const Page> page = nullptr;  ///< of HTML

  std::string_view text_of(Span span) const { return text.substr(span.begin, span.size()); }
  std::string_view text_of(const Block& block) const { return text_of(block.source); }
};

}  // namespace dehusk
