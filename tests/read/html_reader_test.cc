// Pages as their blocks: {markup, dump_blocks()}.
#include "read/html_reader.h"
#include "read/skeleton.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "doc/dump.h"

namespace dehusk {
namespace {

struct Case {
  std::string html;
  std::string blocks;
};

const Case kCases[] = {
    // paragraphs, implied end tags, text straight in div and td
    {"<p>a<p>b", "p{a} p{b}"},
    {"<div>a<div>b</div>c</div>", "p{a} p{b} p{c}"},
    {"a<b>b</b>c", "p{a*b*c}"},
    {"<table><tr><td>a</table>", "p{a}"},
    {"<p>  a \n\t b  </p> c ", "p{a b} p{c}"},
    {"<span>a</span> <span>b</span><span>c</span>", "p{a bc}"},
    {"<div> a</div> <div>b </div>", "p{a} p{b}"},
    // line breaks
    {"<p>a<br>b", "p{a / b}"},
    {"<p>a<br><br>b<br/>c<br>", "p{a} p{b / c}"},
    {"<p><br>a", "p{a}"},
    {"<p>a<br> <br> <br>b", "p{a} p{b}"},
    // headings, rules between
    {"<h1>a</h1><h2>b<span>c</span></h2><h6>d</h6>", "h1{a} h2{bc} h6{d}"},
    {"<h1><div>a</div></h1>b<hr>c", "h1{a} p{b} p{c}"},
    // lists: depth, number, later blocks of an item
    {"<ul><li>a<ul><li>b</ul><li>c</ul>", "li1{a} li2{b} li1{c}"},
    {"<ol><li>a<li>b</ol>", "li1#1{a} li1#2{b}"},
    {"<ol start=5><li>a<li value=9>b<li>c</ol>", "li1#5{a} li1#9{b} li1#10{c}"},
    {"<ol start=-3><li>a<li value=99999999999>b</ol>", "li1#1{a} li1#2{b}"},
    {"<li><p>a</p><p>b</p></li>", "li1{a} p@1{b}"},
    {"<ul><li><h3>a</h3>b</ul>", "h3@1{a} p@1{b}"},
    {"<dl><dt>a<dd>b<dd>c</dl>", "dt{a} dd{b} dd{c}"},
    // quotes, captions
    {"<blockquote>a<blockquote><p>b</blockquote></blockquote>", "q1:p{a} q2:p{b}"},
    {"<figure><img alt=x><figcaption><p>a</figcaption></figure>", "caption{a}"},
    {"<table><caption>a</caption><tr><td>b<td>c</table>", "caption{a} tr{b|c}"},
    // tables: rows of data in one line, layout tables apart
    {"<table><tr><th>a<th>b<tr><td>1<td>2</table>", "th{a|b} tr{1|2}"},
    {"<table><tr><td>a<td><td>c</table>", "tr{a||c}"},
    {"<table><tr><td><p>a</p><td> b<br>c </table>", "tr{a|b c}"},
    {"<table><tr><td><p>a<p>b<td>c</table>", "p{a} p{b} p{c}"},
    {"<table><tr><td><ul><li>a</ul><td>b</table>", "li1{a} p{b}"},
    {"<table><tr><td>a<table><tr><td>1<td>2</table><td>b</table>", "p{a} tr{1|2} p{b}"},
    {"<table>x<tr><td>a<td>b</table>", "p{x} tr{a|b}"},
    {"<table><tr><td colspan=9007199254740993>a<td>b</table>", "tr{a|b}"},
    // preformatted: white space as it stands, a first line end goes
    {"<pre>\n  a\n\n    b \n</pre>", "pre{  a /     b}"},
    {"<pre>a<br>b</pre>", "pre{a / b}"},
    {"<pre><code>a\tb</code></pre>", "pre{`a|b`}"},
    {"<pre>\r\na\rb\r\nc</pre>", "pre{a / b / c}"},
    {"<textarea>\na b</textarea>", "p{a b}"},
    // what is seen between words sets them apart
    {"<p>a<img src=x>b<svg><path/></svg>c<input>d", "p{a b c d}"},
    {"<p><a>a</a><a>b</a>c<a>d</a>", "p{[a] [b]c[d]}"},
    // runs
    {"<p><a href=x>a <b>b</b></a> <i>c</i><em> d</em>", "p{[a *b*] _c_ _d_}"},
    {"<a href=x>a<p>b</p>c</a>", "p{[a]} p{[b]} p{[c]}"},
    {"<p><b>a<p>b</b>c", "p{*a*} p{*b*c}"},
    {"<p><kbd>a</kbd><code></code><b> </b>b", "p{`a` b}"},
    // references, and what is not seen
    {"<p>a&nbsp;&amp;&#8212;&lt;b&copyx &bogus; &", "p{a &\u2014<b\u00A9x &bogus; &}"},
    {"<p>ex\u00ADam&shy;ple\u200B\uFEFF&#8203;s a\u00A0\u00A0b", "p{examples a b}"},
    {"<p>a &#32; &#10;b&Tab;c", "p{a b c}"},
    {"<p>&#32;a", "p{a}"},
    {"<p>&#xFFFFFFFF;a&#99999999999999999999 b&#000000000065;&#x0000000041c", "p{\uFFFDa\uFFFD bA\u041C}"},
    {std::string("\0<p title='&#x100000041;'>&#4294967361;<textarea>&#x100000041;</textarea>", 73),
     "p{\uFFFD} p{\uFFFD}"},
    {"a<plaintext>&#11111111111;", "p{a} pre{&#11111111111;}"},
    // no line of what is not seen
    {"<p>a</p><p>\u3000</p><p>\v</p><p>&zwnj;</p><p> &emsp; <b>\u200D</b> </p>b", "p{a} p{b}"},
    {"<p>a<br>\u3000<br>b", "p{a} p{b}"},
    {"<p>\u3000 <a>b</a> c\u3000</p>", "p{[\u3000b] c\u3000}"},
    {"<table><tr><td>\u3000<td>a</table>", "tr{|a}"},
    {"<pre>a\n\u3000\n\u3000 b</pre>", "pre{a / \u3000 b}"},
    {"<script>a</script><style>b</style><p>c<template>d</template><!--e-->", "p{c}"},
    {"<head><title>a</title></head><body>b", "p{b}"},
    {"<div><template shadowrootmode=open><p>a</template>b", "p{a} p{b}"},
    {"<svg><title>a</title><path d=x></path><text>b</text></svg>c", "p{a} p{b} p{c}"},
    {"<noscript><p>a</p></noscript>b", "p{a} p{b}"},
    {"<iframe>a &amp; <b></iframe>b", "p{a &amp; <b>} p{b}"},
    {"<p hidden>a</p><select><option>b<option>c</select><button>d</button>e",
     "p{a} p{b} p{c} p{d} p{e}"},
    // broken
    {"", ""},
    {"<", "p{<}"},
    {"a <3 b < c <", "p{a <3 b < c <}"},
    {"<p>a</b></div></p></x>b", "p{a} p{b}"},
    {"<p>a<div", "p{a}"},
    {"<p>a<a href=\"b>c", "p{a}"},
    {"</>a</ b>c<?d>e<!f>g", "p{aceg}"},
    {"<pre></>\na</>b</pre></> <p></>c</>", "pre{ab} p{c}"},
    {"<frameset><frame></frameset>", ""},
    {"a<plaintext>b</plaintext>", "p{a} pre{b</plaintext>}"},
    {"text <!doctype html><p>b", "p{text} p{b}"},
    {std::string("a\0b<p>\0c", 8), "p{ab} p{c}"},
};

TEST_CASE("pages are read as blocks") {
  HtmlScratch scratch;
  size_t ran = 0;
  for (const Case& c : kCases) {
    CAPTURE(c.html);
    CHECK(dump_blocks(read_html(c.html, HtmlMode::fast, &scratch)) == c.blocks);
    CHECK(dump_blocks(read_html(c.html, HtmlMode::slow, &scratch)) == c.blocks);
    ++ran;
  }
  CHECK(ran == std::size(kCases));
}

TEST_CASE("a page is the same with and without a skeleton") {
  HtmlScratch scratch;
  const std::string more[] = {"<section> ", "<p>x</q> <section>", "<table> <table>x",
                              "<p> <b> </b> <p> </section> ", "<svg></><path></path> ",
                              "<table><table></table><listing><caption><h2> <th>x",
                              "x<table> </>x", "</><svg></svg><p>x", "<svg>x</></svg><p>y",
                              "<svg></math><a></></a>",
                              // what is strictly nested, and what only seems so
                              "<div><p>Fish <b>and</b> chips</p><ul><li>peas</li></ul></div><p>more",
                              "<body><img src=x></body>", "<p>a<div>b</div>c", "<p><b>x</p><div>y</div>",
                              "<ul><li>a<li>b</li></ul><dl><dt>a</dt><dd>b</dd></dl><li>c</li>",
                              "<h1><h2>a</h2></h1><button><p>a</p><button>b</button></button>",
                              "<form> a </form>b<form>c</form>", "<form>&#13;</form>", "<form>a<!--b-->c</form>d",
                              "<form><select><form></form></select><div></div></form>",
                              "<button ><form><select></button></select><svg></svg></form>",
                              "<svg><label><li><form></svg><form></form>",
                              "<table><form><input type=hidden><input></form><div></div></table>",
                              "<table><i><form><link></form></i>", "<table>a<i>b</i> c<td><div>d</div>e<i>f</i></table>",
                              "<math a=b><table></math><form></form>", "<math a=b></svg><font></font>",
                              "<svg><style><title>y z</title></style></svg>", "<svg><title>a</title><g><br/>b</g></svg>",
                              "<svg><style><svg><![CDATA[q]]></svg></style></svg>", "<svg><style><![CDATA[a<b>]]></style></svg>c",
                              "<svg><use></use><div>a</div></svg>b", "<a><svg></svg ></a><p>x</p>",
                              "<p>&#32;</p>&#x20;<b>&#9;x</b>&#13x", "<pre>\na</pre><div><pre>a<b>b</b></pre></div>",
                              "<select><option>a</option><optgroup><option>b</option></optgroup></select>c",
                              "<p><i><i><i><i></i><p>a", "</b></b></b><i></b><p><b><b><b>x</b></b></b><p>y",
                              "<p><i><span><i><i>x</i></i></span><p>y", "<p><font color=red><b><i><u><s>x</s></u></i></b><p>y",
                              "<svg><mi></mo>x</svg>y", "<div><svg><foo></mi><g>x</g></svg></div>",
                              "<table><template></table></template><input type=hidden>",
                              "<svg></math><a></a >", "<svg></svg ><select></select/>",
                              "<svg><font/>x</svg>y<svg><font color=a/>x</svg>y", "<p><b a=1 A=2 b=2><p><b b=2 a=1><p>x",
                              "<ol><strong><ul><ul><ul><ul><ul><ul><ul><ul></strong></ol> ",
                              "<a><ul><ul><ul><ul><ul><ul><ul><ul><br><a>", "<a><ul><ul><ul><ul><ul><ul><ul><ul>x<br>y<a>z",
                              "<ol><b><ul><ul><ul><ul><ul><ul><ul></b></ol> ",
                              // an `a` or a `span` that holds text alone
                              "<p><a>x</a> <span>y</span>z", "<p><a>x<p><a>y</a>", "<a><p><a>x</a>",
                              "<select><span>x</span>", "<table><span>x</span><tr><a>y</a>",
                              "<svg><foreignObject><span>x</span></svg><a>y</a>",
                              "<svg><desc><a>x</a></svg><span>y</span>", "<template><a>x</a></template>"};
  std::vector<std::string> pages(std::begin(more), std::end(more));
  for (const Case& c : kCases) pages.push_back(c.html);
  for (const std::string& html : pages) {
    CAPTURE(html);
    const std::string fast = dump_page(read_html(html, HtmlMode::fast, &scratch));
    CHECK(fast == dump_page(read_html(html, HtmlMode::slow, &scratch)));
  }
}

TEST_CASE("every word knows its bytes in the source") {
  HtmlScratch scratch;
  const std::string html = "<p>Fish &amp; <b>chips</b>\n and  peas.";
  const Document doc = read_html(html, HtmlMode::fast, &scratch);
  REQUIRE(doc.text == "Fish & chips and peas.");
  const auto source_of = [&](std::string_view word) {
    const auto at = static_cast<uint32_t>(doc.text.find(word));
    const Span span = doc.page->source_of_text({at, at + static_cast<uint32_t>(word.size())});
    return std::string(doc.page->source_of(span));
  };
  CHECK(source_of("Fish") == "Fish");
  CHECK(source_of("&") == "&amp;");
  CHECK(source_of("chips") == "chips");
  CHECK(source_of("& chips") == "&amp; <b>chips");
  CHECK(source_of("peas.") == "peas.");
}

TEST_CASE("a reference is a piece of its own, though it is as long as what it stands for") {
  HtmlScratch scratch;
  const std::string html = "<p>a&#0<i>b";
  const Document doc = read_html(html, HtmlMode::fast, &scratch);
  REQUIRE(doc.text == "a\uFFFDb");
  REQUIRE(doc.page->pieces.size() == 3);
  CHECK(doc.page->source_of(doc.page->pieces[1].source) == "&#0");
}

TEST_CASE("elements know their tags, their text, ids, classes and whether they are hidden") {
  HtmlScratch scratch;
  const std::string html = "<div ID=a class='b c'>x<p style='Display : none'>y<i>z</i></p></div>";
  const Document doc = read_html(html, HtmlMode::fast, &scratch);
  const Page& page = *doc.page;
  REQUIRE(page.elements.size() == 6);
  const Element& div = page.elements[3];
  CHECK(page.source_of(div.id) == "a");
  CHECK(page.source_of(div.classes) == "b c");
  CHECK(page.source_of(div.source) == html);
  CHECK(doc.text_of(div.text) == "x\n\nyz");
  CHECK(div.end == 6);
  CHECK_FALSE(div.hidden);
  CHECK(page.elements[4].hidden);
  CHECK(page.elements[5].hidden);
  CHECK(page.elements[5].parent == 4);
  CHECK(page.attribute(3, "class") == "b c");
  CHECK(page.attribute(3, "id") == "a");
  CHECK_FALSE(page.attribute(3, "style"));
}

TEST_CASE("tags of html add no more attributes than one may have") {
  HtmlScratch scratch;
  std::string html;
  for (int tag = 0; tag < 40; ++tag) {
    html += "<html";
    for (int i = 0; i < 20; ++i) html += " a" + std::to_string(tag * 20 + i) + "=b";
    html += "><body class=x" + std::to_string(tag) + " b" + std::to_string(tag) + "=c><p>y";
  }
  for (const HtmlMode mode : {HtmlMode::fast, HtmlMode::slow}) {
    const Document doc = read_html(html, mode, &scratch);
    CHECK(doc.page->attribute(0, "a19") == "b");
    CHECK(doc.page->attribute(0, "a239") == "b");
    CHECK_FALSE(doc.page->attribute(0, "a240"));
    CHECK(doc.page->attribute(2, "b39") == "c");
    CHECK(doc.page->attribute(2, "class") == "x0");
  }
}

TEST_CASE("a block has no more runs than formatting elements may be open") {
  HtmlScratch scratch;
  std::string html;
  for (int i = 0; i < 400; ++i) html += "<kbd>";
  for (int i = 0; i < 10; ++i) html += "<p>x <a href=y>z</a>";
  const Document doc = read_html(html, HtmlMode::fast, &scratch);
  CHECK(doc.page->blocks.size() == 10);
  CHECK(doc.page->runs.size() == 10 * (kMaxFormatting + 1));
}

TEST_CASE("later html and body tags add attributes") {
  HtmlScratch scratch;
  const std::string html = "<html lang=en><body class=a>x<html lang=de dir=rtl><body id=b class=c>";
  const Document doc = read_html(html, HtmlMode::fast, &scratch);
  CHECK(doc.page->attribute(0, "lang") == "en");
  CHECK(doc.page->attribute(0, "dir") == "rtl");
  CHECK(doc.page->attribute(2, "class") == "a");
  CHECK(doc.page->attribute(2, "id") == "b");
}

TEST_CASE("a later body tag with a NUL for a name adds what else it has") {
  HtmlScratch scratch;
  const std::string html("<body>x<body \0 b=c>", 20);
  const Document doc = read_html(html, HtmlMode::fast, &scratch);
  REQUIRE(doc.page->added.size() == 1);
  CHECK(doc.page->added[0].name == "b");
}

TEST_CASE("nesting is cut at its limit, text is not") {
  HtmlScratch scratch;
  std::string html;
  for (int i = 0; i < 20000; ++i) html += "<div>";
  html += "x";
  const Document deep = read_html(html, HtmlMode::fast, &scratch);
  CHECK(dump_blocks(deep) == "p{x}");
  CHECK(deep.page->cut_elements > 19000);
  CHECK(deep.page->elements.size() < 600);
  html.clear();
  for (int i = 0; i < 3000; ++i) html += "<div><b class=c" + std::to_string(i) + ">y</div>";
  const Document bold = read_html(html, HtmlMode::fast, &scratch);
  CHECK(bold.page->cut_elements > 2900);
  CHECK(bold.blocks.size() == 3000);
}

TEST_CASE("</> before a tag that is cut is not the tag behind that") {
  HtmlScratch scratch;
  std::string html;
  for (int i = 0; i < 32; ++i) html += "<b id=" + std::to_string(i) + ">";
  html += "</><b class=x><ul>y";
  const std::string fast = dump_page(read_html(html, HtmlMode::fast, &scratch));
  CHECK(fast == dump_page(read_html(html, HtmlMode::slow, &scratch)));
}

TEST_CASE("the twins agree where an element with raw text is cut") {
  HtmlScratch scratch;
  std::string html;
  for (int i = 0; i < 512; ++i) html += "<div>";
  html += "x<iframe> </iframe>x";
  const std::string fast = dump_page(read_html(html, HtmlMode::fast, &scratch));
  CHECK(fast == dump_page(read_html(html, HtmlMode::slow, &scratch)));
}

TEST_CASE("the twins agree at the limit of depth") {
  HtmlScratch scratch;
  const std::pair<int, std::string_view> cases[] = {
      {512, "<svg><![CDATA[ d ]]>"}, {511, "<svg><path></path><p>x"}, {511, "<table><pre>&</pre>&#32;"},
      {510, "<form>&<form><script></script></form>"}, {511, "<pre><b>\nx"}};
  for (const auto& [depth, rest] : cases) {
    std::string html;
    for (int i = 0; i < depth; ++i) html += "<div>";
    html += rest;
    CAPTURE(rest);
    const std::string fast = dump_page(read_html(html, HtmlMode::fast, &scratch));
    CHECK(fast == dump_page(read_html(html, HtmlMode::slow, &scratch)));
  }
}

TEST_CASE("a page of too many tags, texts and comments is cut where that is too much, in both modes") {
  HtmlScratch scratch;
  std::string html = "<p>x";
  for (uint32_t i = 0; i < kMaxPageParts / 2; ++i) html += "<!>x";
  html += "<p>end";
  std::string text;
  for (const HtmlMode mode : {HtmlMode::fast, HtmlMode::slow}) {
    const Document doc = read_html(html, mode, &scratch);
    CHECK(doc.page->cut_bytes > 0);
    CHECK(doc.text.find("end") == std::string_view::npos);
    if (mode == HtmlMode::slow) CHECK(doc.text == text);
    text = doc.text;
  }
}

TEST_CASE("what the tree builder copies is small") {
  HtmlScratch scratch;
  std::string html = "<p><b c='" + std::string(500'000, 'q') + "'></p>";
  for (int i = 0; i < 5000; ++i) html += "<p>x</p>";
  for (const HtmlMode mode : {HtmlMode::fast, HtmlMode::slow}) {
    const Document doc = read_html(html, mode, &scratch);
    CHECK(doc.blocks.size() == 5000);
    CHECK(doc.page->attributes.size() == 1);
  }
}

TEST_CASE("a tag that is cut joins nothing") {
  HtmlScratch scratch;
  std::string html;
  for (int i = 0; i < 40; ++i) html += "<b id=" + std::to_string(i) + ">";
  html += "1 <<b>x &am<b>p; &<b>#65; &#6<b>5; <<b>/p> a\r<b>\nb";
  for (const HtmlMode mode : {HtmlMode::fast, HtmlMode::slow}) {
    CHECK(read_html(html, mode, &scratch).text == "1 <x &amp; &#65; \x06" "5; </p> a b");
  }
}

TEST_CASE("a page that one of Gumbo's assertions fails on is read all the same") {
  HtmlScratch scratch;
  const std::string html =
      "<p>before<math><annotation-xml encoding='text/html'><body><![CDATA[c]]></th>&ampx</textarea>"
      "</applet><noscript><meta><figure><option><math></span><strong><center><frame></div></frameset>"
      "</p></tbody><use/>after";
  for (const HtmlMode mode : {HtmlMode::fast, HtmlMode::slow}) {
    const std::string text(read_html(html, mode, &scratch).text);
    CHECK(text.find("before") != std::string::npos);
    CHECK(text.find("after") != std::string::npos);
  }
}

}  // namespace
}  // namespace dehusk
