#include "write/page_html.h"

#include <algorithm>
#include <vector>

#include "write/containers.h"
#include "write/html_escape.h"
#include "write/html_inline.h"
#include "write/page_parts.h"

namespace dehusk {
namespace {

constexpr TagSet kTables(Tag::table);

std::string_view tag_of(ContainerKind kind) {
  switch (kind) {
    case ContainerKind::quote:
      return "blockquote";
    case ContainerKind::bullets:
      return "ul";
    case ContainerKind::numbers:
      return "ol";
    case ContainerKind::item:
      return "li";
    case ContainerKind::figure:
      return "figure";
    case ContainerKind::terms:
      return "dl";
    case ContainerKind::term:
      return "dt";
    case ContainerKind::definition:
      return "dd";
  }
  return "";
}

bool holds_text(ContainerKind kind) {
  return kind == ContainerKind::item || kind == ContainerKind::term ||
         kind == ContainerKind::definition;
}

class HtmlPage {
 public:
  HtmlPage(const Document& doc, const Decisions& decisions, std::string_view base_url)
      : page_(*doc.page),
        parts_(doc, decisions),
        containers_(*doc.page, ContainerSet::all),
        base_url_(base_url) {
    out_.reserve(doc.text.size() + doc.text.size() / 4);
  }

  std::string run() {
    while (const auto part = parts_.next()) write(*part);
    end_table();
    close_to(0);
    return std::move(out_);
  }

 private:
  struct Level {
    ContainerKind kind = ContainerKind::quote;
    uint32_t next_number = 0;  // of a numbered list; 0 before its first item
  };

  void write(const PagePart& part) {
    if (part.block == nullptr) {
      image(part);
      return;
    }
    const uint32_t table = table_of(part);
    if (table != table_) end_table();
    go_to(part.element);
    if (table != kNoTable && table_ == kNoTable) {
      out_ += "<table>\n";
      table_ = table;
    }
    switch (part.block->kind) {
      case BlockKind::table_row:
        row(part);
        break;
      case BlockKind::heading: {
        const int level = std::clamp<int>(part.block->level, 1, 6);
        const char name[] = {'h', static_cast<char>('0' + level)};
        element(std::string_view(name, 2), part);
        break;
      }
      case BlockKind::preformatted:
        preformatted(part);
        break;
      case BlockKind::caption:
        element(caption_tag(table), part);
        break;
      default:
        paragraph(part);
        break;
    }
    fresh_ = false;
  }

  // The `table` that a row stands in, or a caption whose next block is a row of its table.
  uint32_t table_of(const PagePart& part) const {
    if (part.block->kind == BlockKind::table_row) return nearest(page_, part.element, kTables);
    if (part.block->kind != BlockKind::caption) return kNoTable;
    const uint32_t table = nearest(page_, part.element, kTables);
    const PageBlock* next = part.block + 1;
    const bool captioned =
        table != kNoElement && next != page_.blocks.data() + page_.blocks.size() &&
        next->kind == BlockKind::table_row && nearest(page_, next->element, kTables) == table;
    return captioned ? table : kNoTable;
  }

  std::string_view caption_tag(uint32_t table) const {
    if (table != kNoTable) return "caption";
    const auto& open = containers_.open();
    return !open.empty() && open.back().kind == ContainerKind::figure ? "figcaption" : "p";
  }

  void end_table() {
    if (table_ != kNoTable) out_ += "</table>\n";
    table_ = kNoTable;
  }

  void close_to(size_t levels) {
    for (; levels_.size() > levels; levels_.pop_back()) tag("</", tag_of(levels_.back().kind));
  }

  void go_to(uint32_t place) {
    const Containers::Move move = containers_.move_to(place);
    if (levels_.size() > move.keep || !move.open.empty()) end_table();
    close_to(move.keep);
    for (const Container& container : move.open) open(container.kind, container.number);
    if (!move.open.empty()) fresh_ = holds_text(levels_.back().kind);
  }

  void open(ContainerKind kind, uint32_t number) {
    if (kind == ContainerKind::item && levels_.back().kind == ContainerKind::numbers) {
      item(number, &levels_.back());
    } else if (kind != ContainerKind::numbers) {
      tag("<", tag_of(kind));
    }
    levels_.push_back({kind, 0});
  }

  // The list begins with its first item, whose number it has to say.
  void item(uint32_t number, Level* list) {
    const bool first = list->next_number == 0;
    const uint32_t expected = first ? 1 : list->next_number;
    if (number == 0) number = expected;
    if (first) {
      out_ += "<ol";
      if (number != 1) append_html_attribute("start", std::to_string(number), &out_);
      out_ += ">\n";
    }
    out_ += "<li";
    if (!first && number != expected) append_html_attribute("value", std::to_string(number), &out_);
    out_ += ">\n";
    list->next_number = number + 1;
  }

  void tag(std::string_view open, std::string_view name) {
    out_ += open;
    out_ += name;
    out_ += ">\n";
  }

  void inline_part(const InlineText& text) { append_html_inline(page_, text, base_url_, &out_); }

  void element(std::string_view name, const PagePart& part) {
    out_ += '<';
    out_ += name;
    out_ += '>';
    inline_part(part.texts[0]);
    tag("</", name);
  }

  void paragraph(const PagePart& part) {
    if (!fresh_) {
      element("p", part);
      return;
    }
    out_.pop_back();  // "<li>text" in one line
    inline_part(part.texts[0]);
    out_ += '\n';
  }

  void preformatted(const PagePart& part) {
    const uint32_t pre = nearest(page_, part.element, TagSet(Tag::pre));
    const bool code = pre != kNoElement && pre + 1 < page_.elements[pre].end &&
                      page_.elements[pre + 1].tag == Tag::code;
    out_ += code ? "<pre><code>" : "<pre>";
    if (part.texts[0].text.starts_with('\n')) out_ += '\n';  // the first is not shown
    append_html_text(part.texts[0].text, &out_);
    out_ += code ? "</code></pre>\n" : "</pre>\n";
  }

  void row(const PagePart& part) {
    const std::string_view name = part.block->header ? "th" : "td";
    out_ += "<tr>";
    for (const InlineText& text : part.texts) {
      out_ += '<';
      out_ += name;
      out_ += '>';
      inline_part(text);
      out_ += "</";
      out_ += name;
      out_ += '>';
    }
    out_ += "</tr>\n";
  }

  void image(const PagePart& part) {
    std::string img;
    if (!append_html_image(page_, part.element, base_url_, &img)) return;
    end_table();
    go_to(part.element);
    const bool bare = fresh_ || (!levels_.empty() && levels_.back().kind == ContainerKind::figure);
    out_ += bare ? "" : "<p>";
    out_ += img;
    out_ += bare ? "\n" : "</p>\n";
    fresh_ = false;
  }

  static constexpr uint32_t kNoTable =
      UINT32_MAX - 1;  // unlike kNoElement, a row without a `table`

  const Page& page_;
  PageParts parts_;
  Containers containers_;
  std::string_view base_url_;
  std::vector<Level> levels_;
  uint32_t table_ = kNoTable;  // the element of the open table
  bool fresh_ = false;         // the innermost item, term or definition holds nothing yet
  std::string out_;
};

}  // namespace

std::string page_html(const Document& doc, const Decisions& decisions, std::string_view base_url) {
  return HtmlPage(doc, decisions, base_url).run();
}

}  // namespace dehusk
