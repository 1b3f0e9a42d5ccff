#include "read/decode.h"

#include <iconv.h>

#include <catch2/catch.hpp>
#include <iterator>
#include <random>
#include <sstream>

#include "core/utf8.h"
#include "read/utf8_check.h"

namespace dehusk {
namespace {

using namespace std::string_literals;

/// `text` in another encoding, by libc: nothing of ICU's, which the decoder rests on.
std::string encode(std::string text, const char* encoding) {
  const iconv_t converter = iconv_open(encoding, "UTF-8");
  REQUIRE(converter != reinterpret_cast<iconv_t>(-1));
  std::string out(text.size() * 4 + 16, '\0');
  char* in = text.data();
  size_t in_left = text.size();
  char* to = out.data();
  size_t out_left = out.size();
  REQUIRE(iconv(converter, &in, &in_left, &to, &out_left) == 0);
  REQUIRE(iconv(converter, nullptr, nullptr, &to, &out_left) == 0);
  iconv_close(converter);
  out.resize(out.size() - out_left);
  return out;
}

Decoded decoded(std::string_view bytes, const DecodeOptions& options = {}) {
  Result<Decoded> result = decode(bytes, options);
  REQUIRE(result.ok());
  REQUIRE(valid_utf8_prefix(result->text()) == result->text().size());
  return std::move(*result);
}

struct Sample {
  const char* iconv_name;
  std::string detected;
  std::string text;
};
const std::string kFrench =
    "Les élèves étaient arrivés à l'école, où le maître les attendait déjà.";
const std::string kPolish =
    "Burmistrz powiedział, że most zostanie zamknięty, a mieszkańcy są źli.";
const std::string kRussian = "Мэр города сообщил вчера, что мост останется закрытым до весны.";
const std::string kGreek = "Ο δήμαρχος της πόλης είπε χθες ότι η γέφυρα θα μείνει κλειστή.";
const std::string kArabic = "قال رئيس البلدية أمس إن الجسر سيبقى مغلقا حتى العام المقبل.";
const std::string kJapanese =
    "市長は昨日、橋は来年まで閉鎖されたままになると発表した。「カタカナ」も少し。";
const std::string kChinese = "市长昨天表示，大桥将关闭到明年。居民们对此感到不满。";
const std::string kKorean =
    "시장은 어제 다리가 내년까지 폐쇄될 것이라고 밝혔다. 주민들은 불만이다.";
const Sample kSamples[] = {
    {"WINDOWS-1252", "windows-1252", kFrench + " «C’est l’hiver», dit-il."},
    {"ISO-8859-1", "windows-1252", kFrench},
    {"WINDOWS-1250", "windows-1250", kPolish + " „Trudno” — mówią."},
    {"ISO-8859-2", "iso-8859-2", kPolish + " Żaden urzędnik nie potrafił tego wyjaśnić."},
    {"WINDOWS-1251", "windows-1251", kRussian},
    {"KOI8-R", "koi8-r", kRussian},
    {"KOI8-U", "koi8-u", "Мер міста повідомив, що міст залишиться зачиненим, бо його їдять."},
    {"IBM866", "ibm866", kRussian},
    {"ISO-8859-7", "iso-8859-7", kGreek},
    {"WINDOWS-1254", "windows-1254",
     "Belediye başkanı köprünün kapalı kalacağını söyledi, çünkü ışık yok."},
    {"WINDOWS-1255", "windows-1255", "ראש העיר אמר אתמול כי הגשר יישאר סגור עד השנה הבאה."},
    {"WINDOWS-1256", "windows-1256", kArabic},
    {"ISO-8859-2", "iso-8859-2",
     "Podul va fi închis până la anul, iar nimeni nu ştie când va fi gata, deşi lucrările au "
     "început de mult, potrivit primăriei."},
    {"TIS-620", "windows-874", "นายกเทศมนตรีกล่าวเมื่อวานนี้ว่าสะพานจะปิดจนถึงปีหน้า"},
    {"SHIFT_JIS", "shift_jis", kJapanese},
    {"EUC-JP", "euc-jp", kJapanese},
    {"GB18030", "gb18030", kChinese},
    {"GBK", "gb18030", kChinese},
    {"BIG5", "big5", "市長昨天表示，大橋將關閉到明年。居民們對此感到不滿。"},
    {"EUC-KR", "euc-kr", kKorean},
};

TEST_CASE("detects encodings", "[decode]") {
  for (const Sample& sample : kSamples) {
    CAPTURE(sample.iconv_name);
    const std::string page = "<html><title>Page</title>\r\n<p>" + sample.text + "</p></html>";
    for (const std::string& text : {sample.text, page}) {
      const Decoded got = decoded(encode(text, sample.iconv_name));
      CHECK(got.text() == text);
      CHECK(got.encoding == sample.detected);
      CHECK(got.replaced == 0);
      CHECK_FALSE(got.spans_are_original);
    }
  }
  CHECK(std::size(kSamples) == 20);
}

TEST_CASE("a text that starts like UTF-8 by chance is not UTF-8", "[decode]") {
  // Their first characters are C4 A3.
  CHECK(decoded(encode("模模，" + kChinese, "GBK")).encoding == "gb18030");
  CHECK(decoded(encode("친친 " + kKorean, "EUC-KR")).encoding == "euc-kr");
}

TEST_CASE("decodes what it is told to", "[decode]") {
  for (const Sample& sample : kSamples) {
    CAPTURE(sample.iconv_name);
    const std::string bytes = encode(sample.text, sample.iconv_name);
    CHECK(decoded(bytes, {.encoding = sample.iconv_name}).text() == sample.text);
  }
  const std::string bytes = "caf\xC3\xA9";
  CHECK(decoded(bytes, {.encoding = "latin1"}).text() == "cafÃ©");
  CHECK(decoded(bytes, {.encoding = "koi8-r"}).text() == "cafц╘");
  CHECK(decoded("\xEF\xBB\xBF" + bytes, {.encoding = "koi8-r"}).text() == "café");
  CHECK(decoded("\x80 \x81", {.encoding = "iso-8859-1"}).text() == "€ \u0081");
  CHECK(decoded("\xAA\xBA\xA4\x80z", {.encoding = "iso-8859-16"}).text() == "Șș€\u0080z");
  CHECK(decoded("\x80\xFFz", {.encoding = "x-user-defined"}).text() == "\uF780\uF7FFz");
  CHECK(decoded("\\~", {.encoding = "shift_jis"}).text() == "\\~");
  CHECK(decoded("", {.encoding = "koi8-r"}).text().empty());
}

TEST_CASE("bytes longer than what ICU is given at a time", "[decode]") {
  for (size_t shift = 0; shift < 3; ++shift) {
    std::string text(shift, 'a');
    while (text.size() < (4 << 20)) text += kJapanese;
    CHECK(decoded(encode(text, "SHIFT_JIS"), {.encoding = "sjis"}).text() == text);
  }
}

TEST_CASE("byte order marks", "[decode]") {
  struct Case {
    std::string bytes;
    std::string encoding;
    uint32_t bom;
    std::string text;
  };
  const Case cases[] = {
      {"\xEF\xBB\xBF"s, "utf-8", 3, ""},
      {"\xEF\xBB\xBFg\xC3\xA9"s, "utf-8", 3, "gé"},
      {"\xEF\xBB\xBFg\xE9h"s, "utf-8", 3, "g\uFFFDh"},
      {"\xEF\xBB\xBF\xEF\xBB\xBFg"s, "utf-8", 3, "\uFEFFg"},
      {"\xEF\xBB"s, "utf-8", 0, "\uFFFD"},
      {"\xFF\xFE"s, "utf-16le", 2, ""},
      {"\xFF\xFEg\0\xE9\0"s, "utf-16le", 2, "gé"},
      {"\xFE\xFF\0g\0\xE9"s, "utf-16be", 2, "gé"},
      {"\xFE\xFF\xD8\x3D\xDE\x00"s, "utf-16be", 2, "😀"},
      {"\xFE\xFF\xD8\x3D\0g"s, "utf-16be", 2, "\uFFFDg"},
      {"\xFE\xFF\0g\0"s, "utf-16be", 2, "g\uFFFD"},
      {"\xFF\xFE\0\0g\0\0\0"s, "utf-32le", 4, "g"},
      {"\0\0\xFE\xFF\0\0\0g\0\1\xF6\0"s, "utf-32be", 4, "g😀"},
      {"\0\0\xFE\xFF\0\x11\0\0\0\0\0g"s, "utf-32be", 4, "\uFFFDg"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes);
    const Decoded got = decoded(c.bytes);
    CHECK(got.encoding == c.encoding);
    CHECK(got.bom_bytes == c.bom);
    CHECK(got.text() == c.text);
  }
}

TEST_CASE("UTF-16 and UTF-32 without a mark", "[decode]") {
  for (const char* encoding : {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
    for (const std::string& text : {"Hi\n"s, kFrench, kRussian, kGreek, kArabic, kKorean,
                                    kJapanese + "\r\n" + kJapanese + "\r\n"}) {
      CAPTURE(encoding, text);
      CHECK(decoded(encode(text, encoding)).text() == text);
    }
  }
}

// A name and its labels; the last two are ICU's. What the standard calls "replacement" is decoded.
constexpr const char* kLabels = R"(
utf-8: unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8
ibm866: 866 cp866 csibm866 ibm866
iso-8859-2: csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2
iso-8859-2: latin2
iso-8859-3: csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3
iso-8859-3: latin3
iso-8859-4: csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4
iso-8859-4: latin4
iso-8859-5: csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5
iso-8859-5: iso_8859-5:1988
iso-8859-6: arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6
iso-8859-6: iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
iso-8859-7: csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7
iso-8859-7: iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek
iso-8859-8: csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8
iso-8859-8: iso88598 iso_8859-8 iso_8859-8:1988 visual
iso-8859-8-i: csiso88598i iso-8859-8-i logical
iso-8859-10: csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso-8859-13: iso-8859-13 iso8859-13 iso885913
iso-8859-14: iso-8859-14 iso8859-14 iso885914
iso-8859-15: csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9
iso-8859-16: iso-8859-16
koi8-r: cskoi8r koi koi8 koi8-r koi8_r
koi8-u: koi8-ru koi8-u
macintosh: csmacintosh mac macintosh x-mac-roman
windows-874: dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874
windows-1250: cp1250 windows-1250 x-cp1250
windows-1251: cp1251 windows-1251 x-cp1251
windows-1252: ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1
windows-1252: iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252
windows-1253: cp1253 windows-1253 x-cp1253
windows-1254: cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9
windows-1254: iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254
windows-1255: cp1255 windows-1255 x-cp1255
windows-1256: cp1256 windows-1256 x-cp1256
windows-1257: cp1257 windows-1257 x-cp1257
windows-1258: cp1258 windows-1258 x-cp1258
x-mac-cyrillic: x-mac-cyrillic x-mac-ukrainian
gbk: chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk
gb18030: gb18030
big5: big5 big5-hkscs cn-big5 csbig5 x-x-big5
euc-jp: cseucpkdfmtjapanese euc-jp x-euc-jp
iso-2022-jp: csiso2022jp iso-2022-jp
shift_jis: csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis
euc-kr: cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601
euc-kr: ksc_5601 windows-949
utf-16be: unicodefffe utf-16be
utf-16le: csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le
x-user-defined: x-user-defined
iso-2022-kr: csiso2022kr iso-2022-kr
hz-gb-2312: hz-gb-2312
iso-2022-cn: iso-2022-cn
iso-2022-cn-ext: iso-2022-cn-ext
utf-32le: utf-32 utf-32le
ibm037: ibm037 cp037
)";

TEST_CASE("every label of the Encoding Standard", "[decode]") {
  std::istringstream words(kLabels);
  std::string name;
  size_t labels = 0;
  for (std::string word; words >> word;) {
    if (word.back() == ':') {
      name = word.substr(0, word.size() - 1);
      continue;
    }
    ++labels;
    CAPTURE(word);
    CHECK(decoded("", {.encoding = word}).encoding == name);
    for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    CHECK(decoded("", {.encoding = " " + word + "\n"}).encoding == name);
  }
  CHECK(labels == 227 + 4);
}

TEST_CASE("unknown labels", "[decode]") {
  for (const char* label : {"klingon", " ", "utf-8,version=1", "replacement", "windows-12", "-"}) {
    CAPTURE(label);
    const Result<Decoded> result = decode("a", {.encoding = label});
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().message ==
          "unknown encoding \"" + std::string(label) +
              "\", expected a name like utf-8, windows-1251 or shift_jis");
  }
}

TEST_CASE("broken sequences become U+FFFD", "[decode]") {
  struct Case {
    std::string bytes;
    std::string text;  ///< with "?" for U+FFFD
    const char* encoding = "utf-8";
  };
  const Case cases[] = {
      {"\x80", "?"},  // lone following bytes
      {"g\xBF\x80z", "g??z"},
      {"\xC3", "?"},  // cut by the end
      {"\xE2\x82", "?"},
      {"\xF0\x9F\x98", "?"},
      {"\xE2\x82g", "?g"},  // cut by another character
      {"\xF0\x9F\x98\xC3\xA9", "?é"},
      {"\xF0\x9F\xE2\x82\xC3", "???"},
      {"\xC0\xAF", "??"},  // overlong
      {"\xE0\x80\xAF", "???"},
      {"\xF0\x8F\xBF\xBF", "????"},
      {"\xED\xA0\x80\xED\xBF\xBF", "??????"},        // surrogates
      {"\xED\x9F\xBF\xEE\x80\x80", "\uD7FF\uE000"},  // their neighbours
      {"\xF4\x90\x80\x80", "????"},                  // above U+10FFFF
      {"\xF4\x8F\xBF\xBF", "\U0010FFFF"},
      {"\xF5\x80\xFF\xFE", "????"},  // never in UTF-8
      {"\xF8\x88\x80\x80\x80", "?????"},
      {"\xEF\xBF\xBF", "\uFFFF"},                  // a noncharacter is well-formed
      {"\xF1\x80\x80\xE1\x80\xC2g\x80", "???g?"},  // after Unicode 15, table 3-11
      {"\x82", "?", "shift_jis"},                  // cut by the end
      {"g\xFFh\x82\xA0", "g?hあ", "shift_jis"},    // ICU alone would give U+001A
      {"\xA1", "?", "iso-8859-8"},                 // not assigned
      {"\xB0\x31", "?1", "euc-kr"},                // the second byte starts a character
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes);
    std::string text;
    size_t replaced = 0;
    for (const char ch : c.text) {
      text += ch == '?' ? "\uFFFD" : std::string(1, ch);
      replaced += ch == '?';
    }
    const Decoded got = decoded(c.bytes, {.encoding = c.encoding});
    CHECK(got.text() == text);
    CHECK(got.replaced == replaced);
  }
}

TEST_CASE("UTF-8 with few broken bytes stays UTF-8", "[decode]") {
  struct Case {
    std::string bytes;
    std::string encoding;
    uint64_t replaced;
  };
  const std::string accents = "é, è, ê, à, ü, ö, ñ, ç.";  // eight following bytes
  const std::string russian = encode(kRussian, "WINDOWS-1251");
  const Case cases[] = {
      {accents + "\x92", "utf-8", 1},
      {accents + "\x92 \x92", "windows-1252", 0},
      {"\x92 " + accents + "\x92", "windows-1252", 0},
      {"‘a’ “b” \xE9", "utf-8", 1},  // four quotation marks of two following bytes each
      {"\x92 " + kRussian, "utf-8", 1},
      {kRussian.substr(0, 61), "utf-8", 1},
      {"é\xC3", "utf-8", 1},  // cut: nothing speaks against it
      {"a \xE2\x80", "utf-8", 1},
      {"caf\xE9", "windows-1252", 0},  // a lead byte alone speaks for nothing
      {"it\x92s", "windows-1252", 0},
      {kRussian + russian, "windows-1251", 0},
      {russian, "windows-1251", 0},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes);
    const Decoded got = decoded(c.bytes);
    CHECK(got.encoding == c.encoding);
    CHECK(got.replaced == c.replaced);
  }
}

TEST_CASE("offsets lead back to the bytes", "[decode]") {
  struct Case {
    std::string bytes;
    DecodeOptions options;
    std::vector<uint32_t> offsets;  ///< of each byte of the text and of its end
  };
  const Case cases[] = {
      {"", {}, {0}},
      {"g\xC3\xA9", {}, {0, 1, 2, 3}},
      {"\xEF\xBB\xBFgh", {}, {3, 4, 5}},
      {"g\xFFh", {.encoding = "utf-8"}, {0, 1, 2, 2, 2, 3}},
      {"\xE2\x82g", {.encoding = "utf-8"}, {0, 1, 2, 2, 3}},
      {"\xF0\x9F\x98g\xFF", {.encoding = "utf-8"}, {0, 1, 2, 3, 4, 5, 5, 5}},
      {"\xEF\xBB\xBF\xFF\xFEg", {}, {3, 4, 4, 4, 5, 5, 5, 6}},
      {"\xE9g", {.encoding = "latin1"}, {0, 1, 2, 3}},
      {"\xEF\xBB\xBFgh", {.encoding = "latin1"}, {3, 4, 5}},
      {"gh", {.encoding = "latin1"}, {0, 1, 2}},
      {"\xFF\xFEg\0"s, {}, {0, 1}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes);
    const Decoded got = decoded(c.bytes, c.options);
    std::vector<uint32_t> offsets;
    for (uint32_t i = 0; i <= got.text().size(); ++i) offsets.push_back(got.source_offset(i));
    CHECK(offsets == c.offsets);
  }
}

TEST_CASE("offsets of sound characters around many broken bytes", "[decode]") {
  std::mt19937 random(1);
  std::string bytes;
  while (bytes.size() < 4000) bytes += random() % 3 != 0 ? "d\xC3\xA9j\xC3\xA0"s : "\xE2\x82"s;
  const Decoded got = decoded(bytes, {.encoding = "utf-8"});
  for (uint32_t i = 0; i < got.text().size(); ++i) {
    if (got.text()[i] == 'd' || got.text()[i] == 'j') {
      CHECK(bytes[got.source_offset(i)] == got.text()[i]);
    }
  }
  CHECK(got.source_offset(static_cast<uint32_t>(got.text().size())) == bytes.size());
  CHECK(got.replaced > 100);
}

TEST_CASE("text is left as it is", "[decode]") {
  for (const std::string& text : {""s, "a"s, "a\r\nb\rc\n"s, "\0"s, "a\0b"s, "\x1A\x7F\f\v"s,
                                  "\xC2\x85\xE2\x80\xA8"s, "hello\0world\0and\0more\0"s}) {
    const Decoded got = decoded(text);
    CHECK(got.text() == text);
    CHECK(got.text().data() == text.data());
    CHECK(got.encoding == "utf-8");
    CHECK(got.spans_are_original);
  }
  CHECK(decode({}, {})->text().empty());
}

TEST_CASE("single bytes", "[decode]") {
  for (int byte = 0; byte < 256; ++byte) {
    CAPTURE(byte);
    const std::string bytes(1, static_cast<char>(byte));
    const Decoded got = decoded(bytes);
    CHECK(got.encoding == (byte < 0x80 ? "utf-8" : "windows-1252"));
    CHECK(count_code_points(got.text()) == 1);
  }
}

TEST_CASE("text outlives a move of what holds it", "[decode]") {
  Decoded first = decoded("\xE9", {.encoding = "latin1"});  // short: inside the string object
  const Decoded second = std::move(first);
  CHECK(second.text() == "é");
}

TEST_CASE("input and text have a greatest size", "[decode]") {
  const auto message = [](std::string_view bytes, const DecodeOptions& options) {
    const Result<Decoded> result = decode(bytes, options);
    return result.ok() ? "" : result.error().message;
  };
  CHECK(message("12345678", {.max_bytes = 8}) == "");
  CHECK(message("123456789", {.max_bytes = 8}) ==
        "input is larger than 8 bytes, cut it into documents");
  CHECK(message("\xE9\xE9\xE9\xE9", {.encoding = "latin1", .max_bytes = 8}) == "");
  CHECK(message("\xE9\xE9\xE9\xE9\xE9", {.encoding = "latin1", .max_bytes = 8}) ==
        "input is larger than 8 bytes once decoded from windows-1252, cut it into documents");
  CHECK(message("ab\xFF\xFF", {.encoding = "utf-8", .max_bytes = 8}) == "");
  CHECK(message("abc\xFF\xFF", {.encoding = "utf-8", .max_bytes = 8}) ==
        "input is larger than 8 bytes once its broken bytes are replaced, cut it into documents");
  // The size is looked at before any byte.
  const char byte = 'a';
  const std::string_view huge(&byte, kMaxText + 1);
  CHECK(message(huge, {}) == "input is larger than 4 GiB, cut it into documents");
  CHECK(message(huge, {.max_bytes = ~uint64_t{0}}) ==
        "input is larger than 4 GiB, cut it into documents");
}

}  // namespace
}  // namespace dehusk
