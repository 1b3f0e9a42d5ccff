// A page for tests of what comes behind the reader: markup, and in braces what the Decisions take.
//
//   built_page("<p>Hello {cut} world")
#pragma once

#include <algorithm>
#include <string_view>

#include "doc/decision.h"
#include "doc/document.h"
#include "read/html_reader.h"

namespace dehusk {

struct BuiltPage {
  Document doc;
  Decisions decisions;
};

/// `source` is borrowed.
inline BuiltPage built_page(std::string_view source) {
  HtmlScratch scratch;
  BuiltPage built{read_html(source, HtmlMode::fast, &scratch), {}};
  const std::string_view text = built.doc.text;
  for (size_t begin = text.find('{'); begin != std::string_view::npos;) {
    const size_t end = std::min(text.find('}', begin), text.size() - 1) + 1;
    built.decisions.removed.push_back(
        {{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}, 0, 0, 0});
    begin = text.find('{', end);
  }
  return built;
}

}  // namespace dehusk
