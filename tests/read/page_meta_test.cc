#include "read/page_meta.h"

#include <catch2/catch.hpp>
#include <iterator>
#include <string>

#include "read/html_reader.h"
#include "read/json_ld.h"

namespace dehusk {
namespace {

/// What a page says, "field=value" with "|" between them, in the order of PageMeta.
std::string told(const std::string& html) {
  HtmlScratch scratch;
  const Document doc = read_html(html, HtmlMode::fast, &scratch);
  const PageMeta meta = read_page_meta(doc);
  std::string out;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    if (!out.empty()) out += '|';
    out += std::string(name) + '=' + value;
  };
  add("title", meta.title);
  add("author", meta.author);
  add("published", meta.published);
  add("modified", meta.modified);
  add("description", meta.description);
  add("language", meta.language);
  add("canonical", meta.canonical);
  add("site", meta.site_name);
  if (meta.broken_json > 0) add("broken", std::to_string(meta.broken_json));
  return out;
}

std::string script(const std::string& json) {
  return "<script type=\"application/ld+json\">" + json + "</script>";
}

struct Case {
  std::string html;
  std::string told;
};

const Case kPlaces[] = {
    {"", ""},
    {"<p>Text", ""},
    // one place each
    {"<title> A\n &amp; B </title>", "title=A & B"},
    {"<title>A</title><title>B</title>", "title=A"},
    {"<title>A <b>b</b></title>", "title=A <b>b</b>"},
    {"<svg><title>A</title></svg>", ""},
    {"<h1>A <i>b</i><br>c</h1>", "title=A b c"},
    {"<meta property=og:title content=A>", "title=A"},
    {"<meta name=og:title content=A>", "title=A"},
    {"<META NAME=\"OG:Title\" CONTENT=\" A&nbsp;&quot;b&quot; \">", "title=A \"b\""},
    {"<meta property='og&#x3A;title ' content=A>", "title=A"},
    {"<meta property=og:title content=''><meta name=twitter:title content=A>", "title=A"},
    {"<meta itemprop=headline content=A>", "title=A"},
    {"<meta itemprop=name content=A>", ""},
    {"<meta name=author content='A. Bee'>", "author=A. Bee"},
    {"<meta property=article:author content=https://a.org/bee>", ""},
    {"<meta name=citation_author content='A, B.'><meta name=citation_author content='C, D.'>"
     "<meta name=citation_author content='A, B.'>",
     "author=A, B., C, D."},
    {"<meta property=article:published_time content=2025-01-02T03:04:05Z>",
     "published=2025-01-02T03:04:05Z"},
    {"<meta name=date content='2 January 2025'>", "published=2 January 2025"},
    {"<meta property=og:updated_time content=2025>", "modified=2025"},
    {"<meta http-equiv=last-modified content='Thu, 02 Jan 2025'>", "modified=Thu, 02 Jan 2025"},
    {"<meta name=description content=A>", "description=A"},
    {"<html lang=de-AT>", "language=de-AT"},
    {"<html xml:lang=de>", "language=de"},
    {"<p><html lang=de>", "language=de"},
    {"<meta http-equiv=Content-Language content=de>", "language=de"},
    {"<meta property=og:locale content=de_AT>", "language=de_AT"},
    {"<link rel=canonical href=https://a.org/b>", "canonical=https://a.org/b"},
    {"<link rel='x CANONICAL' href='https://a.org/?b=1&amp;c=2'>",
     "canonical=https://a.org/?b=1&c=2"},
    {"<link rel=alternate href=https://a.org/b>", ""},
    {"<meta property=og:url content=https://a.org/b>", "canonical=https://a.org/b"},
    {"<meta property=og:site_name content='The A'>", "site=The A"},
    {"<meta name=application-name content='The A'>", "site=The A"},
    // the body
    {"<span itemprop=author>A. Bee</span>", "author=A. Bee"},
    {"<div itemprop=author itemscope><img alt=x><a itemprop=name>A. Bee</a> of the staff</div>",
     "author=A. Bee"},
    {"<a rel=author href=/bee>A. Bee</a>", "author=A. Bee"},
    {"<a rel='nofollow author' href=/bee></a><a rel=author>A. Bee</a>", "author=A. Bee"},
    {"<a href=/author/bee>A. Bee</a>", ""},
    {"<time itemprop=datePublished datetime=2025-01-02>2 January</time>", "published=2025-01-02"},
    {"<span itemprop=datePublished>2 January</span>", "published=2 January"},
    {"<time pubdate datetime=2025-01-02>2 January</time>", "published=2025-01-02"},
    {"<time class='entry-date published' datetime=2025-01-02></time>"
     "<time class=updated datetime=2025-01-03></time>",
     "published=2025-01-02|modified=2025-01-03"},
    {"<article><time datetime=2025-01-02>2 January</time></article>", "published=2025-01-02"},
    {"<article><time datetime=1>a</time><time datetime=1>b</time></article>", "published=1"},
    {"<article><time datetime=1>a</time></article><article><time datetime=2>b</time></article>",
     ""},
    {"<aside><time datetime=2025-01-02>2 January</time></aside>", ""},
};

const Case kPrecedence[] = {
    // titles
    {"<title>A - Site</title><meta property=og:title content='A | Site'>", "title=A | Site"},
    {"<title>A - Site</title><h1>A</h1>", "title=A"},
    {"<title>“A”: b – Site</title><h1>&quot;A&quot;, B</h1>", "title=\"A\", B"},
    {"<title>A - Site</title><h1>B</h1>", "title=A - Site"},
    {"<title>Site - A</title><meta property=og:site_name content=Site><h1>Site</h1><h1>B</h1>",
     "title=Site - A|site=Site"},
    {"<meta property=og:title content='A'><h1>A - Site</h1>", "title=A"},
    {"<title>A - Site</title>" + script(R"({"@type":"NewsArticle","headline":"A, short"})") +
         "<h1>B</h1>",
     "title=A, short"},
    {script(R"({"@type":"NewsArticle","headline":"A, short"})") + "<h1>A</h1>", "title=A"},
    // the rest
    {"<html lang=de><meta http-equiv=content-language content=en>", "language=de"},
    {"<meta property=og:url content=b><link rel=canonical href=a>", "canonical=a"},
    {"<meta name=author content=B><meta property=article:author content=A>", "author=A"},
    {"<meta name=author content=A><meta name=author content=B>", "author=A, B"},
    {"<meta name=twitter:description content=B><meta name=description content=A>", "description=A"},
    {"<meta property=og:description content=A><meta name=description content=B>", "description=A"},
    {"<meta name=date content=2><meta property=article:published_time content=1>", "published=1"},
    {"<meta property=article:published_time content=1><meta property=article:published_time "
     "content=2>",
     "published=1"},
    {script(R"({"@type":"Article","datePublished":"1","author":"A"})") +
         "<meta property=article:published_time content=2><meta name=author content=B>",
     "author=A|published=1"},
    {script(R"({"@type":"WebPage","datePublished":"1","name":"A"})") +
         "<meta property=article:published_time content=2><title>B</title>",
     "title=A|published=2"},
    {"<meta name=author content=A><a rel=author>B</a>", "author=A"},
};

const Case kJson[] = {
    {R"({"@type":"Article","headline":"A","author":"B","datePublished":"1","dateModified":"2",
        "description":"C","inLanguage":"de","url":"u","publisher":{"name":"S"}})",
     "title=A|author=B|published=1|modified=2|description=C|language=de|canonical=u|site=S"},
    {R"({"@type":"Article","name":"A"})", "title=A"},
    {R"([{"@type":"Organization","name":"S"},{"@type":"BlogPosting","headline":"A"}])", "title=A"},
    {R"({"@graph":[{"@type":"WebSite","name":"S"},{"@type":["Article","X"],"headline":"A"}]})",
     "title=A|site=S"},
    {R"({"@graph":{"@type":"Article","headline":"A"}})", "title=A"},
    {R"({"@type":"WebPage","name":"P","mainEntity":{"@type":"Article","headline":"A"}})",
     "title=A"},
    {R"({"@type":"https://schema.org/NewsArticle","headline":"A"})", "title=A"},
    {R"({"@type":"schema:Report","headline":"A"})", "title=A"},
    {R"({"@type":["Thing","Recipe"],"name":"A"})", "title=A"},
    {R"({"@type":"QAPage","mainEntity":{"@type":"Question","name":"A","author":{"name":"B"}}})",
     "title=A|author=B"},
    {R"({"@type":"FAQPage","mainEntity":[{"@type":"Question","name":"A"}]})", ""},
    {R"({"@type":"JobPosting","title":"A"})", ""},
    {R"({"@type":"Product","name":"A","review":{"@type":"Review","author":"B"}})", ""},
    {R"({"@type":"ItemList","itemListElement":[{"@type":"Article","headline":"A"}]})", ""},
    {R"({"headline":"A"})", ""},
    // authors
    {R"({"@type":"Article","author":{"@type":"Person","name":"B"}})", "author=B"},
    {R"({"@type":"Article","author":["B",{"name":"C"},{"name":"B"},{}]})", "author=B, C"},
    {R"({"@type":"Article","author":{"name":["B","C"]}})", "author=B"},
    {R"({"@graph":[{"@type":"Article","author":{"@id":"#b"}},{"@type":"Person","@id":"#b","name":"B"}]})",
     "author=B"},
    {R"({"@type":"Article","author":"https://a.org/b","creator":"C"})", "author=C"},
    {R"({"@type":"Article","author":null})", ""},
    {R"({"@type":"Article","author":{"@id":"#nobody"}})", ""},
    {R"({"@type":"Article","author":[[["B"]]]})", ""},
    // values
    {R"({"@type":"Article","headline":"A &amp; \u00e9 \ud83d\ude00\n b"})", "title=A & é 😀 b"},
    {R"({"@type":"Article","headline":["A","B"],"datePublished":{"@value":"1"}})",
     "title=A|published=1"},
    {R"({"@type":"Article","headline":5,"datePublished":20250102})", ""},
    {R"({"@type":"Article","mainEntityOfPage":{"@type":"WebPage","@id":"u"}})", "canonical=u"},
    {R"({"@type":"Article","mainEntityOfPage":"u"})", "canonical=u"},
    // around the JSON
    {"\n<!--\n{\"@type\":\"Article\",\"headline\":\"A\"}\n-->\n", "title=A"},
    {"//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"A]\"}\n//]]>", "title=A]"},
    {"/* <![CDATA[ */[{\"@type\":\"Article\",\"headline\":\"A\"}]/* ]]> */", "title=A"},
    {"{\"@type\":\"Article\",\"headline\":\"A\"};", "title=A"},
    {"{\"@type\":\"Article\",\"headline\":\"A\n\tb\"}", "title=A b"},
    {"", ""},
    {" \n ", ""},
    // broken
    {R"({"@type":"Article","headline":"A",})", "broken=1"},
    {R"({"@type":"Article","headline":"A "b" c"})", "broken=1"},
    {R"({"@type":"Article")", "broken=1"},
    {R"({"@type":"Article","headline":"\ud83d"})", "broken=1"},
    {"{{ schema }}", "broken=1"},
    {"null", "broken=1"},
    {std::string(5000, '['), "broken=1"},
    {std::string(5000, '[') + std::string(5000, ']'), "broken=1"},
};

TEST_CASE("what a page says about itself, and where", "[page_meta]") {
  for (const Case& c : kPlaces) {
    CAPTURE(c.html);
    CHECK(told(c.html) == c.told);
  }
  CHECK(std::size(kPlaces) >= 40);
}

TEST_CASE("who is believed", "[page_meta]") {
  for (const Case& c : kPrecedence) {
    CAPTURE(c.html);
    CHECK(told(c.html) == c.told);
  }
}

TEST_CASE("JSON-LD", "[page_meta]") {
  for (const Case& c : kJson) {
    CAPTURE(c.html);
    CHECK(told(script(c.html)) == c.told);
  }
  CHECK(std::size(kJson) >= 40);
}

TEST_CASE("scripts that are not JSON-LD, and several that are", "[page_meta]") {
  const std::string article = R"({"@type":"Article","headline":"A"})";
  CHECK(told("<script>" + article + "</script>").empty());
  CHECK(told("<script type=application/json>" + article + "</script>").empty());
  CHECK(told("<script type='application/ld&#43;json'>" + article + "</script>") == "title=A");
  CHECK(told("<script type='APPLICATION/LD+JSON; charset=utf-8'>" + article + "</script>") ==
        "title=A");
  CHECK(told(script("{") + script(article) + script("}")) == "title=A|broken=2");
  CHECK(told("<body>" + script(article)) == "title=A");
}

TEST_CASE("of several articles the page's own is believed, of a list none", "[page_meta]") {
  const std::string two = script(R"([{"@type":"Article","headline":"A","url":"a"},
                                     {"@type":"Article","headline":"B","url":"b"}])");
  CHECK(told(two).empty());
  CHECK(told(two + "<link rel=canonical href=b>") == "title=B|canonical=b");
  CHECK(told(two + "<title>B - Site</title>") == "title=B|canonical=b");
  CHECK(told(two + "<title>Site</title>") == "title=Site");
}

TEST_CASE("plain text has no metadata", "[page_meta]") {
  CHECK(read_page_meta(Document{.text = "<title>A</title>", .blocks = {}}).title.empty());
}

}  // namespace
}  // namespace dehusk
