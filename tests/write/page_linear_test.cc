// Pages made to be slow: each is written in a time that only a quadratic step would pass by far.
#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <string_view>

#include "support/built_page.h"
#include "write/page_writer.h"

namespace dehusk {
namespace {

std::string repeated(std::string_view part, size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += part;
  return out;
}

TEST_CASE("no page takes more than linear time to write") {
  constexpr size_t kBytes = 400'000;
  const std::pair<std::string_view, std::string> cases[] = {
      {"runs", "<p>" + repeated("<b>a</b> ", kBytes)},
      {"runs that touch", "<p>" + repeated("<b>a</b><i>b</i>", kBytes)},
      {"runs of punctuation", "<p>" + repeated("x<b>\"\"</b>y", kBytes)},
      {"runs in one", "<p><b>" + repeated("<i>a</i> ", kBytes) + "</b>"},
      {"code", "<p>" + repeated("<code>a</code>b", kBytes)},
      {"code over lines", "<p><code>" + repeated("a<br>", kBytes)},
      {"links in code", "<p><code>" + repeated("<a href=x>a</a> ", kBytes)},
      {"images", "<p>a" + repeated("<img alt=a src=b>", kBytes)},
      {"images alone", repeated("<div><img alt=a src=b></div>", kBytes)},
      {"marks", "<p>" + repeated("*_`[]~\\|&amp;", kBytes)},
      {"one long word of marks", "<p>" + repeated("*", kBytes)},
      {"URLs", "<p>" + repeated("http://a*", kBytes)},
      {"URLs without an end", "<p>" + repeated("http://www.a", kBytes)},
      {"references", "<p>" + repeated("&amp;a", kBytes)},
      {"brackets", "<p>" + repeated("[", kBytes)},
      {"lines", "<p>" + repeated("a<br>", kBytes)},
      {"lines in a run", "<p><b><a href=x>" + repeated("a<br>", kBytes)},
      {"lines of pre", "<pre>" + repeated("a\n\n", kBytes)},
      {"items", "<ul>" + repeated("<li>a", kBytes)},
      {"items without a list", repeated("<li>a", kBytes)},
      {"lists", repeated("<ul><li>a</ul>", kBytes)},
      {"nested lists", repeated("<ul><li>a", kBytes)},
      {"nested quotes", repeated("<blockquote>a", kBytes)},
      {"deep paragraphs", repeated("<ul><li>", 2000) + repeated("<p>a", kBytes)},
      {"deep items", repeated("<div>", 2000) + repeated("<li>a", kBytes)},
      {"rows", "<table>" + repeated("<tr><td>a<td>b", kBytes)},
      {"cells", "<table><tr>" + repeated("<td>a", kBytes)},
      {"cells with runs", "<table><tr>" + repeated("<td><b>a</b>", kBytes)},
      {"wide and long",
       "<table><tr>" + repeated("<td>a", 100'000) + repeated("<tr><td>a<td>b", kBytes)},
      {"cuts", "<p>" + repeated("a {b} ", kBytes)},
      {"cuts of all", "<p>" + repeated("{b} ", kBytes)},
      {"cut lines", "<p>" + repeated("{a}<br>b<br>", kBytes)},
      {"cut cells", "<table><tr>" + repeated("<td>{a}", kBytes)},
      {"cut items", "<ul>" + repeated("<li>{a}<p>b", kBytes)},
      {"one cut of many lines", "{" + repeated("<p>a", kBytes) + "}"},
      {"cut runs", "<p>" + repeated("<b>{a} b</b> ", kBytes)},
      {"terms", "<dl>" + repeated("<dt>a<dd>b", kBytes)},
  };
  for (const auto& [name, source] : cases) {
    const BuiltPage page = built_page(source);
    for (const PageFormat format : {PageFormat::text, PageFormat::markdown, PageFormat::html}) {
      const auto begin = std::chrono::steady_clock::now();
      const std::string out = write_page(page.doc, page.decisions, {.format = format});
      const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
      CAPTURE(name, static_cast<int>(format), out.size(), seconds.count());
      CHECK(seconds.count() < 2);
      CHECK(out.size() < 40 * kBytes);
    }
  }
}

}  // namespace
}  // namespace dehusk
