// Selectors run on HTML, told by ids.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "doc/document.h"
#include "read/html_reader.h"
#include "rule/selector.h"

namespace dehusk {

inline Document page_of(std::string_view html) {
  HtmlScratch scratch;
  return read_html(html, HtmlMode::fast, &scratch);
}

/// The ids of elements; the name of one without.
inline std::string ids_of(const Document& doc, const std::vector<uint32_t>& elements) {
  std::string out;
  for (const uint32_t element : elements) {
    if (!out.empty()) out += ' ';
    const auto id = doc.page->attribute(element, "id");
    out += id ? *id : std::string(doc.page->name_of(element));
  }
  return out;
}

/// A sound selector.
inline SelectorList selector_of(std::string_view text) {
  std::vector<SelectorFault> faults;
  return parse_selector(text, &faults);
}

}  // namespace dehusk
