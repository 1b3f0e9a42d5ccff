#include "write/page_parts.h"

#include <algorithm>

#include "write/containers.h"

namespace dehusk {
namespace {

constexpr TagSet kRow(Tag::tr);

// What may stand between a line and an image in it.
constexpr TagSet kInline(Tag::a, Tag::abbr, Tag::b, Tag::big, Tag::cite, Tag::code, Tag::del,
                         Tag::em, Tag::font, Tag::i, Tag::ins, Tag::kbd, Tag::label, Tag::mark,
                         Tag::nobr, Tag::picture, Tag::q, Tag::s, Tag::small, Tag::span,
                         Tag::strong, Tag::sub, Tag::sup, Tag::tt, Tag::u, Tag::noscript);

// The subtrees of `elements`, ascending and apart.
std::vector<Span> subtrees(const Page& page, const std::vector<uint32_t>& elements) {
  std::vector<Span> gone;
  for (const uint32_t element : elements) {
    if (!gone.empty() && element < gone.back().end) continue;
    gone.push_back({element, page.elements[element].end});
  }
  return gone;
}

}  // namespace

PageParts::PageParts(const Document& doc, const Decisions& decisions)
    : doc_(doc), page_(*doc.page), kept_text_(doc, decisions) {
  place_images(decisions);
}

// Keeps the images whose element stays and whose place is not inside of a cut.
void PageParts::place_images(const Decisions& decisions) {
  const std::vector<Span> gone = subtrees(page_, decisions.elements);
  size_t removal = 0;
  for (const Image& image : page_.images) {
    if (page_.elements[image.element].hidden) continue;
    const auto subtree = std::partition_point(gone.begin(), gone.end(),
                                              [&](Span span) { return span.end <= image.element; });
    if (subtree != gone.end() && subtree->begin <= image.element) continue;
    const auto& removed = decisions.removed;
    while (removal < removed.size() && removed[removal].source.end <= image.at) ++removal;
    if (removal < removed.size() && removed[removal].source.begin < image.at) continue;
    images_.push_back(image);
  }
}

// Whether it stands in a line of the block, not before the block. The reader cannot always tell:
// the place is then the end of the block before or the begin of this one, and the elements say.
bool PageParts::stands_in(const Image& image, const PageBlock& block) const {
  const Span span = span_of(doc_, block);
  if (image.at > span.end) return false;
  if (image.at > span.begin && image.at < span.end) return true;
  if (block.kind == BlockKind::table_row) {
    const uint32_t row = nearest(page_, block.element, kRow);
    return row != kNoElement && image.element > row && image.element < page_.elements[row].end;
  }
  uint32_t element = page_.elements[image.element].parent;
  while (element != kNoElement && element != block.element &&
         kInline.has(page_.elements[element].tag)) {
    element = page_.elements[element].parent;
  }
  return element == block.element;
}

std::optional<PagePart> PageParts::next() {
  for (;;) {
    if (next_block_ == page_.blocks.size()) {
      if (next_image_ == images_.size()) return std::nullopt;
      return PagePart{nullptr, images_[next_image_++].element, {}};
    }
    const PageBlock& block = page_.blocks[next_block_];
    if (next_image_ < images_.size()) {
      const Image& image = images_[next_image_];
      if (image.at <= span_of(doc_, block).begin && !stands_in(image, block)) {
        ++next_image_;
        return PagePart{nullptr, image.element, {}};
      }
    }
    ++next_block_;
    if (auto part = block_part(block)) return part;
  }
}

std::optional<PagePart> PageParts::block_part(const PageBlock& block) {
  inside_.clear();
  while (next_image_ < images_.size() && stands_in(images_[next_image_], block)) {
    inside_.push_back(images_[next_image_++]);
  }
  if (!kept_text_.keep(block, &kept_)) return std::nullopt;
  PagePart part{&block, block.element, {}};
  fill(block, &part);
  return part;
}

void PageParts::fill(const PageBlock& block, PagePart* part) {
  const Span span = span_of(doc_, block);
  const auto runs_until = [&](uint32_t end) {
    const size_t first = next_run_;
    while (next_run_ < page_.runs.size() && page_.runs[next_run_].text.begin < end) ++next_run_;
    return std::span(page_.runs).subspan(first, next_run_ - first);
  };
  runs_until(span.begin);
  if (block.kind != BlockKind::table_row) {
    const LineEnds ends = block.kind == BlockKind::preformatted ? LineEnds::all : LineEnds::one;
    part->texts.push_back(
        inline_text(doc_, kept_, kept_.lines, runs_until(span.end), inside_, ends));
    return;
  }
  uint32_t begin = span.begin;
  size_t image = 0;
  for (const KeptLine& cell : kept_.lines) {
    const uint32_t end = cell_end(doc_, {begin, span.end});
    const size_t first = image;
    while (image < inside_.size() && inside_[image].at <= end) ++image;
    part->texts.push_back(inline_text(doc_, kept_, std::span(&cell, 1), runs_until(end),
                                      std::span(inside_).subspan(first, image - first),
                                      LineEnds::one));
    begin = end + 1;
  }
}

}  // namespace dehusk
