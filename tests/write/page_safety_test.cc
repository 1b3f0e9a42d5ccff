// Nothing that a page holds may run in what is written of it. What a browser does with the output
// is looked at elsewhere; here it is read again by a parser, and everything in it has to be on a
// list.
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "doc/attributes.h"
#include "support/built_page.h"
#include "support/cmark.h"
#include "support/html_reading.h"
#include "write/page_writer.h"

#ifndef DEHUSK_SOURCE_DIR
#define DEHUSK_SOURCE_DIR "."
#endif

namespace dehusk {
namespace {

// The bytes that \n, \t, \r, \\ and \xNN stand for.
std::string bytes_of(std::string_view line) {
  std::string out;
  for (size_t i = 0; i < line.size(); ++i) {
    const std::string_view rest = line.substr(i);
    if (rest.starts_with("\\x") && rest.size() >= 4) {
      out += static_cast<char>(std::stoi(std::string(rest.substr(2, 2)), nullptr, 16));
      i += 3;
    } else if (rest.starts_with("\\n") || rest.starts_with("\\t") || rest.starts_with("\\r") ||
               rest.starts_with("\\\\")) {
      out += rest[1] == 'n' ? '\n' : rest[1] == 't' ? '\t' : rest[1] == 'r' ? '\r' : '\\';
      ++i;
    } else {
      out += line[i];
    }
  }
  return out;
}

// As the decoder would hand it on: no byte of a broken sequence is left.
std::string valid_utf8(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) append_utf8(next_code_point(text, &at), &out);
  return out;
}

std::vector<std::string> vectors() {
  std::ifstream in(DEHUSK_SOURCE_DIR "/tests/write/xss_vectors.txt");
  std::vector<std::string> found;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '#') found.push_back(valid_utf8(bytes_of(line)));
  }
  return found;
}

std::string quoted(std::string_view value) {
  std::string out;
  for (const char c : value) out += c == '"' ? "&quot;" : c == '&' ? "&amp;" : std::string(1, c);
  return '"' + out + '"';
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

// Every place in a page that a writer takes something from.
std::vector<std::string> pages_of(const std::string& vector) {
  return {vector,
          "<p>" + escaped(vector),
          "<h2>" + escaped(vector) + "</h2>",
          "<pre>" + escaped(vector) + "</pre>",
          "<pre class=" + quoted(vector) + ">a</pre>",
          "<ul><li>" + escaped(vector) + "</ul>",
          "<table><tr><td>" + escaped(vector) + "<td><code>" + escaped(vector) + "</code></table>",
          "<p><b>a</b>" + escaped(vector) + "<b>b</b>",
          "<p><a href=x>" + escaped(vector) + "</a>",
          "<p><a href=" + quoted(vector) + ">a</a>",
          "<p>a<img alt=b src=" + quoted(vector) + ">",
          "<p>a<img src=b alt=" + quoted(vector) + ">",
          "<p>!<a href=x>a</a>" + escaped(vector),
          "<ol start=" + quoted(vector) + "><li value=" + quoted(vector) + ">a</ol>"};
}

// What a browser makes of a URL before it looks at the scheme, and then some.
std::string scheme(std::string_view url) {
  std::string out;
  for (const char c : url) {
    if (static_cast<uint8_t>(c) <= ' ' || c == 0x7F) continue;
    if (c == '/' || c == '?' || c == '#') return {};
    if (c == ':') return out;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return {};
}

bool is_safe_link(std::string_view url) {
  static const std::set<std::string, std::less<>> kSafe = {"",    "http",   "https",
                                                           "ftp", "mailto", "tel"};
  return kSafe.count(scheme(url)) == 1;
}

bool is_safe_image(std::string_view url) {
  if (scheme(url) != "data") return is_safe_link(url);
  for (const std::string_view kind : {"png", "jpeg", "gif", "webp"}) {
    if (equals_ignoring_case(url.substr(0, 11 + kind.size()), "data:image/" + std::string(kind))) {
      return true;
    }
  }
  return false;
}

void check_reading(const HtmlReading& reading) {
  CHECK(reading.faults.empty());
  for (const std::string& url : reading.links) {
    CAPTURE(url);
    CHECK(is_safe_link(url));
  }
  for (const std::string& url : reading.images) {
    CAPTURE(url);
    CHECK(is_safe_image(url));
  }
}

// Reads the output as a browser would, and finds no element and no attribute but those of the list.
void check_parsed(const std::string& html) {
  static const std::map<Tag, std::set<std::string, std::less<>>> kAllowed = {
      {Tag::html, {}},
      {Tag::head, {}},
      {Tag::body, {}},
      {Tag::h1, {}},
      {Tag::h2, {}},
      {Tag::h3, {}},
      {Tag::h4, {}},
      {Tag::h5, {}},
      {Tag::h6, {}},
      {Tag::p, {}},
      {Tag::pre, {}},
      {Tag::ul, {}},
      {Tag::ol, {"start"}},
      {Tag::li, {"value"}},
      {Tag::blockquote, {}},
      {Tag::dl, {}},
      {Tag::dt, {}},
      {Tag::dd, {}},
      {Tag::figure, {}},
      {Tag::figcaption, {}},
      {Tag::table, {}},
      {Tag::caption, {}},
      {Tag::tbody, {}},
      {Tag::tr, {}},
      {Tag::th, {}},
      {Tag::td, {}},
      {Tag::strong, {}},
      {Tag::em, {}},
      {Tag::code, {}},
      {Tag::a, {"href"}},
      {Tag::img, {"src", "alt"}},
      {Tag::br, {}}};
  HtmlScratch scratch;
  const Document doc = read_html(html, HtmlMode::slow, &scratch);
  for (uint32_t i = 0; i < doc.page->elements.size(); ++i) {
    const Element& element = doc.page->elements[i];
    const auto rule = kAllowed.find(element.tag);
    CAPTURE(doc.page->name_of(i));
    REQUIRE(rule != kAllowed.end());
    CHECK(element.space == Namespace::html);
    if (element.tag_source.empty()) continue;
    for (const SourceAttribute& attribute : doc.page->attributes_of(element)) {
      const std::string_view name = doc.page->source_of(attribute.name_span());
      CAPTURE(name);
      CHECK(rule->second.count(name) == 1);
      const std::string value = doc.page->attribute(i, name).value_or("");
      CAPTURE(value);
      if (name == "href") CHECK(is_safe_link(value));
      if (name == "src") CHECK(is_safe_image(value));
    }
  }
}

TEST_CASE("nothing of the known vectors is left in HTML") {
  size_t ran = 0;
  for (const std::string& vector : vectors()) {
    for (const std::string& source : pages_of(vector)) {
      for (const std::string_view base : {"", "http://a/b", "javascript:x"}) {
        const BuiltPage page = built_page(source);
        const std::string html =
            write_page(page.doc, {}, {.format = PageFormat::html, .base_url = base});
        CAPTURE(source, html);
        check_reading(read_back(html));
        check_parsed(html);
        ++ran;
      }
    }
  }
  CHECK(ran > 180 * 14 * 3);
}

TEST_CASE("nothing of the known vectors is left in Markdown") {
  if (!has_cmark()) {
    WARN("skipped: cmark-gfm is not installed");
    return;
  }
  // One run of cmark-gfm for each way a vector gets into a page; all raw HTML is let through.
  for (size_t way = 0; way < 14; ++way) {
    for (const Autolinks autolinks : {Autolinks::off, Autolinks::on}) {
      std::string all;
      for (const std::string& vector : vectors()) {
        const std::string source = pages_of(vector)[way];
        const BuiltPage page = built_page(source);
        all += write_page(page.doc, {}, {.format = PageFormat::markdown}) + "\n";
      }
      const std::string html = cmark(all, autolinks);
      CAPTURE(way);
      CHECK(html.size() > 180);
      check_reading(read_back(html));
    }
  }
}

TEST_CASE("what is written as HTML is read and written as itself") {
  size_t same = 0;
  for (const std::string& vector : vectors()) {
    for (const std::string& source : pages_of(vector)) {
      const BuiltPage page = built_page(source);
      const std::string once = write_page(page.doc, {}, {.format = PageFormat::html});
      const BuiltPage again = built_page(once);
      CAPTURE(source, once);
      CHECK(write_page(again.doc, {}, {.format = PageFormat::html}) == once);
      ++same;
    }
  }
  CHECK(same > 180 * 14);
}

}  // namespace
}  // namespace dehusk
