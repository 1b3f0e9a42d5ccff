// What the formats say about one page must be the same: Markdown is read by cmark-gfm, HTML by
// html_reading.h, and both are held against the text that is left.
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/utf8.h"
#include "support/built_page.h"
#include "support/cmark.h"
#include "support/html_reading.h"
#include "support/page_generator.h"
#include "write/page_writer.h"

namespace dehusk {
namespace {

std::string written(const BuiltPage& page, PageFormat format) {
  return write_page(page.doc, page.decisions, {.format = format});
}

// Without white space.
std::string visible(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' && c != '\n' && c != '\t') out += c;
  }
  return out;
}

// The text that stays, by the simplest reading of the Decisions.
std::string left_of(const BuiltPage& page) {
  std::string text(page.doc.text);
  for (const Removal& removal : page.decisions.removed) {
    for (uint32_t i = removal.source.begin; i < removal.source.end; ++i) text[i] = ' ';
  }
  return text;
}

bool is_subsequence(std::string_view part, std::string_view whole) {
  size_t at = 0;
  for (const char c : whole) {
    if (at < part.size() && part[at] == c) ++at;
  }
  return at == part.size();
}

bool is_utf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    if (next_code_point(text, &at) == kReplacement && text.substr(begin, 3) != "\xEF\xBF\xBD") {
      return false;
    }
  }
  return true;
}

// Many pages through one run of cmark-gfm: a paragraph between two that none of them holds.
std::vector<std::string> read_by_cmark(const std::vector<std::string>& pages, Autolinks autolinks) {
  static constexpr std::string_view kApart = "qqqqqq";
  std::string all;
  for (const std::string& page : pages) all += page + "\n" + std::string(kApart) + "\n\n";
  const std::string html = cmark(all, autolinks);
  std::vector<std::string> parts;
  const std::string mark = "<p>" + std::string(kApart) + "</p>\n";
  size_t at = 0;
  for (size_t end; (end = html.find(mark, at)) != std::string::npos; at = end + mark.size()) {
    parts.push_back(html.substr(at, end - at));
  }
  return parts;
}

struct Batch {
  std::vector<std::string> sources;
  std::vector<BuiltPage> pages;  // borrow `sources`
  std::vector<std::string> markdown;
};

void check_read_back(const Batch& batch) {
  const auto plain = read_by_cmark(batch.markdown, Autolinks::off);
  const auto linked = read_by_cmark(batch.markdown, Autolinks::on);
  REQUIRE(plain.size() == batch.pages.size());
  REQUIRE(linked.size() == batch.pages.size());
  for (size_t i = 0; i < batch.pages.size(); ++i) {
    const BuiltPage& page = batch.pages[i];
    const std::string html = written(page, PageFormat::html);
    CAPTURE(batch.sources[i], left_of(page), html, batch.markdown[i], plain[i]);
    const HtmlReading by_html = read_back(html, HtmlDetail::flat);
    const HtmlReading by_cmark = read_back(plain[i], HtmlDetail::flat);
    CHECK(by_cmark.faults.empty());
    const bool terms = batch.sources[i].find("<dl>") != std::string::npos;  // not in Markdown
    if (!terms) CHECK(by_cmark.dump == by_html.dump);
    CHECK(by_cmark.links == by_html.links);
    CHECK(visible(by_cmark.text) == visible(left_of(page)));
    CHECK(visible(read_back(linked[i]).text) == visible(left_of(page)));
  }
}

// The reader sets images and links side by side apart; a cut may leave them without a blank.
std::string without_set_apart(std::string html) {
  for (size_t at = 0; (at = html.find("<img", at)) != std::string::npos; ++at) {
    size_t end = html.find('>', at) + 1;
    if (html[end] == ' ') html.erase(end, 1);
    if (at > 0 && html[at - 1] == ' ') html.erase(--at, 1);
  }
  for (size_t at = 0; (at = html.find("</a> <a", at)) != std::string::npos; ++at) html.erase(at + 4, 1);
  return html;
}

TEST_CASE("random pages say the same in text and HTML") {
  PageGenerator generator(20240615);
  size_t cut = 0;
  size_t pages = 0;
  for (; pages < 6000; ++pages) {
    const std::string source = generator.page();
    BuiltPage page = built_page(source);
    if (pages % 2 == 1) page.decisions = generator.cuts(page.doc);
    cut += !page.decisions.removed.empty();
    const std::string text = written(page, PageFormat::text);
    const std::string html = written(page, PageFormat::html);
    CAPTURE(source, left_of(page), text, html);
    const HtmlReading reading = read_back(html);
    CHECK(reading.faults.empty());
    CHECK(visible(reading.text) == visible(left_of(page)));
    CHECK(is_subsequence(visible(left_of(page)), visible(text)));
    if (source.find("<li>") == std::string::npos && source.find("<ul>") == std::string::npos &&
        source.find("<ol>") == std::string::npos) {
      CHECK(tokens_of(text) == tokens_of(reading.text));
    }
    if (html.find("<table>") == std::string::npos) {  // rows lose the cells that are empty
      CHECK(without_set_apart(written(built_page(html), PageFormat::html)) == without_set_apart(html));
    }
    CHECK(is_utf8(text));
    CHECK(is_utf8(html));
    CHECK((text.empty() || (text.back() == '\n' && !text.ends_with("\n\n"))));
    CHECK(text.find(" \n") == std::string::npos);
  }
  CHECK(pages == 6000);
  CHECK(cut > 2000);
}

TEST_CASE("random pages say the same in Markdown, read by cmark-gfm") {
  if (!has_cmark()) {
    WARN("skipped: cmark-gfm is not installed");
    return;
  }
  PageGenerator generator(20240616);
  size_t pages = 0;
  for (int round = 0; round < 12; ++round) {
    Batch batch;
    for (int i = 0; i < 500; ++i) batch.sources.push_back(generator.page());
    for (size_t i = 0; i < batch.sources.size(); ++i) {
      batch.pages.push_back(built_page(batch.sources[i]));
      if (i % 2 == 1) batch.pages[i].decisions = generator.cuts(batch.pages[i].doc);
      batch.markdown.push_back(written(batch.pages[i], PageFormat::markdown));
      CHECK(is_utf8(batch.markdown.back()));
    }
    check_read_back(batch);
    pages += batch.pages.size();
  }
  CHECK(pages == 6000);
}

TEST_CASE("markdown means what the page meant, read by cmark-gfm") {
  if (!has_cmark()) {
    WARN("skipped: cmark-gfm is not installed");
    return;
  }
  // Emphasis, too, where it can be written.
  const struct {
    std::string_view source;
    std::string_view want;
  } cases[] = {
      {"<h1>a</h1><h6>b</h6>", "h1(a)h6(b)"},
      {"<p>a <b>b</b> <i>c</i> <code>d</code>", "p(a strong(b) em(c) code(d))"},
      {"<p>a<b>b</b>c<i>d</i>e", "p(astrong(b)cem(d)e)"},
      {"<p><b>a <i>b</i> c</b>", "p(strong(a em(b) c))"},
      {"<p><b><i>a</i></b>", "p(strong(em(a)))"},
      {"<p><i>a <b>b</b></i>", "p(em(a strong(b)))"},
      {"<p><i><b>a</b> b</i>", "p(em(strong(a) b))"},
      {"<p>x<b>a<i>b</i>c</b>y", "p(xstrong(aem(b)c)y)"},
      {"<p>x<i>a<b>b</b>c</i>y", "p(xem(astrong(b)c)y)"},
      {"<p>x<b>a</b><b>b</b>y", "p(xstrong(ab)y)"},
      {"<p>\xE4\xB8\xAD<b>\xE2\x80\x9C\xE6\x96\x87\xE2\x80\x9D</b>\xE4\xB8\xAD",
       "p(\xE4\xB8\xAD\xE2\x80\x9Cstrong(\xE6\x96\x87)\xE2\x80\x9D\xE4\xB8\xAD)"},
      {"<p><a href='a b'>c</a>", "p(a=a%20b(c))"},
      {"<p><a href='a(b'>c</a><a href='a_(b)_*c*'>d</a>", "p(a=a(b(c) a=a_(b)_*c*(d))"},
      {"<p><a href='?a&amp;amp;b&amp;copy;c'>c</a>", "p(a=?a&amp;b&copy;c(c))"},
      {"<p><a href=x>a <b>b</b></a>", "p(a=x(a strong(b)))"},
      {"<p><b><a href=x>a</a></b>", "p(strong(a=x(a)))"},
      {"<p><code>a`b``c</code><code>`</code>", "p(code(a`b``c`))"},
      {"<p><code>a <a href=x>b</a><br>c</code>", "p(code(a) a=x(code(b))\ncode(c))"},
      {"<p><a href=x><code>a]: b</code></a>", "p(a=x(a]: b))"},  // no definition of "a"
      {"<p>[<code>a]: b</code>", "p([a]: b)"},
      {"<p>a[<code>a]: b</code>", "p(a[code(a]: b))"},
      {"<p><code>\\</code> <code>a *b* &amp;amp;</code>", "p(code(\\\\) code(a *b* &amp\\;))"},
      {"<p>a<img src='x y' alt='*b* [c]'>", "p(aimg=x%20y|*b* [c])"},
      {"<ul><li>a<ul><li>b<ol><li>c</ol></ul><li>d</ul>", "ul(li(aul(li(bol(li(c)))))li(d))"},
      {"<ol start=7><li>a<li>b</ol>", "ol=7(li(a)li(b))"},
      {"<ul><li>a</ul><ul><li>b</ul><ol><li>c</ol><ol><li>d</ol>",
       "ul(li(a))ul(li(b))ol(li(c))ol(li(d))"},
      {"<blockquote>a<blockquote>b</blockquote></blockquote><blockquote>c</blockquote>",
       "blockquote(p(a)blockquote(p(b)))blockquote(p(c))"},
      {"<ul><li>a<blockquote>b<ul><li>c</ul></blockquote></ul>",
       "ul(li(ablockquote(p(b)ul(li(c)))))"},
      {"<ul><li>a<pre>b\n\n- c</pre><p>d</ul>", "ul(li(apre(b\n\n- c\n);d))"},
      {"<pre>```\n~~~\n&lt;b></pre>", "pre(```\n~~~\n<b>\n)"},
      {"<table><tr><th>a<th>b|c<tr><td><code>d|e</code><td>\\</table>",
       "table(tr(th(a)th(b|c))tr(td(code(d|e))td(\\\\)))"},
      {"<table><tr><td>a\\|b<td><b>c</b></table>", "table(tr(td(a\\\\|b)td(strong(c))))"},
      {"<p>a<br>b<br>- c", "p(a\nb\n- c)"},
  };
  for (const auto& c : cases) {
    const std::string markdown = written(built_page(c.source), PageFormat::markdown);
    const std::string html = cmark(markdown, Autolinks::on);
    CAPTURE(c.source, markdown, html);
    const HtmlReading reading = read_back(html);
    CHECK(reading.dump == c.want);
    CHECK(reading.faults.empty());
  }
}

}  // namespace
}  // namespace dehusk
