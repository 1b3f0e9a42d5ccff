// Patterns over paths.
#include "batch/path_pattern.h"

#include <catch2/catch.hpp>

namespace dehusk {
namespace {

TEST_CASE("globs match names and paths") {
  const struct {
    std::string pattern;
    std::string matches;      // paths, set apart by blanks
    std::string matches_not;
  } cases[] = {
      {"*.html", "a.html dir/a.html a/b/c.html .html", "a.htm a.html.gz html dir.html/a"},
      {"a.html", "a.html b/a.html", "xa.html a.htmlx a.html/b"},
      {"?.txt", "a.txt d/b.txt \xC3\xA4.txt \xF0\x9F\x98\x80.txt", "ab.txt .txt /.txt"},
      {"*", "a a/b", ""},
      {"**", "a a/b a/b/c", ""},
      {"a*c", "ac abc abbc x/ac", "a/c ab acb"},
      {"a*b*c", "abc axbxc aabbcc", "acb ab"},
      {"*a*a*a*", "aaa xaxaxax", "aa xaxx"},
      {"d/*.txt", "d/a.txt d/.txt", "a.txt x/d/a.txt d/e/a.txt d/"},
      {"d/**", "d/a d/e/a d/", "d e/d/a"},
      {"d/**/a", "d/a d/e/a d/e/f/a", "d/xa d/e/xa da d/e/a/b"},
      {"**/a", "a d/a d/e/a", "xa d/xa a/b"},
      {"**/a/**/b", "a/b x/a/b a/x/b x/a/y/z/b a/a/b/b", "b a/xb xa/b ab a/b/c"},
      {"**/*.htm*", "a.htm a/b.html", "a.txt a.htm/b"},
      {"a**b", "ab axb x/axb", "a/b abc"},
      {"x/a**b", "x/ab x/a/b x/axb x/a/x/b", "x/a/bc ab"},
      {"**/", "a/", "a a/b"},
      {"[abc].txt", "a.txt d/c.txt", "d.txt ab.txt"},
      {"[a-c]x", "ax bx cx", "dx x -x"},
      {"[!a-c]x", "dx -x", "ax x"},
      {"[]x]", "] x", "y []"},
      {"[!]]", "x", "] "},
      {"[a-]", "a -", "b"},
      {"[", "[", "a"},
      {"[ab", "[ab", "a b"},
      {"a[!b]c/x", "adc/x", "abc/x a/c/x"},
      {"a?c/x", "abc/x", "a/c/x"},
      {"\xC3\xA4*", "\xC3\xA4 \xC3\xA4pfel", "a"},
  };
  const auto each = [](std::string_view paths, const auto& check) {
    while (!paths.empty()) {
      const size_t end = paths.find(' ');
      check(paths.substr(0, end));
      paths.remove_prefix(end == std::string_view::npos ? paths.size() : end + 1);
    }
  };
  size_t ran = 0;
  for (const auto& c : cases) {
    each(c.matches, [&](std::string_view path) {
      CAPTURE(c.pattern, path);
      CHECK(matches_glob(c.pattern, path));
      ++ran;
    });
    each(c.matches_not, [&](std::string_view path) {
      CAPTURE(c.pattern, path);
      CHECK(!matches_glob(c.pattern, path));
      ++ran;
    });
  }
  CHECK(ran > 120);
  CHECK(matches_glob("", ""));
  CHECK(!matches_glob("", "a"));
  CHECK(!matches_glob("a", ""));
  CHECK(matches_glob("*", ""));
}

TEST_CASE("globs take no exponential time") {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += i % 2 == 0 ? "*a" : "**/a*b";
  CHECK(!matches_glob(pattern, std::string(20000, 'a')));
  CHECK(!matches_glob("**/" + pattern + "/x", std::string(2000, 'a') + "/" + std::string(2000, 'a')));
}

TEST_CASE("a filter includes and excludes") {
  const NameFilter filter{.include = {"*.html", "docs/**"}, .exclude = {"draft-*", "old/**", "cache/"}};
  CHECK(filter.takes("a.html"));
  CHECK(filter.takes("x/a.html"));
  CHECK(filter.takes("docs/a.txt"));
  CHECK(!filter.takes("a.txt"));
  CHECK(!filter.takes("draft-a.html"));
  CHECK(!filter.takes("x/draft-a.html"));
  CHECK(!filter.takes("old/x/a.html"));
  CHECK(filter.excludes_folder("cache"));
  CHECK(filter.excludes_folder("draft-1"));
  CHECK(!filter.excludes_folder("docs"));
  CHECK(NameFilter().takes("anything"));
  CHECK(!NameFilter().excludes_folder("anything"));
}

TEST_CASE("URLs of paths") {
  const struct {
    std::string pattern;
    std::string path;
    std::string url;
  } cases[] = {
      {"{host}/{path}", "example.org/a/b.html", "https://example.org/a/b.html"},
      {"{host}/{path}", "example.org/", "https://example.org/"},
      {"data/{host}/{path}", "data/example.org/a.html", "https://example.org/a.html"},
      {"data/{host}/{path}", "/home/me/data/example.org/a.html", "https://example.org/a.html"},
      {"data/{host}/{path}", "other/example.org/a.html", ""},
      {"data/{host}/*", "data/example.org/a/b.html", "https://example.org/"},
      {"data/*/{host}/{path}", "data/2026/example.org/a.html", "https://example.org/a.html"},
      {"crawl-*/{host}/*", "crawl-7/example.org/x", "https://example.org/"},
      {"crawl-*/{host}/*", "crawl/example.org/x", ""},
      {"{host}", "a/example.org", "https://example.org/"},
      {"{host}/x", "a/b/x", "https://b/"},
      {"{host}/x", "x", ""},
      {"{host}/{path}", "", ""},
  };
  for (const auto& c : cases) {
    CAPTURE(c.pattern, c.path);
    CHECK(url_from_path(c.pattern, c.path) == c.url);
  }
  CHECK(url_pattern_fault("data/{host}/{path}") == "");
  CHECK(url_pattern_fault("{host}") == "");
  CHECK(url_pattern_fault("data/{path}") == "holds no {host}");
  CHECK(url_pattern_fault("{path}/{host}") == "takes {path} at its end");
  CHECK(url_pattern_fault("www.{host}/{path}") == "takes {host} and {path} as whole names, not 'www.{host}'");
  CHECK(url_pattern_fault("{host}/{name}") == "takes {host} and {path} as whole names, not '{name}'");
}

}  // namespace
}  // namespace dehusk
