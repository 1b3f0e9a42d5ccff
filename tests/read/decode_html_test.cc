#include <catch2/catch.hpp>
#include <iterator>
#include <string>

#include "read/binary_kind.h"
#include "read/decode.h"
#include "read/utf8_check.h"

namespace dehusk {
namespace {

using namespace std::string_literals;

Decoded decoded(std::string_view bytes, DecodeOptions options = {}) {
  options.source = Source::html;
  Result<Decoded> result = decode(bytes, options);
  REQUIRE(result.ok());
  REQUIRE(valid_utf8_prefix(result->text()) == result->text().size());
  return std::move(*result);
}

/// A word in an encoding, made by Python's codecs.
struct Sample {
  std::string_view label;
  std::string bytes;
  std::string text;
};
const Sample kSamples[] = {
    {"windows-1252", "caf\xE9 \x96 \x93na\xEFve\x94 \x80", "café – “naïve” €"},
    {"iso-8859-1", "l\x92\xE9t\xE9 \xE0 No\xEBl", "l’été à Noël"},
    {"iso-8859-2", "\xBElu\xBBou\xE8k\xFD k\xF9\xF2", "žluťoučký kůň"},
    {"windows-1250", "\xAF\xF3\xB3\xE6 \x84g\xEA\x9C\x94", "Żółć „gęś”"},
    {"windows-1251", "\xCC\xFD\xF0 \xE3\xEE\xF0\xEE\xE4\xE0", "Мэр города"},
    {"koi8-r", "\xED\xDC\xD2 \xC7\xCF\xD2\xCF\xC4\xC1", "Мэр города"},
    {"iso-8859-7", "\xCF \xE4\xDE\xEC\xE1\xF1\xF7\xEF\xF2", "Ο δήμαρχος"},
    {"windows-1254", "k\xF6pr\xFC kapal\xFD, \xFD\xFE\xFDk", "köprü kapalı, ışık"},
    {"windows-1255", "\xF8\xE0\xF9 \xE4\xF2\xE9\xF8", "ראש העיר"},
    {"windows-1256", "\xD1\xC6\xED\xD3 \xC7\xE1\xC8\xE1\xCF\xED\xC9", "رئيس البلدية"},
    {"tis-620", "\xCA\xD0\xBE\xD2\xB9\xA8\xD0\xBB\xD4\xB4", "สะพานจะปิด"},
    {"shift_jis",
     "\x8Es\x92\xB7\x82\xCD\x81\x41\x8B\xB4\x82\xCC\x81u\x83J\x83^\x83J\x83i\x81v\x87@",
     "市長は、橋の「カタカナ」①"},
    {"euc-jp", "\xBB\xD4\xC4\xB9\xA4\xCF\xB6\xB6", "市長は橋"},
    {"iso-2022-jp", "\x1B$B;TD9$O66\x1B(B", "市長は橋"},
    {"gb2312", "\xCA\xD0\xB3\xA4\xE9\x46\xBB\xF9", "市长镕基"},
    {"gb18030", "\xCA\xD0\xB3\xA4\x81\x39\xEE\x39\x95\x32\x82\x36", "市长㐀𠀀"},
    {"big5", "\xA5\xAB\xAA\xF8\xACQ\xA4\xD1", "市長昨天"},
    {"euc-kr", "\xBD\xC3\xC0\xE5\xC0\xBA \x8C\x63\xB9\xE6", "시장은 똠방"},
    {"ks_c_5601-1987", "\xB4\xD9\xB8\xAE\xB0\xA1", "다리가"},
    {"macintosh", "\x8Et\x8E \xD0 \xD2\xB9\xD3", "été – “π”"},
    {"ibm866", "\x8C\xED\xE0", "Мэр"},
};

TEST_CASE("pages that say their encoding", "[decode]") {
  for (const Sample& sample : kSamples) {
    CAPTURE(sample.label);
    const std::string head = "<!DOCTYPE html>\n<html><head>\n<meta charset=\"";
    const std::string body = "\">\n<title>T</title></head><body><p>";
    const Decoded meta = decoded(head + std::string(sample.label) + body + sample.bytes + "</p>");
    CHECK(meta.text() == head + std::string(sample.label) + body + sample.text + "</p>");
    CHECK(meta.replaced == 0);
    const Decoded header =
        decoded("<p>" + sample.bytes + "</p>",
                {.transport = "text/html; charset=" + std::string(sample.label)});
    CHECK(header.text() == "<p>" + sample.text + "</p>");
    CHECK(header.encoding == meta.encoding);
    CHECK(binary_kind(head + std::string(sample.label) + body + sample.bytes).empty());
  }
  CHECK(std::size(kSamples) == 21);
}

const std::string kLate = "<!--" + std::string(1024, ' ') + "-->";

TEST_CASE("who says which encoding a page is in", "[decode]") {
  struct Case {
    std::string bytes;
    DecodeOptions options;
    std::string encoding;
    std::string text;  ///< behind the last tag
  };
  const std::string koi8 = "<meta charset=koi8-r>\xCD";
  const Case cases[] = {
      {koi8, {}, "koi8-r", "м"},
      {koi8, {.transport = "windows-1251"}, "windows-1251", "Н"},
      {koi8, {.transport = "text/html; charset=windows-1251"}, "windows-1251", "Н"},
      {koi8, {.transport = "text/html"}, "koi8-r", "м"},
      {koi8, {.transport = "text/html; charset=klingon"}, "koi8-r", "м"},
      {koi8, {.encoding = "latin1", .transport = "windows-1251"}, "windows-1252", "Í"},
      {"\xEF\xBB\xBF<meta charset=koi8-r>\xD0\x9C", {.encoding = "latin1"}, "utf-8", "М"},
      {"\xFE\xFF\0<\0p\0>\x04\x1C"s, {.transport = "utf-8"}, "utf-16be", "М"},
      {"<?xml version='1.0' encoding='koi8-r'?><p>\xCD", {}, "koi8-r", "м"},
      {"<?xml version='1.0' encoding='big5'?>" + koi8, {}, "koi8-r", "м"},
      {"<p>\0М\0"s, {}, "utf-8", "\0М\0"s},
      // a declaration that is wrong is believed, as browsers do
      {"<meta charset=utf-8>caf\xE9s", {}, "utf-8", "caf\uFFFDs"},
      {"<meta charset=windows-1252>\xC3\xA9", {}, "windows-1252", "Ã©"},
      {"<meta charset=utf-16>\xC3\xA9", {}, "utf-8", "é"},
      {"<meta charset=x-user-defined>\xE9", {}, "windows-1252", "é"},
      {"<meta charset=klingon>caf\xE9 au lait", {}, "windows-1252", "café au lait"},
      // ASCII stays what it is
      {"<meta charset=windows-1252>cafe", {}, "windows-1252", "cafe"},
      {"<meta charset=utf-8>cafe", {}, "utf-8", "cafe"},
      // behind the first kilobyte: only where the bytes do not say that they are UTF-8
      {kLate + koi8, {}, "koi8-r", "м"},
      {kLate + "<meta charset=windows-1252>\xC3\xA9", {}, "utf-8", "é"},
      {kLate + "<meta charset=utf-8>caf\xE9s", {}, "utf-8", "caf\uFFFDs"},
      {"<!--" + std::string(1000, ' ') + "-->" + koi8, {}, "koi8-r", "м"},
      // nobody says anything
      {"<p>caf\xE9 au lait", {}, "windows-1252", "café au lait"},
      {"<p>caf\xC3\xA9 au lait", {}, "utf-8", "café au lait"},
      {"<\0p\0>\0\xE9\0"s, {}, "utf-16le", "é"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes, c.options.transport);
    const Decoded got = decoded(c.bytes, c.options);
    CHECK(got.encoding == c.encoding);
    CHECK(got.text().substr(got.text().rfind('>') + 1) == c.text);
  }
  CHECK(decoded("<meta charset=utf-8>\xE9 \xE9 \xE9").replaced == 3);
}

TEST_CASE("a text says nothing about its encoding, its response does", "[decode]") {
  CHECK(decode("<meta charset=koi8-r>caf\xE9 au lait", {})->encoding == "windows-1252");
  CHECK(decode("\xCD", {.transport = "text/plain; charset=koi8-r"})->text() == "м");
}

TEST_CASE("pages of ASCII are not copied and keep their offsets", "[decode]") {
  const std::string page = "<meta charset=iso-8859-1><p>Text</p>";
  const Decoded got = decoded(page);
  CHECK(got.text().data() == page.data());
  CHECK(got.spans_are_original);
  // Escapes are ASCII, too.
  CHECK(decoded("<meta charset=iso-2022-jp>\x1B$B;T\x1B(B").text() ==
        "<meta charset=iso-2022-jp>市");
}

}  // namespace
}  // namespace dehusk
