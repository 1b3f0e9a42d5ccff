// A page and its Decisions into an output format. The words of the output are those of
// Document::text that stay, in their order; what is left of a line after cuts is closed up
// (close_up.h); a block of which nothing is left is not written. Says of each format: page_text.h,
// page_markdown.h, page_html.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "doc/decision.h"
#include "doc/document.h"

namespace dehusk {

enum class PageFormat : uint8_t { text, markdown, html };

struct PageFormatOptions {
  PageFormat format = PageFormat::text;
  std::string_view base_url =
      {};  ///< what links are resolved against; empty: they stay as they are
};

/// Ends with one LF; empty if nothing is left. A Document without a page counts as one of
/// paragraphs, which blank lines hold apart. O(size of the page).
std::string write_page(const Document& doc, const Decisions& decisions,
                       const PageFormatOptions& options);

}  // namespace dehusk
