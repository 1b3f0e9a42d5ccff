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

std::string markdown_of(std::string_view source, std::string_view base_url = {}) {
  const BuiltPage page = built_page(source);
  return write_page(page.doc, page.decisions,
                    {.format = PageFormat::markdown, .base_url = base_url});
}

template <size_t size>
void check(const Case (&cases)[size]) {
  for (const Case& c : cases) {
    CAPTURE(c.source);
    CHECK(markdown_of(c.source) == c.want);
  }
}

TEST_CASE("markdown: blocks") {
  const Case cases[] = {
      {"", ""},
      {"<h1>T</h1><h6>U</h6><p>a", "# T\n\n###### U\n\na\n"},
      {"<h2>a<br>b</h2>", "## a b\n"},
      {"<p>a<br>b", "a\\\nb\n"},
      {"<blockquote><p>a<p>b<blockquote>c</blockquote></blockquote>d",
       "> a\n>\n> b\n>\n> > c\n\nd\n"},
      {"<ul><li>a<li>b</ul>", "- a\n- b\n"},
      {"<ul><li>a<br>b<li>c</ul>", "- a\\\n  b\n- c\n"},
      {"<ul><li>a<p>b<li>c</ul>", "- a\n\n  b\n- c\n"},
      {"<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c\n"},
      {"<ol start=9><li>a<li>b<p>c</ol>", "9. a\n10. b\n\n    c\n"},
      {"<ul><li>a<ol><li>b</ol></ul>", "- a\n  1. b\n"},
      {"<ul><li>a<ol start=3><li>b</ol></ul>", "- a\n\n  3. b\n"},
      {"<ul><li>a</ul><ul><li>b</ul><ul><li>c</ul>", "- a\n\n* b\n\n- c\n"},
      {"<ol><li>a</ol><ol><li>b</ol>", "1. a\n\n1) b\n"},
      {"<ul><li>a</ul><p>x</p><ul><li>b</ul>", "- a\n\nx\n\n- b\n"},
      {"<ul><li><ul><li>a</ul></ul>", "- - a\n"},
      {"<ul><li><blockquote>a</blockquote></ul>", "- > a\n"},
      {"<blockquote><ul><li>a<li>b</ul></blockquote>", "> - a\n> - b\n"},
      {"<pre>a\n\n  b</pre>", "```\na\n\n  b\n```\n"},
      {"<pre>  a</pre>", "```\n  a\n```\n"},
      {"<pre class='x language-c++'>a</pre>", "```c++\na\n```\n"},
      {"<pre><code class=lang-py>a</code></pre>", "```py\na\n```\n"},
      {"<pre class='language-`x`'>a</pre>", "```\na\n```\n"},
      {"<pre>```\na\n````</pre>", "`````\n```\na\n````\n`````\n"},
      {"<ul><li><pre>a\nb</pre></ul>", "- ```\n  a\n  b\n  ```\n"},
      {"<blockquote><pre>a\n\nb</pre></blockquote>", "> ```\n> a\n>\n> b\n> ```\n"},
      {"<table><tr><th>a<th>b<tr><td>c<td>d</table>", "| a | b |\n| --- | --- |\n| c | d |\n"},
      {"<table><tr><td>a<td>b<tr><td>c</table>", "|  |  |\n| --- | --- |\n| a | b |\n\nc\n"},
      {"<table><tr><th>a<th>b<tr><td>c<td>d<td>e</table>",
       "| a | b |  |\n| --- | --- | --- |\n| c | d | e |\n"},
      {"<table><tr><td>a|b<td><code>c|d</code></table>",
       "|  |  |\n| --- | --- |\n| a\\|b | `c\\|d` |\n"},
      {"<dl><dt>a<dd>b</dl>", "a\n\nb\n"},
      {"<figure><img src=x alt=y><figcaption>c</figcaption></figure>", "![y](x)\n\nc\n"},
  };
  check(cases);
}

TEST_CASE("markdown: inside blocks") {
  const Case cases[] = {
      {"<p><b>a</b> <i>b</i> <code>c</code> <a href=x>d</a>", "**a** _b_ `c` [d](x)\n"},
      {"<p>a<b>b</b>c<i>d</i>e", "a**b**c*d*e\n"},
      {"<p><b> a </b>b<b> c</b>", "**a** b **c**\n"},
      {"<p><b>a <i>b</i></b>", "**a _b_**\n"},
      {"<p><b><i>a</i></b>", "**_a_**\n"},
      {"<p><b>a</b><b>b</b>", "**ab**\n"},
      {"<p><b>a</b><i>b</i>", "**a**b\n"},
      {"<p><b>\"a\"</b>b", "**\"a**\"b\n"},
      {"<p>x<b>(a)</b>b", "x(**a**)b\n"},
      {"<p>x<b>***</b>b", "x\\***\\***\\*b\n"},
      {"<p><b>a<br>b</b>", "**a\\\nb**\n"},
      {"<p><code>a<br>b</code>", "`a`\\\n`b`\n"},
      {"<p><code>a`b</code> <code>`</code>", "``a`b`` `` ` ``\n"},
      {"<p><code>*a* <b>b</b></code>", "`*a* b`\n"},
      {"<p><a href=x><b>a</b> b</a>", "[**a** b](x)\n"},
      {"<p><b><a href=x>a</a></b>", "**[a](x)**\n"},
      {"<p><a href='a b(c'>a</a>", "[a](a%20b\\(c)\n"},
      {"<p><a href='a_(b)'>a</a>", "[a](a_(b))\n"},
      {"<p><a href='javascript:x'>a</a> <a href=''>b</a>", "a b\n"},
      {"<p><a href=x>a]b[c</a>", "[a\\]b\\[c](x)\n"},
      {"<p>!<a href=x>a</a>", "\\![a](x)\n"},
      {"<p>a <img src=x alt='b] *c*'> d", "a ![b\\] \\*c\\*](x) d\n"},
      {"<p>a <b>{b}</b> c <i>d {e}</i>", "a c _d_\n"},
      {"<p>a <a href=x>{b}</a> c", "a c\n"},
  };
  check(cases);
}

TEST_CASE("markdown: what would be markup gets a backslash, and nothing else") {
  const Case cases[] = {
      {"<p># a", "\\# a\n"},
      {"<p>#a", "#a\n"},
      {"<p>####### a", "####### a\n"},
      {"<p>- a", "\\- a\n"},
      {"<p>-a", "-a\n"},
      {"<p>+ a", "\\+ a\n"},
      {"<p>* a", "\\* a\n"},
      {"<p>1. a", "1\\. a\n"},
      {"<p>1.5 a", "1.5 a\n"},
      {"<p>1) a", "1\\) a\n"},
      {"<p>1234567890. a", "1234567890. a\n"},
      {"<p>&gt; a", "\\> a\n"},
      {"<p>a &gt; b", "a > b\n"},
      {"<p>a<br>===", "a\\\n\\===\n"},
      {"<p>a<br>---", "a\\\n\\---\n"},
      {"<p>a | b<br>:-|-:", "a | b\\\n\\:-|-:\n"},
      {"<p>~~~", "\\~\\~\\~\n"},
      {"<p>```", "\\`\\`\\`\n"},
      {"<p>a <br>1. b", "a\\\n1\\. b\n"},
      {"<p><b>1. a</b>", "**1. a**\n"},
      {"<h2># a #</h2>", "## # a \\#\n"},
      {"<h2>C#</h2>", "## C#\n"},
      {"<h2>##</h2>", "## #\\#\n"},
      {"<p>snake_case _a_ a_", "snake_case \\_a\\_ a\\_\n"},
      {"<p>2 * 3 *a*", "2 * 3 \\*a\\*\n"},
      {"<p>a [1] b", "a [1] b\n"},
      {"<p>[a](b) [a][b] [a]: b", "[a\\](b) [a\\][b] [a\\]: b\n"},
      {"<p>[ ] a", "\\[ ] a\n"},
      {"<p>&lt;b> a &lt; b", "\\<b> a < b\n"},
      {"<p>&amp;amp; AT&amp;T &amp;#1; &amp;x", "\\&amp; AT&T \\&#1; &x\n"},
      {"<p>\\ \\a \\* a\\", "\\ \\a \\\\\\* a\\\\\n"},
      {"<p>a\\<br>b", "a\\\\\\\nb\n"},
      {"<p>http://a.b/c_d?e=1&amp;f=2 www.a.b", "http://a.b/c_d?e=1&f=2 www.a.b\n"},
      {"<p>http://a.b/*c www.a.b/_c", "http\\://a.b/\\*c www\\.a.b/\\_c\n"},
      {"<p>a@b.c !a", "a@b.c !a\n"},
      {"<p>a | b", "a | b\n"},
  };
  check(cases);
}

TEST_CASE("markdown: links are resolved where a base is given") {
  CHECK(markdown_of("<a href=../x>a</a> <img alt=b src=y> c", "http://h/a/b/c") ==
        "[a](http://h/a/x) ![b](http://h/a/b/y) c\n");
}

}  // namespace
}  // namespace dehusk
