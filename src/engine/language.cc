#include "engine/language.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "core/utf8.h"
#include "engine/language_words.h"

namespace dehusk {
namespace {

// ---- letters ----

bool within(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

/// The script of a letter; `none` for digits, punctuation, symbols and marks. c >= U+0080.
Script script_of(char32_t c) {
  if (c < 0x370) {
    return within(c, 0xC0, 0x2AF) && c != 0xD7 && c != 0xF7 ? Script::latin : Script::none;
  }
  if (within(c, 0x400, 0x52F)) return Script::cyrillic;
  if (within(c, 0x600, 0x6FF)) {
    const bool letter = within(c, 0x620, 0x64A) || within(c, 0x66E, 0x6D3) || c == 0x6D5;
    return letter ? Script::arabic : Script::none;
  }
  if (within(c, 0x4E00, 0x9FFF) || within(c, 0x3400, 0x4DBF) || within(c, 0xF900, 0xFAFF) ||
      within(c, 0x20000, 0x3FFFF)) {
    return Script::han;
  }
  if (within(c, 0x3041, 0x3096) || within(c, 0x30A1, 0x30FA) || within(c, 0xFF66, 0xFF9D)) {
    return Script::kana;
  }
  if (within(c, 0xAC00, 0xD7A3) || within(c, 0x1100, 0x11FF) || within(c, 0x3131, 0x318E)) {
    return Script::hangul;
  }
  if (within(c, 0x900, 0x97F)) {
    return within(c, 0x964, 0x970) ? Script::none : Script::devanagari;
  }
  if (within(c, 0x1E00, 0x1EFF)) return Script::latin;
  if (c < 0x2000 || within(c, 0xA000, 0xABFF)) return Script::other;
  if (within(c, 0xFB50, 0xFDFB) || within(c, 0xFE70, 0xFEFC)) return Script::arabic;
  return Script::none;
}

/// Lower case for the Latin and Cyrillic letters that the tables use; all others stay. c >= U+0080.
char32_t fold(char32_t c) {
  if (within(c, 0xC0, 0xDE)) return c + 0x20;
  if (c == 0x130) return U'i';  // Turkish dotted I
  if (within(c, 0x139, 0x148) || within(c, 0x179, 0x17E)) return c + (c & 1);  // odd is upper
  if (within(c, 0x100, 0x177) && c != 0x131) return c | 1;
  if (c == 0x1A0 || c == 0x1AF) return c + 1;  // Vietnamese horned O and U
  if (within(c, 0x218, 0x21B) || within(c, 0x1EA0, 0x1EFF)) return c | 1;
  if (within(c, 0x400, 0x40F)) return c + 0x50;
  if (within(c, 0x410, 0x42F)) return c + 0x20;
  if (within(c, 0x490, 0x4BF)) return c | 1;
  return c;
}

/// Soft hyphens, combining accents, Arabic vowel signs and tatweel: inside a word, but no letter.
bool is_mark(char32_t c) {
  return c == 0xAD || within(c, 0x300, 0x36F) || within(c, 0x64B, 0x65F) || c == 0x640 ||
         c == 0x670;
}

// ---- the sample and its tally ----

constexpr size_t kWindows = 64;
constexpr size_t kWindowBytes = kLanguageSample / kWindows;

struct Tally {
  std::array<uint16_t, kSlots> hits{};  ///< by clue; the sample holds fewer than 65,536 words
  std::array<uint16_t, kSlots> seen;    ///< the clues with hits, in order of appearance
  size_t seen_count = 0;
  std::array<uint32_t, kScripts> letters{};
  std::array<uint32_t, kScripts> words{};
  uint32_t chinese_signs = 0;

  void hit(uint16_t clue) {
    if (hits[clue]++ == 0) seen[seen_count++] = clue;
  }
  uint64_t letters_in(Script script) const { return letters[static_cast<size_t>(script)]; }
  uint64_t words_in(Script script) const { return words[static_cast<size_t>(script)]; }
};

/// Signs that are 6 to 10 % of the Han in Chinese texts and under 1 % in Japanese ones; measured.
bool is_chinese_sign(char32_t c) {
  switch (c) {  // clang-format off
    case U'的': case U'是': case U'了': case U'也': case U'我': case U'你': case U'她': case U'很':
    // simplified
    case U'这': case U'们': case U'为': case U'个': case U'时': case U'对': case U'说': case U'没':
    case U'还': case U'过': case U'经': case U'开': case U'关': case U'发': case U'进': case U'样':
    case U'现': case U'两': case U'问': case U'吗':
    // traditional
    case U'這': case U'們': case U'為': case U'對': case U'說': case U'沒': case U'還': case U'與':
    case U'嗎': return true;
    default: return false;
  }  // clang-format on
}

bool is_ascii_letter(char c) { return within(c | 0x20, 'a', 'z'); }
bool is_ascii_alnum(char c) { return is_ascii_letter(c) || within(c, '0', '9'); }

bool is_glue(char c) {
  constexpr std::string_view kGlue = "./-@_=#&%\\";
  return c != ' ' && kGlue.find(c) != std::string_view::npos;
}

/// Whether the word at [begin, end) is a piece of an address, a file name or a compound, where
/// "de" and "com" say nothing: "www.heise.de", "a@b.com", "t3n", "rendez-vous".
bool is_piece(std::string_view text, size_t begin, size_t end) {
  const auto at = [&](size_t i) { return i < text.size() ? text[i] : ' '; };  // also below 0
  if (is_ascii_alnum(at(begin - 1)) || is_ascii_alnum(at(end))) return true;
  if (is_glue(at(begin - 1)) && is_ascii_alnum(at(begin - 2))) return true;
  return is_glue(at(end)) && is_ascii_alnum(at(end + 1));
}

/// Counts letters and words of a window into a tally.
class Scanner {
 public:
  Scanner(std::string_view window, Tally* tally) : window_(window), tally_(tally) {}

  void run() {
    for (size_t at = 0; at < window_.size();) {
      const size_t begin = at;
      if (is_ascii_letter(window_[at])) {
        enter(Script::latin, begin);
        while (at < window_.size() && is_ascii_letter(window_[at])) {
          hash_ = add_to_hash(hash_, static_cast<char32_t>(window_[at++] | 0x20));
        }
        tally_->letters[static_cast<size_t>(Script::latin)] += static_cast<uint32_t>(at - begin);
      } else if (static_cast<uint8_t>(window_[at]) < 0x80) {
        enter(Script::none, at++);
      } else {
        const char32_t c = next_code_point(window_, &at);
        if (!is_mark(c)) add(c, begin);
      }
    }
    enter(Script::none, window_.size());
  }

 private:
  /// A code point of `script` follows at `at`: ends the word if it can't be part of it.
  void enter(Script script, size_t at) {
    if (script == script_) return;
    if (script_ <= Script::arabic && !is_piece(window_, begin_, at)) end_word();
    script_ = script;
    begin_ = at;
    hash_ = kWordSeed;
    letter_ = kNoClue;
  }

  void end_word() {
    ++tally_->words[static_cast<size_t>(script_)];
    const uint16_t clue = find_clue(hash_);
    if (clue != kNoClue) {
      tally_->hit(clue);
    } else if (letter_ != kNoClue) {
      tally_->hit(letter_);
    }
  }

  /// Adds a code point from U+0080 up.
  void add(char32_t c, size_t at) {
    const Script script = script_of(c);
    enter(script, at);
    if (script == Script::none) return;
    ++tally_->letters[static_cast<size_t>(script)];
    if (script == Script::han) tally_->chinese_signs += is_chinese_sign(c);
    if (script > Script::arabic) return;
    c = fold(c);
    hash_ = add_to_hash(hash_, c);
    const uint16_t clue = find_clue(add_to_hash(kLetterSeed, c));
    if (clue == kNoClue) return;
    if (letter_ == kNoClue || tongue_count(kClues[clue]) < tongue_count(kClues[letter_])) {
      letter_ = clue;
    }
  }

  std::string_view window_;  // the caller's text
  Tally* tally_;
  // The word in the making.
  Script script_ = Script::none;
  size_t begin_ = 0;
  uint32_t hash_ = kWordSeed;
  uint16_t letter_ = kNoClue;  // its letter that fewest languages use
};

void scan(std::string_view window, Tally* tally) { Scanner(window, tally).run(); }

bool continues_sequence(char byte) { return (static_cast<uint8_t>(byte) & 0xC0) == 0x80; }

void scan_sample(std::string_view text, Tally* tally) {
  if (text.size() <= kWindows * kWindowBytes) return scan(text, tally);
  for (size_t i = 0; i < kWindows; ++i) {
    size_t begin = text.size() / kWindows * i;
    size_t end = begin + kWindowBytes;
    for (int k = 0; k < 3 && continues_sequence(text[begin]); ++k) ++begin;
    for (int k = 0; k < 3 && end > begin && continues_sequence(text[end]); ++k) --end;
    scan(text.substr(begin, end - begin), tally);
  }
}

// ---- from the tally to languages ----

constexpr uint64_t kVote = 840;  // one word's; most counts of languages divide it
constexpr size_t kMostLanguages = 3;
constexpr uint64_t kLeastLetters = 20;  // of a language after the first

struct Score {
  uint64_t votes = 0;
  uint64_t top = 0;      ///< votes of the strongest word
  uint32_t words = 0;    ///< different words that voted, or stand behind a letter of its own
  uint32_t letters = 0;  ///< different words behind shared letters; at most two a letter count
};
using Scores = std::array<Score, std::size(kTongues)>;

void add_votes(const Clue& clue, uint32_t hits, Scores* scores) {
  const bool letter = (clue.tongues & kLetterBit) != 0;
  const bool shared = tongue_count(clue) > 1;
  const uint64_t votes = kVote * hits / static_cast<uint64_t>(tongue_count(clue));
  for (uint32_t rest = clue.tongues & ~kLetterBit; rest != 0; rest &= rest - 1) {
    Score& score = (*scores)[static_cast<size_t>(std::countr_zero(rest))];
    if (letter) {
      score.votes += votes / 2;
      (shared ? score.letters : score.words) += std::min(hits, 2u);
    } else {
      score.votes += votes;
      score.top = std::max(score.top, votes);
      ++score.words;
    }
  }
}

/// Votes for each language of `script`, by the clues that none of `explained` knows.
Scores count_votes(const Tally& tally, Script script, uint32_t explained) {
  Scores scores{};
  for (size_t i = 0; i < tally.seen_count; ++i) {
    const uint16_t clue = tally.seen[i];
    if ((kClues[clue].tongues & explained) == 0) add_votes(kClues[clue], tally.hits[clue], &scores);
  }
  for (size_t i = 0; i < scores.size(); ++i) {
    if (kTongues[i].script != script) scores[i] = {};
  }
  return scores;
}

/// A language's votes, where its strongest word counts at most one more than all others together:
/// "AMA" a hundred times over is not Turkish.
uint64_t fair_votes(const Score& score) {
  return std::min(score.votes, 2 * (score.votes - score.top) + kVote);
}

/// How many words of plain prose give such votes, in kVote.
uint64_t prose_words(const Score& score, const Tongue& tongue) {
  return fair_votes(score) * 1000 / static_cast<uint64_t>(tongue.density);
}

/// Whether a text of `words` words may be in this language at all. In Latin letters it takes two
/// different words, five in a long text, and a tenth of what prose has: the clubs of Los Angeles
/// and Las Vegas are not Spanish. The other alphabets are ours anyway: their best guess stands.
bool is_evident(const Score& score, const Tongue& tongue, uint64_t words) {
  if (tongue.script != Script::latin) return score.votes > 0;
  const uint64_t least = 2 + std::min<uint64_t>(words / 40, 3);
  return score.votes >= kVote / 2 && score.words >= 1 && score.words + score.letters >= least &&
         prose_words(score, tongue) * 10 >= kVote * words;
}

/// Whether words that the languages before don't know make one more language.
bool is_evident_beside(const Score& score) {
  return fair_votes(score) >= 3 * kVote && score.words >= 4;
}

/// What one language explains of the text, in letters of Latin prose.
struct Share {
  std::string_view code;  ///< empty for a language without a rule pack
  uint64_t letters = 0;
  bool evident = true;  ///< false for a guess by alphabet alone
};

/// Splits the letters of one alphabet among the languages whose words it holds.
void share_alphabet(const Tally& tally, Script script, std::string_view guess,
                    std::vector<Share>* shares) {
  const size_t begin = shares->size();
  uint64_t all_words = 0;
  uint32_t explained = 0;
  while (shares->size() < begin + kMostLanguages) {
    const Scores scores = count_votes(tally, script, explained);
    const auto best =
        std::max_element(scores.begin(), scores.end(), [](const Score& a, const Score& b) {
          return fair_votes(a) < fair_votes(b);
        });
    const auto index = static_cast<size_t>(best - scores.begin());
    const Tongue& tongue = kTongues[index];
    const bool evident = explained == 0 ? is_evident(*best, tongue, tally.words_in(script))
                                        : is_evident_beside(*best);
    if (!evident) break;
    shares->push_back({tongue.code, prose_words(*best, tongue)});
    all_words += shares->back().letters;
    explained |= 1u << index;
  }
  if (explained == 0) {
    shares->push_back({guess, tally.letters_in(script), false});
    return;
  }
  for (size_t i = begin; i < shares->size(); ++i) {
    (*shares)[i].letters = (*shares)[i].letters * tally.letters_in(script) / all_words;
  }
}

/// Han with enough kana is Japanese, but what Chinese signs stand for is Chinese.
void share_east_asian(const Tally& tally, std::vector<Share>* shares) {
  const uint64_t han = tally.letters_in(Script::han);
  const uint64_t kana = tally.letters_in(Script::kana);
  const uint64_t signs = tally.chinese_signs;
  const bool chinese = signs >= 5 && signs * 40 > han;
  uint64_t japanese = kana * 20 >= han ? han : 0;
  if (chinese) japanese = std::min({japanese, 2 * kana, han - std::min(han, 10 * signs)});
  shares->push_back({"ja", 2 * kana + 3 * japanese});
  shares->push_back({"zh", 3 * (han - japanese)});
  shares->push_back({"ko", 2 * tally.letters_in(Script::hangul)});
}

/// The languages found, the largest first, without empty ones.
std::vector<Share> share_out(const Tally& tally) {
  std::vector<Share> shares;
  shares.reserve(16);
  share_alphabet(tally, Script::latin, "en", &shares);
  share_alphabet(tally, Script::cyrillic, "ru", &shares);
  share_alphabet(tally, Script::arabic, "ar", &shares);
  share_east_asian(tally, &shares);
  shares.push_back({"hi", tally.letters_in(Script::devanagari)});
  shares.push_back({"", tally.letters_in(Script::other)});
  std::erase_if(shares, [](const Share& share) { return share.letters == 0; });
  std::stable_sort(shares.begin(), shares.end(),
                   [](const Share& a, const Share& b) { return a.letters > b.letters; });
  return shares;
}

}  // namespace

std::vector<std::string_view> detect_languages(std::string_view utf8_text) {
  Tally tally;
  scan_sample(utf8_text, &tally);
  std::vector<Share> shares = share_out(tally);
  uint64_t all = 0;
  for (const Share& share : shares) all += share.letters;
  // English is cheap to check for, and its furniture stands on pages of every language.
  const auto is_large = [&](const Share& share) {
    return share.letters * (share.code == "en" ? 10 : 7) >= all;
  };
  const auto is_sure = [&](const Share& share) { return share.evident && is_large(share); };
  if (std::any_of(shares.begin(), shares.end(), is_sure)) {
    std::erase_if(shares, [](const Share& share) { return !share.evident; });
  }
  std::vector<std::string_view> codes;
  for (const Share& share : shares) {
    const std::string_view code = share.code.empty() ? "en" : share.code;
    if (codes.empty()) {
      codes.push_back(code);
    } else if (!share.code.empty() && is_large(share) && share.letters >= kLeastLetters &&
               codes.size() < kMostLanguages &&
               std::find(codes.begin(), codes.end(), code) == codes.end()) {
      codes.push_back(code);
    }
  }
  if (codes.empty()) codes.push_back("en");
  return codes;
}

}  // namespace dehusk
