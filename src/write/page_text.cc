#include "write/page_text.h"

#include <algorithm>
#include <charconv>

#include "write/containers.h"
#include "write/kept_text.h"

namespace dehusk {
namespace {

constexpr TagSet kLists(Tag::ul, Tag::ol, Tag::menu, Tag::dir);
constexpr TagSet kItem(Tag::li);
constexpr TagSet kTerms(Tag::dl);
constexpr TagSet kTables(Tag::table);
constexpr uint32_t kDeepest = 16;

bool is_defining(const PageBlock& block) {
  return block.kind == BlockKind::term || block.kind == BlockKind::definition;
}

// The list item that lost the block it began with: the next block in it takes its place.
class LostItem {
 public:
  explicit LostItem(const Page& page) : page_(page) {}

  // A list item's block of which nothing is left.
  void lose(const PageBlock& block) {
    item_ = nearest(page_, block.element, kItem);
    lost_ = item_ == kNoElement ? nullptr : &block;
  }

  // The block that is lost if `block`, the next one written, stands in its item; null otherwise.
  const PageBlock* replaced_by(const PageBlock& block) {
    const PageBlock* lost = lost_;
    lost_ = nullptr;
    if (lost == nullptr || block.kind == BlockKind::list_item) return nullptr;
    const bool inside = block.element >= item_ && block.element < page_.elements[item_].end;
    return inside ? lost : nullptr;
  }

 private:
  const Page& page_;
  const PageBlock* lost_ = nullptr;
  uint32_t item_ = 0;
};

class TextPage {
 public:
  TextPage(const Document& doc, const Decisions& decisions)
      : doc_(doc), page_(*doc.page), kept_text_(doc, decisions), lost_(*doc.page) {
    out_.reserve(doc.text.size() + doc.text.size() / 16 + 16);
  }

  std::string run() {
    for (const PageBlock& block : page_.blocks) {
      if (kept_text_.whole(block)) {
        begin(block);
        whole_block(block);
      } else if (kept_text_.keep(block, &kept_)) {
        begin(block);
        cut_block(block);
      } else if (block.kind == BlockKind::list_item) {
        lost_.lose(block);
      }
    }
    if (!out_.empty()) out_ += '\n';
    return std::move(out_);
  }

 private:
  // Whether it follows the block before on the next line.
  bool follows(const PageBlock& block) const {
    if (is_defining(block)) return is_defining(*before_) && shared(block, kTerms);
    if (block.kind != before_->kind) return false;
    if (block.kind == BlockKind::list_item) return shared(block, kLists);
    return block.kind == BlockKind::table_row && shared(block, kTables);
  }

  // Whether both stand in one element of `tags`, or the one's in the other's.
  bool shared(const PageBlock& block, TagSet tags) const {
    const uint32_t a = nearest(page_, before_->element, tags);
    const uint32_t b = nearest(page_, block.element, tags);
    if (a == b) return true;
    if (a == kNoElement || b == kNoElement || tags.has(Tag::table)) return false;
    return (a < b && b < page_.elements[a].end) || (b < a && a < page_.elements[b].end);
  }

  void begin(const PageBlock& block) {
    if (before_ != nullptr) out_.append(follows(block) ? "\n" : "\n\n");
    before_ = &block;
    const PageBlock* item = lost_.replaced_by(block);
    if (block.kind == BlockKind::preformatted || block.kind == BlockKind::heading) {
      indent_ = 0;
      return;
    }
    if (block.kind == BlockKind::list_item) item = &block;
    indent_ = 2 * std::min<uint32_t>(block.list_depth, kDeepest);
    if (item != nullptr) {
      indent_ -= std::min(indent_, 2u);
      mark_item(item->number);
      return;
    }
    if (block.kind == BlockKind::definition) indent_ += 2;
    out_.append(indent_, ' ');
  }

  void mark_item(uint32_t number) {
    out_.append(indent_, ' ');
    if (number == 0) {
      out_ += "- ";
      indent_ += 2;
      return;
    }
    char digits[12];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out_.append(digits, end);
    out_ += ". ";
    indent_ += static_cast<uint32_t>(end - digits) + 2;
  }

  void whole_block(const PageBlock& block) {
    if (block.kind == BlockKind::preformatted || block.end_line - block.first_line == 1) {
      out_ += doc_.text_of(span_of(doc_, block));
      return;
    }
    for (uint32_t i = block.first_line; i < block.end_line; ++i) {
      const Span line = doc_.blocks[i].source;
      if (i > block.first_line) line_end(1);
      out_ += doc_.text_of(line);
    }
  }

  // `ends` is how many line ends there were; those of `pre` stay.
  void line_end(uint32_t ends) {
    out_.append(before_->kind == BlockKind::preformatted ? ends : 1, '\n');
    out_.append(indent_, ' ');
  }

  void cut_block(const PageBlock& block) {
    const auto is_empty = [](const KeptLine& cell) { return cell.first_span == cell.end_span; };
    while (is_empty(kept_.lines.back())) kept_.lines.pop_back();
    for (size_t i = 0; i < kept_.lines.size(); ++i) {
      const KeptLine& line = kept_.lines[i];
      if (block.kind == BlockKind::table_row) {
        if (i > 0) out_ += '\t';
      } else if (i > 0) {
        line_end(line.line_ends);
      }
      for (uint32_t k = line.first_span; k < line.end_span; ++k) {
        out_ += doc_.text_of(kept_.spans[k]);
      }
    }
  }

  const Document& doc_;
  const Page& page_;
  KeptText kept_text_;
  LostItem lost_;
  KeptBlock kept_;
  const PageBlock* before_ = nullptr;  // the last block written
  uint32_t indent_ = 0;                // of the lines of the block at hand
  std::string out_;
};

}  // namespace

std::string page_text(const Document& doc, const Decisions& decisions) {
  return TextPage(doc, decisions).run();
}

}  // namespace dehusk
