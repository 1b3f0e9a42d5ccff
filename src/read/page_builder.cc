#include "read/page_builder.h"

#include <algorithm>
#include <charconv>
#include <memory>

#include "doc/attributes.h"
#include "read/nesting.h"

namespace dehusk {
namespace {

using enum Tag;

constexpr TagSet kBlocks(address, article, aside, blockquote, body, button, Tag::caption, center, dd,
                         details, dialog, dir, div, dl, dt, fieldset, figcaption, figure, footer, form,
                         h1, h2, h3, h4, h5, h6, header, hgroup, hr, html, iframe, legend, li, listing,
                         main, menu, nav, noembed, noframes, noscript, ol, optgroup, option, p, plaintext,
                         pre, Tag::search, section, select, summary, table, tbody, td, textarea, tfoot,
                         th, thead, Tag::title, tr, ul, xmp, video, audio, object, frameset);
constexpr TagSet kLists(ol, ul, menu, dir);
constexpr TagSet kHeadings(h1, h2, h3, h4, h5, h6);
constexpr TagSet kPreformatted(pre, listing, xmp, plaintext);
constexpr TagSet kRawText(style, xmp, iframe, noembed, noframes, script, plaintext);
constexpr TagSet kCells(td, th);
// Something is seen in their place: words around them are apart.
constexpr TagSet kReplaced(img, image, svg, input, canvas, embed, meter, progress, keygen);
// A paragraph in one of these is what the element is.
constexpr TagSet kTransparent(div, p, center, address);
// A row that holds one of these lays the page out and is no row of data.
constexpr TagSet kNotInRows(table, ul, ol, dl, menu, h1, h2, h3, h4, h5, h6, pre, blockquote, figure,
                            form, article, section, textarea, select, iframe);

constexpr uint32_t kNone = UINT32_MAX;

// Within one another, links aside: each block has a run for each of them. The formatting elements among them are no
// more (nesting.h).
constexpr size_t kMostRuns = kMaxFormatting;

// Steps for each.
constexpr uint64_t kElementSteps = 32;
constexpr uint64_t kSegmentSteps = 24;
constexpr uint64_t kByteSteps = 2;
constexpr uint64_t kBlockSteps = 24;
constexpr uint64_t kRunSteps = 8;
constexpr uint64_t kSortSteps = 24;
constexpr uint32_t kElementsAtOnce = 64;

bool run_kind(Tag tag, RunKind* kind) {
  switch (tag) {
    case b: case strong: *kind = RunKind::bold; return true;
    case i: case em: *kind = RunKind::italic; return true;
    case Tag::code: case kbd: case samp: case tt: *kind = RunKind::code; return true;
    case a: *kind = RunKind::link; return true;
    default: return false;
  }
}

class PageBuilder {
 public:
  PageBuilder(std::string_view source, Tree* tree, ReferenceCache* references, Work* work)
      : tree_(*tree),
        page_(std::make_shared<Page>()),
        text_(page_.get(), &lines_, references) {
    page_->source = source;
    page_->work = work;
    page_->elements = std::move(tree->elements);
    page_->added = std::move(tree->added);
    page_->attributes = std::move(tree->attributes);
    page_->quirks = tree->quirks;
    page_->cut_elements = tree->cut_elements;
    page_->cut_bytes = tree->cut_bytes;
    page_->decode_value = decode_value;
    page_->text.reserve(source.size() / 4);
  }

  Document run() {
    size_t next = 0;
    const auto count = static_cast<uint32_t>(page_->elements.size());
    page_->spend(kElementSteps * count + kSegmentSteps * tree_.segments.size());
    for (uint32_t element = 0; element <= count; ++element) {
      for (; next < tree_.texts.size() && tree_.texts[next].after <= element; ++next) {
        text(tree_.texts[next]);
      }
      if (element == count || (element % kElementsAtOnce == 0 && is_spent())) break;
      leave_until(page_->elements[element].parent);
      enter(element);
    }
    leave_until(kNoElement);
    end_block();
    page_->spend(kSortSteps * page_->runs.size() + kByteSteps * page_->text.size());
    std::sort(page_->runs.begin(), page_->runs.end(), [](const Run& x, const Run& y) {
      if (x.text.begin != y.text.begin) return x.text.begin < y.text.begin;
      return x.text.end != y.text.end ? x.text.end > y.text.end : x.element < y.element;
    });
    Document doc;
    doc.text = page_->text;
    doc.blocks = std::move(lines_);
    doc.page = std::move(page_);
    return doc;
  }

 private:
  // An open element.
  struct Frame {
    uint32_t element = 0;
    uint32_t block_element = 0;  // the nearest block-level one
    uint32_t item = kNone;       // the nearest list item, index into items_
    uint32_t list = kNone;       // the nearest list, index into lists_
    uint32_t begin = kNone;      // where its text begins
    BlockKind kind = BlockKind::paragraph;
    uint8_t level = 0;
    uint8_t list_depth = 0;
    uint8_t quote_depth = 0;
    bool block = false;
    bool row = false;            // in a row of data
    bool header = false;         // in a row of `th` alone
    bool preformatted = false;
    bool raw = false;
    bool figure = false;
    bool run = false;            // has an entry in open_runs_
  };
  struct OpenRun {
    RunKind kind;
    uint32_t element;
    uint32_t begin = kNone;
  };
  struct Item {
    uint32_t number = 0;
    bool begun = false;
  };
  struct List {
    bool ordered = false;
    uint32_t next = 1;
  };

  bool is_spent() const { return page_->work != nullptr && page_->work->exceeded(); }

  // --- elements ------------------------------------------------------------------------------------

  void enter(uint32_t index) {
    Element& element = page_->elements[index];
    element.text = {text_.size(), text_.size()};
    Frame frame;
    if (!frames_.empty()) frame = frames_.back();
    frame.element = index;
    frame.begin = kNone;
    frame.run = false;
    const bool html_element = element.space == Namespace::html;
    const Tag tag = html_element ? element.tag : span;
    frame.raw = kRawText.has(tag);
    frame.block = kBlocks.has(tag) || (element.space == Namespace::svg && is_svg_text(element.tag));
    if (kReplaced.has(element.tag)) text_.owe_space();
    if (tag == img) image(index, frame.figure);
    // Links side by side are set apart by their style.
    if (tag == a && after_link_ == text_.size()) text_.owe_space();
    if (tag == br) {
      line_break(frame);
    } else if (frame.block) {
      enter_block(index, tag, &frame);
    } else if (RunKind kind; html_element && run_kind(tag, &kind) &&
                             (kind == RunKind::link || open_runs_.size() < kMostRuns)) {
      frame.run = true;
      open_runs_.push_back({kind, index});
    }
    frames_.push_back(frame);
  }

  // Two in a row set paragraphs apart.
  void line_break(const Frame& frame) {
    if (frame.row) {
      text_.owe_space();
    } else if (text_.owes_break() && !frame.preformatted) {
      end_block();
    } else {
      text_.break_line();
    }
  }

  static bool is_svg_text(Tag tag) {
    return tag == Tag::text || tag == Tag::title || tag == desc || tag == foreignobject;
  }

  void enter_block(uint32_t index, Tag tag, Frame* frame) {
    frame->block_element = index;
    if (frame->row) {
      if (kCells.has(tag)) {
        if (cells_++ > 0) text_.owe_tab();
      } else {
        text_.owe_space();
      }
      return;
    }
    end_block();
    if (kTransparent.has(tag)) return;
    frame->kind = BlockKind::paragraph;
    frame->level = 0;
    if (kHeadings.has(tag)) {
      frame->kind = BlockKind::heading;
      frame->level = static_cast<uint8_t>(1 + static_cast<int>(tag) - static_cast<int>(h1));
    } else if (kPreformatted.has(tag)) {
      frame->kind = BlockKind::preformatted;
      frame->preformatted = true;
    } else if (kLists.has(tag)) {
      if (frame->list_depth < UINT8_MAX) ++frame->list_depth;
      frame->list = static_cast<uint32_t>(lists_.size());
      lists_.push_back({tag == ol, number_attribute(index, "start", 1)});
    } else if (tag == li) {
      enter_item(index, frame);
    } else if (tag == dt) {
      frame->kind = BlockKind::term;
    } else if (tag == dd) {
      frame->kind = BlockKind::definition;
    } else if (tag == Tag::caption || tag == figcaption) {
      frame->kind = BlockKind::caption;
    } else if (tag == blockquote) {
      if (frame->quote_depth < UINT8_MAX) ++frame->quote_depth;
    } else if (tag == figure) {
      frame->figure = true;
    } else if (tag == tr && is_data_row(index, &frame->header)) {
      frame->row = true;
      frame->kind = BlockKind::table_row;
      cells_ = 0;
    }
  }

  void enter_item(uint32_t index, Frame* frame) {
    if (frame->list_depth == 0) frame->list_depth = 1;  // without a list around it
    Item item;
    if (frame->list != kNone && lists_[frame->list].ordered) {
      List& list = lists_[frame->list];
      item.number = number_attribute(index, "value", list.next);
      list.next = item.number + 1;
    }
    frame->item = static_cast<uint32_t>(items_.size());
    items_.push_back(item);
  }

  // A positive number of at most nine digits, or what is to be taken instead.
  uint32_t number_attribute(uint32_t index, std::string_view name, uint32_t otherwise) const {
    const Span tag = page_->elements[index].tag_source;
    if (tag.size() <= 8) return otherwise;
    const auto value = page_->attribute(index, name);
    if (!value || value->size() > 9) return otherwise;
    uint32_t number = 0;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
    return error == std::errc() && number > 0 ? number : otherwise;
  }

  // Two cells or more, none with more than one block in it.
  bool is_data_row(uint32_t row, bool* header) const {
    const std::vector<Element>& all = page_->elements;
    uint32_t cells = 0;
    uint32_t heads = 0;
    uint32_t blocks = 0;  // in this cell
    const auto answer = [&](uint32_t seen, bool is_row) {
      page_->spend(seen - row);
      return is_row;
    };
    for (uint32_t at = row + 1; at < all[row].end; ++at) {
      if (kCells.has(all[at].tag)) {
        ++cells;
        heads += all[at].tag == th;
        blocks = 0;
      } else if (kNotInRows.has(all[at].tag) || (kTransparent.has(all[at].tag) && ++blocks > 1)) {
        return answer(at, false);
      }
    }
    *header = cells == heads;
    return answer(all[row].end, cells > 1);
  }

  void image(uint32_t index, bool in_figure) {
    const auto alt = page_->attribute(index, "alt");
    const bool named = alt && alt->find_first_not_of(" \t\r\n\f") != std::string::npos;
    if (named || in_figure) page_->images.push_back({index, text_.size()});
  }

  void leave_until(uint32_t element) {
    while (!frames_.empty() && (element == kNoElement || frames_.back().element != element)) leave();
  }

  void leave() {
    const Frame frame = frames_.back();
    if (frame.run) {
      close_run(open_runs_.back());
      open_runs_.pop_back();
    }
    if (frame.begin != kNone) {
      page_->elements[frame.element].text = {frame.begin, text_.size()};
    }
    if (page_->elements[frame.element].tag == a) after_link_ = text_.size();
    frames_.pop_back();
    begun_ = std::min(begun_, frames_.size());
    if (!frame.block) return;
    const bool inside_row = !frames_.empty() && frames_.back().row;
    if (inside_row) {
      text_.owe_space();
    } else {
      end_block();
    }
  }

  // --- text ----------------------------------------------------------------------------------------

  void text(const TreeText& node) {
    leave_until(node.parent);
    const Frame& frame = frames_.back();
    const TextMode mode{frame.raw, frame.preformatted};
    if (node.text != nullptr) {
      const Span whole{tree_.segments[node.first_segment].source.begin,
                       tree_.segments[node.end_segment - 1].source.end};
      seen(text_.append_decoded(node.text, whole, mode));
      return;
    }
    for (uint32_t i = node.first_segment; i < node.end_segment; ++i) {
      const TextSegment& segment = tree_.segments[i];
      seen(text_.append(segment.source, {segment.raw, mode.preformatted}));
    }
  }

  void seen(uint32_t at) {
    if (at == kNothingSeen) return;
    if (text_.began_block()) begin_block();
    for (; begun_ < frames_.size(); ++begun_) frames_[begun_].begin = at;
    for (size_t r = open_runs_.size(); r-- > 0 && open_runs_[r].begin == kNone;) {
      open_runs_[r].begin = at;
    }
  }

  void begin_block() {
    const Frame& frame = frames_.back();
    PageBlock block;
    block.kind = frame.kind;
    block.level = frame.level;
    block.list_depth = frame.list_depth;
    block.quote_depth = frame.quote_depth;
    block.header = frame.header && frame.row;
    block.element = frame.block_element;
    block.first_line = text_.block_line();
    if (frame.item != kNone && !items_[frame.item].begun) {
      items_[frame.item].begun = true;
      if (frame.kind == BlockKind::paragraph) {
        block.kind = BlockKind::list_item;
        block.number = items_[frame.item].number;
      }
    }
    page_->blocks.push_back(block);
    in_block_ = true;
  }

  void end_block() {
    text_.end_block();
    if (!in_block_) return;
    in_block_ = false;
    page_->blocks.back().end_line = text_.line_count();
    page_->spend(kBlockSteps + kRunSteps * open_runs_.size());
    for (OpenRun& run : open_runs_) close_run(run);
  }

  void close_run(OpenRun& run) {
    if (run.begin != kNone && run.begin < text_.size()) {
      page_->runs.push_back({run.kind, {run.begin, text_.size()}, run.element});
    }
    run.begin = kNone;
  }

  Tree& tree_;
  std::shared_ptr<Page> page_;
  std::vector<Block> lines_;
  Typesetter text_;
  std::vector<Frame> frames_;
  std::vector<OpenRun> open_runs_;
  std::vector<Item> items_;
  std::vector<List> lists_;
  size_t begun_ = 0;    // frames below have text
  uint32_t cells_ = 0;  // of the open row
  uint32_t after_link_ = UINT32_MAX;  // where the last link's text ended
  bool in_block_ = false;
};

}  // namespace

Document build_page(std::string_view source, Tree* tree, ReferenceCache* references, Work* work) {
  return PageBuilder(source, tree, references, work).run();
}

}  // namespace dehusk
