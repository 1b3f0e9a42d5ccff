#include "write/shown_page.h"

#include <algorithm>

namespace dehusk {
namespace {

constexpr size_t kPathElements = 4;
constexpr size_t kMostWord = 40;  // bytes of an id or a class
constexpr size_t kMostClasses = 2;

// "div#top.menu.wide" of an element, as its source spells them.
std::string step_of(const Page& page, uint32_t element) {
  const Element& e = page.elements[element];
  std::string step(page.name_of(element).substr(0, kMostWord));
  const std::string_view id = page.source_of(e.id);
  if (!id.empty() && id.size() <= kMostWord) step += "#" + std::string(id);
  std::string_view classes = page.source_of(e.classes);
  constexpr std::string_view kSpace = " \t\n\f\r";
  for (size_t n = 0; n < kMostClasses; ++n) {
    classes.remove_prefix(std::min(classes.find_first_not_of(kSpace), classes.size()));
    const std::string_view word = classes.substr(0, classes.find_first_of(kSpace));
    classes.remove_prefix(word.size());
    if (word.empty()) break;
    if (word.size() <= kMostWord) step += "." + std::string(word);
  }
  return step;
}

std::string path_of(const Page& page, uint32_t element) {
  std::string path;
  for (size_t n = 0; n < kPathElements && element != kNoElement; ++n) {
    const Tag tag = page.elements[element].tag;
    if (tag == Tag::body || tag == Tag::html) break;
    path = step_of(page, element) + (path.empty() ? "" : " > ") + path;
    element = page.elements[element].parent;
  }
  return path;
}

}  // namespace

std::string_view name_of(BlockKind kind) {
  switch (kind) {
    case BlockKind::paragraph:
      return "p";
    case BlockKind::heading:
      return "heading";
    case BlockKind::list_item:
      return "li";
    case BlockKind::term:
      return "dt";
    case BlockKind::definition:
      return "dd";
    case BlockKind::table_row:
      return "tr";
    case BlockKind::preformatted:
      return "pre";
    case BlockKind::caption:
      return "caption";
  }
  return "";
}

ShownPage shown_page(const Document& doc, LineNumbers* numbers) {
  const Page& page = *doc.page;
  ShownPage shown;
  shown.elements = page.elements.size();
  uint64_t source = 1;
  for (const Block& line : doc.blocks) {
    const Span span = page.source_of_text(line.source);
    if (!span.empty()) source = numbers->line_of(span.begin);
    shown.lines.push_back({line.source, source});
  }
  for (const PageBlock& block : page.blocks) {
    shown.blocks.push_back({block.kind, block.level, block.list_depth, block.quote_depth,
                            block.header, block.number, block.first_line, block.end_line,
                            path_of(page, block.element)});
  }
  return shown;
}

}  // namespace dehusk
