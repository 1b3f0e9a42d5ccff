#include "write/html_inline.h"

#include <algorithm>

#include "write/emphasis.h"
#include "write/html_escape.h"
#include "write/targets.h"

namespace dehusk {
namespace {

std::string_view tag_of(RunKind kind) {
  switch (kind) {
    case RunKind::bold:
      return "strong";
    case RunKind::italic:
      return "em";
    case RunKind::code:
      return "code";
    case RunKind::link:
      break;
  }
  return "";
}

void open_link(std::string_view target, std::string* out) {
  *out += "<a";
  append_html_attribute("href", target, out);
  *out += '>';
}

// The lines of `text`, a <br> for each end.
void append_lines(std::string_view text, std::string* out) {
  for (size_t at = 0;;) {
    const size_t end = std::min(text.find('\n', at), text.size());
    append_html_text(text.substr(at, end - at), out);
    if (end == text.size()) return;
    *out += "<br>\n";
    at = end + 1;
  }
}

}  // namespace

void append_html_inline(const Page& page, const InlineText& text, std::string_view base_url,
                        std::string* out) {
  const std::string_view all = text.text;
  uint32_t at = 0;
  bool in_link = false;
  for (const InlineMark& mark : inline_marks(text)) {
    append_lines(all.substr(at, mark.at - at), out);
    at = mark.at;
    if (mark.kind == InlineMark::Kind::image) {
      append_html_image(page, text.images[mark.index].element, base_url, out);
      if (text.images[mark.index].spaced) *out += ' ';
      continue;
    }
    const InlineRun& run = text.runs[mark.index];
    const bool opens = mark.kind == InlineMark::Kind::open;
    if (run.kind == RunKind::link) {
      if (opens) {
        const auto target = link_target(page, run.element, base_url);
        if (target) open_link(*target, out);
        in_link = target.has_value();
      } else if (in_link) {
        *out += "</a>";
      }
      continue;
    }
    *out += opens ? "<" : "</";
    *out += tag_of(run.kind);
    *out += '>';
  }
  append_lines(all.substr(at), out);
}

bool append_html_image(const Page& page, uint32_t element, std::string_view base_url,
                       std::string* out) {
  const auto target = image_target(page, element, base_url);
  if (!target) return false;
  *out += "<img";
  append_html_attribute("src", target->source, out);
  append_html_attribute("alt", target->alt, out);
  *out += '>';
  return true;
}

}  // namespace dehusk
