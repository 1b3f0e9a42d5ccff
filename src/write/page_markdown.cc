#include "write/page_markdown.h"

#include <algorithm>
#include <vector>

#include "write/markdown_blocks.h"
#include "write/markdown_escape.h"
#include "write/markdown_inline.h"
#include "write/page_parts.h"

namespace dehusk {
namespace {

constexpr TagSet kTables(Tag::table);
constexpr TagSet kCode(Tag::code);

// The language that a class names: "hljs language-cpp" is "cpp". Nothing that a fence could not
// hold.
std::string language_of(std::string_view classes) {
  for (size_t at = 0; at < classes.size();) {
    const size_t end = std::min(classes.find_first_of(" \t\n\f\r", at), classes.size());
    std::string_view name = classes.substr(at, end - at);
    at = end + 1;
    for (const std::string_view prefix : {"language-", "lang-"}) {
      if (!name.starts_with(prefix)) continue;
      name.remove_prefix(prefix.size());
      const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
               std::string_view("+#._-").find(c) != std::string_view::npos;
      });
      return plain ? std::string(name) : std::string();
    }
  }
  return {};
}

// Of `pre` or of the `code` that it begins with.
std::string code_language(const Page& page, uint32_t element) {
  uint32_t pre = nearest(page, element, TagSet(Tag::pre));
  if (pre == kNoElement) pre = element;
  std::string language = language_of(page.attribute(pre, "class").value_or(""));
  const uint32_t child = pre + 1;
  if (language.empty() && child < page.elements[pre].end && kCode.has(page.elements[child].tag)) {
    language = language_of(page.attribute(child, "class").value_or(""));
  }
  return language;
}

std::string fenced(std::string code, std::string_view language) {
  std::replace(code.begin(), code.end(), '\r', ' ');  // to CommonMark a line end
  const std::string fence(std::max<size_t>(3, longest_backticks(code) + 1), '`');
  std::string out = fence;
  out += language;
  out += '\n';
  out += code;
  if (!code.ends_with('\n')) out += '\n';
  return out += fence;
}

std::string heading(const Page& page, const PagePart& part, std::string_view base_url) {
  std::string text = markdown_inline(page, part.texts[0], MarkdownPlace::heading, base_url);
  if (text.empty()) return text;
  const size_t marks = text.size() - std::min(text.size(), text.find_last_not_of('#') + 1);
  const bool closes = marks > 0 && (marks == text.size() || text[text.size() - marks - 1] == ' ');
  if (closes) text.insert(text.size() - 1, 1, '\\');
  const int level = std::clamp<int>(part.block->level, 1, 6);
  return std::string(static_cast<size_t>(level), '#') + ' ' + text;
}

std::string row(const std::vector<std::string>& cells, size_t columns) {
  std::string out = "|";
  for (size_t i = 0; i < columns; ++i) {
    out += ' ';
    if (i < cells.size()) out += cells[i];
    out += " |";
  }
  return out;
}

class MarkdownPage {
 public:
  MarkdownPage(const Document& doc, const Decisions& decisions, std::string_view base_url)
      : page_(*doc.page), parts_(doc, decisions), blocks_(*doc.page), base_url_(base_url) {}

  std::string run() {
    while (const auto part = parts_.next()) {
      if (part->block != nullptr && part->block->kind == BlockKind::table_row) {
        add_row(*part);
      } else {
        end_table();
        write(*part);
      }
    }
    end_table();
    return blocks_.take();
  }

 private:
  struct Table {
    uint32_t element = kNoElement;  // the `table`
    uint32_t place = 0;             // the element of its first row
    bool header = false;
    std::vector<std::vector<std::string>> rows;
  };

  void add_row(const PagePart& part) {
    const uint32_t element = nearest(page_, part.element, kTables);
    if (table_.rows.empty() || table_.element != element) {
      end_table();
      table_ = {element, part.element, part.block->header, {}};
    }
    std::vector<std::string> cells;
    for (const InlineText& text : part.texts) {
      cells.push_back(markdown_inline(page_, text, MarkdownPlace::cell, base_url_));
    }
    table_.rows.push_back(std::move(cells));
  }

  // GFM wants a header row, and cuts rows that are longer than it.
  void end_table() {
    if (table_.rows.empty()) return;
    size_t columns = 0;
    for (const auto& cells : table_.rows) columns = std::max(columns, cells.size());
    std::string lines = row(table_.header ? table_.rows[0] : std::vector<std::string>(), columns);
    lines += '\n';
    lines += row(std::vector<std::string>(columns, "---"), columns);
    for (size_t i = table_.header ? 1 : 0; i < table_.rows.size(); ++i) {
      lines += '\n';
      lines += row(table_.rows[i], table_.rows[i].size());
    }
    blocks_.write(table_.place, MarkdownBlock::other, lines);
    table_.rows.clear();
  }

  void write(const PagePart& part) {
    const std::string lines = lines_of(part);
    if (lines.empty()) return;
    const bool text = part.block != nullptr && part.block->kind != BlockKind::heading &&
                      part.block->kind != BlockKind::preformatted;
    blocks_.write(part.element, text ? MarkdownBlock::text : MarkdownBlock::other, lines);
  }

  std::string lines_of(const PagePart& part) {
    if (part.block == nullptr) {
      return markdown_image(page_, part.element, MarkdownPlace::paragraph, base_url_);
    }
    if (part.block->kind == BlockKind::heading) return heading(page_, part, base_url_);
    if (part.block->kind == BlockKind::preformatted) {
      return fenced(part.texts[0].text, code_language(page_, part.element));
    }
    return markdown_inline(page_, part.texts[0], MarkdownPlace::paragraph, base_url_);
  }

  const Page& page_;
  PageParts parts_;
  MarkdownBlocks blocks_;
  std::string_view base_url_;
  Table table_;
};

}  // namespace

std::string page_markdown(const Document& doc, const Decisions& decisions,
                          std::string_view base_url) {
  return MarkdownPage(doc, decisions, base_url).run();
}

}  // namespace dehusk
