// Reads RE2 syntax just far enough to know what every match must hold. Anything it does not know
// makes the part around it "anything", which is always right and only slower.
#include <cctype>
#include <optional>

#include "core/unicode.h"
#include "core/utf8.h"
#include "rule/literal_info.h"

namespace dehusk {
namespace {

constexpr int kDeepest = 60;

class Reader {
 public:
  explicit Reader(std::string_view regex) : text_(regex) {}

  LiteralInfo read() {
    LiteralInfo info = alternatives(0);
    return failed_ || at_ < text_.size() ? info_of_anything() : info;
  }

 private:
  bool done() const { return failed_ || at_ >= text_.size(); }
  char peek() const { return text_[at_]; }

  bool take(std::string_view expected) {
    if (!text_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }

  LiteralInfo fail() {
    failed_ = true;
    return info_of_anything();
  }

  LiteralInfo alternatives(int depth) {
    if (depth > kDeepest) return fail();
    std::optional<LiteralInfo> all;
    do {
      LiteralInfo one = sequence(depth);
      all = all ? info_of_either(*all, one) : std::move(one);
    } while (!done() && take("|"));
    return *all;
  }

  LiteralInfo sequence(int depth) {
    LiteralInfo all;
    while (!done() && peek() != '|' && peek() != ')') {
      LiteralInfo one = atom(depth);
      all = info_of_concat(all, repeated(std::move(one)));
    }
    return all;
  }

  LiteralInfo repeated(LiteralInfo one) {
    while (!done()) {
      uint32_t least = 0;
      uint32_t most = kUnbounded;
      if (take("*")) {
      } else if (take("+")) {
        least = 1;
      } else if (take("?")) {
        most = 1;
      } else if (!counted(&least, &most)) {
        break;
      }
      take("?");
      one = info_of_repeat(one, least, most);
    }
    return one;
  }

  // {n}, {n,} and {n,m}; other braces are literal in RE2.
  bool counted(uint32_t* least, uint32_t* most) {
    if (peek() != '{') return false;
    size_t at = at_ + 1;
    const auto number = [&]() -> std::optional<uint32_t> {
      if (at >= text_.size() || !std::isdigit(static_cast<uint8_t>(text_[at]))) return {};
      uint32_t value = 0;
      while (at < text_.size() && std::isdigit(static_cast<uint8_t>(text_[at])) && value < 100000) {
        value = value * 10 + static_cast<uint32_t>(text_[at++] - '0');
      }
      return value;
    };
    const auto low = number();
    if (!low) return false;
    *least = *most = *low;
    if (at < text_.size() && text_[at] == ',') {
      ++at;
      *most = number().value_or(kUnbounded);
    }
    if (at >= text_.size() || text_[at] != '}') return false;
    at_ = at + 1;
    return true;
  }

  LiteralInfo atom(int depth) {
    if (take("(")) return group(depth);
    if (take("[")) return char_class();
    if (take(".")) return any_char();
    if (take("^") || take("$")) return LiteralInfo{};
    if (take("\\")) return escape();
    size_t at = at_;
    const char32_t c = next_code_point(text_, &at);
    at_ = at;
    return one_char(c);
  }

  LiteralInfo group(int depth) {
    if (take("?P<") || take("?<")) {
      const size_t end = text_.find('>', at_);
      if (end == std::string_view::npos) return fail();
      at_ = end + 1;
    } else if (take("?")) {
      // Flags: i and s change nothing here; U swaps greediness, which does not matter either;
      // m gives ^ and $ no more power over one line.
      while (!done() && (std::isalpha(static_cast<uint8_t>(peek())) || peek() == '-')) ++at_;
      if (take(")")) return LiteralInfo{};
      if (!take(":")) return fail();
    }
    LiteralInfo inner = alternatives(depth + 1);
    if (!take(")")) return fail();
    return inner;
  }

  LiteralInfo escape() {
    if (done()) return fail();
    const char c = text_[at_++];
    switch (c) {
      case 'A': case 'z': case 'b': case 'B':
        return LiteralInfo{};
      case 'd':
        return digits();
      case 'D': case 's': case 'S': case 'w': case 'W': case 'C':
        return any_char();
      case 'p': case 'P': {
        std::string_view name;
        if (!property(&name)) return fail();
        return c == 'p' && name == "Nd" ? digits() : any_char();
      }
      case 'x': {
        const auto code = hex();
        return code ? one_char(*code) : fail();
      }
      case 'Q': {
        const size_t end = std::min(text_.find("\\E", at_), text_.size());
        LiteralInfo all;
        while (at_ < end) {
          size_t at = at_;
          all = info_of_concat(all, one_char(next_code_point(text_, &at)));
          at_ = at;
        }
        take("\\E");
        return all;
      }
      case 'n': case 't': case 'r': case 'f': case 'v': case 'a':
        return any_char();
      default:
        if (std::isalnum(static_cast<uint8_t>(c))) return fail();
        return one_char(static_cast<uint8_t>(c));
    }
  }

  bool property(std::string_view* name) {
    if (done()) return false;
    if (!take("{")) {
      *name = text_.substr(at_++, 1);
      return true;
    }
    const size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) return false;
    *name = text_.substr(at_, end - at_);
    at_ = end + 1;
    return true;
  }

  std::optional<char32_t> hex() {
    const bool braces = take("{");
    char32_t code = 0;
    size_t digits = 0;
    while (!done() && std::isxdigit(static_cast<uint8_t>(peek())) && digits < (braces ? 6 : 2)) {
      const char c = text_[at_++];
      code = code * 16 + static_cast<char32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
      ++digits;
    }
    if (digits == 0 || (braces && !take("}"))) return {};
    return code;
  }

  // A class of up to sixteen plain characters is a choice of them; any other is "some character",
  // of which only the first bytes are kept where all members are ASCII.
  LiteralInfo char_class() {
    const bool negated = take("^");
    std::vector<char32_t> members;
    std::bitset<256> first;
    bool plain = !negated;
    bool only_digits = !negated;
    bool opening = true;
    while (!done() && (peek() != ']' || opening)) {
      opening = false;
      std::optional<char32_t> low;
      if (take("[:")) {
        const size_t end = text_.find(":]", at_);
        if (end == std::string_view::npos) return fail();
        at_ = end + 2;
        plain = only_digits = false;
        first.set();
        continue;
      }
      if (take("\\")) {
        if (done()) return fail();
        const char c = text_[at_++];
        std::string_view name;
        if (c == 'x') {
          low = hex();
          if (!low) return fail();
        } else if (c == 'd' || c == 'D' || c == 's' || c == 'S' || c == 'w' || c == 'W' ||
                   c == 'p' || c == 'P') {
          if ((c == 'p' || c == 'P') && !property(&name)) return fail();
          plain = false;
          if (c == 'd') {
            for (int b = '0'; b <= '9'; ++b) first.set(b);
          } else {
            only_digits = only_digits && c == 'p' && name == "Nd";
            first.set();
          }
          continue;
        } else if (c == 'n' || c == 't' || c == 'r' || c == 'f' || c == 'v' || c == 'a') {
          only_digits = false;
          continue;  // white space other than ' ' is never in a canonical line
        } else if (std::isalnum(static_cast<uint8_t>(c))) {
          return fail();
        } else {
          low = static_cast<uint8_t>(c);
        }
      } else {
        size_t at = at_;
        low = next_code_point(text_, &at);
        at_ = at;
      }
      char32_t high = *low;
      if (at_ + 1 < text_.size() && peek() == '-' && text_[at_ + 1] != ']') {
        ++at_;
        if (take("\\")) {
          if (!take("x")) {
            if (done() || std::isalnum(static_cast<uint8_t>(peek()))) return fail();
            high = static_cast<uint8_t>(text_[at_++]);
          } else if (const auto code = hex()) {
            high = *code;
          } else {
            return fail();
          }
        } else {
          size_t at = at_;
          high = next_code_point(text_, &at);
          at_ = at;
        }
      }
      if (high < *low) return fail();
      only_digits = only_digits && *low >= '0' && high <= '9';
      if (high - *low >= 16) plain = false;
      for (char32_t c = *low; plain && c <= high; ++c) members.push_back(fold_case(c));
      if (high >= 0x80) {
        first.set();
      } else {
        for (char32_t c = *low; c <= high; ++c) first.set(fold_case(c));
      }
    }
    if (!take("]")) return fail();
    if (plain && !members.empty() && members.size() <= 16) {
      LiteralInfo all = one_char(members[0]);
      for (size_t i = 1; i < members.size(); ++i) {
        all = info_of_either(all, one_char(members[i]));
      }
      return all;
    }
    LiteralInfo info = any_char();
    info.needs_digit = only_digits;
    if (!negated) info.first = first;
    return info;
  }

  static LiteralInfo one_char(char32_t c) {
    std::string folded;
    append_utf8(fold_case(c), &folded);
    return info_of_literal(folded);
  }

  static LiteralInfo any_char() {
    LiteralInfo info = info_of_anything();
    info.min_chars = info.max_chars = 1;
    return info;
  }

  static LiteralInfo digits() {
    LiteralInfo info = any_char();
    info.needs_digit = true;
    return info;
  }

  std::string_view text_;
  size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace

LiteralInfo info_of_regex(std::string_view regex) { return Reader(regex).read(); }

}  // namespace dehusk
