#include "engine/text_stats.h"

#include <algorithm>
#include <array>

#include "core/unicode.h"
#include "core/utf8.h"
#include "engine/language_words.h"

namespace dehusk {
namespace {

enum Class : uint8_t { other, space, small, capital, digit, sign };

constexpr std::array<uint8_t, 128> ascii_classes() {
  std::array<uint8_t, 128> classes{};
  for (size_t c = 0; c < 128; ++c) {
    classes[c] = c == ' ' || (c >= 9 && c <= 13)  ? space
                 : c >= 'a' && c <= 'z'           ? small
                 : c >= 'A' && c <= 'Z'           ? capital
                 : c >= '0' && c <= '9'           ? digit
                 : c < 32 || c == 127             ? other
                                                  : sign;
  }
  return classes;
}
constexpr std::array<uint8_t, 128> kClasses = ascii_classes();

bool one_of(char32_t c, std::u32string_view set) { return set.find(c) != set.npos; }

bool ends_sentences(char32_t c) {
  return c < 0x80 ? c == '.' || c == '!' || c == '?'
                  : one_of(c, U"\u3002\uFF01\uFF1F\u0964\u06D4\u061F\u2026\uFF0E");
}

// What may stand behind the end of a sentence without changing that.
bool closes(char32_t c) {
  return c < 0x80 ? c == '"' || c == '\'' || c == ')' || c == ']' || c == '*' || c == '_'
                  : one_of(c, U"\u201D\u2019\u00BB\u300D\u300F\uFF09\u201C");
}

// Goes over a text once.
class Counter {
 public:
  Counter(std::string_view text, const WordContext& context) : text_(text), context_(context) {}

  TextStats run() {
    if (context_.words != nullptr) out_.first_word = static_cast<uint32_t>(context_.words->size());
    for (size_t at = 0; at < text_.size();) {
      const auto byte = static_cast<uint8_t>(text_[at]);
      if (byte >= 0x80) {
        wide(next_code_point(text_, &at));
        continue;
      }
      const uint8_t kind = kClasses[byte];
      if (kind == small) {
        if (!inside_) begin_word();
        const size_t begin = at;
        do {
          hash_ = add_to_hash(hash_, static_cast<uint8_t>(text_[at]));
        } while (++at < text_.size() && text_[at] >= 'a' && text_[at] <= 'z');
        letters(static_cast<uint32_t>(at - begin), 'a');
      } else {
        narrow(byte, kind);
        ++at;
      }
    }
    end_word();
    if (context_.words != nullptr) out_.end_word = static_cast<uint32_t>(context_.words->size());
    out_.sentences += pending_;
    out_.words += (out_.unspaced + 1) / 2;
    out_.ends_sentence = ended_;
    out_.ends_colon = last_ == ':' || last_ == 0xFF1A;
    return out_;
  }

 private:
  void begin_word() {
    inside_ = true;
    hash_ = kWordSeed;
    length_ = 0;
    number_ = 0;
    digits_only_ = true;
    starts_capital_ = starts_digit_ = false;
  }

  void seen(char32_t c, uint32_t count) {
    if (out_.first == 0) out_.first = c;
    out_.gaps += gap_;
    gap_ = false;
    out_.chars += count;
    last_ = c;
  }

  void letters(uint32_t count, char32_t c) {
    seen(c, count);
    out_.letters += count;
    length_ += count;
    digits_only_ = false;
    ended_ = pending_ = false;
    if (after_at_) ++out_.at_signs;
    after_at_ = after_clock_ = false;
  }

  void narrow(uint8_t c, uint8_t kind) {
    switch (kind) {
      case space: blank(); break;
      case capital:
        if (!inside_) {
          begin_word();
          starts_capital_ = true;
        }
        ++out_.capitals;
        hash_ = add_to_hash(hash_, c | 0x20u);
        letters(1, c);
        break;
      case digit: a_digit(c, c - '0'); break;
      case sign: a_sign(c); break;
      default: end_word();
    }
  }

  void a_digit(char32_t c, uint32_t value) {
    if (!inside_) {
      begin_word();
      starts_digit_ = true;
    }
    if (after_clock_) ++out_.clocks;
    after_clock_ = after_at_ = false;
    hash_ = add_to_hash(hash_, c);
    number_ = std::min<uint32_t>(number_ * 10 + value, 100000);
    ++length_;
    ++out_.digits;
    seen(c, 1);
    ended_ = pending_ = false;
  }

  void blank() {
    end_word();
    gap_ = out_.chars > 0;
    if (pending_) ++out_.sentences;
    pending_ = false;
    after_at_ = after_clock_ = false;
  }

  void a_sign(char32_t c) {
    const bool between_digits = inside_ && digits_only_;
    end_word();
    seen(c, 1);
    ++out_.punctuation;
    after_at_ = c == '@' || c == '#';
    after_clock_ = between_digits && (c == ':' || c == '/');
    if (ends_sentences(c)) {
      pending_ = ended_ = true;
      if (c == '!' || c == '?' || c == 0xFF01 || c == 0xFF1F || c == 0x61F) ++out_.questions;
      if (c >= 0x80 && c != 0x2026) {  // no blank follows these
        ++out_.sentences;
        pending_ = false;
      }
      return;
    }
    if (closes(c)) {
      out_.quotes += c == '"' || c >= 0x80;
      out_.brackets += c == ')' || c == ']';
      return;  // the sentence stays ended
    }
    ended_ = pending_ = false;
    switch (c) {
      case ',': case ';': case 0x3001: case 0xFF0C: case 0x60C: ++out_.commas; break;
      case '|': case '>': case 0xB7: case 0x2022: case 0xBB: case 0x203A: case 0x2192: case 0x25B8: ++out_.separators; break;
      case '(': case '[': case '{': case '}': ++out_.brackets; break;
      case 0xAB: case 0x201E: case 0x300C: case 0x201C: ++out_.quotes; break;
      case 0xA9: case 0xAE: case 0x2122: ++out_.copyright_signs; break;
      case '$': case 0xA3: case 0xA5: ++out_.currency_signs; break;
      default:
        if (c >= 0x20A0 && c <= 0x20CF) ++out_.currency_signs;
    }
  }

  void wide(char32_t c) {
    if (is_space(c)) return blank();
    if (is_ignorable(c)) return;
    if (is_digit(c)) return a_digit(c, 0);
    if (!is_word(c)) return a_sign(c);
    if (is_unspaced(c)) {
      end_word();
      ++out_.unspaced;
      ++out_.letters;
      if (context_.words != nullptr && out_.unspaced % 2 == 0) context_.words->push_back(pair_ * 31 + c);
      pair_ = c;
      seen(c, 1);
      ended_ = pending_ = false;
      out_.hash = out_.hash * 0x9E3779B97F4A7C15U + c;
      return;
    }
    const bool upper = is_upper(c);
    if (!inside_) {
      begin_word();
      starts_capital_ = upper;
    }
    out_.capitals += upper;
    hash_ = add_to_hash(hash_, upper ? fold_case(c) : c);
    letters(1, c);
  }

  void end_word() {
    if (!inside_) return;
    inside_ = false;
    ++out_.words;
    out_.hash = (out_.hash ^ hash_) * 0x9E3779B97F4A7C15U + 1;
    out_.titlecase += starts_capital_;
    out_.short_words += length_ <= 3;
    out_.numbers += starts_digit_;
    if (digits_only_ && length_ == 4 && number_ >= 1900 && number_ < 2100) ++out_.years;
    bool function_word = false;
    if (context_.tongues != 0) {
      const uint16_t clue = find_clue(hash_);
      function_word = clue != kNoClue && (kClues[clue].tongues & kLetterBit) == 0 &&
                      (kClues[clue].tongues & context_.tongues) != 0;
      out_.function_words += function_word;
    }
    if (context_.words != nullptr && !function_word) context_.words->push_back(hash_);
    if (context_.title != nullptr) out_.title_words += context_.title->has(hash_);
    if (context_.description != nullptr) out_.description_words += context_.description->has(hash_);
    if (collect_ != nullptr) collect_->add(hash_);
  }

 public:
  WordSet* collect_ = nullptr;  ///< takes the words, if it is there

 private:
  const std::string_view text_;
  const WordContext& context_;
  TextStats out_;
  // The word in the making.
  bool inside_ = false;
  uint32_t hash_ = 0;
  uint32_t length_ = 0;
  uint32_t number_ = 0;
  bool digits_only_ = false;
  bool starts_capital_ = false;
  bool starts_digit_ = false;
  // What the last characters were.
  char32_t last_ = 0;
  bool gap_ = false;
  bool ended_ = false;    // a sentence, nothing but quotes and brackets since
  bool pending_ = false;  // the same, and it counts if a blank follows
  bool after_at_ = false;
  bool after_clock_ = false;
  uint32_t pair_ = 0;  // the last character of a script without spaces
};

}  // namespace

TextStats count_text(std::string_view text, const WordContext& context) {
  return Counter(text, context).run();
}

WordSet words_of(std::string_view text) {
  WordSet words;
  const WordContext context;
  Counter counter(text, context);
  counter.collect_ = &words;
  counter.run();
  return words;
}

uint32_t tongues_of(const std::vector<std::string_view>& languages) {
  uint32_t bits = 0;
  for (const std::string_view language : languages) {
    for (size_t i = 0; i < std::size(kTongues); ++i) {
      if (kTongues[i].code == language) bits |= 1u << i;
    }
  }
  return bits;
}

}  // namespace dehusk
