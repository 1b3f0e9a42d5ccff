#include "engine/language.h"

#include <catch2/catch.hpp>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "engine/language_words.h"

namespace dehusk {
namespace {

std::string codes_of(std::string_view text) {
  std::string codes;
  for (const std::string_view code : detect_languages(text)) {
    if (!codes.empty()) codes += ' ';
    codes += code;
  }
  return codes;
}

std::string repeated(std::string_view text, size_t times) {
  std::string result;
  for (size_t i = 0; i < times; ++i) result += text;
  return result;
}

struct Case {
  std::string_view codes;
  std::string_view text;
};

/// Returns how many cases ran.
template <size_t size>
size_t check_all(const Case (&cases)[size]) {
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(codes_of(c.text) == c.codes);
  }
  return size;
}

TEST_CASE("language: one language a text") {
  const Case cases[] = {
      {"en", "The council has approved the plan for a new bridge over the river."},
      {"en", "Police said that nobody was hurt when the roof of the market hall gave way."},
      {"en", "Rain stopped play twice on the second day."},
      {"en", "Shares in the carmaker fell by a tenth after it warned that profits would be lower "
             "than it had told investors in May."},
      {"de", "Der Stadtrat hat den Bau der neuen Brücke über den Fluss beschlossen."},
      {"de", "Nach dem Unwetter sind viele Keller in der Altstadt noch immer nicht trocken."},
      {"de", "Die Mannschaft verlor auch das dritte Spiel."},
      {"de", "Wie die Polizei mitteilte, wurde bei dem Unfall niemand verletzt; die Ursache ist "
             "noch unklar."},
      {"fr", "Le conseil municipal a voté la construction d'un nouveau pont sur la rivière."},
      {"fr", "Les pompiers sont intervenus dans la nuit, mais le toit de l'école s'est effondré."},
      {"fr", "Il n'y a pas de train ce matin."},
      {"fr", "Selon le ministre, les prix de l'énergie devraient encore augmenter cet hiver."},
      {"es", "El ayuntamiento aprobó la construcción de un nuevo puente sobre el río."},
      {"es", "Los vecinos dicen que no han recibido ninguna ayuda después de la tormenta."},
      {"es", "No hay clases mañana por la huelga."},
      {"es", "La empresa anunció que cerrará su fábrica del norte antes de que termine el año."},
      {"it", "Il consiglio comunale ha approvato la costruzione di un nuovo ponte sul fiume."},
      {"it", "Gli abitanti dicono che dopo la tempesta non è arrivato nessun aiuto."},
      {"it", "Oggi i treni non sono in orario."},
      {"it", "Secondo il ministro, nei prossimi mesi le bollette saranno ancora più care."},
      {"pt", "A câmara aprovou a construção de uma nova ponte sobre o rio."},
      {"pt", "Os moradores dizem que não receberam nenhuma ajuda depois da tempestade."},
      {"pt", "Não há aulas amanhã por causa da greve."},
      {"pt", "O presidente do banco disse que os juros vão continuar altos até ao fim do ano."},
      {"nl", "De gemeenteraad heeft ingestemd met de bouw van een nieuwe brug over de rivier."},
      {"nl", "Volgens de politie is er bij het ongeluk niemand gewond geraakt."},
      {"nl", "Morgen rijden er geen treinen door de staking."},
      {"nl", "Het bedrijf maakt bekend dat de fabriek in het noorden nog dit jaar dichtgaat."},
      {"pl", "Rada miasta zgodziła się na budowę nowego mostu przez rzekę."},
      {"pl", "Według policji w wypadku nikt nie został ranny."},
      {"pl", "Jutro nie będzie lekcji z powodu strajku."},
      {"pl", "Firma podała, że jeszcze w tym roku zamknie fabrykę na północy kraju."},
      {"ru", "Городской совет одобрил строительство нового моста через реку."},
      {"ru", "По данным полиции, в аварии никто не пострадал."},
      {"ru", "Завтра занятий не будет из-за забастовки."},
      {"ru", "Компания сообщила, что закроет завод на севере страны ещё до конца года."},
      {"uk", "Міська рада схвалила будівництво нового мосту через річку."},
      {"uk", "За даними поліції, в аварії ніхто не постраждав."},
      {"uk", "Завтра занять не буде через страйк."},
      {"uk", "Компанія повідомила, що закриє завод на півночі країни ще до кінця року."},
      {"tr", "Belediye meclisi nehrin üzerine yeni bir köprü yapılmasını onayladı."},
      {"tr", "Polise göre kazada yaralanan olmadı, ancak yol uzun süre kapalı kaldı."},
      {"tr", "Grev yüzünden yarın okullar açık değil."},
      {"tr", "Şirket, ülkenin kuzeyindeki fabrikasını yıl sonuna kadar kapatacağını açıkladı."},
      {"ar", "وافق مجلس المدينة على بناء جسر جديد فوق النهر."},
      {"ar", "قالت الشرطة إن أحدا لم يصب في الحادث الذي وقع أمس."},
      {"ar", "لا دراسة غدا بسبب الإضراب."},
      {"ar", "أعلنت الشركة أنها ستغلق مصنعها في الشمال قبل نهاية العام."},
      {"fa", "شورای شهر ساخت پل تازه‌ای روی رودخانه را تصویب کرد."},
      {"fa", "به گفته پلیس در این تصادف کسی زخمی نشده است."},
      {"fa", "فردا به خاطر اعتصاب کلاس‌ها برگزار نمی‌شود."},
      {"fa", "این شرکت اعلام کرد که کارخانه خود در شمال کشور را تا پایان سال می‌بندد."},
      {"hi", "नगर परिषद ने नदी पर नया पुल बनाने की मंज़ूरी दे दी है।"},
      {"hi", "पुलिस के अनुसार दुर्घटना में कोई घायल नहीं हुआ।"},
      {"hi", "हड़ताल के कारण कल स्कूल बंद रहेंगे।"},
      {"hi", "कंपनी ने कहा कि वह साल के अंत तक अपना कारखाना बंद कर देगी।"},
      {"id", "Dewan kota menyetujui pembangunan jembatan baru di atas sungai itu."},
      {"id", "Menurut polisi, tidak ada korban dalam kecelakaan tersebut."},
      {"id", "Besok sekolah libur karena ada pemogokan."},
      {"id", "Perusahaan itu mengatakan akan menutup pabriknya di utara sebelum akhir tahun."},
      {"vi", "Hội đồng thành phố đã thông qua việc xây cây cầu mới qua sông."},
      {"vi", "Theo cảnh sát, không có ai bị thương trong vụ tai nạn này."},
      {"vi", "Ngày mai học sinh được nghỉ vì bão."},
      {"vi", "Công ty cho biết sẽ đóng cửa nhà máy ở phía bắc trước cuối năm nay."},
      {"zh", "市议会批准在河上修建一座新桥。"},
      {"zh", "警方表示，这起事故没有造成人员受伤。"},
      {"zh", "該公司宣布，將在年底前關閉北部的工廠。"},
      {"zh", "明天因罢工停课。"},
      {"ja", "市議会は川に新しい橋を架ける計画を承認した。"},
      {"ja", "警察によると、この事故でけがをした人はいなかった。"},
      {"ja", "明日はストライキのため休校です。"},
      {"ja", "同社は年末までに北部の工場を閉鎖すると発表した。"},
      {"ko", "시의회는 강 위에 새 다리를 놓는 계획을 승인했다."},
      {"ko", "경찰은 이번 사고로 다친 사람이 없다고 밝혔다."},
      {"ko", "내일은 파업으로 휴교합니다."},
      {"ko", "회사는 연말까지 북부 공장을 닫겠다고 발표했다."},
  };
  CHECK(check_all(cases) == 76);
}

TEST_CASE("language: upper case and decomposed letters") {
  const Case cases[] = {
      {"de", "NACH DEM SPIEL WAR ÜBER DIE GRÜNDE NICHT MEHR ZU REDEN"},
      {"fr", "L’ÉTÉ A ÉTÉ TRÈS CHAUD DANS LE SUD DE LA FRANCE"},
      {"pl", "WŁADZE MIASTA NIE CHCĄ JUŻ CZEKAĆ NA ŚRODKI Z BUDŻETU"},
      {"ru", "ГОРОД НЕ БУДЕТ ЖДАТЬ ДЕНЕГ ИЗ БЮДЖЕТА"},
      {"uk", "МІСТО НЕ БУДЕ ЧЕКАТИ ГРОШЕЙ З БЮДЖЕТУ, ЯКІ ЇМ ОБІЦЯЛИ"},
      {"vi", "THÀNH PHỐ KHÔNG CHỜ TIỀN TỪ NGÂN SÁCH NỮA"},
      {"vi", "Tha\u0300nh phô\u0301 không chơ\u0300 tiê\u0300n tư\u0300 ngân sa\u0301ch nư\u0303a"},
      // Only the folded words tell these from English and Russian.
      {"de", "FÜR MÜLLER, ÜBER DÜSSELDORF"},
      {"uk", "ЦЕ БУЛО ЩЕ НЕ ТЕ, АЛЕ ЙОМУ ЦЕ ТРЕБА"},
      {"tr", "BİR İKİ DİYE GİBİ"},
      {"de", "al\u00ADle, wel\u00ADche oh\u00ADne Al\u00ADli\u00ADan\u00ADce wä\u00ADren"},
  };
  CHECK(check_all(cases) == 11);
}

TEST_CASE("language: mixed pages") {
  const Case cases[] = {
      // A German article inside English furniture.
      {"de en",
       "Leave a comment. Sign up for our newsletter and get the best of the week.\n"
       "Der Stadtrat hat am Dienstag den Bau der neuen Brücke über den Fluss beschlossen. Die "
       "Arbeiten sollen im Frühjahr beginnen und werden nach Angaben der Verwaltung zwei Jahre "
       "dauern. Bis dahin bleibt die alte Brücke für den Verkehr gesperrt, weil sie nicht mehr "
       "sicher ist.\n"
       "You can follow us on the web and in the app."},
      {"en de",
       "The council has approved the plan for a new bridge over the river. Work is to begin in "
       "the spring and will take about two years, officials said. Until then the old bridge "
       "remains closed to all traffic because it is no longer safe.\n"
       "Melden Sie sich für den Newsletter an. Mit der Nutzung dieser Seite stimmen Sie zu, dass "
       "wir Cookies auf Ihrem Gerät speichern."},
      {"tr en",
       "Belediye meclisi nehrin üzerine yeni bir köprü yapılmasını onayladı. Çalışmalar "
       "ilkbaharda başlayacak ve iki yıl sürecek. Eski köprü artık güvenli olmadığı için o güne "
       "kadar trafiğe kapalı kalacak.\n"
       "You can read more of our stories in the app. Sign up for the newsletter."},
      {"ja en",
       "市議会は川に新しい橋を架ける計画を承認した。工事は春に始まり、二年ほどかかる見込みだ。\n"
       "This site uses cookies so that we can give you the best experience on our website."},
      {"ru uk",
       "Городской совет одобрил строительство нового моста через реку. Работы начнутся весной и "
       "займут около двух лет. До этого старый мост будет закрыт для движения, потому что он "
       "уже не может выдержать тяжёлые машины, а объезда через соседний район ещё нет.\n"
       "Якщо ви хочете читати новини першими, підпишіться на наш канал або на розсилку. Ми не "
       "передаємо ваші дані іншим і ви можете відписатися будь-якого дня."},
      {"hi en",
       "नगर परिषद ने नदी पर नया पुल बनाने की मंज़ूरी दे दी है। काम वसंत में शुरू होगा।\n"
       "You can read more of our stories in the app and on the web."},
      {"zh ja",
       "市议会批准在河上修建一座新桥。这座桥将在两年之内建成，我们的记者了解到，他们也会修建新的道路，"
       "但是居民说这不是他们的愿望。スポンサーリンクはこちらからどうぞ。メールでのおたよりもおまちしています。"},
      {"ja zh",
       "市議会は川に新しい橋を架ける計画を承認した。工事は春に始まり、二年ほどかかる見込みだ。"
       "古い橋は安全ではないため、それまで通行止めとなる。市長は住民に理解を求めた。費用は十億円に"
       "のぼり、半分は県が出すことになっている。反対する声もあるが、議会はこれを退けた。"
       "新桥工程预计两年之内完成，届时旧桥将拆除，附近居民可以免费乘坐公共汽车，也可以对工程说明"
       "自己的意见。"},
      // Japanese names and Chinese fashions.
      {"ja", "出場者は次のとおり。佐藤一郎、鈴木次郎、高橋三郎、田中四郎、伊藤五郎、渡辺六郎、山本七郎、"
             "中村八郎、小林九郎、加藤十郎。"},
      {"zh", "優の良品商店在市中心开业，顾客可以买到各种点心和饮料，店员热情周到。"},
      // A name or a repeated abbreviation is no language.
      {"en", "Xi Jinping (习近平) met the heads of the carmakers at a forum in the south."},
      {"en", "The mayor of São Paulo and the mayor of Málaga have signed a pact on the climate."},
      {"de", "Die AMA prüft in Halle A, in Halle E und in Halle I, ob das Fleisch von dort ist: "
             "AMA AMA AMA AMA AMA AMA AMA AMA AMA AMA AMA AMA AMA AMA AMA AMA AMA AMA AMA (O)"},
      // Portuguese does not ride along on Spanish, nor Dutch on German.
      {"es", "La casa de la plaza es de una señora que no quiere vender, y por eso el alcalde ha "
             "dicho que la obra se hará sin tocar la fachada ni el patio de la casa."},
      {"nl", "De man die in het water lag, was al dood toen de brandweer hem vond, en dat was ook "
             "wat de familie van de man de hele nacht al had gedacht."},
  };
  CHECK(check_all(cases) == 15);
}

TEST_CASE("language: too little evidence is English") {
  const Case cases[] = {
      {"en", ""},
      {"en", " \n\t"},
      {"en", "5"},
      {"en", "OK"},
      {"en", "Advertisement"},
      {"en", "Anzeige"},
      {"en", "Los Angeles"},
      {"en", "Arizona Cardinals, Atlanta Falcons, Baltimore Ravens, Buffalo Bills, Chicago Bears, "
             "Cleveland Browns, Dallas Cowboys, Denver Broncos, Detroit Lions, Houston Texans, "
             "Indianapolis Colts, Las Vegas Raiders, Los Angeles Chargers, Los Angeles Rams, Miami "
             "Dolphins, Minnesota Vikings, New York Jets, San Francisco 49ers, Tennessee Titans"},
      {"en", "1990 | 1991 | 1992 | -- >> ©"},
      {"en", "www.heise.de www.spiegel.de a@b.de t-online.de/die/und/der"},
      {"en", "1la 2el 3los 4las que5 del6 por7"},
      {"en", "iPhone 15 Pro Max 256 GB"},
      {"zh", "iPhone Pro Max, Xiaomi Redmi Ultra 手机价格比较"},
      {"en", "\xF0\x9F\x98\x80 \xF0\x9F\x98\x80"},
      // One letter of a script is enough where nothing else speaks.
      {"zh", "广告"},
      {"ja", "スポンサー"},
      {"ko", "광고"},
      {"ar", "إعلان"},
      {"ru", "Реклама"},
      {"hi", "विज्ञापन"},
      // Nor does it take two words in an alphabet that is ours anyway.
      {"uk", "Що?"},
      {"fa", "اگر"},
  };
  CHECK(check_all(cases) == 22);
}

TEST_CASE("language: without a rule pack, English or a near relative") {
  const Case cases[] = {
      {"en", "Kommunfullmäktige har sagt ja till att bygga en ny bro över ån."},              // sv
      {"en", "Byrådet har sagt ja til at bygge en ny bro over åen, men det bliver dyrt."},    // da
      {"en", "Kommunestyret har sagt ja til å bygge en ny bro over elva, men det blir dyr."},  // no
      {"en", "Kaupunginvaltuusto on hyväksynyt uuden sillan, mutta se ei ole vielä valmis."},  // fi
      {"en", "Městská rada schválila stavbu nového mostu, který bude stát přes řeku."},       // cs
      {"en", "A városi tanács jóváhagyta az új híd építését, de még nem kezdték el."},         // hu
      {"en", "Consiliul local a aprobat construirea unui pod nou care va fi gata până la anul."},
      {"en", "Gradsko vijeće je odobrilo gradnju novog mosta koji će biti preko rijeke."},    // hr
      {"en", "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor."},
      {"en", "Το δημοτικό συμβούλιο ενέκρινε την κατασκευή νέας γέφυρας."},
      {"en", "สภาเมืองอนุมัติการสร้างสะพานใหม่ข้ามแม่น้ำ"},
      {"en", "מועצת העיר אישרה את בניית הגשר החדש מעל הנהר."},
      {"en", "ქალაქის საბჭომ ახალი ხიდის მშენებლობა დაამტკიცა."},
      {"en", "সিটি কাউন্সিল নদীর উপর নতুন সেতু নির্মাণের অনুমোদন দিয়েছে।"},
      {"en", "سٹی کونسل نے دریا پر نئے پل کی تعمیر کی منظوری دے دی ہے۔"},                     // ur
      {"es", "L'ajuntament ha aprovat la construcció d'un nou pont sobre el riu, però els veïns no "
             "hi estan d'acord perquè és massa car."},                                         // ca
      {"id", "Majlis bandaran telah meluluskan pembinaan sebuah jambatan baharu di sungai itu."},
      {"ru", "Градският съвет одобри строежа на нов мост над реката, но още няма пари."},      // bg
  };
  CHECK(check_all(cases) == 18);
}

TEST_CASE("language: English needs less than others to come second") {
  const std::string english = "You can read more of our stories in the app and on the web. ";
  const std::string french = "Vous pouvez lire nos autres articles dans notre application. ";
  const std::string_view german =
      "Der Stadtrat hat am Dienstag den Bau der neuen Brücke über den Fluss beschlossen. ";
  CHECK(codes_of(repeated(german, 13) + english) == "de en");
  CHECK(codes_of(repeated(german, 13) + french) == "de");
  CHECK(codes_of(repeated(german, 2) + french) == "de fr");
  CHECK(codes_of(repeated(german, 50) + english) == "de");
}

TEST_CASE("language: a long text is sampled all over") {
  const std::string german = repeated("Der Rat hat auch über die Straße nicht beraten. ", 6000);
  const std::string thai = repeated("สภาเมืองอนุมัติการสร้างสะพานใหม่ ", 3000);
  CHECK(codes_of(german) == "de");
  CHECK(codes_of(thai) == "en");
  CHECK(codes_of(thai + german) == "de");
  const std::string english = repeated("The council has not talked about the new road. ", 3000);
  CHECK(codes_of(english + german) == "de en");
  // Every cut of a window through a sequence, up to and beyond the size of the sample.
  for (size_t size = (1 << 16) - 3; size < (1 << 16) + 70; ++size) {
    CAPTURE(size);
    CHECK(codes_of(std::string_view(thai).substr(0, size)) == "en");
  }
}

TEST_CASE("language: any bytes give one to three known codes, the same each time") {
  const std::set<std::string_view> known = {"en", "de", "fr", "es", "it", "pt", "nl",
                                            "pl", "ru", "uk", "tr", "ar", "fa", "hi",
                                            "id", "vi", "zh", "ja", "ko"};
  uint64_t state = 1;
  const auto next = [&] {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return state >> 33;
  };
  size_t ran = 0;
  for (const size_t size : {1, 2, 3, 7, 100, 5000, 65536, 65537, 66000, 200000}) {
    for (const uint64_t range : {256, 128, 7}) {
      std::string text(size, '\0');
      for (char& c : text) {
        c = range == 7 ? " esdlat"[next() % 7] : static_cast<char>(next() % range);
      }
      const std::vector<std::string_view> codes = detect_languages(text);
      CAPTURE(size, range);
      CHECK(!codes.empty());
      CHECK(codes.size() <= 3);
      CHECK(std::set(codes.begin(), codes.end()).size() == codes.size());
      for (const std::string_view code : codes) CHECK(known.count(code) == 1);
      CHECK(detect_languages(text) == codes);
      ++ran;
    }
  }
  CHECK(ran == 30);
  CHECK(codes_of("\xFF Der Rat hat \xC3 auch \xE2\x82 nicht \xF0\x9F beraten. \xED\xA0") == "de");
  CHECK(codes_of("\xC3") == "en");
}

TEST_CASE("language: the tables are tidy") {
  size_t packs = 0;
  for (const Tongue& tongue : kTongues) {
    CAPTURE(tongue.code, tongue.words.substr(0, 20));
    packs += !tongue.code.empty();
    CHECK(tongue.density > 0);
    CHECK(tongue.script <= Script::arabic);
    std::set<std::string_view> words;
    for (std::string_view rest = tongue.words; !rest.empty();) {
      const size_t end = rest.find(' ');
      const std::string_view word = rest.substr(0, end);
      CAPTURE(word);
      CHECK(!word.empty());
      CHECK(words.insert(word).second);
      for (const char c : word) CHECK((static_cast<uint8_t>(c) >= 0x80 || (c >= 'a' && c <= 'z')));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    CHECK(words.size() >= 30);
  }
  CHECK(packs == 16);  // the fifteen languages that words tell apart, and Catalan under "es"
}

}  // namespace
}  // namespace dehusk
