#include "read/meta_prescan.h"

#include <catch2/catch.hpp>
#include <iterator>
#include <string>

namespace dehusk {
namespace {

using namespace std::string_literals;

struct Case {
  std::string bytes;
  std::string_view encoding;
};

const Case kCases[] = {
    // charset
    {"<meta charset=\"koi8-r\">", "koi8-r"},
    {"<meta charset='koi8-r'>", "koi8-r"},
    {"<meta charset=koi8-r>", "koi8-r"},
    {"<meta charset=koi8-r/>", ""},
    {"<meta charset=koi8-r />", "koi8-r"},
    {"<meta charset=\"koi8-r\"/>", "koi8-r"},
    {"<meta charset = \"koi8-r\" >", "koi8-r"},
    {"<meta\tcharset\n=\r'koi8-r'\f>", "koi8-r"},
    {"<meta charset=\" koi8-r \">", "koi8-r"},
    {"<META CHARSET=KOI8-R>", "koi8-r"},
    {"<meta/charset=koi8-r>", "koi8-r"},
    {"<meta///charset=koi8-r>", "koi8-r"},
    {"<meta name=a charset=koi8-r>", "koi8-r"},
    {"<meta charset=koi8-r charset=big5>", "koi8-r"},
    {"<meta charset=koi8-r;x>", ""},
    {"<meta charset=>", ""},
    {"<meta charset>", ""},
    {"<meta charset=\"\">", ""},
    {"<meta charset==koi8-r>", ""},
    {"<meta =charset=koi8-r>", ""},
    {"<meta xcharset=koi8-r>", ""},
    {"<metacharset=koi8-r>", ""},
    {"<meta>charset=koi8-r>", ""},
    {"<met charset=koi8-r>", ""},
    {"<meta charset=klingon>", ""},
    {"<meta charset=klingon><meta charset=koi8-r>", "koi8-r"},
    {"<meta charset=big5><meta charset=koi8-r>", "big5"},
    {"<meta name=viewport content=a><meta charset=koi8-r>", "koi8-r"},
    {"text <b>bold</b> <meta charset=koi8-r>", "koi8-r"},
    {"< meta charset=big5><meta charset=koi8-r>", "koi8-r"},
    // what labels mean
    {"<meta charset=iso-8859-1>", "windows-1252"},
    {"<meta charset=us-ascii>", "windows-1252"},
    {"<meta charset=gb2312>", "gbk"},
    {"<meta charset=x-sjis>", "shift_jis"},
    {"<meta charset=ks_c_5601-1987>", "euc-kr"},
    {"<meta charset=utf8>", "utf-8"},
    {"<meta charset=utf-16>", "utf-8"},
    {"<meta charset=utf-16be>", "utf-8"},
    {"<meta charset=unicode>", "utf-8"},
    {"<meta charset=x-user-defined>", "windows-1252"},
    {"<meta charset=replacement>", ""},
    {"<meta charset=hz-gb-2312>", "hz-gb-2312"},
    {"<meta charset=utf-7>", ""},
    {"<meta charset=utf-32>", ""},
    {"<meta charset=cp949>", ""},
    // http-equiv
    {"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\">", "koi8-r"},
    {"<meta content=\"text/html; charset=koi8-r\" http-equiv=\"Content-Type\">", "koi8-r"},
    {"<meta content='text/html; charset=koi8-r' http-equiv=content-type>", "koi8-r"},
    {"<meta http-equiv=content-type content=text/html;charset=koi8-r>", "koi8-r"},
    {"<meta http-equiv=content-type content=charset=koi8-r>", "koi8-r"},
    {"<meta http-equiv=content-type content='charset=koi8-r; a=b'>", "koi8-r"},
    {"<meta http-equiv=content-type content='charset = koi8-r a'>", "koi8-r"},
    {"<meta http-equiv=content-type content='charset=\"koi8-r\";'>", "koi8-r"},
    {"<meta http-equiv=content-type content=\"charset='koi8-r'\">", "koi8-r"},
    {"<meta http-equiv=content-type content='charset=\"koi8-r'>", ""},
    {"<meta http-equiv=content-type content='charset'>", ""},
    {"<meta http-equiv=content-type content='charset='>", ""},
    {"<meta http-equiv=content-type content='charset koi8-r; charset=big5'>", "big5"},
    {"<meta http-equiv=content-type content='charsetcharset=koi8-r'>", "koi8-r"},
    {"<meta http-equiv=content-type content='text/html; CHARSET=KOI8-R'>", "koi8-r"},
    {"<meta http-equiv=content-type content='text/html'><meta charset=koi8-r>", "koi8-r"},
    {"<meta http-equiv=content-type content='charset=utf-16le'>", "utf-8"},
    {"<meta content='text/html; charset=koi8-r'>", ""},
    {"<meta http-equiv=refresh content='0; charset=koi8-r'>", ""},
    {"<meta http-equiv='content-type ' content='charset=koi8-r'>", ""},
    {"<meta http-equiv=content-type charset=koi8-r>", "koi8-r"},
    {"<meta charset=koi8-r content='charset=big5' http-equiv=content-type>", "koi8-r"},
    {"<meta content='charset=big5' charset=koi8-r>", "koi8-r"},
    {"<meta content='charset=big5' charset=klingon http-equiv=content-type>", ""},
    {"<meta charset=klingon content='charset=big5' http-equiv=content-type>", ""},
    {"<meta http-equiv=content-type http-equiv=x content='charset=koi8-r'>", "koi8-r"},
    {"<meta http-equiv=content-type content=a content='charset=koi8-r'>", ""},
    // comments and other markup before
    {"<!-- <meta charset=big5> --><meta charset=koi8-r>", "koi8-r"},
    {"<!--><meta charset=koi8-r>-->", "koi8-r"},
    {"<!---><meta charset=koi8-r>-->", "koi8-r"},
    {"<!-- > -- > --!> <meta charset=koi8-r>", ""},
    {"<!-- <meta charset=koi8-r>", ""},
    {"<!doctype html><html lang=en><meta charset=koi8-r>", "koi8-r"},
    {"<! <meta charset=big5><meta charset=koi8-r>", "koi8-r"},
    {"<?php echo '<meta charset=big5>'; ?><meta charset=koi8-r>", "koi8-r"},
    {"</ <meta charset=big5><meta charset=koi8-r>", "koi8-r"},
    {"</meta charset=big5><meta charset=koi8-r>", "koi8-r"},
    {"</p title='<meta charset=big5>'><meta charset=koi8-r>", "koi8-r"},
    {"<a title='<meta charset=big5>'><meta charset=koi8-r>", "koi8-r"},
    {"<a title=<meta charset=big5><meta charset=koi8-r>", "koi8-r"},
    {"<a title='<meta charset=koi8-r>", ""},
    {"<a b=\"c'd\"><meta charset=koi8-r>", "koi8-r"},
    {"<script>'<meta charset=koi8-r>'</script>", "koi8-r"},
    {"<title><meta charset=koi8-r></title>", "koi8-r"},
    // cut short
    {"", ""},
    {"<", ""},
    {"<meta", ""},
    {"<meta ", ""},
    {"<meta charset=koi8-r", ""},
    {"<meta charset='koi8-r'", ""},
    {"<meta charset='koi8-r", ""},
    {"<meta charset=koi8-r x", ""},
    {"<!", ""},
    {"<?", ""},
    // XML
    {"<?xml version=\"1.0\" encoding=\"koi8-r\"?><html>", "koi8-r"},
    {"<?xml version='1.0' encoding = 'koi8-r' ?>", "koi8-r"},
    {"<?xml encoding='koi8-r'><meta charset=big5>", "big5"},
    {"<?xml encoding='koi8-r'><!-- <meta charset=big5>", "koi8-r"},
    {"<?xml encoding='utf-16'?>", "utf-8"},
    {"<?xml encoding='koi8-r'", ""},
    {"<?xml encoding=koi8-r?>", ""},
    {"<?xml encoding=' koi8-r'?>", ""},
    {"<?xml encoding='koi8-r?>'", ""},
    {"<?xml encoding>", ""},
    {"<?xml version='1.0'?>", ""},
    {" <?xml encoding='koi8-r'?>", ""},
    {"<?XML encoding='koi8-r'?>", ""},
    {"<\0?\0x\0m\0l\0"s, "utf-16le"},
    {"\0<\0?\0x\0m\0l"s, "utf-16be"},
    {"<\0?\0y\0"s, ""},
};

TEST_CASE("the prescan of the HTML standard", "[meta_prescan]") {
  for (const Case& c : kCases) {
    CAPTURE(c.bytes);
    CHECK(prescan_encoding(c.bytes) == c.encoding);
  }
  CHECK(std::size(kCases) >= 100);
}

TEST_CASE("charset of a Content-Type", "[meta_prescan]") {
  const Case cases[] = {
      {"text/html; charset=koi8-r", "koi8-r"},
      {"text/html;charset=\"KOI8-R\"", "koi8-r"},
      {"text/html; charset = koi8-r; boundary=a", "koi8-r"},
      {"text/html", ""},
      {"", ""},
      {"charset=klingon", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.bytes);
    CHECK(encoding_in_content(c.bytes) == c.encoding);
  }
}

}  // namespace
}  // namespace dehusk
