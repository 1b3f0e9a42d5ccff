#include "write/page_writer.h"

#include <memory>

#include "write/kept_text.h"
#include "write/page_html.h"
#include "write/page_markdown.h"
#include "write/page_text.h"

namespace dehusk {
namespace {

std::shared_ptr<const Page> page_of_lines(const Document& doc) {
  auto page = std::make_shared<Page>();
  Element body;
  body.tag = Tag::body;
  body.end = 1;
  page->elements.push_back(body);
  for (uint32_t i = 0; i < doc.blocks.size(); ++i) {
    const uint32_t gap = i == 0 ? 0 : doc.blocks[i - 1].source.end;
    const bool apart =
        i == 0 || count_line_ends(doc.text_of(Span{gap, doc.blocks[i].source.begin})) > 1;
    if (apart) {
      page->blocks.emplace_back();
      page->blocks.back().first_line = i;
    }
    page->blocks.back().end_line = i + 1;
  }
  return page;
}

}  // namespace

std::string write_page(const Document& doc, const Decisions& decisions,
                       const PageFormatOptions& options) {
  if (!doc.page) {
    return write_page({doc.text, doc.blocks, page_of_lines(doc)}, decisions, options);
  }
  switch (options.format) {
    case PageFormat::text:
      return page_text(doc, decisions);
    case PageFormat::markdown:
      return page_markdown(doc, decisions, options.base_url);
    case PageFormat::html:
      return page_html(doc, decisions, options.base_url);
  }
  return {};
}

}  // namespace dehusk
