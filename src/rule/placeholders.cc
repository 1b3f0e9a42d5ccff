// How a pattern comes about: names of months and days are word lists, which alternatives() sorts,
// so that RE2 shares their prefixes; the rest is small pieces put together. Names and signs are
// readable UTF-8; marks, digits and ranges of other scripts are \x{...}.
#include "rule/placeholders.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "core/utf8.h"

namespace dehusk {
namespace {

// ---- names ----

// Each of the words (a space between them, '_' for a space inside) with this ending, which is RE2.
struct Names {
  std::string_view words;
  std::string_view ending = "";
};

// English, German, French, Spanish, Italian, Portuguese, Dutch, Turkish and Indonesian; Polish with
// its cases; Vietnamese. All end in an ASCII letter. No abbreviation that is a common word.
constexpr Names kLatinMonths[] = {
    {"january jan february feb march mar april apr may june jun july jul august aug sept sep oct "
     "nov dec januar jänner jän februar feber märz maerz mär mrz mai juni juli okt dez janvier "
     "janv février fevrier févr fév mars avril avr juin juillet juill juil août aout déc enero "
     "ene febrero marzo abril abr mayo junio julio agosto dic gennaio febbraio aprile maggio "
     "giugno luglio janeiro fevereiro fev março marco maio junho julho januari februari maart "
     "mrt mei augustus ocak mart mayıs mayis temmuz ağustos agustos agustus eylül eylul kasım "
     "kasim aralık aralik şubat subat maret"},
    {"sept set sett nov nop dec déc dez dic des", "i?emb(?:er|r[eo])"},
    {"oct okt ott out", "[ou]b(?:er|r[eo])"},
    {"maj październik pazdziernik listopad", "[au]?"},
    {"marc czerwc lipc styczni kwietni sierpni wrześni wrzesni grudni", "[au]"},
    {"lut", "(?:y|ego|ym)"},
    {"marzec czerwiec lipiec listopadzie"},
    {"n", "[iİ]san"},  // folding knows no dotted capital
    {"haz", "[iİ]ran"},
    {"ek", "[iİ]m"},
    {"tháng thg", " (?:1[0-2]|0?[1-9])"},
};

// Polish nominatives, Russian, Ukrainian, Hindi.
constexpr Names kOtherMonths[] = {
    {"styczeń kwiecień sierpień wrzesień grudzień"},
    {"январ феврал апрел июн июл сентябр октябр ноябр декабр", "(?-i:[ьяе])"},
    {"март август", "(?-i:[ае]?)"},
    {"ма", "(?-i:[йяе])"},
    {"січ берез квіт трав черв лип серп верес жовт груд", "(?-i:(?:ень|н[яі]))"},
    {"лют", "(?-i:(?:ий|ого|ому))"},
    {"листопад", "(?-i:[аі]?)"},
    {"जनवरी फ़रवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त अक्टूबर अक्तूबर"},
    {"सित नव दिस", "(?:ं|म्)बर"},
};

// Arabic, Egyptian and Levantine; Persian, Gregorian and Solar Hijri.
constexpr Names kArabicMonths[] = {
    {"يناير فبراير مارس مايو يونيو يونيه يوليو يوليه"},
    {"سبت نوف ديس سپتا نوا دسا", "مبر"},
    {"شباط نيسان حزيران تموز آب"},
    {"", "[أاإ](?:بريل|غسطس|كتوبر|يار|يلول)|[اآ]ذا?ر"},
    {"كانون تشرين", " ال(?:ثاني|[أا]ول)"},
    {"ژانوی فوری ژوئی م", "هٔ?"},
    {"آوریل ژوئن جولای اوت آگوست اکتبر"},
    {"فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان دی بهمن اسفند"},
};

// Abbreviations that are words of their own or end where \b does not see it: these want a year.
constexpr Names kRiskyMonths[] = {
    {"gen giu lug ago set sett ott out tem mag des agt agu ağu ara oca şub nis haz eyl eki kas"},
    {"sty lut kwi cze lip sie wrz paź lis gru"},
    {"янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек"},
    {"січ лют бер квіт трав черв лип серп вер жовт лист груд"},
    {"می जन फ़र जुल अग सित अक्टू अक्तू नव दिस"},
};

constexpr Names kEnglishMonths[] = {
    {"january jan february feb march mar april apr may june jun july jul august aug september "
     "sept sep october oct november nov december dec"},
};

// These begin with an ASCII letter, where \b sees the start of a word.
constexpr Names kLatinWeekdays[] = {
    {"fr wo vr za zo pon wt cz czw sob niedz mon tue tues wed weds thu thur thurs fri sat sun "
     "mittwoch sonnabend lundi lun mar mardi mercredi jeudi jeu vendredi ven samedi sam dimanche "
     "dim lunes martes miércoles miercoles mié jueves jue viernes vie sábado sabado sáb domingo "
     "dom lunedì lunedi martedì martedi mercoledì mercoledi mer giovedì giovedi gio venerdì "
     "venerdi sabato sab domenica seg poniedziałek wtorek czwartek piątek sobota niedziela salı "
     "sali perşembe cuma pazar senin selasa rabu kamis jumat jum'at sabtu minggu"},
    {"pazartes cumartes", "[iİ]"},
    {"mon tues wednes thurs fri satur sun", "day"},
    {"mon diens donners frei sams sonn", "tag"},
    {"maan dins woens donder vrij zater zon", "dag"},
    {"segunda terça quarta quinta sexta", "(?:[- ]feira)?"},
    {"thứ", " (?:hai|ba|tư|năm|sáu|bảy|[2-7])"},
    {"chủ_nhật"},
};

constexpr Names kOtherWeekdays[] = {
    {"śr środa çarşamba"},
    {"понед вторн вівтор сред серед четве пятни п'ятни субот суббот воскр неділ",
     "(?-i:[а-яії]{1,7})"},
    {"الأحد الاحد الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس الجمعة السبت جمعه"},
    {"", "(?:(?:یک|دو|سه|چهار|پنج) ?)?شنبه"},
    {"सोम मंगल बुध गुरु बृहस्पति शुक्र शनि रवि", "वार"},
    {"星期 周 週", "[一二三四五六日天]"},
    {"", "[月火水木金土日]曜日"},
    {"", "[월화수목금토일]요일"},
};

// Abbreviations that are words of their own: these want a point or a comma.
constexpr Names kRiskyLatinWeekdays[] = {
    {"mo di mi do sa so ma ter qua qui sex pn pt nd pzt sal per cum cmt paz sen sel rab kam jum "
     "min cn th_[2-7]"},
};
constexpr Names kRiskyOtherWeekdays[] = {
    {"пн вт ср чт пт сб вс нд çar सोम मंगल बुध गुरु शुक्र शनि रवि"},
};

// Appends a word as RE2 for use under (?i), spelled so that the program stays small. RE2 folds s
// and k with the long s and the Kelvin sign too. A Cyrillic letter in both cases costs twice one in
// a single case, so such a word may begin with a capital but is not found in all capitals.
void append_word(std::string_view word, std::string* out) {
  size_t at = 0;
  const char32_t first = word.empty() ? 0 : next_code_point(word, &at);
  const bool cyrillic = first >= 0x430 && first < 0x460;
  if (cyrillic) {
    *out += "(?-i:[";
    append_utf8(first < 0x450 ? first - 0x20 : first - 0x50, out);
    append_utf8(first, out);
    *out += ']';
    word.remove_prefix(at);
  }
  for (const char c : word) {
    if (c == 's') {
      *out += "(?-i:[Ss])";
    } else if (c == 'k') {
      *out += "(?-i:[Kk])";
    } else {
      *out += c == '_' ? ' ' : c;
    }
  }
  if (cyrillic) *out += ')';
}

// All names of the lists as alternatives, in each list the longer before its own prefixes.
std::string alternatives(std::span<const Names> lists) {
  std::string out;
  for (const Names& list : lists) {
    std::vector<std::string> words;
    for (size_t begin = 0; begin < list.words.size();) {
      const size_t end = std::min(list.words.find(' ', begin), list.words.size());
      words.emplace_back(list.words.substr(begin, end - begin));
      begin = end + 1;
    }
    std::sort(words.begin(), words.end(), std::greater<>());
    out += out.empty() ? "(?:" : "|(?:";
    for (const std::string& word : words) {
      if (&word != &words.front()) out += '|';
      append_word(word, &out);
    }
    out.append(")").append(list.ending);
  }
  return "(?:" + out + ")";
}

// ---- numbers ----

// An Arabic, Persian or Devanagari digit, as times and dates use them.
constexpr char kOtherDigit[] = R"([\x{660}-\x{669}\x{6F0}-\x{6F9}\x{966}-\x{96F}])";

// Digits in groups. In ASCII the groups are strict, "5.3.2024" is no number; other scripts are
// taken as they come. The order sees to it that a search does not stop inside "1.2345".
constexpr char kAmount[] =
    R"((?:[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+|\b)|)"               // 1 234,56
    R"([0-9]+[.,][0-9]{4,}|)"                                        // 3.14159
    R"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|)"                      // 39,594.39
    R"([0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|)"                      // 39.594,39
    R"([0-9]{1,3}(?:'[0-9]{3})+(?:[.,][0-9]+)?|)"                    // 39'594.39
    R"([0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?|)"             // 12,34,567
    R"([0-9]+(?:[.,][0-9]+)?|)"                                      // 15.90
    R"([^\P{Nd}0-9](?:[.,'\x{60C}\x{66B}\x{66C}]?[^\P{Nd}0-9])*))";  // any other script

// Case-sensitive, and without the codes that are English words: ALL, COP, TRY.
constexpr char kIsoCurrency[] =
    "(?-i:AED|ARS|AUD|BDT|BRL|BTC|CAD|CHF|CLP|CNH|CNY|CZK|DKK|EGP|ETH|EUR|GBP|HKD|HUF|IDR|ILS|INR|"
    "IRR|JPY|KES|KRW|LKR|MXN|MYR|NGN|NOK|NZD|PKR|PLN|RMB|RON|RUB|SAR|SEK|SGD|THB|TWD|UAH|USD|USDT|"
    "VND|ZAR)";

std::string number_pattern() {
  const std::string iso = kIsoCurrency;
  const std::string before =
      R"((?:(?:US|AU?|CA?|HK|MX|N[TZ]|[RS])?\p{Sc}|(?:R[ps]|kr)\.?|)" + iso + ") ?";
  const std::string scale =
      R"( ?(?:bn|crore|cr|lakh|mio|mln|mn|mrd|tn|trn)\b|[bkmt]\b|)"
      R"( ?(?:млн|млрд|тыс\.?|[万萬亿億兆만억조]))";
  const std::string after = R"( ?(?:\p{Sc}|(?:)" + iso +
                            R"(|kr|lei|r[ps]|tl|(?-i:TRY))\b|zł|kč|руб\.?|грн|лв|[元円圓원]))";
  return "[+±-]?(?:" + before + ")?[+-]?(?:" + kAmount + R"(|\.[0-9]+)(?:)" + scale + ")?(?:" +
         after + ")?";
}

std::string percent_pattern() {
  const std::string sign = R"([%\x{66A}\x{FE6A}])";
  return std::string("[+±-]?(?:") + kAmount + " ?" + sign + "|" + sign + " ?[+-]?" + kAmount + ")";
}

// 1900 to 2099 in ASCII, Arabic, Persian or Devanagari digits.
constexpr char kYear[] =
    "(?:(?:19|20)[0-9]{2}|"
    R"((?:\x{661}\x{669}|\x{662}\x{660})[\x{660}-\x{669}]{2}|)"
    R"((?:\x{6F1}\x{6F9}|\x{6F2}\x{6F0})[\x{6F0}-\x{6F9}]{2}|)"
    R"((?:\x{967}\x{96F}|\x{968}\x{966})[\x{966}-\x{96F}]{2}))";

// ---- times and dates ----

constexpr char kZone[] =
    R"((?:(?-i:GMT|UTC|غرينتش)(?: ?[+-][0-9]{1,2}(?::?[0-9]{2})?)?|\+[01][0-9]:?[0-5][0-9]|)"
    R"((?-i:A[CEW][DS]?T|AK[DS]T|A[RS]T|BRT|BST|CAT|CES?T|E[AE]S?T|[CEMP][DS]?T|H[KS]T|I[DS]T|)"
    R"(IRST|[JKM]ST|MES?Z|MSK|NZ[DS]?T|P[HK]T|SAST|SGT|TRT|WA?T|WES?T|WI(?:B|T|TA)|Z))\b|)"
    R"(\((?-i:(?:GMT|UTC) ?[+-][0-9]{1,2}(?::?[0-9]{2})?|[A-Z]{1,4}T|MSK|UTC|WIB|WITA)\)|мск)";

// 9:30, 21.30 Uhr, 9 am, 21h30, 10時30分, 오전 10:30, with zone.
std::string time_pattern() {
  const std::string half_day = "(?:오[전후]|[午上下]午|午[前後后]|[早晚]上|凌晨|中午) ?";
  const std::string hour = "(?:2[0-4]|[01]?[0-9])";
  const std::string unit = R"([ap](?:m\b|\. ?m\b\.?)|(?:uhr|uur|h)\b)";
  const std::string unit_after_minutes =
      unit + R"(|hr?s\b|صباح[اً]{1,2}|مساء[اً]{0,2}|[صم]|[قب]\.ظ|(?:بعد|قبل)ازظهر|(?:[ap]m )?बजे)";

  const std::string seconds = ":[0-5][0-9](?:[.,][0-9]{1,9})?";
  const std::string west = "(?: ?-[01][0-9]:?[0-5][0-9])?";  // as "9:30-10:30" is no offset
  const std::string digital =
      hour + "(?:[:.][0-5][0-9]|:[0-5][0-9]" + seconds + west + ")|" + kOtherDigit +
      "{1,2}(?:[:.]" + kOtherDigit + "{2}){1,2}";
  const std::string letter = R"( ?(?:h|giờ) ?[0-5][0-9](?: ?min\b(?: [0-5][0-9] s\b)?)?)";
  const std::string cjk =
      " ?[时時點点시](?: ?[0-9]{1,2} ?[分분](?: ?[0-9]{1,2} ?[秒초])?| ?[半반])?";
  return "(?:" + half_day + ")?(?:(?:" + digital + ")(?: ?(?:" + unit_after_minutes + "))?|" +
         hour + "(?:" + letter + "| ?(?:" + unit + ")|" + cjk + "))(?: ?(?:" + kZone + "))?";
}

// 5 March 2024 | 5 March | March 2024 | March 5, 2024 | July 13. A bare month is no date, so the
// months are there twice: after a day, and before a year or a day.
std::string named_date() {
  const std::string other = kOtherDigit;
  const std::string plain_day = "(?:[12][0-9]|3[01]|0?[1-9]|" + other + "{1,2})";
  const std::string day = plain_day + "(?:st|nd|rd|th|er|e|ste|o|[º°ª]|-?го)?";
  const std::string full_year = "(?:(?:1[3-9]|20)[0-9]{2}|" + other + "{4})";
  const std::string year = "(?:" + full_year + "|'[0-9]{2})";
  const std::string before_year = R"((?:[,\x{60C}] ?| (?:(?:del?|of) )?|,? năm |[-/.]))";

  const std::string arabic = alternatives(kArabicMonths);
  const std::string month = "(?:" + alternatives(kLatinMonths) + R"(\b\.?|)" +
                            alternatives(kOtherMonths) + "|" + arabic + ")";
  const std::string second_name = R"((?: ?/ ?[\x{621}-\x{64A}]{2,8}(?: [\x{621}-\x{64A}]{4,6})?)?)";

  const std::string day_first =
      "(?:ngày )?" + day + R"((?:\.? |[-./])(?:(?:de|of|di) |d')?(?:)" +                //
      month + second_name + "(?:" + before_year + year + "|[-/][0-9]{2})?|" +           //
      alternatives(kRiskyMonths) + "[.॰]?" + before_year + full_year + ")";
  const std::string english_day = plain_day + "(?:st|nd|rd|th)?";
  const std::string month_first = month + before_year + "(?:" + full_year + "|" + english_day +
                                  "(?:, ?|[-/. ])" + year + ")";
  const std::string english =
      R"(\b)" + alternatives(kEnglishMonths) + R"(\.? )" + english_day + R"(\b)";
  return day_first + "|" + month_first + "|" + english;
}

// 2024-03-05 | 05/03/2024 | 03/05/24 | 5. 3. 2024
std::string numeric_date() {
  const std::string day = "(?:[12][0-9]|3[01]|0?[1-9])";
  const std::string month = "(?:1[0-2]|0?[1-9])";
  const std::string year = "(?:1[3-9]|20)[0-9]{2}";
  const std::string to = " ?[-/.] ?";
  const std::string year_first = year + "(?: ?- ?" + month + " ?- ?" + day + "| ?/ ?" + month +
                                 " ?/ ?" + day + R"(|\. ?)" + month + R"(\. ?)" + day + R"(\.?))";
  const std::string year_last =
      "(?:" + day + to + month + "|" + month + to + day + ")" + to + year;
  const std::string short_year = "(?:" + day + "/" + month + "/|" + month + "/" + day + "/|" + day +
                                 R"(\.)" + month + R"(\.)[0-9]{2}\b)";
  const std::string d = kOtherDigit;
  const std::string other = d + "{1,2}" + to + d + "{1,2}" + to + d + "{4}|" + d + "{4}" + to + d +
                            "{1,2}" + to + d + "{1,2}";
  return year_first + "|" + year_last + "|" + short_year + "|" + other;
}

// 2024年3月5日 | 3月5日 | 2024年3月
std::string cjk_date() {
  const std::string year =
      "(?:[12][0-9]{3}|(?:令和|平成|昭和|民國|民国) ?(?:[0-9]{1,3}|元)) ?[年년] ?";
  const std::string month = "(?:1[0-2]|0?[1-9]) ?[月월]";
  return "(?:" + year + ")?" + month + " ?(?:[12][0-9]|3[01]|0?[1-9]) ?[日号號일]|" + year + month;
}

std::string date_pattern() {
  const std::string time_before =
      R"((?:lúc )?(?:2[0-4]|[01]?[0-9])[:.][0-5][0-9](?::[0-5][0-9])?)"
      R"((?: ?(?:[ap]\.? ?m\.?|uhr|h))?(?: \(?(?-i:[A-Z]{2,4}(?:[+-][0-9]{1,2})?)\)?)?)"
      R"((?:, ?| ?[-|/;·•@] ?| )(?:(?:on|op|am|le|el|il|dia|ngày) )?)";
  const std::string weekday_before =
      R"((?:\b)" + alternatives(kLatinWeekdays) + "|" + alternatives(kOtherWeekdays) +
      R"()\.?[,\x{60C}]? ?|(?:\b)" + alternatives(kRiskyLatinWeekdays) + "|" +
      alternatives(kRiskyOtherWeekdays) + ")[.,]{1,2} ?";
  const std::string joint = "(?:- ?)?(?:(?:den|the|dia|día|el|ngày) )?";
  const std::string year_word = R"((?:[гм]| ?(?:г\.|года|року|р\.|r\.|roku))?)";
  const std::string weekday_after =
      R"(,? ?(?:\(?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|)"
      R"(pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar)\)?|)"
      R"(\(?(?:星期|周|週)[一二三四五六日天]\)?|[月火水木金土日]曜日?|[월화수목금토일]요일|)"
      R"(\([月火水木金土日월화수목금토일一二三四五六](?:曜日?|요일)?\)))";
  const std::string time_after =
      R"([,\x{60C}]? ?(?:t|[;|/·•@:-] ?)?(?:(?:at|um|ab|às|as|à|alle ore|alle|a las?|ore|)"
      R"(o godz\.|o|godz\.|om|on|kl\.?|saat|pukul|jam|lúc|в|о|об|الساعة|في|ساعت|को) ?)?)" +
      time_pattern();
  return "(?:" + time_before + ")?(?:(?:" + weekday_before + ")" + joint + ")?(?:" + named_date() +
         "|" + cjk_date() + "|" + numeric_date() + ")" + year_word + "(?:" + weekday_after +
         ")?(?:" + time_after + ")?";
}

// ---- marks, names, addresses ----

constexpr char kBullet[] =
    R"([-*»›·•‣⁃∙⋅・◦●○◉◎■□▪▫◾◼▶►▸▹▷➤➢➔➜→⇒➡❯◆◇♦✦✓✔★☆☛☞\x{1F449}\x{1F538}\x{1F539}]\x{FE0F}?)";

constexpr char kCopyright[] =
    R"((?:[©Ⓒ]|\(c\))(?: ?copyrights?\b)?|copyrights?\b(?: ?(?:[©Ⓒ]|\(c\)))?)";

// One to five capitalised words, or 2 to 20 letters of a script without case.
std::string proper_pattern() {
  const std::string upper =
      "[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽƠƯȘȚ"
      "ẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸΆΈ-ΏΑ-ΫЀ-ЯҐԱ-Ֆ]";
  const std::string letter = R"([A-Za-zÀ-ÖØ-öø-ɏ\x{300}-\x{36F}Ά-ώЀ-ҁҊ-ԯԱ-Ֆա-ևḀ-ỿ])";
  const std::string particle =
      R"((?:(?:\b(?:van|von|vom|der|den|de|del|della|di|da|do|dos|das|du|des|la|le|las|los|el|al|)"
      R"(bin|ibn|bint|ben|abu|ter|ten|te|zu|zur|y|e|af|av)|'t) )*)"
      R"((?:\b(?:(?:al|el|as|ar|an|ash|at|ad|az)-|[dl]'))?)";
  const std::string title = R"((?:[DJMS]r|Mrs|Ms|St|Prof)\.|)";
  const std::string initials = R"(\.(?:-?[A-Z]\.)*(?:[A-Z](?:['-]?)" + letter + ")+)?";
  const std::string first = title + upper + "(?:" + initials + "|(?:['-]?" + letter + ")+)";
  const std::string next = title + upper + "(?:" + initials + "|(?:['-]?" + letter + ")*)";
  const std::string cased =
      particle + "(?:" + first + ")(?: " + particle + "(?:" + next + ")){0,4}";
  // Scripts without case, less their digits: Han, Kana, Hangul; Hebrew, Arabic; Devanagari to
  // Sinhala, Thai, Lao, Myanmar, Georgian, Ethiopic, Khmer. Points and signs do not count.
  const std::string caseless =
      R"([々ぁ-ゖァ-ヺー㐀-鿿가-힣\x{5D0}-\x{5EA}\x{620}-\x{63F}\x{641}-\x{64A}\x{671}-\x{6D3})"
      R"(\x{6FA}-\x{6FF}\x{904}-\x{963}\x{971}-\x{9E5}\x{9F0}-\x{A65}\x{A70}-\x{AE5})"
      R"(\x{B00}-\x{B65}\x{B71}-\x{BE5}\x{C00}-\x{C65}\x{C80}-\x{CE5}\x{D00}-\x{D65})"
      R"(\x{D7A}-\x{DE5}\x{E01}-\x{E3A}\x{E40}-\x{E4E}\x{E81}-\x{ECD}\x{1000}-\x{103F})"
      R"(\x{10D0}-\x{10FA}\x{1200}-\x{135A}\x{1780}-\x{17D3}])"
      R"([\x{5B0}-\x{5C7}\x{640}\x{64B}-\x{65F}\x{900}-\x{903}\x{93C}\x{93E}-\x{94D})"
      R"(\x{981}-\x{983}\x{9BC}-\x{9CD}\x{E31}\x{E34}-\x{E3A}\x{E47}-\x{E4E}]*)";
  return "(?-i:" + cased + "|" + caseless + "(?:[ ·・‧•]?" + caseless + "){1,19})";
}

// As GitHub links them: a scheme or www, brackets in pairs, no punctuation at the end.
std::string url_pattern() {
  const std::string host = R"([a-z0-9\x{C0}-\x{1FFF}\x{3040}-\x{D7A3}])";
  const std::string outside =
      R"(\x{0}- "<>()\[\]{}|\\^`\x{7F}-\x{BF}\x{2000}-\x{206F}\x{3000}-\x{303F})";
  const std::string inner = "[^" + outside + "]";
  const std::string last = "[^" + outside + ".,;:!?'*_~]";
  const std::string bracket = R"(\()" + inner + R"(*\))";
  const std::string start =
      "(?:(?:https?|ftp)://|www\\." + host + "(?:" + host + "|-)*\\.)" + host;
  return start + "(?:(?:" + inner + "|" + bracket + ")*(?:" + last + "|" + bracket + "))?";
}

constexpr char kEmail[] =
    R"([a-z0-9_%+-][a-z0-9_%+'-]*(?:\.[a-z0-9_%+'-]+)*@)"
    R"((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z]+)";

// ---- the table ----

// The bytes of `ranges`: single ones and ranges such as "a-z"; '-' itself comes first. Lead bytes
// of UTF-8 stand for the characters that they begin.
std::bitset<256> bytes(std::string_view ranges) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(ranges[i]); };
  std::bitset<256> out;
  for (size_t i = 0; i < ranges.size(); ++i) {
    const size_t last = i + 2 < ranges.size() && ranges[i + 1] == '-' ? i + 2 : i;
    for (int b = byte(i); b <= byte(last); ++b) out.set(b);
    i = last;
  }
  return out;
}

// The rows and the patterns they point at.
struct Table {
  const std::string number = number_pattern();
  const std::string percent = percent_pattern();
  const std::string time = time_pattern();
  const std::string date = date_pattern();
  const std::string proper = proper_pattern();
  const std::string url = url_pattern();

  const std::vector<Placeholder> rows = {
      {"number", number, 1, 100, true,
       bytes("-+$.0-9a-eg-npr-vz\xC2\xD6\xD8\xD9\xDB\xDF-\xE2\xEA\xEF\xF0")},
      {"percent", percent, 2, 100, true, bytes("-+%0-9\xC2\xD9\xDB\xDF-\xE1\xEA\xEF\xF0")},
      {"year", kYear, 4, 4, true, bytes("12\xD9\xDB\xE0")},
      {"time", time, 2, 60, true, bytes("0-9\xD9\xDB\xE0\xE4-\xE6\xEC")},
      {"date", date, 4, 200, true,
       bytes("0-9ac-hj-tvwz\xC3\xC5\xD0\xD1\xD8-\xDB\xE0\xE4-\xE7\xE9-\xED")},
      {"bullet", kBullet, 1, 2, false, bytes("-*\xC2\xE2\xE3\xF0")},
      {"copyright", kCopyright, 1, 14, false, bytes("(c\xC2\xE2")},
      {"proper", proper, 2, 100, false, bytes("'a-z\xC3-\xE1\xE3-\xED")},
      {"url", url, 7, 2000, false, bytes("fhw")},
      {"email", kEmail, 6, 254, false, bytes("-+%0-9_a-z")},
  };
};

}  // namespace

std::span<const Placeholder> builtin_placeholders() {
  static const Table table;
  return table.rows;
}

const Placeholder* find_placeholder(std::string_view name) {
  for (const Placeholder& p : builtin_placeholders()) {
    if (p.name == name) return &p;
  }
  return nullptr;
}

}  // namespace dehusk
