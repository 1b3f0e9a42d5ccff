#include <catch2/catch.hpp>
#include <string_view>

#include "support/built_page.h"
#include "write/page_writer.h"

namespace dehusk {
namespace {

struct Case {
  std::string_view source;
  std::string_view want;
};

std::string text_of(std::string_view source) {
  const BuiltPage page = built_page(source);
  return write_page(page.doc, page.decisions, {.format = PageFormat::text});
}

template <size_t size>
void check(const Case (&cases)[size]) {
  for (const Case& c : cases) {
    CAPTURE(c.source);
    CHECK(text_of(c.source) == c.want);
  }
}

TEST_CASE("text: blocks are a blank line apart") {
  const Case cases[] = {
      {"", ""},
      {"<p>a", "a\n"},
      {"<h1>T</h1><p>a</p><p>b", "T\n\na\n\nb\n"},
      {"<p>a<br>b<p>c", "a\nb\n\nc\n"},
      {"<p>a<p>\xE2\x80\x8D<p>b", "a\n\nb\n"},  // a joiner by itself
      {"<p>a<br><br>b", "a\n\nb\n"},
      {"<blockquote><p>q</p></blockquote><p>a", "q\n\na\n"},
      {"<figure><img src=x alt=y><figcaption>c</figcaption></figure><p>a", "c\n\na\n"},
      {"<p><b>a</b> <a href=x>b</a>", "a b\n"},
      {"<pre>\n  x\n\n    y  z\n</pre><p>a", "  x\n\n    y  z\n\na\n"},
  };
  check(cases);
}

TEST_CASE("text: lists, rows and definitions stay together") {
  const Case cases[] = {
      {"<p>x<ul><li>a<li>b</ul><p>y", "x\n\n- a\n- b\n\ny\n"},
      {"<ol><li>a<li>b</ol>", "1. a\n2. b\n"},
      {"<ol start=9><li>a<li>b<br>c</ol>", "9. a\n10. b\n    c\n"},
      {"<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c\n"},
      {"<ul><li>a</ul><ul><li>b</ul>", "- a\n\n- b\n"},
      {"<ul><li>a<p>b</p><li>c</ul>", "- a\n\n  b\n\n- c\n"},
      {"<ul><li>a<br>b</ul>", "- a\n  b\n"},
      {"<ul><li><pre>x\n  y</pre></ul>", "x\n  y\n"},
      {"<dl><dt>t<dd>d<dt>u<dd>e</dl><p>x", "t\n  d\nu\n  e\n\nx\n"},
      {"<table><tr><th>a<th>b<tr><td>c<td>d</table>", "a\tb\nc\td\n"},
      {"<table><tr><td>a<td>b</table><table><tr><td>c<td>d</table>", "a\tb\n\nc\td\n"},
      {"<table><caption>t</caption><tr><td>a<td>b</table>", "t\n\na\tb\n"},
  };
  check(cases);
}

TEST_CASE("text: what is left of a line is closed up") {
  const Case cases[] = {
      {"<p>{a}", ""},
      {"<p>a<p>{b}<p>c", "a\n\nc\n"},
      {"<p>Read on {here} . And {so} {on} more", "Read on. And more\n"},
      {"<p>{a} b", "b\n"},
      {"<p>a {b}", "a\n"},
      {"<p>a<br>{b}<br>c", "a\nc\n"},
      {"<p>a<br>b {c}<br>{d} e", "a\nb\ne\n"},
      {"<p>a {b<p>c} d", "a\n\nd\n"},
      {"<p>a<p>x {b<p>c<p>d} y<p>e", "a\n\nx\n\ny\n\ne\n"},
      {"<ul><li>{a}<li>b</ul>", "- b\n"},
      {"<ol><li>{a}<li>b</ol>", "2. b\n"},
      {"<ol><li>{a}<p>c<li>b</ol>", "1. c\n\n2. b\n"},
      {"<ul><li>{a}<ul><li>b</ul></ul>", "  - b\n"},
      {"<ul><li>a</ul>{x}<ul><li>b</ul>", "- a\n\n- b\n"},
      {"<table><tr><td>a<td>{b}<td>c</table>", "a\t\tc\n"},
      {"<table><tr><td>a<td>b {c}<td>{d}</table>", "a\tb\n"},
      {"<table><tr><td>{a<td>b} x<td>c</table>", "\tx\tc\n"},
      {"<table><tr><td>{a<td>b}</table>", ""},
      {"<pre>a\n{b}\nc</pre>", "a\nc\n"},
      {"<pre>a\n\n{b}\n\nc</pre>", "a\n\n\nc\n"},
      {"<pre>a {b\n\nc} d</pre>", "a\nd\n"},
      {"<pre>  a {b}  c\n   d</pre>", "  a c\n   d\n"},
  };
  check(cases);
}

TEST_CASE("a text without a page counts as one of paragraphs") {
  const std::string_view text = "a\nb\n\n\nc";
  const Document doc{text, {{{0, 1}}, {{2, 3}}, {{6, 7}}}};
  CHECK(write_page(doc, {}, {.format = PageFormat::text}) == "a\nb\n\nc\n");
  CHECK(write_page(doc, {}, {.format = PageFormat::markdown}) == "a\\\nb\n\nc\n");
  CHECK(write_page(doc, {}, {.format = PageFormat::html}) == "<p>a<br>\nb</p>\n<p>c</p>\n");
  CHECK(write_page({}, {}, {.format = PageFormat::html}).empty());
}

}  // namespace
}  // namespace dehusk
