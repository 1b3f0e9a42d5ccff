#include "read/binary_kind.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>

namespace dehusk {
namespace {

using namespace std::string_literals;

std::string repeat(std::string_view text, size_t times) {
  std::string out;
  for (; times > 0; --times) out += text;
  return out;
}

std::string random_bytes(size_t size, uint32_t seed) {
  std::mt19937 random(seed);
  std::string out;
  while (out.size() < size) out += static_cast<char>(random());
  return out;
}

/// UTF-16 of UTF-16 units in either order.
std::string wide(std::u16string_view units, bool little) {
  std::string out;
  for (const char16_t unit : units) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    out += little ? std::string{low, high} : std::string{high, low};
  }
  return out;
}

TEST_CASE("files that hold no text", "[binary_kind]") {
  struct Case {
    std::string bytes;
    std::string_view kind;
  };
  const Case cases[] = {
      {"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", "PDF document"},
      {"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s, "PNG image"},
      {"\xFF\xD8\xFF\xE0\0\x10JFIF\0"s, "JPEG image"},
      {"\xFF\xD8\xFF\xDB\0\x43"s, "JPEG image"},
      {"GIF89a\1\0\1\0\x80"s, "GIF image"},
      {"RIFF\x24\x10\0\0WEBPVP8 "s, "WebP image"},
      {"II*\0\x08\0\0\0"s, "TIFF image"},
      {"BM\x36\x30\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"s, "BMP image"},
      {"\0\0\1\0\1\0"s, "icon"},
      {"PK\3\4\x14\0\6\0"s, "zip archive"},
      {"\x1F\x8B\x08\0"s, "gzip data"},
      {"\x28\xB5\x2F\xFD\4\0\x41"s, "zstd data"},
      {"BZh91AY&SY\xDE\xAD", "bzip2 data"},
      {"\xFD\x37zXZ\0\0\4"s, "xz data"},
      {"name" + std::string(253, '\0') + "ustar\0\x30\x30"s, "tar archive"},
      {"7z\xBC\xAF\x27\x1C\0\4"s, "7-Zip archive"},
      {"Rar!\x1A\x07\1\0"s, "RAR archive"},
      {"!<arch>\n/               0", "ar archive"},
      {"\x7F\x45LF\2\1\1\0"s, "ELF binary"},
      {"MZ\x90\0\3\0\0\0"s, "Windows executable"},
      {"\xCA\xFE\xBA\xBE\0\0\0\x34"s, "Java class file"},
      {"ID3\3\0\0\0\0"s, "MP3 audio"},
      {"\xFF\xFB\x90\x64\0\0"s, "MP3 audio"},
      {"OggS\0\2"s, "Ogg media"},
      {"\0\0\0\x18\x66typmp42"s, "MP4 media"},
      {"RIFF\x24\x10\0\0WAVEfmt "s, "RIFF audio"},
      {"SQLite format 3\0\x10"s, "SQLite database"},
      {"PAR1\x15\0\x15"s, "Parquet file"},
      {"wOF2\0\1\0\0"s, "WOFF font"},
      {random_bytes(8192, 1), "binary data"},
      {random_bytes(512, 2), "binary data"},
      {std::string(1000, '\0'), "binary data"},
      {repeat("\1\2\3\4\5\6\x10\x11", 100), "binary data"},
      {"text" + std::string(100, '\0'), "binary data"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes, c.kind);
    CHECK(binary_kind(c.bytes) == c.kind);
  }
}

TEST_CASE("texts that look like something else", "[binary_kind]") {
  const std::string texts[] = {
      "",
      "\0"s,
      "a",
      "BM is short for British Museum, and the rest of it is text.",
      "BM",
      "MZ was the signature that he put under his letters.",
      "PK. That is how they called her.",
      "GIF89a is a format of 1989.",
      "ID3 tags are explained here.",
      "RIFF, or Resource Interchange File Format: WAVE is one.",
      "Rar! he said.",
      "PAR1 was the code of the first station in Paris.",
      "wOFF is a format for fonts.",
      "BZh1 is not bzip2.",
      "The ftyp box comes first.",
      "%!PS-Adobe-3.0\n%%Title: text\n",
      "SQLite format 3 is what it says.",
      "\xFF\xFB\xE0 is Russian in windows-1251",
      "\xFF\xD8\xFF\xE0 is Russian in windows-1251",
      "\x28\xB5/\xFD is nothing, but no zstd",
      "\x1B[1mbold\x1B[0m and \x1B[31mred\x1B[0m\n",
      "\x1B$B$3$s\x1B(B",                 // ISO-2022-JP
      repeat("\x0E\x30\x21\x0F ", 50),    // ISO-2022-KR
      repeat("_\bb_\bo_\bl_\bd ", 50),    // a manual page
      repeat("FIX=4.4\1g=5\1h=0\1", 50),  // fields set apart by SOH
      repeat("name\x1Fvalue\x1E", 50),    // and by US and RS
      repeat("a line of text\0"s, 50),    // by NUL
      "a few\0\0\0\0\0\0\0\0 NULs in a text that goes on"s,
      repeat("\xCC\xFD\xF0 \xE3\xEE\xF0\xEE\xE4\xE0. ", 50),  // windows-1251
      repeat("\x8E\x73\x92\xB7\x82\xCD\x8D\xF0", 50),         // Shift_JIS
      "\xFF\xFE" + wide(u"\1\2\3\4\5\6\x10\x11\1\2\3\4\5\6\x10\x11", true),
      wide(u"UTF-16 without a mark", true),
      wide(u"Мэр города сообщил вчера, что мост останется закрытым", false),
  };
  for (const std::string& text : texts) {
    CAPTURE(text);
    CHECK(binary_kind(text).empty());
  }
}

TEST_CASE("files cut short", "[binary_kind]") {
  for (const std::string_view bytes :
       {"BZh91AY&SY", "BMxxxx\0\0\0\0", "%PDF-", "RIFFxxxxWEBPVP8"}) {
    for (size_t size = 0; size < bytes.size(); ++size) {
      CAPTURE(bytes, size);
      CHECK(binary_kind(bytes.substr(0, size)).empty());
    }
  }
}

TEST_CASE("UTF-16 and UTF-32 by their NULs", "[binary_kind]") {
  for (const std::u16string_view text :
       {u"Hi", u"<p>Les élèves</p>\r\n", u"Мэр города сообщил вчера, что мост закрыт.",
        u"시장은 어제 다리가 내년까지 폐쇄될 것이라고 밝혔다.", u"यह एक परीक्षण वाक्य है जिसमें शब्द हैं।",
        u"市长昨天表示，大桥将关闭到明年。\r\n居民们对此感到不满。\r\n", u"emoji 😀😀 in a line",
        u"นายก กล่าว เมื่อวานนี้ว่าสะพานจะปิดจนถึงปีหน้า"}) {
    for (const bool little : {true, false}) {
      const std::string bytes = wide(text, little);
      CAPTURE(bytes, little);
      const std::string_view name = little ? "utf-16le" : "utf-16be";
      CHECK(wide_encoding(bytes) == name);
      CHECK(wide_encoding(bytes + "x") == name);
      CHECK(wide_encoding(bytes + repeat(bytes, 5000 / bytes.size())) == name);
    }
  }
  CHECK(wide_encoding("H\0\0\0i\0\0\0"s) == "utf-32le");
  CHECK(wide_encoding("\0\0\0H\0\0\0i"s) == "utf-32be");
  CHECK(wide_encoding("\0\0\0H\0\1\xF6\0\0"s) == "utf-32be");
}

TEST_CASE("NULs that are not UTF-16", "[binary_kind]") {
  const std::string texts[] = {
      "",
      "\0"s,
      "\0\0\0\0\0\0\0\0"s,
      "a\0"s,
      "abc\0"s,
      "abc\0def\0"s,
      "hello\0world\0these\0are\0words\0with\0NULs\0between\0them\0"s,
      repeat("a line of text\0"s, 100),
      repeat("one line more\0"s, 100),
      repeat("caf\xE9 au lait\0"s, 100),
      repeat("8=FIX\1\0"s, 100),
      "text" + std::string(100, '\0'),
      std::string(100, '\0') + "text",
      repeat("\x8E\x73\x92\xB7\x82\xCD\x8D\xF0\0"s, 100),
      repeat("\xB0\xA1\xC4\xA3\xB7\xA2\0\0"s, 100),
      random_bytes(8192, 3),
  };
  for (const std::string& text : texts) {
    CAPTURE(text);
    CHECK(wide_encoding(text).empty());
  }
}

}  // namespace
}  // namespace dehusk
