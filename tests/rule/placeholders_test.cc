// Two kinds of proof. Tables of texts say what each placeholder means; a walk over the syntax of
// each pattern (Shape) shows that what is claimed about it holds for every match.
#include "rule/placeholders.h"

#include <catch2/catch.hpp>
#include <re2/re2.h>

#include <algorithm>
#include <bitset>
#include <cctype>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/utf8.h"

namespace dehusk {
namespace {

std::unique_ptr<RE2> compile(std::string_view pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  return std::make_unique<RE2>("(?i)(?:" + std::string(pattern) + ")", options);
}

const RE2& compiled(std::string_view name) {
  static std::map<std::string_view, std::unique_ptr<RE2>> cache;
  std::unique_ptr<RE2>& re = cache[name];
  if (!re) re = compile(find_placeholder(name)->pattern);
  return *re;
}

bool is_digit(char32_t c) {
  static const std::unique_ptr<RE2> nd = compile("\\p{Nd}");
  std::string utf8;
  append_utf8(c, &utf8);
  return RE2::FullMatch(utf8, *nd);
}

// The first byte of a match once it is case folded. Every head under (?i) comes with all its cases,
// so the folded one is looked at on its own account; only what folds into ASCII is not.
uint8_t folded_lead(char32_t c) {
  if (c >= 'A' && c <= 'Z') return static_cast<uint8_t>(c + 0x20);
  if (c == 0x17F) return 's';
  if (c == 0x212A) return 'k';
  std::string utf8;
  append_utf8(c, &utf8);
  return static_cast<uint8_t>(utf8[0]);
}

// ---- what holds for every match of a pattern ----

constexpr uint32_t kEndless = 1'000'000;

struct Shape {
  uint32_t min = 0;
  uint32_t max = 0;               // kEndless and more: no bound
  bool digit = false;             // every match holds a decimal digit
  std::vector<std::string> heads;  // the single characters that a match may begin with, as RE2
};

// Reads the part of RE2's syntax that the placeholders use; asserts on any other.
class ShapeReader {
 public:
  explicit ShapeReader(std::string_view pattern) : text_(pattern) {}

  Shape read() {
    const Shape shape = alternatives();
    REQUIRE(at_ == text_.size());
    return shape;
  }

 private:
  bool take(std::string_view token) {
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }

  Shape alternatives() {
    Shape all = sequence();
    while (take("|")) {
      const Shape one = sequence();
      all.min = std::min(all.min, one.min);
      all.max = std::max(all.max, one.max);
      all.digit = all.digit && one.digit;
      all.heads.insert(all.heads.end(), one.heads.begin(), one.heads.end());
    }
    return all;
  }

  Shape sequence() {
    Shape all;
    while (at_ < text_.size() && text_[at_] != '|' && text_[at_] != ')') {
      const Shape one = repeated(atom());
      if (all.min == 0) all.heads.insert(all.heads.end(), one.heads.begin(), one.heads.end());
      all.min += one.min;
      all.max = std::min(all.max + one.max, kEndless);
      all.digit = all.digit || one.digit;
    }
    return all;
  }

  Shape repeated(Shape one) {
    uint32_t low = 1;
    uint32_t high = 1;
    if (take("?")) {
      low = 0;
    } else if (take("*")) {
      low = 0, high = kEndless;
    } else if (take("+")) {
      high = kEndless;
    } else if (take("{")) {
      low = high = number();
      if (take(",")) high = text_[at_] == '}' ? kEndless : number();
      REQUIRE(take("}"));
    }
    one.min *= low;
    one.max = std::min(uint64_t{one.max} * high, uint64_t{kEndless});
    one.digit = one.digit && low > 0;
    return one;
  }

  uint32_t number() {
    uint32_t n = 0;
    const size_t begin = at_;
    while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_]))) {
      n = n * 10 + (text_[at_++] - '0');
    }
    REQUIRE(at_ > begin);
    return n;
  }

  Shape atom() {
    if (take("\\b")) return {};
    const bool folds = folds_;
    if (take("(?:") || take("(?-i:")) {
      if (text_[at_ - 2] == 'i') folds_ = false;
      const Shape inner = alternatives();
      REQUIRE(take(")"));
      folds_ = folds;
      return inner;
    }
    const size_t begin = at_;
    bool digit = false;
    if (take("[^\\P{Nd}0-9]")) {
      digit = true;
    } else if (take("[")) {
      digit = class_of_digits();
    } else if (text_.substr(at_, 3) == "\\p{") {
      at_ = text_.find('}', at_) + 1;
    } else {
      REQUIRE(std::string_view("(^$.").find(text_[at_]) == std::string_view::npos);
      digit = is_digit(character());
    }
    const std::string head(text_.substr(begin, at_ - begin));
    return {1, 1, digit, {folds_ ? head : "(?-i:" + head + ")"}};
  }

  // Reads on to the end of a class; whether it holds nothing but decimal digits.
  bool class_of_digits() {
    bool digits = !take("^");
    while (!take("]")) {
      const char32_t low = character();
      const bool range = text_[at_] == '-' && text_[at_ + 1] != ']';
      if (range) ++at_;
      const char32_t high = range ? character() : low;
      for (char32_t c = low; c <= high && digits; ++c) digits = is_digit(c);
    }
    return digits;
  }

  char32_t character() {
    if (take("\\x{")) {
      const size_t end = text_.find('}', at_);
      const std::string hex(text_.substr(at_, end - at_));
      at_ = end + 1;
      return static_cast<char32_t>(std::strtoul(hex.c_str(), nullptr, 16));
    }
    if (take("\\")) REQUIRE(std::ispunct(static_cast<unsigned char>(text_[at_])));
    return next_code_point(text_, &at_);
  }

  std::string_view text_;
  size_t at_ = 0;
  bool folds_ = true;  // outside of (?-i:
};

TEST_CASE("what a placeholder claims holds for every match of its pattern") {
  int checked = 0;
  for (const Placeholder& p : builtin_placeholders()) {
    CAPTURE(p.name);
    const Shape shape = ShapeReader(p.pattern).read();
    CHECK(shape.min == p.min_chars);
    CHECK((shape.max >= kEndless || shape.max <= p.max_chars));
    CHECK(shape.digit == p.needs_digit);

    std::string heads;
    for (const std::string& head : shape.heads) heads += (heads.empty() ? "" : "|") + head;
    const std::unique_ptr<RE2> head = compile(heads);
    REQUIRE(head->ok());
    std::bitset<256> found;
    for (char32_t c = 1; c < 0x20000; ++c) {
      if (c >= 0xD800 && c < 0xE000) continue;
      std::string utf8;
      append_utf8(c, &utf8);
      if (RE2::FullMatch(utf8, *head)) found.set(folded_lead(c));
    }
    CHECK(found.any());
    CHECK((found & ~p.first_bytes).none());
    ++checked;
  }
  CHECK(checked == 10);
}

TEST_CASE("every pattern compiles without capturing groups and stays small") {
  const std::map<std::string_view, int> bounds = {
      {"number", 850}, {"percent", 600},   {"year", 60},     {"time", 600}, {"date", 6500},
      {"bullet", 80},  {"copyright", 70}, {"proper", 4200}, {"url", 300},  {"email", 100},
  };
  CHECK(builtin_placeholders().size() == bounds.size());
  for (const Placeholder& p : builtin_placeholders()) {
    CAPTURE(p.name, compiled(p.name).ProgramSize());
    REQUIRE(compiled(p.name).ok());
    CHECK(compiled(p.name).NumberOfCapturingGroups() == 0);
    CHECK(compiled(p.name).ProgramSize() <= bounds.at(p.name));
    CHECK(find_placeholder(p.name) == &p);
  }
  CHECK(find_placeholder("month") == nullptr);
  CHECK(find_placeholder("Date") == nullptr);
  CHECK(find_placeholder("") == nullptr);
}

// ---- tables: one row is one text ----

struct Texts {
  std::string_view placeholder;
  bool match;  // the whole text
  std::vector<std::string_view> texts;
};

const Texts kTable[] = {
    {"number", true,
     {"5", "15.90", "+15.90", "-4.61", "39,594.39", "1 234,56", "1'000", "1.234.567,89",
      "12,34,567", "1,00,000.50", "1 234 567", "$5", "-$5", "$-5", "+$1,234.56", "US$5", "A$ 12.50",
      "HK$1,000", "€1'000", "1.000 €", "5€", "£3.2bn", "¥1,000", "₹ 1,23,456", "500 ₽", "₩1,000",
      "Rs 500", "Rs. 500", "Rs.500", "Rp 10.000", "R$ 5,90", "1 234,50 zł", "100 Kč", "12 kr",
      "kr 12", "USD 5", "5 USD", "EUR 3.5", "3,5 EUR", "INR 500", "34,5 TL", "34,5 TRY", "500 руб.",
      "500 грн", "1000円", "5000万円", "1.5億円", "3만원", "1.2亿元", "5K", "5k", "$3M", "$3.5B",
      "2 bn", "1.5 mln", "3 Mio", "2 Mrd", "10 cr", "5 lakh", "3 млн", "1.2T", "±0.5", "+.05",
      "٣٫١٤", "١٬٢٣٤", "۱۲۳", "१२३", "१,२३,४५६", "১২৩৪", "๑๒๓", "0", "2024", "1,2345"}},
    {"number", false,
     {"", "Chapter 3", "5.3.2024", "1.2.3", "10:30", "5 men", "5 km", "5th", "5m2", "3 May", "-",
      "+", "$", "USD", "k", "five", "5 10", "12 34", "1 2345", "1,,000", "1.", ",5", "- 5", "5-10",
      "5/3", "5%", "713.802.1707", "4.9 ft", "1,234,5678", "5 and 6", "COP 28", "Try 5", "usd 5",
      "A5", "x", "(5)", "#5", "10 €/kg", "5 milk"}},

    {"percent", true,
     {"5%", "5 %", "0.25%", "+1.5%", "-0,83 %", "±0.5%", "%5", "% 12,5", "-%1,2", "%-1,2", "١٢٪",
      "٪١٢", "٣٫٥٪", "१२%", "1,234.5%", "1 234,5 %", "100%"}},
    {"percent", false,
     {"5", "%", "", "5 percent", "5%%", "5 % 6", "a%", "5% off", "$5%", "5.%", "5‰", "1.2.3%",
      "% off", "5 %%"}},

    {"year", true,
     {"1900", "1999", "2000", "2024", "2099", "٢٠٢٤", "١٩٩٩", "۲۰۲۴", "२०२४"}},
    {"year", false,
     {"", "1850", "1899", "2100", "202", "20245", "999", "'24", "24", "2O24", "2024.", " 2024",
      "2,024", "٢١٠٠", "२१००", "۱۴۰۲", "MMXX"}},

    {"time", true,
     {"9:30", "09:30", "21.30", "00:00", "24:00", "9 am", "9am", "9AM", "9 a.m.", "9 a.m",
      "9:30 p.m.", "9:30 p. m.", "9:30PM", "21h30", "21h", "21 h 30", "21 Uhr", "21:30 Uhr",
      "21.30 uur", "9:30:15", "10:00:00.123", "9:30 GMT", "9:30 UTC", "09:30 EST", "9:30 am ET",
      "9 am ET", "22:15 IST", "9:30 CET", "9:30 MEZ", "9:30 CEST", "10:00 +02:00", "10:00+0200",
      "10:00Z", "10:00:00Z", "10:00:00-05:00", "21:30 hrs", "9:30 (GMT+7)", "9:30 (IST)",
      "9:30 UTC+3", "9:30 GMT +5:30", "10:30 WIB", "10:30 мск", "10時30分", "10时30分", "10点30分",
      "10点", "10點半", "上午10:30", "下午 3:30", "午後3時", "오전 10:30", "오후 3시 30분", "3시",
      "10:30 م", "10:30 صباحا", "10:30 مساءً", "١٠:٣٠", "۱۰:۳۰", "१०:३० बजे", "10:30 बजे", "10h30min",
      "10 giờ 30", "10:30 h"}},
    {"time", false,
     {"", "9", "12:75", "25:10", "9:3", "9:300", "9:60", "930", "9 amps", "am", "9:30 EASTERN",
      "9:30 est", "9:30 et", "9:30 ist", "9:", ":30", "9-30", "9,30", "9:30-10:30", "08:00-16:00",
      "23.10.25", "3 hrs", "at 9:30", "9:30 (IST", "hour 9", "9 hats", "24h30m00", "31:00", "3.5",
      "9:30.", "9 UTC", "12:30:75", "1:2:3"}},

    {"date", true,
     {// English
      "5 March 2024", "5 March", "3 may", "13 July", "July 13", "July 13th", "May 5",
      "March 5, 2024", "March 2024", "Mar 2024", "March 5 2024", "Mar. 5, 2024", "Sept. 11, 2001",
      "5th March 2024", "5th of March 2024", "1st of May", "Tuesday, March 5, 2024",
      "Tue, 05 Mar 2024 10:00:00 +0000", "Tuesday 5 March 2024", "Tue 5 Mar",
      "Tuesday, the 5th of March", "Jan 19, 2024 09:52 PM", "Jan 19, 2024, 9:52 p.m.",
      "January 19, 2024 at 9:52 AM EST", "January 19, 2024 | 9:52 AM", "5 March 2024 - 10:30",
      "5 March 2024 10:30 GMT", "10:30 AM, March 5, 2024", "9:30 | 05/03/2024",
      "10:30 GMT, 5 March 2024", "March 5, 2024 (Tue)", "March 5, 2024, Tuesday", "05-Mar-2024",
      "5-Mar-24", "Mar 5 '24 10:30 am", "05/Mar/2024", "JULY 13, 2023", "13 JULY 2023", "May, 2024",
      "Mon., March 4", "Jan 19, 2024 / 10:30 AM IST", "Jan 19, 2024 10:30 (IST)",
      // numeric
      "05/03/2024", "5.3.2024", "5/3/24", "05.03.24", "2024-03-05", "2024/03/05", "2024.03.05",
      "2024-03-05T10:00:00Z", "2024-03-05T10:00:00.000+00:00", "2024-03-05 10:00", "5. 3. 2024",
      "05 / 03 / 2024", "03/25/2024", "25/03/2024", "05-03-2024", "05/03/2024 - 10:30",
      "05/03/2024, 10:30", "05.03.2024 | 10:30 Uhr", "Tue 05/03/2024",
      // German, French, Spanish, Italian, Portuguese, Dutch
      "5. März 2024", "5. Mär. 2024", "Dienstag, 5. März 2024", "Dienstag, den 5. März 2024",
      "Di., 5. März 2024", "Di, 05.03.2024, 10:30 Uhr", "5. Dezember 2023 um 10:30 Uhr", "1. Mai",
      "31. Jänner 2024", "5 mars 2024", "1er mars 2024", "mardi 5 mars 2024", "5 févr. 2024",
      "5 août 2023 à 10h30", "12 décembre 2023", "5 AOÛT 2023", "5 de marzo de 2024",
      "5 marzo 2024", "martes, 5 de marzo de 2024", "1º de mayo de 2024", "5 de enero del 2024",
      "5 ene. 2024", "5 mar. 2024 a las 10:30", "05 MAR 2024 - 10:30 CET", "marzo de 2024",
      "miércoles 6 de marzo", "5 marzo 2024 alle 10:30", "5 marzo 2024 alle ore 10:30",
      "martedì 5 marzo 2024", "5 gen 2024", "5 ago. 2024", "5 de março de 2024",
      "terça-feira, 5 de março de 2024", "5 de março de 2024 às 10h30", "05 out 2023",
      "5 set. 2023", "1º de maio de 2024", "5 maart 2024", "dinsdag 5 maart 2024 om 10:30 uur",
      "5 mrt. 2024", "zo. 3 maart 2024", "maart 2024", "5 juill. 2023", "mar. 13 juin 2023",
      "vr 13 jan 2023", "SALI, 5 MART 2024", "PAZARTESİ 4 MART 2024",
      // Polish, Russian, Ukrainian
      "5 marca 2024", "5 marca 2024 r.", "5 marca 2024 roku, 10:30", "wtorek, 5 marca 2024",
      "12 października 2023", "1 stycznia 2024 o 10:30", "styczeń 2024", "5 sty 2024", "3 maja",
      "5 марта 2024", "5 марта 2024 г.", "5 марта 2024 года", "5 марта 2024 г., 10:30",
      "5 марта 2024 в 10:30", "вторник, 5 марта 2024", "Вторник, 5 Марта 2024 года, 10:30 мск",
      "10:30, 5 марта 2024", "Март 2024", "1 мая", "05 дек 2023", "5 березня 2024",
      "вівторок, 5 березня 2024, 10:30", "5 січня 2024 року", "5 лютого 2024 о 10:30",
      "12 бер. 2024",
      // Turkish, Indonesian, Vietnamese
      "5 Mart 2024", "5 Mart 2024 Salı", "5 Mart 2024, Salı 10:30", "5 Ağustos 2023 - 10:30",
      "12 Haziran 2023", "12 HAZİRAN 2023", "5 Kasım", "5 Oca 2024", "5 Maret 2024",
      "Selasa, 5 Maret 2024", "Selasa, 5 Maret 2024 10:30 WIB", "Selasa, 05 Mar 2024 | 10:30 WIB",
      "17 Agustus 2023", "5 Des 2023", "ngày 5 tháng 3 năm 2024", "5 tháng 3, 2024",
      "5 tháng 3 năm 2024", "tháng 3 năm 2024", "Thứ Ba, 05/03/2024",
      "Thứ ba, 5/3/2024, 10:15 (GMT+7)", "Chủ nhật, ngày 3 tháng 3 năm 2024",
      "05/03/2024 lúc 10:15",
      // Arabic, Persian, Hindi
      "5 مارس 2024", "٥ مارس ٢٠٢٤", "الثلاثاء 5 مارس 2024", "الثلاثاء، 5 مارس 2024", "5 آذار 2024",
      "5 مارس/آذار 2024", "5 كانون الثاني 2024", "12 تشرين الأول/ أكتوبر 2023",
      "15 أغسطس 2023 - 10:30 م", "مارس 2024", "5 أيار", "٥/٣/٢٠٢٤", "سهشنبه ۱۵ اسفند ۱۴۰۲",
      "سه شنبه ۱۵ اسفند ۱۴۰۲ - ۱۰:۳۰", "۱۵ اسفند ۱۴۰۲", "۱۴۰۲/۱۲/۱۵", "۵ مارس ۲۰۲۴", "۵ می ۲۰۲۴",
      "شنبه ۲ دی ۱۴۰۲", "5 मार्च 2024", "५ मार्च २०२४", "मंगलवार, 5 मार्च 2024",
      "5 सितंबर 2023, 10:30 बजे", "5 सितम्बर 2023", "मार्च 2024", "15 अगस्त", "5 जन॰ 2024",
      "गुरु, 5 जनवरी", "۵ ژانویهٔ ۲۰۲۳", "۱۰ آذر", "5 يناير 2023 في 9:30 ص",
      "lúc 09:30 Thứ Năm, 5 tháng 1, 2023",
      // Chinese, Japanese, Korean
      "2024年3月5日", "2024年03月05日 10:30", "2024年3月5日10时30分", "2024年3月5日 星期二",
      "3月5日", "2024年3月", "2024年3月5日(火)", "2024年3月5日(火) 10時30分", "2024年3月5日 火曜日",
      "令和6年3月5日", "令和元年5月1日", "2024년 3월 5일", "2024년 3월 5일 (화)",
      "2024년 3월 5일 화요일 오전 10:30", "3월 5일", "2024.03.05. 오전 10:30",
      "2024 年 3 月 5 日"}},
    {"date", false,
     {"", "May", "march", "2024", "5", "12", "Marching 5", "March", "Tuesday", "Tuesday 5", "10:30",
      "32 March 2024", "0 March", "March 32, 2024", "13/13/2024", "31/31/2024", "2024-13-05",
      "2024-03-32", "05/2024", "24/7", "2024-25", "1/2", "1-2-3-4", "1.2.3", "192.168.1.1",
      "5 Marching", "5 marched 2024", "5 марток", "мая", "март", "2024 год", "5 months", "5 tháng",
      "tháng 3", "10 out", "3 set", "5 ago", "Mar", "Dec", "sept", "5 sie", "10 des", "2 set 3",
      "Chapter 5 May", "5 مارسيليا", "مارس", "می", "5 می", "3月", "5日", "2024年", "3월", "2024년",
      "10分", "5 of 2024", "May be 5", "Mai 68", "Set 5", "Gen 5", "Mars 2", "1-2.50",
      "5 Mayor 2024", "July-August", "5,3,2024", "March 5, 20245", "March 5 to 7",
      "5 марта 2024 год", "до 5 марта", "3 3 2024", "Mar 2024 5 5", "1720-8.18", "2024-03/05",
      "May-5", "12:30 pm", "5th", "1st of", "le 5 mars 2024", "Stand: 5. März 2024", "the 5th",
      "20240305", "5 МАРТА 2024", "2nd 13 September"}},

    {"bullet", true,
     {"*", "-", "•", "·", "●", "○", "▪", "■", "◦", "‣", "►", "▶", "▶\uFE0F", "→", "»", "›", "★",
      "✓", "➤", "◆", "・", "👉"}},
    {"bullet", false,
     {"", "**", "--", "a", "o", "1.", "* a", "•a", " ", ".", "+", ">", "_", "«", "©"}},

    {"copyright", true,
     {"©", "(c)", "(C)", "Copyright", "COPYRIGHT", "copyright ©", "Copyright (c)", "© Copyright",
      "(c) Copyright", "©Copyright", "Copyright©", "ⓒ", "Copyrights"}},
    {"copyright", false,
     {"", "c", "(c", "c)", "Copyrighted", "Copyright 2024", "© 2024", "® ", "™", "copy right",
      "(a)", "©©", "Copyright © Copyright", "all rights reserved", "(r)"}},

    {"proper", true,
     {"John", "John Smith", "Jean-Pierre", "Jean-Pierre Raffarin", "O'Neil", "Sean O'Neil",
      "J. K. Rowling", "J.K. Rowling", "J.K.Rowling", "J.-P. Martin", "Harry S Truman",
      "Vincent van Gogh", "Ursula von der Leyen", "van der Berg", "Leonardo da Vinci",
      "Simone de Beauvoir", "al-Assad", "Bashar al-Assad", "Mohammed bin Salman",
      "Osama bin Mohammed al Saud", "Jeanne d'Arc", "McDonald", "Ángel Di María", "Łukasz Żółć",
      "Şule Çelik", "İsmail", "Öztürk", "Đặng Văn Lâm", "Nguyễn Ánh", "Владимир Путин",
      "Олена Зеленська", "Ґеник", "Αλέξης Τσίπρας", "Արմեն", "AFP", "JOHN SMITH", "Dr. John Smith",
      "Martin Luther King Jr.", "Martin van 't Hoff", "Juan Carlos de Borbón y Borbón",
      "One Two Three Four Five", "习近平", "王 小明", "安倍晋三", "やまだ", "ハリー・ポッター",
      "弗拉基米尔·普京", "김정은", "محمد صلاح", "عبد الفتاح السيسي", "בנימין נתניהו", "नरेंद्र मोदी",
      "ประยุทธ์ จันทร์โอชา", "শেখ হাসিনা"}},
    {"proper", false,
     {"", "john", "john Smith", "John smith", "A", "A B", "One Two Three Four Five Six",
      "John Smith,", "John  Smith", "John Smith 5", "5", "2024", "van", "van der", "of London",
      "The end", "John, Smith", "John/Smith", "John-", "-John", "O''Neil", "łukasz", "şule", "ánh",
      "владимир", "αλέξης", "王", "。王明", "王明,", "王明。", "१२३४", "๑๒๓", "১২৩৪", "١٢٣",
      "新华社北京三月五日电记者从外交部获悉中国代表团将", "Channel4", "iPhone", "@John", "John@",
      "·王明", "王··明", "John&Jane", "mcDonald"}},

    {"url", true,
     {"http://a.b", "https://example.com", "https://example.com/",
      "HTTPS://EXAMPLE.COM/A?b=c&d=e#f", "http://localhost:8080/x", "www.example.com",
      "www.example.co.uk/a/b.html", "ftp://a.b/c", "https://en.wikipedia.org/wiki/Foo_(bar)",
      "https://ja.wikipedia.org/wiki/日本", "https://日本.jp/", "https://t.co/AbC123",
      "https://a.b/c,d;e!f", "https://a.b/~x/", "https://a.b/it's", "http://a"}},
    {"url", false,
     {"", "example.com", "http://", "https:// example.com", "www.", "www.a", "www...a",
      "https://a.b/c d", "https://a.b/c.", "https://a.b/c,", "(https://a.b/)", "https://a.b/(c",
      "http:/a.b", "file:///a", "javascript:x", "\"https://a.b\"", "https://a.b\"", "<https://a.b>",
      "https://a.b/。", "x www.a.b", "https://a.b?", "wwwa.b.c"}},

    {"email", true,
     {"a@b.co", "john.smith@example.com", "JOHN@EXAMPLE.COM", "a+b@c.org", "a_b-c@d-e.co.uk",
      "o'neil@example.ie", "1@2.net", "x%y@z.info"}},
    {"email", false,
     {"", "a@b", "@b.co", "a@", "a@b.", "a@.co", ".a@b.co", "a.@b.co", "a..b@c.co", "a@b..co",
      "a b@c.co", "a@b.c", "a@-b.co", "a@b-.co", "a@b_c.co", "a@b.co.", "<a@b.co>", "a@b@c.co",
      "a@b.12", "mailto:a@b.co", "'a@b.co'", "@john", "a(at)b.co"}},
};

TEST_CASE("placeholders match these texts as a whole and not those") {
  int matches = 0;
  int misses = 0;
  for (const Texts& row : kTable) {
    const Placeholder* p = find_placeholder(row.placeholder);
    REQUIRE(p != nullptr);
    for (const std::string_view text : row.texts) {
      CAPTURE(row.placeholder, text, row.match);
      CHECK(RE2::FullMatch(text, compiled(p->name)) == row.match);
      if (!row.match) {
        ++misses;
        continue;
      }
      ++matches;
      const size_t chars = count_code_points(text);
      CHECK(chars >= p->min_chars);
      CHECK(chars <= p->max_chars);
      bool digit = false;
      for (size_t at = 0; at < text.size();) digit = is_digit(next_code_point(text, &at)) || digit;
      CHECK((digit || !p->needs_digit));
      size_t at = 0;
      CHECK(p->first_bytes.test(folded_lead(next_code_point(text, &at))));
    }
  }
  CHECK(matches == 479);
  CHECK(misses == 303);
}

// What a search cuts out of a line.
TEST_CASE("placeholders are greedy in a search") {
  struct Case {
    std::string_view placeholder;
    std::string_view text;
    std::string_view found;
  };
  const Case cases[] = {
      {"number", "about 39,594.39 points", "39,594.39"},
      {"number", "a 1,2345 b", "1,2345"},
      {"number", "paid 1 234 5678", "1 234"},
      {"number", "5 men", "5"},
      {"number", "costs $5 million", "$5"},
      {"number", "was -4.61.", "-4.61"},
      {"number", "1234567.", "1234567"},
      {"number", "up 5 bn euro", "5 bn"},
      {"percent", "fell 1.5% to", "1.5%"},
      {"percent", "fell 1,234.5 % to", "1,234.5 %"},
      {"time", "at 9:30 p.m. on", "9:30 p.m."},
      {"time", "at 9 am.", "9 am"},
      {"time", "um 21.30 Uhr.", "21.30 Uhr"},
      {"time", "(10:30 IST)", "10:30 IST"},
      {"time", "9:30 EASTERN", "9:30"},
      {"date", "Published March 5, 2024 by AP", "March 5, 2024"},
      {"date", "PublishedMarch 5, 2024By AP", "March 5, 2024"},
      {"date", "on 5 March 2024, he", "5 March 2024"},
      {"date", "Updated: Jan 19, 2024 09:52 PM IST", "Jan 19, 2024 09:52 PM IST"},
      {"date", "(July 13)", "July 13"},
      {"date", "from 13 July to", "13 July"},
      {"date", "den 5. März 2024.", "5. März 2024"},
      {"date", "5 марта 2024 город", "5 марта 2024"},
      {"date", "10 out of 12 in May 2024", "May 2024"},
      {"date", "May 100 people come in May 20 cars", "May 20"},
      {"date", "reviewed 25/03/2024", "25/03/2024"},
      {"date", "Miami, March 30", "March 30"},
      {"date", "Omar 10 and May 5", "May 5"},
      {"date", "the 2nd 13 September", "13 September"},
      {"number", "0.123456 of", "0.123456"},
      {"number", "1,234,567K", "1,234,567K"},
      {"copyright", "© 2024", "©"},
      {"copyright", "copyrighted by copyright (c) X", "copyright (c)"},
      {"proper", "by John Smith and Jane", "John Smith"},
      {"proper", "by J. K. Rowling, author", "J. K. Rowling"},
      {"url", "see https://a.b/c_(d), or", "https://a.b/c_(d)"},
      {"url", "see (https://a.b/c).", "https://a.b/c"},
      {"url", "見るhttps://a.b/c。次", "https://a.b/c"},
      {"email", "write to <john@example.com>.", "john@example.com"},
  };
  int ran = 0;
  for (const Case& c : cases) {
    CAPTURE(c.placeholder, c.text);
    re2::StringPiece found;
    REQUIRE(compiled(c.placeholder).Match(c.text, 0, c.text.size(), RE2::UNANCHORED, &found, 1));
    CHECK(std::string(found) == c.found);
    ++ran;
  }
  CHECK(ran == 39);
}

}  // namespace
}  // namespace dehusk
