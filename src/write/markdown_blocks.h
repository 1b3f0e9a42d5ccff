// Puts blocks of Markdown into lists and quotes: the markers and indentation in front of each line,
// and the blank lines between blocks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "write/containers.h"

namespace dehusk {

enum class MarkdownBlock : uint8_t {
  text,   ///< a paragraph
  other,  ///< what a list cannot interrupt, or does not have to
};

class MarkdownBlocks {
 public:
  explicit MarkdownBlocks(const Page& page) : containers_(page, ContainerSet::lists_and_quotes) {}

  /// Writes a block that stands in `element`: lines with an LF between them, not empty.
  void write(uint32_t element, MarkdownBlock kind, std::string_view lines);

  /// All that was written, with an LF at the end.
  std::string take();

 private:
  struct Level {
    ContainerKind kind = ContainerKind::quote;
    std::string marker;        ///< of an item: to be written
    uint32_t width = 0;        ///< of an item: of its marker
    uint32_t next_number = 1;  ///< of a numbered list
    char mark = '-';           ///< of a list
    bool plain = false;        ///< of an item: it ends with a paragraph
  };

  bool needs_blank_line(const Containers::Move& move) const;
  void open(const Container& container, char taken);
  void begin_line();
  void blank_line(size_t levels);

  Containers containers_;
  std::vector<Level> levels_;
  std::string out_;
};

}  // namespace dehusk
