#include "write/url.h"

#include <catch2/catch.hpp>

#include "write/targets.h"

namespace dehusk {
namespace {

struct Case {
  std::string_view reference;
  std::string_view want;
};

TEST_CASE("references resolve as RFC 3986 5.4 says") {
  const Case cases[] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g/"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {"g?y#s", "http://a/b/c/g?y#s"},
      {";x", "http://a/b/c/;x"},
      {"g;x", "http://a/b/c/g;x"},
      {"g;x?y#s", "http://a/b/c/g;x?y#s"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../", "http://a/"},
      {"../../g", "http://a/g"},
      // 5.4.2, abnormal ones
      {"../../../g", "http://a/g"},
      {"../../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {".g", "http://a/b/c/.g"},
      {"g..", "http://a/b/c/g.."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/./x", "http://a/b/c/g?y/./x"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"g#s/./x", "http://a/b/c/g#s/./x"},
      {"g#s/../x", "http://a/b/c/g#s/../x"},
      {"http:g", "http://a/b/c/g"},  // not strict, as browsers are not
      // white space and backslashes, as browsers read them
      {"  g \n", "http://a/b/c/g"},
      {"g\n/h\ti", "http://a/b/c/g/hi"},
      {"..\\g", "http://a/b/g"},
      {"\\\\x\\y?\\", "http://x/y?\\"},
      {"g h", "http://a/b/c/g%20h"},
      {"g\"<>`", "http://a/b/c/g%22%3C%3E%60"},
      {"\xC3\xA9", "http://a/b/c/\xC3\xA9"},
      {"mailto:a@b.c", "mailto:a@b.c"},
      {"https://x/a/../b", "https://x/b"},
      {"HTTP://X", "HTTP://X/"},
      {"g//h/../i", "http://a/b/c/g//i"},
  };
  int ran = 0;
  for (const Case& c : cases) {
    CAPTURE(c.reference);
    CHECK(resolve_url("http://a/b/c/d;p?q", c.reference) == c.want);
    CHECK(tidy_url(tidy_url(c.reference)) == tidy_url(c.reference));
    ++ran;
  }
  CHECK(ran == 53);
}

TEST_CASE("bases of other kinds") {
  const struct {
    std::string_view base;
    std::string_view reference;
    std::string_view want;
  } cases[] = {
      {"http://a", "g", "http://a/g"},
      {"http://a?q", "g", "http://a/g"},
      {"http://a#f", "?y", "http://a/?y"},
      {"http://a/b", "", "http://a/b"},
      {"https://a/b/", "c", "https://a/b/c"},
      {"https://a/b/", "//c/d", "https://c/d"},
      {"file:///x/y", "z", "file:///x/z"},
      {"mailto:a@b", "g", "g"},
      {"a/b", "g", "g"},
      {"", "../g", "../g"},
      {"http://a/../b/./c", "d", "http://a/b/d"},
      {"  http://a/b  ", "c", "http://a/c"},
      {"http://a/b", "https:c", "https:c"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.base, c.reference);
    CHECK(resolve_url(c.base, c.reference) == c.want);
  }
}

TEST_CASE("a URL of many dots costs no more than its size") {
  std::string dots = "http://a/";
  for (int i = 0; i < 200000; ++i) dots += "x/../";
  CHECK(resolve_url("http://b/", dots) == "http://a/");
  std::string nested = "http://a";
  for (int i = 0; i < 200000; ++i) nested += "/x";
  for (int i = 0; i < 200000; ++i) nested += "/..";
  CHECK(resolve_url("http://b/", nested) == "http://a/");
}

TEST_CASE("what may be followed and what may be shown") {
  const struct {
    std::string_view url;
    std::string_view link;  // empty: not allowed
    std::string_view image;
  } cases[] = {
      {"http://x/", "http://x/", "http://x/"},
      {"HTTPS://x/", "HTTPS://x/", "HTTPS://x/"},
      {"ftp://x/", "ftp://x/", ""},
      {"mailto:a@b.c?subject=x y", "mailto:a@b.c?subject=x%20y", ""},
      {"tel:+1-2", "tel:+1-2", ""},
      {"a/b:c", "a/b:c", "a/b:c"},
      {"?a:b", "?a:b", "?a:b"},
      {"#a:b", "#a:b", "#a:b"},
      {"//x/y", "//x/y", "//x/y"},
      {"./javascript:x", "./javascript:x", "./javascript:x"},
      {"", "", ""},
      {" \n", "", ""},
      {"a:b", "", ""},
      {":x", "", ""},
      {"javascript:x", "", ""},
      {"JavaScript:x", "", ""},
      {" javascript:x", "", ""},
      {"\x01javascript:x", "", ""},
      {"java\nscript:x", "", ""},
      {"java\tscript\r:x", "", ""},
      {"java\x01script:x", "", ""},
      {"java script:x", "", ""},
      {"javascript\xE2\x80\x8B:x", "", ""},
      {"\xC2\xA0javascript:x", "", ""},
      {"vbscript:x", "", ""},
      {"view-source:http://x", "", ""},
      {"blob:http://x", "", ""},
      {"file:///etc/passwd", "", ""},
      {"about:blank", "", ""},
      {"data:text/html,x", "", ""},
      {"data:image/png;base64,AA", "", "data:image/png;base64,AA"},
      {"DATA:IMAGE/GIF,AA", "", "DATA:IMAGE/GIF,AA"},
      {"data:image/jpeg;base64,AA", "", "data:image/jpeg;base64,AA"},
      {"data:image/webp;base64,AA", "", "data:image/webp;base64,AA"},
      {"data:image/svg+xml,<svg onload=x>", "", ""},
      {"data:image/png", "", ""},
      {"data:image/pngx,AA", "", ""},
      {"data: image/png,AA", "", ""},
      {"http\x00://x", "http", "http"},  // the view ends at the NUL
  };
  for (const auto& c : cases) {
    CAPTURE(c.url);
    CHECK(safe_url(c.url, UrlUse::link, "").value_or("") == c.link);
    CHECK(safe_url(c.url, UrlUse::image, "").value_or("") == c.image);
  }
  CHECK(safe_url("x", UrlUse::link, "javascript://a/b") == std::nullopt);
  CHECK(safe_url("x", UrlUse::link, "http://a/b") == "http://a/x");
  CHECK(safe_url("data:image/gif,A", UrlUse::image, "http://a/b") == "data:image/gif,A");
}

}  // namespace
}  // namespace dehusk
