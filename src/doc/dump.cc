#include "doc/dump.h"

#include <algorithm>
#include <vector>

namespace dehusk {
namespace {

std::string kind_of(const PageBlock& block) {
  std::string out;
  if (block.quote_depth > 0) out += "q" + std::to_string(block.quote_depth) + ":";
  switch (block.kind) {
    case BlockKind::paragraph: out += "p"; break;
    case BlockKind::heading: out += "h" + std::to_string(block.level); break;
    case BlockKind::list_item: out += "li" + std::to_string(block.list_depth); break;
    case BlockKind::term: out += "dt"; break;
    case BlockKind::definition: out += "dd"; break;
    case BlockKind::table_row: out += block.header ? "th" : "tr"; break;
    case BlockKind::preformatted: out += "pre"; break;
    case BlockKind::caption: out += "caption"; break;
  }
  if (block.kind != BlockKind::list_item && block.list_depth > 0) {
    out += "@" + std::to_string(block.list_depth);
  }
  if (block.number > 0) out += "#" + std::to_string(block.number);
  return out;
}

char mark_of(RunKind kind, bool end) {
  switch (kind) {
    case RunKind::bold: return '*';
    case RunKind::italic: return '_';
    case RunKind::code: return '`';
    case RunKind::link: return end ? ']' : '[';
  }
  return '?';
}

std::string span_of(Span span) {
  return std::to_string(span.begin) + "-" + std::to_string(span.end);
}

}  // namespace

std::string dump_blocks(const Document& doc) {
  const Page& page = *doc.page;
  std::string out;
  for (const PageBlock& block : page.blocks) {
    if (!out.empty()) out += ' ';
    out += kind_of(block) + "{";
    for (uint32_t line = block.first_line; line < block.end_line; ++line) {
      if (line > block.first_line) out += " / ";
      const Span span = doc.blocks[line].source;
      for (uint32_t at = span.begin; at <= span.end; ++at) {
        for (size_t r = page.runs.size(); r-- > 0;) {
          if (page.runs[r].text.end == at) out += mark_of(page.runs[r].kind, true);
        }
        if (at == span.end) break;
        for (const Run& run : page.runs) {
          if (run.text.begin == at) out += mark_of(run.kind, false);
        }
        out += doc.text[at] == '\t' ? '|' : doc.text[at];
      }
    }
    out += "}";
  }
  return out;
}

std::string dump_page(const Document& doc) {
  const Page& page = *doc.page;
  std::string out = page.quirks ? "quirks\n" : "";
  for (uint32_t i = 0; i < page.elements.size(); ++i) {
    const Element& e = page.elements[i];
    out += std::to_string(i) + " " + std::string(page.name_of(i));
    out += e.space == Namespace::html ? "" : e.space == Namespace::svg ? " svg" : " math";
    if (e.hidden) out += " hidden";
    if (e.parent != kNoElement) out += " in " + std::to_string(e.parent);
    out += " to " + std::to_string(e.end) + " tag " + span_of(e.tag_source) + " all " +
           span_of(e.source) + " text " + span_of(e.text) + " id " + span_of(e.id) + " class " +
           span_of(e.classes) + " href " + span_of(e.href);
    for (const SourceAttribute& one : page.attributes_of(e)) {
      out += " [" + span_of(one.name_span()) + "=" + span_of(one.value) + "]";
    }
    out += "\n";
  }
  for (const AddedAttribute& added : page.added) {
    out += "added " + std::to_string(added.element) + " " + added.name + "=" + added.value + "\n";
  }
  for (const PageBlock& block : page.blocks) {
    out += kind_of(block) + " of " + std::to_string(block.element) + " lines " +
           std::to_string(block.first_line) + "-" + std::to_string(block.end_line) + "\n";
  }
  for (const Block& line : doc.blocks) out += "line " + span_of(line.source) + "\n";
  for (const Run& run : page.runs) {
    out += std::string("run ") + mark_of(run.kind, false) + " " + span_of(run.text) + " of " +
           std::to_string(run.element) + "\n";
  }
  for (const Image& image : page.images) {
    out += "image " + std::to_string(image.element) + " at " + std::to_string(image.at) + "\n";
  }
  for (const TextPiece& piece : page.pieces) {
    out += "piece " + std::to_string(piece.text) + "+" + std::to_string(piece.size) + " from " +
           span_of(piece.source) + "\n";
  }
  out += "cut " + std::to_string(page.cut_elements) + " " + std::to_string(page.cut_bytes) + "\n";
  out += "text " + std::string(doc.text) + "\n";
  return out;
}

}  // namespace dehusk
