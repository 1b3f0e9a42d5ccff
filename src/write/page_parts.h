// What writers of markup go through: the blocks of which something is left and the images between
// them, in order.
//
//   page     p "Hello {cut}" / figure img / li "{cut}" / p of that li "One" / tr "a|b"
//   parts    p "Hello" / image / p "One" / row "a" "b"
//
// An image goes with the element it stood in, with the text around it, or with its block.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "doc/decision.h"
#include "doc/document.h"
#include "write/inline_text.h"
#include "write/kept_text.h"

namespace dehusk {

struct PagePart {
  const PageBlock* block = nullptr;  ///< null for an image between blocks
  uint32_t element = 0;              ///< the block's, or the `img`
  std::vector<InlineText> texts;  ///< of a row one for each cell, otherwise one; none for an image
};

class PageParts {
 public:
  /// `doc` has a page; both are borrowed. O(images log elements).
  PageParts(const Document& doc, const Decisions& decisions);

  /// The next part, or nothing at the end.
  std::optional<PagePart> next();

 private:
  void place_images(const Decisions& decisions);
  bool stands_in(const Image& image, const PageBlock& block) const;
  std::optional<PagePart> block_part(const PageBlock& block);
  void fill(const PageBlock& block, PagePart* part);

  const Document& doc_;
  const Page& page_;
  KeptText kept_text_;
  KeptBlock kept_;
  std::vector<Image> images_;  // those that stay
  std::vector<Image> inside_;  // of the block at hand
  size_t next_block_ = 0;
  size_t next_image_ = 0;
  size_t next_run_ = 0;
};

}  // namespace dehusk
