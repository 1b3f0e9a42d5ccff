#include "read/html_detect.h"

#include <catch2/catch.hpp>
#include <iterator>
#include <string>

namespace dehusk {
namespace {

const std::string kProse =
    "The mayor said on Monday that the bridge will stay closed until spring.\n\n"
    "Residents are not amused. Many of them cross the river every day.\n\n";

const std::string kPages[] = {
    // whole pages
    "<!DOCTYPE html><html><head><title>T</title></head><body><p>Text</p></body></html>",
    "<!doctype html>\n<title>T</title>\n<p>Text",
    "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML "
    "4.01//EN\"\n\"http://www.w3.org/TR/html4/strict.dtd\">"
    "<html><body>Text</body></html>",
    "<html>Text</html>",
    "<HTML><BODY BGCOLOR=white>" + kProse + "</BODY></HTML>",
    "<html lang=en><body><pre>" + kProse + kProse,
    "<head><meta charset=utf-8><title>T</title></head><body>" + kProse,
    "<body class='a'>" + kProse + "</body>",
    "<html>\n<frameset cols='1,2'><frame src=a><noframes>" + kProse + "</noframes></frameset>",
    "<html><body><p>" + kProse,  // cut
    "<html><head><script>" + std::string(100 << 10, 'x'),
    "<html><head><script>if (a < b) document.write('</div>')</script></head><p>Text",
    // something before them
    "\xEF\xBB\xBF<!DOCTYPE html><html><p>Text",
    "\xEF\xBB\xBF\xEF\xBB\xBF \r\n<html><p>Text",
    " \n\n\t<!DOCTYPE html><html><p>Text",
    "<!-- a comment > with <div> in it --><!DOCTYPE html><html><p>Text</p></html>",
    "<!-- saved from url=(0014)about:internet -->\r\n<html><body>Text</body></html>",
    "<!--" + kProse + kProse + "--><html><p>Text</p></html>",
    "<!--[if lt IE 7]> <html class='ie6'> <![endif]-->\n<!--[if gt IE 8]><!--> "
    "<html><!--<![endif]-->"
    "<body><p>Text</p></body></html>",
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 "
    "Strict//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">\n<html "
    "xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>Text</p></body></html>",
    "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><p>Text</p></html>",
    "<!DOCTYPE>\n<html><p>Text</p></html>",
    "<?php echo 1; ?>\n<html><p>Text</p></html>",
    "Warning: include(a.php) failed on line 3\n<!DOCTYPE html>\n<html><head><title>T</title></head>"
    "<body><p>" +
        kProse + "</p></body></html>",
    "<br />\n<b>Warning</b>: include(a.php) failed on line <b>3</b><br />\n<!DOCTYPE html>\n<html>"
    "<body><p>" +
        kProse + "</p></body></html>",
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>" + kProse + "</body></html>",
    "\xC3\xAF\xC2\xBB\xC2\xBF<!DOCTYPE html><html><body>" + kProse + "</body></html>",
    // fragments
    "<div class=x>Text</div>",
    "<div class=x>" + kProse,
    "<p>Text",
    "<p>" + kProse + "<p>" + kProse,
    "<p>One</p>\n<p>Two</p>\n",
    "<P ALIGN=CENTER>Text</P>",
    "<div><p>" + kProse,  // cut
    "<div>\n  <h1>Title</h1>\n" + kProse,
    "<article><h1>Title</h1><p>" + kProse + "</p></article>",
    "<section><my-card>" + kProse + "</my-card></section>",
    "</div>\n<div class=\"story\"><p>" + kProse + "</p></div>",
    "<h2>Title</h2><p>" + kProse + "</p> by the editor",
    "<table><tr><td>1<td>2</table>",
    "<ul><li>One<li>Two</ul>",
    "<a href=\"/\">Home</a>",
    "<img src=a.png alt='x > y'><p>Text</p>",
    "<script>var a = 1;</script>",
    "<style>p { color: red }</style><p>Text</p>",
    "<blockquote><p>`a` and <code>`b`</code></p></blockquote>",
    "<meta charset=utf-8><title>T</title><p>Text",
};

const std::string kTexts[] = {
    "",
    " \n\t\r\n",
    "\xEF\xBB\xBF",
    "a",
    "<",
    "<p",
    kProse,
    // comparisons, hearts, addresses, placeholders
    "I <3 you",
    "<3 <3 <3",
    "a < b and b > c",
    "if (a<b && c>d) return;",
    "<b if a < b",
    "<john@example.org> wrote:\n" + kProse,
    "John Doe <john@example.org>\n" + kProse,
    "<https://example.org/> is where it is.",
    "<nick> hello\n<other> hello yourself\n",
    "<alice> hi\n<b> hi\n<alice> how are you?\n<b> fine, " + kProse,
    "usage: tool <path> [<code> <time>]\n" + kProse,
    "<command> <path> <version>\n" + kProse,
    "std::vector<int> a; template <class T> struct s {};",
    "#include <map>\n#include <time.h>\nint main() {}\n",
    // texts that speak of HTML
    "The <div> element is a container. " + kProse,
    "<div> is an element that groups others. " + kProse,
    "<table>: " + kProse + "<tr> and <td> come next.",
    "Use `<div class=\"a\">` for this.\n\n" + kProse,
    "`<div class=\"a\">` is what to use.\n\n" + kProse,
    "# Title\n\n```html\n<!DOCTYPE html>\n<html>\n<body>\n</body>\n</html>\n```\n\n" + kProse,
    "A page looks so:\n\n<!DOCTYPE html>\n<html>\n<body>\n<p>Hello</p>\n</body>\n</html>\n\n" +
        kProse + kProse,
    "<!DOCTYPE html> must be the first line. " + kProse,
    "<!DOCTYPE html>\n<html></html>\n\n" + kProse,
    "<div class=\"a\">x</div>\n\nThis makes an x. " + kProse,
    "The declaration <!DOCTYPE html> and the tag <html lang=\"en\"> come first. " + kProse,
    // markdown with markup in it
    "# Title\n\nSome <b>bold</b> text, a <br> and <img src=\"a.png\">.\n\n" + kProse,
    "<p align=\"center\"><img src=\"logo.png\"></p>\n\n# Title\n\n" + kProse + "- a\n- b\n",
    "<div align=\"center\">\n\n# Title\n\n</div>\n\n## More\n\n" + kProse + kProse,
    "<a name=\"top\"></a>\n# Title\n\n" + kProse,
    "<!-- a comment -->\n# Title\n\n" + kProse,
    "---\ntitle: <p>Hello</p>\n---\n" + kProse,
    // what a bad extractor leaves
    "alt=\"A bridge\" width=\"300\">\n" + kProse,
    "\" />\n" + kProse,
    "Text<br>" + kProse,
    kProse + "</div></div></body></html>",
    "&lt;p&gt;Text&lt;/p&gt; &amp; " + kProse,
    // other formats
    "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>T</title><item><description>"
    "&lt;p&gt;Text</description></item></channel></rss>",
    "<rss><channel><title>T</title><link>http://a/</link></channel></rss>",
    "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title><summary>S</summary></feed>",
    "<?xml version=\"1.0\"?><article><title>T</title><para>" + kProse + "</para></article>",
    "<?xml version=\"1.0\"?><!DOCTYPE nitf SYSTEM \"nitf.dtd\"><nitf><body>Text</body></nitf>",
    "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\"><svg></svg>",
    "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>T</title><path d=\"M0 0\"/></svg>",
    "<math><mi>x</mi></math>",
    "<urlset><url><loc>http://a/</loc></url></urlset>",
    "{\"html\": \"<!DOCTYPE html>\\n<html><body><p>Text</p></body></html>\"}",
    "{\"a\": \"\n<html><body><p>Text</p></body></html>\"}",
    "[\"<p>One</p>\", \"<p>Two</p>\"]",
    "[{\"a\": \"<div class='x'>Text</div>\"}]",
    "{}",
    "id,html\n1,\"<div class='x'><p>Text</p></div>\"\n2,\"<!DOCTYPE "
    "html><html><p>Text</p></html>\"\n",
    "id\thtml\n1\t<html><p>Text</p></html>\n",
    "%PDF-1.4 <html>",
    "print(\"\"\"\n<html><body>\n<p>%s</p>\n</body></html>\n\"\"\" % text)\n" + kProse,
};

TEST_CASE("pages and fragments", "[html_detect]") {
  for (const std::string& page : kPages) {
    CAPTURE(page);
    CHECK(looks_like_html(page));
  }
  CHECK(std::size(kPages) >= 40);
}

TEST_CASE("texts that are no pages", "[html_detect]") {
  for (const std::string& text : kTexts) {
    CAPTURE(text);
    CHECK_FALSE(looks_like_html(text));
  }
  CHECK(std::size(kTexts) >= 55);
}

TEST_CASE("what is far into a text is not looked at", "[html_detect]") {
  std::string text;
  while (text.size() < (64 << 10)) text += kProse;
  CHECK_FALSE(looks_like_html(text + "\n<!DOCTYPE html><html><body><p>Text</p></body></html>"));
  CHECK(looks_like_html("<html><body><p>" + text + "</html>" + text + text));
}

TEST_CASE("much unfinished markup takes little time", "[html_detect]") {
  for (const std::string_view piece : {"<", "<!--", "<a b='", "<a b=\"", "`", "` ``", "<p>", "</p>",
                                       "<div>", "<html", "<!doctype ", "<script>", "<?", "<a ="}) {
    std::string text = "x\n";
    while (text.size() < (64 << 10)) text += piece;
    looks_like_html(text);
    looks_like_html(text.substr(2));
  }
}

}  // namespace
}  // namespace dehusk
