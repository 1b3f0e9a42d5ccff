#include <catch2/catch.hpp>
#include <string_view>

#include "support/built_page.h"
#include "support/html_reading.h"
#include "write/page_writer.h"

namespace dehusk {
namespace {

struct Case {
  std::string_view source;
  std::string_view want;
};

std::string html_of(std::string_view source, std::string_view base_url = {}) {
  const BuiltPage page = built_page(source);
  return write_page(page.doc, page.decisions, {.format = PageFormat::html, .base_url = base_url});
}

template <size_t size>
void check_structure(const Case (&cases)[size]) {
  for (const Case& c : cases) {
    const std::string html = html_of(c.source);
    CAPTURE(c.source, html);
    const HtmlReading reading = read_back(html);
    CHECK(reading.dump == c.want);
    CHECK(reading.faults.empty());
  }
}

TEST_CASE("html: as it is written") {
  const Case cases[] = {
      {"", ""},
      {"<p class=x onclick=y>a &amp; <b style=z>b</b>", "<p>a &amp; <strong>b</strong></p>\n"},
      {"<h2>T</h2><p>a<br>b", "<h2>T</h2>\n<p>a<br>\nb</p>\n"},
      {"<ul><li>a<p>b</ul>", "<ul>\n<li>a\n<p>b</p>\n</li>\n</ul>\n"},
      {"<ol start=3><li>a<li value=7>b<li>c</ol>",
       "<ol start=\"3\">\n<li>a\n</li>\n<li value=\"7\">b\n</li>\n<li>c\n</li>\n</ol>\n"},
      {"<pre>\n  a\n<b>b</b></pre>", "<pre>  a\nb</pre>\n"},
      {"<pre><code class=language-x>a &lt; b</code></pre>", "<pre><code>a &lt; b</code></pre>\n"},
      {"<p>&lt;script>alert(1)&lt;/script>&amp;lt;",
       "<p>&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;</p>\n"},
      {"<p><a href='x\"y&amp;lt;' title=t>a</a>", "<p><a href=\"x%22y&amp;lt;\">a</a></p>\n"},
      {"<p><img alt='\"&gt;' src=x> a", "<p><img src=\"x\" alt=\"&quot;&gt;\">a</p>\n"},
      {"<figure><img src=x><figcaption>c</figcaption></figure>",
       "<figure>\n<img src=\"x\" alt=\"\">\n<figcaption>c</figcaption>\n</figure>\n"},
      {"<table><caption>t</caption><tr><th>a<th>b<tr><td>c<td>d</table>",
       "<table>\n<caption>t</caption>\n<tr><th>a</th><th>b</th></tr>\n"
       "<tr><td>c</td><td>d</td></tr>\n</table>\n"},
      {"<dl><dt>t<dd>d</dl>", "<dl>\n<dt>t\n</dt>\n<dd>d\n</dd>\n</dl>\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.source);
    CHECK(html_of(c.source) == c.want);
  }
}

TEST_CASE("html: elements nest as they should, whatever the page did") {
  const Case cases[] = {
      {"<blockquote><p>a<blockquote>b</blockquote></blockquote>c",
       "blockquote(p(a)blockquote(p(b)))p(c)"},
      {"<ul><li>a<ul><li>b</ul><li>c</ul>", "ul(li(aul(li(b)))li(c))"},
      {"<ul><li>a</li><ul><li>b</ul><li>c</ul>", "ul(li(aul(li(b)))li(c))"},
      {"<ul><ul><li>b</ul></ul>", "ul(li(ul(li(b))))"},
      {"<ul>a<li>b</ul>", "ul(li(a)li(b))"},
      {"<ul><li>a</li>b<li>c</ul>", "ul(li(a;b)li(c))"},
      {"<li>a<li>b</li><p>c", "ul(li(a)li(b))p(c)"},
      {"<ol><li><ol><li>a</ol></ol>", "ol(li(ol(li(a))))"},
      {"<ul><li><h3>a</h3><p>b</ul>", "ul(li(h3(a);b))"},
      {"<ul><li><blockquote>a</blockquote>b</ul>", "ul(li(blockquote(p(a));b))"},
      {"<ul><li><table><tr><td>a<td>b</table></ul>", "ul(li(table(tr(td(a)td(b)))))"},
      {"<ul><li>a</ul><ul><li>b</ul>", "ul(li(a))ul(li(b))"},
      {"<dl>x<dt>a<dd>b<p>c</dl>", "dl(dd(x)dt(a)dd(b;c))"},
      {"<dd>a", "dl(dd(a))"},
      {"<figure><p>a<figcaption>b</figcaption></figure>", "figure(p(a)figcaption(b))"},
      {"<figcaption>b</figcaption>", "p(b)"},
      {"<table><tr><td>a<td><p>b<p>c</table>", "p(a)p(b)p(c)"},
      {"<table><tr><td>a<td>b</table><table><tr><td>c<td>d</table>",
       "table(tr(td(a)td(b)))table(tr(td(c)td(d)))"},
      {"<table><tr><td>a<td>b<tr><td><ul><li>x</ul><td>y<tr><td>c<td>d</table>",
       "table(tr(td(a)td(b)))ul(li(x))p(y)table(tr(td(c)td(d)))"},
      {"<p><b>a <i>b</b> c</i>", "p(strong(a em(b)) em(c))"},
      {"<p><b>a<b>b</b></b>", "p(strong(ab))"},
      {"<p><b>a</b><b>b</b>", "p(strong(ab))"},
      {"<p><i><b>a</b></i><i><b>b</b> c</i>", "p(em(strong(ab) c))"},
      {"<p><a href=x>a <code>b</code></a>", "p(a=x(a code(b)))"},
      {"<a href=x><p>a<p>b</a>", "p(a=x(a))p(a=x(b))"},
      {"<p>a<img src=x alt=y>b", "p(a img=x|y b)"},
      {"<p>a</p><img src=x alt=y><p>b", "p(a)p(img=x|y)p(b)"},
      {"<p>a</p><p><img src=x alt=y></p><p>b", "p(a)p(img=x|y)p(b)"},
      {"<p>a<p><img src=x alt=y>b", "p(a)p(img=x|yb)"},
      {"<p>a<img src=x alt=y></p><p>b", "p(aimg=x|y)p(b)"},
      {"<ul><li><img src=x alt=y></ul>", "ul(li(img=x|y))"},
      {"<p>a</p><img src=x alt=y>", "p(a)p(img=x|y)"},
  };
  check_structure(cases);
}

TEST_CASE("html: what is cut is not there") {
  const Case cases[] = {
      {"<p>{a}", ""},
      {"<p>a <b>{b}</b> c", "p(a c)"},
      {"<p>a <b>{b} c</b>", "p(a strong(c))"},
      {"<p><a href=x>a {b} c</a> {d}", "p(a=x(a c))"},
      {"<ul><li>{a}<li>b</ul>", "ul(li(b))"},
      {"<ol><li>{a}<li>b</ol>", "ol=2(li(b))"},
      {"<ol><li>a<li>{b}<li>c</ol>", "ol(li(a)li=3(c))"},
      {"<ol><li>{a}<p>b<li>c</ol>", "ol(li(b)li(c))"},
      {"<blockquote>{a}</blockquote>b", "p(b)"},
      {"<table><tr><td>a<td>{b}<td>c</table>", "table(tr(td(a)td()td(c)))"},
      {"<p>{<img src=x alt=y>}b", "p(b)"},
      {"<p>{a}<img src=x alt=y></p>b", "p(b)"},
  };
  check_structure(cases);
}

TEST_CASE("html: images go with their element") {
  const std::string_view source =
      "<p>a</p><div><img src=x alt=y><p><img src=z alt=w>b</div><img src=v alt=u>c";
  const BuiltPage page = built_page(source);
  Decisions decisions;
  for (uint32_t i = 0; i < page.doc.page->elements.size(); ++i) {
    if (page.doc.page->elements[i].tag == Tag::div) decisions.elements.push_back(i);
  }
  const std::string html = write_page(page.doc, decisions, {.format = PageFormat::html});
  CHECK(html == "<p>a</p>\n<p>b</p>\n<p><img src=\"v\" alt=\"u\">c</p>\n");
}

TEST_CASE("html: links are resolved where a base is given") {
  CHECK(html_of("<a href=../x>a</a>", "http://h/a/b/c") ==
        "<p><a href=\"http://h/a/x\">a</a></p>\n");
  CHECK(html_of("<a href=../x>a</a>") == "<p><a href=\"../x\">a</a></p>\n");
  CHECK(html_of("<img alt=b data-src=/x src='data:image/gif,A'>a", "http://h/a/b/c") ==
        "<p><img src=\"http://h/x\" alt=\"b\">a</p>\n");
  CHECK(html_of("<a href=javascript:x>a</a> <a href>b</a> <a>c</a>") == "<p>a b c</p>\n");
}

}  // namespace
}  // namespace dehusk
