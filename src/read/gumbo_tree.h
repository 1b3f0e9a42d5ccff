// The one home of Gumbo: a page's tree as flat arrays in document order.
//
//   source     <body>a<p>b</p>c
//   elements   0 html  1 head  2 body  3 p
//   texts      a (in 2, after element 2)   b (in 3, after 3)   c (in 2, after 3)
//
// Left out: comments, what stands in `head` or `template` as text, scripts' and styles' contents,
// and leaves of svg drawings.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/arena.h"
#include "core/work.h"
#include "doc/page.h"
#include "read/skeleton.h"

namespace dehusk {

/// Part of a text as it stands in the source.
struct TextSegment {
  Span source;
  bool raw = false;  ///< `&` is a letter
};

/// A text node: what its segments decode to, or `text` where they could not be told apart.
struct TreeText {
  uint32_t parent = 0;
  uint32_t after = 0;  ///< elements before it in document order
  uint32_t first_segment = 0;
  uint32_t end_segment = 0;
  const char* text = nullptr;  ///< owner: the arena
};

struct Tree {
  std::vector<Element> elements;  ///< Element::text is not yet set
  std::vector<TreeText> texts;
  std::vector<TextSegment> segments;
  std::vector<AddedAttribute> added;
  std::vector<SourceAttribute> attributes;  ///< those that elements name; of a skeleton they are its own
  bool quirks = false;
  uint32_t cut_elements = 0;  ///< see Page
  uint32_t cut_bytes = 0;
};

/// Parses a skeleton of `source`. False if the tree shows that the skeleton is wrong, if Gumbo fails on it, or if
/// `work` is exceeded: Gumbo's is counted by the bytes that it reads and by what it allocates, and what it looks
/// through by who wrote the skeleton. Throws std::bad_alloc.
bool parse_skeleton(std::string_view source, const Skeleton& skeleton, Arena* arena, Tree* tree, Work* work);

/// Parses make_plain()'s text: the slow twin. False if Gumbo fails on it or `work` is exceeded.
bool parse_plain(std::string_view source, const Skeleton& plain, Arena* arena, Tree* tree, Work* work);

/// Parses without cuts and without a tree to look at: for measuring. Number of elements.
size_t count_parsed_elements(std::string_view text, Arena* arena);

/// Text with character references, decoded as in a text.
std::string decode_text(std::string_view raw);

/// The same as in an attribute's value.
std::string decode_value(std::string_view raw);

}  // namespace dehusk
