// Function words and telling letters of the languages that share an alphabet, and the hash table
// that the compiler makes of them. Only language.cc reads this.
//
// A word stands in every list whose language uses it often, also where another language is its
// home ("la" in es, fr and it): its vote is split among its lists, so a word that is missing from
// one list counts against that language. Lower case; words are split at anything but letters, so
// "l'arbre" reads as "l" and "arbre". Letters help where a word stands in no list.
// A language without a rule pack is here so that its words don't pass for those of a neighbour:
// Swedish "den" is not German, Czech "na" is not Polish.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace dehusk {

enum class Script : uint8_t { latin, cyrillic, arabic, han, kana, hangul, devanagari, other, none };
inline constexpr size_t kScripts = static_cast<size_t>(Script::none);

/// A language that is known by its words: its script is latin, cyrillic or arabic.
struct Tongue {
  std::string_view code;     ///< ISO 639-1; empty where no rule pack exists
  Script script;
  int density;               ///< votes per 1,000 words; measured on translated program messages
  std::string_view letters;  ///< lower case, not separated
  std::string_view words;    ///< lower case, one space between them
};

inline constexpr Tongue kTongues[] = {
    {"en", Script::latin, 280, "",
     "the of and to in a is that for it as was with be by on not he his but at are this have from "
     "or had an they which one you were all her she there would their we him been has when who "
     "will no more if out so up said what its about than into them can only other time new some "
     "could these two may first then do any like my now over such our man me even most made after "
     "also did many must through back years where much your way well down should because each "
     "just those people how too good very make world still see own work here get both between "
     "being under never day same another know while last might us great off come since against go "
     "came right used take three s t d don didn doesn isn wasn won re ve ll i am does let want "
     "every why before during however until without again few around says say using use need find "
     "best per via next year week die war"},
    {"de", Script::latin, 330, "äöüß",
     "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an "
     "werden aus er hat dass daß sie nach wird bei einer um am sind noch wie einem über einen so "
     "zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei hatte kann gegen vom "
     "können schon wenn habe seine ihre dann unter wir soll ich eines jahr zwei diese dieser "
     "wieder keine uhr seiner worden will zwischen immer was sagte gibt alle seit muss wurden "
     "beim doch jetzt waren drei jahre neue neuen damit bereits da ab ohne sondern selbst ihm ihr "
     "seinen weil sehr hier etwa diesem ja diesen dieses viele wo also denn mir mich ihn ihnen "
     "uns unser unsere du nun ob während jedoch etwas kein keinen allem alles anderen andere "
     "machen gut weiter jeder müssen würde würden wäre hätte hatten welche ganz heute dazu dabei "
     "davon darauf daran dafür deren dessen ihrer ihren ihrem seinem meine mein dein deine euch "
     "euer sowie ebenfalls bzw jahren tag tage wer warum sollte sollten könnte könnten wollen "
     "kommt geht macht allen aller all per statt innerhalb außerdem deshalb dort"},
    {"fr", Script::latin, 230, "éèêëàâçùûîïôœ",
     "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il "
     "sont avec ou son mais comme on tout nous sa fait été aussi leur bien peut ces y cette ses "
     "être était elle si deux même ont autres ans aux lui dont moins sans après encore entre ils "
     "vous je très depuis faire contre sous toute toutes tous cela avait autre leurs avant là où "
     "notre votre vos nos mon ma mes me te moi rien non alors donc car lors chez jamais toujours "
     "quand ici peu trop quelques plusieurs selon pendant afin ainsi puis d l s qu aujourd hui "
     "jour fois jours temps année années étaient sera ça lorsque parce cet ni doit dit avons avez "
     "à tu toi ton ta tes vers dès chaque celui celle ceux celles aucun aucune ai soit serait "
     "seront peuvent doivent avoir fut cependant également grâce lire tant pourquoi comment quel "
     "quelle sommes êtes elles or es via"},
    {"es", Script::latin, 150, "ñáíóú",
     "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus "
     "le ha me si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy "
     "años hasta desde está mi porque qué sólo solo han yo hay vez puede todos así nos ni parte "
     "tiene él uno donde bien tiempo mismo ese ahora cada e vida otro después te otros aunque esa "
     "eso hace otra tan durante siempre día tanto ella tres sí dijo sido gran país según menos "
     "año antes contra sino forma caso nada hacer general estaba poco estos mayor ante unos les "
     "algo hacia casa ellos ayer hecho mucho mientras además quien momento esto estas están cómo "
     "aquí nuestra nuestro sea tienen cual cuál esos esas pueden mí tu tú tus ti nosotros ustedes "
     "usted fueron será serán hemos he has habían todas toda cualquier misma mismos través luego "
     "aún entonces cuanto cuándo dónde quién muchos muchas otras algunos algunas unas mediante "
     "tras debe deben hoy días ver contigo nunca bajo gracias"},
    {"it", Script::latin, 220, "àèìòù",
     "di e il la che è in a per un del si non una le con da dei al della i sono gli ha anche nel "
     "alla più come lo o ma se ci delle questo nella ad ed dal dalla sul sulla stato degli alle "
     "ai dai dagli dalle sui sugli sulle nei negli nelle ne loro suo sua suoi sue hanno era "
     "essere due anni dopo tra fra fino quando solo tutti tutto tutte tutta questa questi queste "
     "quello quella quelli chi cui perché cosa così già molto poi ancora prima senza mentre ogni "
     "qui mi ti vi noi voi io lui lei essi può fare fatto stata stati state anno oggi oltre "
     "contro secondo ora sia sempre però quindi proprio d l s dell all nell sull dall quest po "
     "mai nostro nostra nostri vostro vostra grazie allo agli nello dallo sullo uno ho hai "
     "abbiamo avete ecco dove quale quali tuo tua tuoi mio mia miei durante verso circa sotto "
     "sopra entro invece inoltre viene vengono possono deve devono aveva erano sarà saranno cioè "
     "altri altre altro altra parte giorno giorni no meno quanto qualche te me lì là qua"},
    {"pt", Script::latin, 190, "ãõçáâêíóôú",
     "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à "
     "seu sua ou quando muito nos já eu também só pelo pela até isso ela entre depois sem mesmo "
     "aos seus quem nas me esse eles você essa num nem suas meu às minha numa pelos pelas elas "
     "qual nós lhe deles essas esses este dele tu te vocês vos lhes meus teu tua nosso nossa "
     "nossos nossas dela delas esta estes estas aquele aquela isto aquilo estou está estamos "
     "estão estava foi são ser ter tem têm tinha há foram era eram será serão pode podem sobre "
     "ainda ano anos dia dias onde porque então após cada outro outra outros outras todos todas "
     "tudo toda todo bem vai vez contra fazer segundo além desde durante assim sempre maior agora "
     "aqui ali lá é dois duas três nesta neste nessa nesse desta deste dessa desse pois hoje "
     "mesma menos muitos muitas pouco antes através sido teve seja sejam enquanto quanto apenas "
     "quais vamos nunca si meio tão sob fim parte"},
    {"nl", Script::latin, 280, "ëï",
     "de het een en van in is dat op te zijn met voor niet die aan er om ook als dan maar bij uit "
     "nog worden door naar heeft hebben wordt over meer hij ze zich ik je kan tot was wat deze of "
     "werd zij geen al had hun we veel onder zo u mijn moet wel omdat tegen na toen zal waar alle "
     "nu haar hem dit jaar jaren twee kunnen moeten goed zou ons doen mensen zonder tussen eerste "
     "mag andere heb hebt bent ben jij wij jullie ja nee echter volgens sinds vanaf daar hier hoe "
     "wie waarom iets niets steeds weer toch altijd maken gaan gaat komt komen laat nieuwe uw "
     "elke elk binnen tijdens onze zoals staat hadden waren werden mij me jouw zelf zelfs alleen "
     "af terug eens één dus hierbij daarom daarmee waarbij waarin echt willen wil wilt kunt "
     "zullen alles iedereen vaak bijvoorbeeld eigen per t s toe ging deed zien der vind minder "
     "vanuit naast rond via lees bekijk dag week"},
    {"pl", Script::latin, 290, "ąćęłńóśźż",
     "w i na z się nie do to że jest o po za od jak co dla przez ale ma tak przy czy był było już "
     "być tylko jego lub oraz ze może są tego tym ich które który która także gdy jej te też była "
     "go jako mu ten ta przed pod nad między sobie swoje swoich swój bardzo bez można jeszcze lat "
     "roku rok nas nam mi mnie ja on ona oni my wy a u we więc jednak został została będzie będą "
     "mają którzy których którym tej tych temu wszystko wszystkich wszystkie kiedy gdzie dlatego "
     "ponieważ niż żeby aby tu tam teraz również kto coś nic razem czasu no by według podczas "
     "choć zostać zostały zostanie jeśli jeżeli zawsze nigdy ją nimi nich niego nim swoją jakie "
     "jaki jaka taki takie tę tą byli były miał ci cię ciebie tobie wam was nasze nasz nasza "
     "twoje dzień dnia dni mogą musi należy dwa trzy około ku lecz ani którego której swojego tzw "
     "czyli trzeba im poza oprócz wśród dzięki kilka wiele więcej mniej bo natomiast dziś"},
    {"tr", Script::latin, 310, "çğıöşüâ",
     "ve bir bu da de için ile olarak çok daha olan gibi ne en var o ki kadar sonra ama her mi mı "
     "ya iki ise değil olduğu diye göre şey yok ben sen biz siz onlar hem veya ancak bunu bunun "
     "şu oldu olduğunu etti ediyor edilen eden etmek ilgili yeni yıl yılında büyük içinde "
     "üzerinde tarafından arasında karşı önce ilk tüm bütün nasıl neden nin nın nu nda den dan "
     "zaman bugün ayrıca hiç bile kendi böyle şekilde sadece önemli yapılan yaptı devam olması "
     "olacak olup oluyor bana beni sana onu ona onun bizim sizin birlikte dedi vardı ettiği mu mü "
     "ın in un ün nun nün e a i ye te ta dır olmak değildir üzere itibaren şöyle öyle eğer çünkü "
     "bunlar hangi kez gün yer içerisinde özel son genel nde na ı hale iyi bazı diğer aynı fazla "
     "biri kişi adlı etmiştir olmuştur bulunan bulunuyor yapılacak açıkladı söyledi"},
    {"id", Script::latin, 310, "",
     "yang dan di untuk dengan pada ini dari dalam itu tidak akan oleh juga adalah ke karena "
     "telah bisa ada sebagai lebih saat atau mereka dapat bahwa kami kita saya anda dia ia "
     "tersebut sudah hanya secara seperti para masih menjadi hari tahun antara setelah banyak "
     "namun harus agar tetapi tapi hingga jika kepada belum orang satu dua tiga semua lain bukan "
     "lagi maka baru pun saja sangat serta kata tak punya ketika sejak sebelum atas merupakan "
     "bagi sekitar salah beberapa terhadap melalui hal per nya kalau jadi pernah apa siapa mana "
     "bagaimana terjadi melakukan yaitu yakni sehingga sementara sedang selama tanpa dilakukan "
     "menurut sampai aku kamu sendiri setiap baik besar lalu ujar adanya memiliki se si sini sana "
     "begitu demikian terus bersama yg dgn utk dll boleh daripada kerana beliau sahaja ialah "
     "mesti hendaklah tentang seorang sebuah mulai masing membuat digunakan"},
    {"vi", Script::latin, 560,
     "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹàáãèéìíòóõùúýĩũ",
     "và của là có được cho trong không một các với những người đã để này khi đến từ ra về như "
     "tại nhiều sẽ vào trên cũng năm ông nhà việc làm công đó thì phải hơn sau còn theo bị hay ở "
     "mà nên rất chỉ cần lại nhưng bà anh chị em tôi bạn họ chúng ta đang do đi mới thế nào gì sự "
     "nước ngày tháng nam thành hai đồng giờ nếu vì thể biết ai cả qua đầu hoặc cùng trước tự "
     "ngoài con cao gia ba minh nay quan sinh tin xem trang chia trung thu tham xe thi nhau bao "
     "hoa nhanh thanh nhân cách ngay luôn hàng dùng"},
    {"es", Script::latin, 130, "àèòïç",  // Catalan; es is its nearest pack
     "de la el i a que en les un una per amb els dels als l d s del al és no més va com ha es o "
     "si aquest aquesta aquests aquestes però també seva seu són pel pels han fins tots dues anys "
     "hi ho ens perquè altres està cal cada fer"},
    {"", Script::latin, 290, "åäöøæ",  // Swedish, Danish, Norwegian
     "och att det som är på av för med den till inte om har de jag ett var men hade ska kan från "
     "vid när nu än efter vi du han hon eller sin så också alla i en där hur vad mycket mer utan "
     "under mot dig mig sig er og at af ikke der et hun fra blev vil skal også over når vær være "
     "etter ble dette denne til kun man sit sine deres bliver blir fått får finns bara detta "
     "dessa sina upp ut år kommer hans hennes jeg eg ein ikkje dei mange andre ha noe noen se "
     "alle mellem mellan bli blevet bruge bruk bruker kunne skulle ville ved ja nej nei to tre "
     "din ditt dina blivit hvis hvor hvad hva selv selve samt deras vara varit kunde finnes gjør "
     "gør ingen intet"},
    {"", Script::latin, 120, "äöõ",  // Finnish, Estonian
     "ja on ei että oli se hän mutta ovat myös kun ole niin joka sekä tai kuin vuoden jo mukaan "
     "kanssa jos ennen vain sen joita nyt olla ollut voi mitä tämä tässä sitä hänen jonka siitä "
     "vuonna et see ka kui oma aga mis või ta kes ning seda tämän ne jotka jota mikä kaikki hyvin "
     "koska eivät voidaan voit sinun minun miten kuinka sitten siis olevan noin vielä jälkeen saa "
     "käyttää ette kas nii juba veel välja pole saab kuid"},
    {"", Script::latin, 230, "áčďéěíňóřšťúůýžľĺŕôä",  // Czech, Slovak
     "a v se na je že o s z do i to k ve pro za by ale si po jako podle od jsem jsou které který "
     "která tak jeho až také jak jen nebo být už při má bude kde není když byl byla bylo mezi aby "
     "jej sa aj pre sú alebo ktorý ktoré ktorá keď podľa nie som bol bola bolo pri ako iba len "
     "ktorú čo co či pod nad před pred u ze zo jsme jste mu ji její jejich tento tato toto této "
     "tohoto ten ta tím těch tu my on ona ani ne no kdo proto protože pokud může lze musí roku "
     "rok let dva ho mi máte své svou byli byly než více ktorí môže ak"},
    {"", Script::latin, 150, "čćđšž",  // Croatian, Serbian, Bosnian, Slovene
     "i je u na se da za su od s a o koji koja koje kao što nije ali iz biti bi ili bio ne samo "
     "kako će sam kada to te po ako sve već pa još nakon prema njegov ovo godine in v so ki z "
     "tudi kot ni še do pri ta ga mu ima nisu smo ste bila bilo bili sa šta ovaj ova taj tako jer "
     "dok gdje gde ko tko ih im joj mi vi nas vas možete treba svoj svoje svoju ovog tog ove "
     "kojem koju kojih tijekom zbog između može mogu sta ker bo lahko če kar ter več vse tega "
     "zelo bil"},
    {"", Script::latin, 260, "ăâîșțşţ",  // Romanian
     "și în de la a cu o pe nu că din care pentru este un mai sau au fost ale al sunt ca dar cel "
     "prin după fi lui era să se le ai am foarte între până acest această aceste unei unui si in "
     "sa ce ne nici cea cele doar dacă va vor fie face poate ei ea el lor cum când unde toate tot "
     "are fără despre anul ani ori iar astfel numai ții iși își i şi fişier către acestui asupra "
     "dintre decât"},
    {"", Script::latin, 220, "áéíóöőúüű",  // Hungarian
     "a az és hogy nem is egy ez meg már csak de volt van ha azt mint még el ki vagy lesz minden "
     "után szerint amely pedig mert kell lehet s e be fel le itt ott úgy így ezt arra ezek azok "
     "nincs ami aki akik amelyek között lett voltak vannak sem se nagy több első mely által ne "
     "való olyan ilyen majd mindig illetve számára alatt miatt"},
    {"", Script::latin, 280, "āčēģīķļņšūžąęėįų",  // Latvian, Lithuanian
     "ir un kad tai su į iš bet kaip yra buvo ar no par kas uz arī tika ka nav vai pie pēc lai "
     "var kā tas šis es mēs jo o ne už prie apie dėl nuo iki per jis ji jie jų pat tik taip arba "
     "kur kuris kuri kurie šio bus būti gali šī bija ko to tiek bez ja"},
    {"", Script::latin, 320, "",  // Tagalog
     "ang ng mga sa ay na hindi ito kung siya niya nang rin lang at ni kay para may ako ka ko mo "
     "ikaw sila nila kami tayo namin natin dahil kanyang kanilang isang upang mula pa naman din "
     "po si ating bawat lahat"},
    {"", Script::latin, 300, "ëç",  // Albanian
     "të e në i për që dhe një me nga është së ka si do u nuk më se ky kjo janë ose por edhe kur "
     "tij saj kanë pas deri duke qe te ne per mund këtë këto ishte shumë a ju"},
    {"", Script::latin, 150, "",  // Basque
     "eta da ez bat du ere dira den edo izan baina dute izango egin egiten ditu dago hau hori "
     "baino bere zen duen beste zuen gehiago arte bai behar dituzte zer nahi ezin honen zure "
     "zuten"},
    {"", Script::latin, 300, "",  // Latin, as in "lorem ipsum"
     "lorem ipsum dolor sit amet consectetur adipiscing elit sed ut quis enim et in ad non vel eu "
     "nec ac pellentesque aliquam mauris est id at nunc nulla vitae eget ante sem magna quam "
     "tempor incididunt labore dolore aliqua veniam nostrud ex ea commodo cum qui si per a ab de "
     "tempus turpis risus orci leo vestibulum justo"},
    {"ru", Script::cyrillic, 220, "ыэёъ",
     "и в не на что с по как это из у за от к но а его для о же то так был все он я только при мы "
     "бы было или до их мне она они если уже еще ещё быть этого когда ему нет вы ни даже под нас "
     "после чтобы лет более также года году который которые которая которых которой этом том там "
     "где ли может была были есть вас себя со об без через между будет время потому очень можно "
     "надо теперь тоже здесь раз два чем кто во того ее её меня ней эта эти тем около свою своей "
     "своих перед однако этот всех всё сам вам нам ты тебя твой мой моя наш наша ваш сейчас "
     "именно котором которому поэтому должен должны могут стал стала стали день дня сегодня лишь "
     "тех тот та те ведь чтоб больше меньше другие других первый"},
    {"uk", Script::cyrillic, 300, "іїєґ",
     "і в на що з не до та у як за це від для по а є його але й про із року який яка які яке якщо "
     "також був була було були бути або їх він вона вони ми ви ще вже лише тільки при після через "
     "під час над між щоб може можна цього цей ця ці того тому де коли так ж же би б нас нам вас "
     "вам мене мені себе свою своїх свої інших інші більше дуже років році сьогодні зі без перед "
     "саме проти всі все всього кожен треба якого якій яким яких буде будуть має мають її їм то "
     "ні ти тебе мій моя наш наша ваш тут там хто чи чому тобто цьому цих цю те лиш навіть якої "
     "зараз потім проте однак разом день дня о"},
    {"ar", Script::arabic, 400, "ةىإأئيكؤ",
     "في من على إلى الى ان أن و عن مع هذا هذه التي الذي كان كانت ما لا قد بعد كما أو بين ذلك قبل "
     "خلال حيث لم هو هي هناك كل إن إنه أنه أي يكون عام غير لكن بن عند حتى فيها به له لها منذ تم "
     "يتم ثم أيضا وقد وهو وفي ومن أكثر فقط الذين أمام حول ضد نحو تلك دون ولا سوف يمكن وقال قال "
     "اليوم علي انه او ايضا اذا إذا عليه بها منها لدى إذ هل كيف نحن انت أنت أنا هم وكان وكانت وأن "
     "كذلك بعض جميع أحد إنها أنها لن ليس ليست وهي عليها إليه فيه فإن ولم أما أول وما ولكن وذلك "
     "لهذا الان الآن يجب جدا"},
    {"fa", Script::arabic, 390, "پچژگکی",
     "و در به از که این را با است برای آن می شد شده یک تا بر خود هم کرد های ها هر اما یا نیز شود "
     "باید بود دارد کند کرده پس اگر ما من او وی دو سال روز گفت چه نه بین همه دیگر اند ای پیش بودن "
     "خواهد کنید شما نمی هایی کنند هستند بوده شدن کردن توسط درباره روی زیر اینکه آنها یکی مورد "
     "بیش حال طی تنها نیست دارند کنیم هستم ام همین چند وجود بسیار ولی چون همچنین اینجا کنم داشته "
     "داشت رو بعد قبل"},
    {"", Script::arabic, 400,
     "ٹڈڑںےہھەێۆڕڵېښڼۍپچژگکی",  // Urdu, Kurdish, Pashto
     "اور کے کی میں سے ہے کا کو نے پر ہیں یہ کہ اس لیے ایک بھی تھا گیا تھی نہیں کر ان ہو کیا اپنے "
     "جو لە بە بۆ کە لەسەر ئەم ئەو د په چې او کې ته هغه"},
};

// ---- clues: what a word or a letter says ----

inline constexpr uint32_t kLetterSeed = 0x9E3779B9;  // keeps the letter "à" apart from the word "à"
inline constexpr uint32_t kWordSeed = 0x811C9DC5;

constexpr uint32_t add_to_hash(uint32_t hash, char32_t c) { return (hash ^ c) * 0x01000193; }

/// `tongues` has bit i for kTongues[i]; 0 marks a free slot.
struct Clue {
  uint32_t hash = 0;
  uint32_t tongues = 0;
};

inline constexpr size_t kSlots = 8192;  // a third of them taken
inline constexpr uint32_t kLetterBit = 1u << 31;
static_assert(std::size(kTongues) < 31);

constexpr size_t slot_of(uint32_t hash) { return (hash ^ (hash >> 15)) % kSlots; }

/// Decodes one code point of the tables; they are well-formed and stay below U+10000.
constexpr char32_t next_literal(std::string_view text, size_t* at) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[*at + i]); };
  const uint8_t lead = byte(0);
  const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3;
  char32_t c = length == 1 ? lead : lead & (0x7F >> length);
  for (size_t i = 1; i < length; ++i) c = (c << 6) | (byte(i) & 0x3F);
  *at += length;
  return c;
}

/// Fails to compile if two different words share a hash.
constexpr std::array<Clue, kSlots> build_clues() {
  std::array<Clue, kSlots> clues{};
  std::array<std::string_view, kSlots> texts{};
  const auto add = [&](uint32_t hash, std::string_view text, uint32_t bits) {
    size_t slot = slot_of(hash);
    while (clues[slot].tongues != 0 && clues[slot].hash != hash) slot = (slot + 1) % kSlots;
    if (clues[slot].tongues != 0 && texts[slot] != text) throw "two clues share a hash";
    texts[slot] = text;
    clues[slot].hash = hash;
    clues[slot].tongues |= bits;
  };
  for (size_t tongue = 0; tongue < std::size(kTongues); ++tongue) {
    const std::string_view letters = kTongues[tongue].letters;
    for (size_t at = 0; at < letters.size();) {
      const size_t begin = at;
      const uint32_t hash = add_to_hash(kLetterSeed, next_literal(letters, &at));
      add(hash, letters.substr(begin, at - begin), kLetterBit | 1u << tongue);
    }
    const std::string_view words = kTongues[tongue].words;
    for (size_t at = 0; at < words.size(); ++at) {
      const size_t begin = at;
      uint32_t hash = kWordSeed;
      while (at < words.size() && words[at] != ' ') {
        hash = add_to_hash(hash, next_literal(words, &at));
      }
      add(hash, words.substr(begin, at - begin), 1u << tongue);
    }
  }
  return clues;
}

inline constexpr std::array<Clue, kSlots> kClues = build_clues();
inline constexpr uint16_t kNoClue = 0xFFFF;

/// A bit for each hash of a clue, of 65,536: it turns nearly all words away, and stays in the fastest cache.
inline constexpr std::array<uint64_t, 1024> kClueBits = [] {
  std::array<uint64_t, 1024> bits{};
  for (const Clue& clue : kClues) {
    if (clue.tongues != 0) bits[clue.hash >> 22] |= uint64_t{1} << (clue.hash >> 16 & 63);
  }
  return bits;
}();

/// The slot of the clue with this hash, or kNoClue.
inline uint16_t find_clue(uint32_t hash) {
  if ((kClueBits[hash >> 22] >> (hash >> 16 & 63) & 1) == 0) return kNoClue;
  for (size_t slot = slot_of(hash);; slot = (slot + 1) % kSlots) {
    if (kClues[slot].tongues == 0) return kNoClue;
    if (kClues[slot].hash == hash) return static_cast<uint16_t>(slot);
  }
}

/// How many languages a clue speaks for.
inline int tongue_count(const Clue& clue) { return std::popcount(clue.tongues & ~kLetterBit); }

}  // namespace dehusk
