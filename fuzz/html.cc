// A page, read with and without a skeleton: both give the same Document, and the Document is sound.
// An input that begins with 1 is a row of kPieces, one a byte: trees that take long to find letter by
// letter. Any other is markup as it stands.
#include <algorithm>
#include <array>

#include "core/visible.h"
#include "doc/dump.h"
#include "engine/features.h"
#include "expect.h"
#include "read/html_reader.h"
#include "read/utf8_check.h"
#include "targets.h"

namespace dehusk::fuzz {
namespace {

constexpr size_t kLargest = 4096;

constexpr std::string_view kPieces[] = {
    "x", " ", "\n", "\r\n", "&amp;", "&nbsp;", "&#32;", "&#8220;", "&ampx", "& ", "<", "\t", "y z", "\xC2\xAD",
    "<!--c-->", "<!>", "</>", "<?p?>", "<!doctype html>", "<![CDATA[c]]>",
    "<html>", "</html>", "<html lang=a>", "<head>", "</head>", "<body>", "</body>", "<body class=q>",
    "<title>", "</title>", "<style>", "</style>", "<script>", "</script>", "<!--", "-->", "<noscript>",
    "</noscript>", "<textarea>", "</textarea>", "<iframe>", "</iframe>", "<xmp>", "</xmp>", "<noframes>",
    "</noframes>", "<noembed>", "</noembed>", "<plaintext>", "<template>", "</template>", "<frameset>",
    "</frameset>", "<frame>", "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "</th>",
    "<tbody>", "</tbody>", "<thead>", "<tfoot>", "<caption>", "</caption>", "<colgroup>", "</colgroup>",
    "<col>", "<select>", "</select>", "<option>", "</option>", "<optgroup>", "<input>",
    "<input type=hidden>", "<input type='HIDDEN'/>", "<keygen>", "<button>", "</button>", "<form>",
    "</form>", "<p>", "</p>", "<div>", "</div>", "<div class='a b' id=c>", "<span>", "</span>", "<a>",
    "</a>", "<a href='x>y'>", "<a class=k>", "<b>", "</b>", "<b class=a>", "<b class=b>", "<i>", "</i>",
    "<font color=red>", "</font>", "<nobr>", "</nobr>", "<em>", "</em>", "<strong>", "</strong>", "<code>",
    "</code>", "<ul>", "</ul>", "<ol start=3>", "</ol>", "<li>", "</li>", "<dl>", "<dt>", "<dd>", "</dl>",
    "<h1>", "</h1>", "<h2>", "</h2>", "<pre>", "</pre>", "<listing>", "</listing>", "<br>", "</br>", "<br/>",
    "<hr>", "<img alt=a>", "<image>", "<svg>", "</svg>", "<svg/>", "<path/>", "<path></path>", "<path>",
    "</path>", "<g>", "</g>", "<desc>", "</desc>", "<foreignObject>", "</foreignObject>", "<math>",
    "</math>", "<mi>", "</mi>", "<annotation-xml encoding='text/html'>", "</annotation-xml>",
    "<font size=1>", "<x-y>", "</x-y>", "<x-z a=1>", "</x-z>", "<address>", "</address>", "<blockquote>",
    "</blockquote>", "<figure>", "</figure>", "<figcaption>", "<center>", "</center>", "<object>",
    "</object>", "<applet>", "</applet>", "<marquee>", "</marquee>", "<ruby>", "<rb>", "<rt>", "<rp>", "</ruby>",
    "<base>", "<link>", "<meta>", "<area>", "<embed>", "<param>", "<isindex>", "<menuitem>", "<a b", "<a \"",
    "<section hidden>", "</section>", "<p style='display:none'>", "<main aria-hidden=true>", "</main>",
    "</svg >", "<title/>", "<script/>", "<use/>", "<rect>", "</rect>", "<template shadowrootmode=open>",
};

std::string markup_of(std::string_view bytes) {
  if (!bytes.starts_with('\x01')) return utf8_of(bytes);
  std::string markup;
  for (const char c : bytes.substr(1)) {
    markup += kPieces[static_cast<uint8_t>(c) % std::size(kPieces)];
  }
  return markup;
}

void check_lines(const Document& doc) {
  expect(valid_utf8_prefix(doc.text) == doc.text.size(), "text is valid UTF-8");
  uint32_t end = 0;
  for (const Block& line : doc.blocks) {
    expect(line.source.begin >= end && line.source.end > line.source.begin, "lines lie apart");
    expect(has_visible(doc.text_of(line)), "no line is blank");
    end = line.source.end;
  }
  expect(end == doc.text.size(), "the last line ends the text");
  uint32_t next = 0;
  for (const PageBlock& block : doc.page->blocks) {
    expect(block.first_line == next && block.end_line > next, "blocks tile the lines");
    expect(block.element < doc.page->elements.size(), "a block has an element");
    next = block.end_line;
  }
  expect(next == doc.blocks.size(), "every line is in a block");
}

void check_elements(const Document& doc) {
  const Page& page = *doc.page;
  for (uint32_t i = 0; i < page.elements.size(); ++i) {
    const Element& e = page.elements[i];
    expect(e.end > i && e.end <= page.elements.size(), "a subtree is an interval");
    expect(e.source.begin <= e.source.end && e.source.end <= page.source.size(), "elements have a place");
    expect(e.text.begin <= e.text.end && e.text.end <= doc.text.size(), "and a part of the text");
    if (e.parent == kNoElement) continue;
    const Element& parent = page.elements[e.parent];
    expect(e.parent < i && e.end <= parent.end, "children lie in their parent");
    if (e.text.empty()) continue;
    expect(e.text.begin >= parent.text.begin && e.text.end <= parent.text.end, "so does their text");
  }
}

void check_pieces(const Document& doc) {
  uint32_t at = 0;
  for (const TextPiece& piece : doc.page->pieces) {
    expect(!has_visible(doc.text_of(Span{at, piece.text})), "all that is seen comes from somewhere");
    expect(piece.source.end <= doc.page->source.size(), "and that is in the source");
    if (piece.size == piece.source.size()) {
      const std::string_view text = doc.text_of(Span{piece.text, piece.text + piece.size});
      expect(text.find('&') != std::string_view::npos || text == doc.page->source_of(piece.source) ||
                 doc.page->source_of(piece.source).starts_with('&'),
             "text that is the source's stands there");
    }
    at = piece.text + piece.size;
  }
  expect(at == doc.text.size(), "to the end");
}

}  // namespace

void html(std::string_view bytes) {
  if (bytes.size() > kLargest) return;
  const std::string markup = markup_of(bytes);
  thread_local HtmlScratch fast_scratch;
  thread_local HtmlScratch slow_scratch;
  const Document fast = read_html(markup, HtmlMode::fast, &fast_scratch);
  const Document slow = read_html(markup, HtmlMode::slow, &slow_scratch);
  const Page& a = *fast.page;
  const Page& b = *slow.page;
  const bool same = fast.text == slow.text && fast.blocks == slow.blocks && a.elements == b.elements &&
                    a.blocks == b.blocks && a.runs == b.runs && a.images == b.images &&
                    a.pieces == b.pieces && a.added == b.added && a.quirks == b.quirks &&
                    a.cut_elements == b.cut_elements;
  if (!same) expect_same(dump_page(fast), dump_page(slow), "with and without a skeleton");
  expect(same, "with and without a skeleton");
  check_lines(fast);
  check_elements(fast);
  check_pieces(fast);
}

}  // namespace dehusk::fuzz
