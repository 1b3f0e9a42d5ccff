// What a crawler kept of HTTP exchanges.
#include "batch/http_response.h"

#include <catch2/catch.hpp>

#include "support/packed.h"

namespace dehusk {
namespace {

constexpr uint64_t kMost = uint64_t{1} << 20;

// "text" by brotli's encoder.
const std::string kBrotliText("\x8B\x01\x80text\x03", 8);
const std::string kPage = [] {
  std::string out;
  for (int i = 0; i < 300; ++i) out += "<p>a page of many words, number " + std::to_string(i) + "</p>\r\n";
  return out;
}();

std::string response(std::string_view head, std::string_view body) {
  return "HTTP/1.1 200 OK\r\n" + std::string(head) + "\r\n" + std::string(body);
}

// The body without its codings, or "! message".
std::string body_of(std::string_view head, std::string_view body, uint64_t most = kMost) {
  const std::string block = response(head, body);
  const HttpResponse parsed = parse_http_response(block);
  Bytes held;
  const Result<std::string_view> decoded = decode_http_body(parsed, most, &held);
  return decoded ? std::string(*decoded) : "! " + decoded.error().message;
}

std::string chunked(std::string_view body, size_t size, std::string_view extension = "") {
  std::string out;
  for (size_t at = 0; at < body.size(); at += size) {
    const std::string_view chunk = body.substr(at, size);
    char digits[20];
    std::snprintf(digits, sizeof digits, "%zX", chunk.size());
    out += std::string(digits) + std::string(extension) + "\r\n" + std::string(chunk) + "\r\n";
  }
  return out + "0\r\n\r\n";
}

TEST_CASE("heads of responses") {
  const struct {
    std::string block;
    int status;
    std::string content_type;
    std::string content_encoding;
    std::string body;
  } cases[] = {
      {"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>a", 200, "text/html", "", "<p>a"},
      {"HTTP/1.0 404\nCONTENT-TYPE:text/plain \n\na\n\nb", 404, "text/plain", "", "a\n\nb"},
      {"HTTP/2  301 \r\n\r\n", 301, "", "", ""},
      {"HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=koi8-r\r\nX: y\r\n z\r\n\r\n", 200, "text/html; charset=koi8-r", "", ""},
      {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nno colon\r\nContent-Encoding: br\r\n\r\nx", 200, "", "gzip, br", "x"},
      {"HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Type: c/d\r\n\r\n", 200, "c/d", "", ""},
      {"HTTP/1.1 200 OK\r\nContent-Type: text/html", 200, "text/html", "", ""},
      {"HTTP/1.1", 0, "", "", ""},
      {"<p>no head", 0, "", "", "<p>no head"},
      {"", 0, "", "", ""},
  };
  for (const auto& c : cases) {
    CAPTURE(c.block);
    const HttpResponse parsed = parse_http_response(c.block);
    CHECK(parsed.status == c.status);
    CHECK(parsed.content_type == c.content_type);
    CHECK(parsed.content_encoding == c.content_encoding);
    CHECK(parsed.body == c.body);
  }
}

TEST_CASE("chunks are put together") {
  const std::string_view head = "Transfer-Encoding: chunked\r\n";
  for (const size_t size : {size_t{1}, size_t{7}, size_t{4096}, size_t{1} << 20}) {
    CHECK(body_of(head, chunked(kPage, size)) == kPage);
    CHECK(body_of(head, chunked(kPage, size, ";name=value")) == kPage);
    CHECK(body_of(head, chunked(kPage, size, "  ")) == kPage);
  }
  const struct {
    std::string body;
    std::string decoded;
  } cases[] = {
      {"3\r\nabc\r\n0\r\n\r\n", "abc"},
      {"3\nabc\n2\nde\n0\n\n", "abcde"},
      {"3\r\nabc\r\n0\r\nTrailer: x\r\n\r\n", "abc"},
      {"0\r\n\r\n", ""},
      {"", ""},
      // cut short
      {"5\r\nabc", "abc"},
      {"3\r\nabc\r\n", "abc"},
      {"3\r\nabc\r\n5", "abc"},
      {"3\r\nabc\r\n5\r\n", "abc"},
      {"3\r\nabc\r\n5\r\nde", "abcde"},
      // the header is stale
      {"<p>text", "<p>text"},
      {"<p>text\n3\nabc", "<p>text\n3\nabc"},
      {"add\nbread", "bread"},
      {"3\nabcd\n", "3\nabcd\n"},
      {"ffffffffffffffffff\r\nabc", "ffffffffffffffffff\r\nabc"},
      {"ffffffffffffffff\r\nabc", "abc"},
      // damage between chunks
      {"3\r\nabc\r\nx\r\ndef\r\n0\r\n\r\n", "abcx\r\ndef\r\n0\r\n\r\n"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.body);
    CHECK(body_of(head, c.body) == c.decoded);
  }
}

TEST_CASE("bodies are unpacked") {
  const std::string gzip = gzip_of(kPage);
  const std::string zlib = deflated(kPage, 15);
  const std::string deflate = deflated(kPage, -15);
  const std::string zstd = zstd_of(kPage);
  const struct {
    std::string head;
    std::string body;
    std::string decoded;
  } cases[] = {
      {"Content-Encoding: gzip\r\n", gzip, kPage},
      {"Content-Encoding: X-GZIP\r\n", gzip, kPage},
      {"content-encoding: identity, gzip\r\n", gzip, kPage},
      {"Content-Encoding: deflate\r\n", zlib, kPage},
      {"Content-Encoding: deflate\r\n", deflate, kPage},
      {"Content-Encoding: zstd\r\n", zstd, kPage},
      {"Content-Encoding: br\r\n", kBrotliText, "text"},
      {"Content-Encoding: gzip, zstd\r\n", zstd_of(gzip), kPage},
      {"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked(gzip, 100), kPage},
      {"Transfer-Encoding: gzip, chunked\r\n", chunked(gzip, 100), kPage},
      {"Content-Encoding: gzip\r\n", gzip_of("one ") + gzip_of("two"), "one two"},
      {"Content-Encoding: gzip\r\n", gzip_of(""), ""},
      {"Content-Encoding: deflate\r\n", deflated("", -15), ""},
      {"Content-Encoding: deflate\r\n", deflated("ab", -15), "ab"},
      {"Content-Encoding: gzip\r\n", "", ""},
      {"Content-Encoding: br\r\n", "", ""},
      // A crawler unpacked it and left the header.
      {"Content-Encoding: gzip\r\n", kPage, kPage},
      {"Content-Encoding: zstd\r\n", kPage, kPage},
      {"Content-Encoding: deflate\r\n", kPage, kPage},
      {"Content-Encoding: br\r\n", kPage, kPage},
      {"Content-Encoding: br\r\n", "short", "short"},
      {"Content-Encoding: deflate\r\n", "short", "short"},
      {"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", kPage, kPage},
      {"Content-Encoding: gzip, br\r\n", gzip, kPage},
      {"Content-Encoding: unheard-of\r\n", kPage, kPage},
      {"", gzip, gzip},
  };
  for (const auto& c : cases) {
    CAPTURE(c.head, c.decoded.size());
    CHECK(body_of(c.head, c.body) == c.decoded);
  }
}

TEST_CASE("of bodies that are cut short what came is taken") {
  const std::string text = kPage + noise(60000);
  for (const auto& [coding, body] : {std::pair<std::string, std::string>{"gzip", gzip_of(text)},
                                     {"deflate", deflated(text, 15)},
                                     {"deflate", deflated(text, -15)}}) {
    CAPTURE(coding);
    const std::string head = "Content-Encoding: " + coding + "\r\n";
    const std::string given = body_of(head, std::string_view(body).substr(0, body.size() / 2));
    CHECK(given.size() > 10000);
    CHECK(text.starts_with(given));
    const std::string nearly = body_of(head, std::string_view(body).substr(0, body.size() - 3));
    CHECK(text.starts_with(nearly));
    CHECK(nearly.size() > 60000);
  }
  // What was unpacked is there, though its checksum is wrong.
  CHECK(body_of("Content-Encoding: gzip\r\n", flipped(gzip_of(text), gzip_of(text).size() - 6)) == text);
  CHECK(body_of("Content-Encoding: gzip\r\n", "\x1F\x8B\x08\x07" + noise(300)).starts_with("! its gzip body: "));
}

TEST_CASE("bodies that grow beyond what is allowed are errors") {
  const std::string zeros(5 << 20, '\0');
  for (const auto& [coding, body] : {std::pair<std::string, std::string>{"gzip", gzip_of(zeros)},
                                     {"deflate", deflated(zeros, 15)},
                                     {"deflate", deflated(zeros, -15)},
                                     {"zstd", zstd_of(zeros)}}) {
    CAPTURE(coding);
    CHECK(body_of("Content-Encoding: " + coding + "\r\n", body, 1 << 20) ==
          "! its " + coding + " body: larger than --max-bytes allows (1048576)");
    CHECK(body_of("Content-Encoding: " + coding + "\r\n", body, zeros.size()) == zeros);
  }
}

}  // namespace
}  // namespace dehusk
