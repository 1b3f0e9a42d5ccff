// Matches drawn at random from the syntax of the placeholders: none may be turned away.
#include "rule/placeholder_gate.h"

#include <catch2/catch.hpp>

#include <cctype>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/utf8.h"
#include "doc/canonical.h"
#include "rule/placeholders.h"
#include "rule/regex.h"

namespace dehusk {
namespace {

using Ranges = std::vector<std::pair<char32_t, char32_t>>;

struct Node {
  enum class Kind { either, sequence, repeat, character, nothing };
  Kind kind = Kind::nothing;
  std::vector<Node> kids;
  uint32_t least = 1;
  uint32_t most = 1;
  Ranges ranges;
};

// As much of RE2's syntax as placeholders.cc uses; other digits and currencies by an example each.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Node either() {
    Node node{Node::Kind::either, {}, 1, 1, {}};
    node.kids.push_back(sequence());
    while (take('|')) node.kids.push_back(sequence());
    return node;
  }
  bool done() const { return at_ == text_.size(); }

 private:
  bool take(char c) {
    const bool there = at_ < text_.size() && text_[at_] == c;
    at_ += there;
    return there;
  }

  Node sequence() {
    Node node{Node::Kind::sequence, {}, 1, 1, {}};
    while (!done() && text_[at_] != '|' && text_[at_] != ')') node.kids.push_back(repeat());
    return node;
  }

  uint32_t number() {
    uint32_t n = 0;
    while (std::isdigit(static_cast<uint8_t>(text_[at_]))) n = n * 10 + static_cast<uint32_t>(text_[at_++] - '0');
    return n;
  }

  Node repeat() {
    Node one = atom();
    Node node{Node::Kind::repeat, {}, 1, 1, {}};
    if (take('*')) {
      node.least = 0;
      node.most = 3;
    } else if (take('+')) {
      node.most = 3;
    } else if (take('?')) {
      node.least = 0;
    } else if (take('{')) {
      node.least = node.most = number();
      if (take(',')) node.most = text_[at_] == '}' ? node.least + 3 : number();
      take('}');
    } else {
      return one;
    }
    node.kids.push_back(std::move(one));
    return node;
  }

  char32_t literal() { return next_code_point(text_, &at_); }

  static Node character(Ranges ranges) {
    return {Node::Kind::character, {}, 1, 1, std::move(ranges)};
  }

  Node atom() {
    if (take('(')) {
      if (take('?')) {
        while (!take(':')) ++at_;
      }
      Node node = either();
      take(')');
      return node;
    }
    if (take('[')) return char_class();
    if (take('.')) return character({{'x', 'x'}});
    if (take('\\')) {
      Ranges ranges = escape();
      return ranges.empty() ? Node{} : character(std::move(ranges));
    }
    const char32_t c = literal();
    return character({{c, c}});
  }

  // What a backslash stands for; nothing for \b.
  Ranges escape() {
    const char c = text_[at_++];
    if (c == 'b') return {};
    if (c == 'x') {
      take('{');
      const size_t end = text_.find('}', at_);
      const auto code = static_cast<char32_t>(std::stoul(std::string(text_.substr(at_, end - at_)), nullptr, 16));
      at_ = end + 1;
      return {{code, code}};
    }
    if (c == 'p' || c == 'P') {
      const bool money = text_.substr(at_).starts_with("{Sc}");
      at_ = text_.find('}', at_) + 1;
      if (money) return {{'$', '$'}, {0x20AC, 0x20AC}, {0xA3, 0xA3}};
      return {{0x664, 0x664}};
    }
    return {{static_cast<uint8_t>(c), static_cast<uint8_t>(c)}};
  }

  Node char_class() {
    const bool negated = take('^');
    bool digits = false;
    Ranges ranges;
    for (bool first = true; first || text_[at_] != ']'; first = false) {
      digits = digits || text_.substr(at_).starts_with("\\P{Nd}");
      Ranges low = take('\\') ? escape() : Ranges{};
      if (low.empty()) {
        const char32_t c = literal();
        low = {{c, c}};
      }
      if (text_[at_] == '-' && text_[at_ + 1] != ']') {
        ++at_;
        low[0].second = take('\\') ? escape()[0].first : literal();
      }
      ranges.insert(ranges.end(), low.begin(), low.end());
    }
    take(']');
    if (!negated) return character(std::move(ranges));
    return character({digits ? std::pair<char32_t, char32_t>{0x664, 0x664} : std::pair<char32_t, char32_t>{'z', 'z'}});
  }

  std::string_view text_;
  size_t at_ = 0;
};

void draw(const Node& node, std::mt19937* random, std::string* out) {
  switch (node.kind) {
    case Node::Kind::nothing:
      return;
    case Node::Kind::either:
      return draw(node.kids[(*random)() % node.kids.size()], random, out);
    case Node::Kind::sequence:
      for (const Node& kid : node.kids) draw(kid, random, out);
      return;
    case Node::Kind::repeat:
      for (uint32_t n = node.least + (*random)() % (node.most - node.least + 1); n > 0; --n) {
        draw(node.kids[0], random, out);
      }
      return;
    case Node::Kind::character: {
      const auto [low, high] = node.ranges[(*random)() % node.ranges.size()];
      char32_t c = low + static_cast<char32_t>((*random)() % (high - low + 1));
      if ((*random)() % 3 == 0 && c >= 'a' && c <= 'z') c -= 32;
      append_utf8(c, out);
      return;
    }
  }
}

TEST_CASE("no match is turned away, at a line's start or in it") {
  std::mt19937 random(7);
  const auto builtins = builtin_placeholders();
  for (size_t i = 0; i < builtins.size(); ++i) {
    const auto bit = static_cast<BuiltinSet>(1U << i);
    if (((kGatedBegins | kGatedHolds) & bit) == 0) continue;
    Parser parser(builtins[i].pattern);
    const Node root = parser.either();
    REQUIRE(parser.done());
    const Regex regex{std::string(builtins[i].pattern)};
    size_t drawn = 0;
    for (int n = 0; n < 20000; ++n) {
      std::string text;
      draw(root, &random, &text);
      CanonicalBuffer canonical;
      if (!regex.full_match(canonical.canonical(text))) continue;  // \b was drawn where it is not
      ++drawn;
      CanonicalBuffer buffer;
      const std::string folded(buffer.folded(text));
      CAPTURE(builtins[i].name, folded);
      bool ok = could_begin(bit, folded) && could_hold(bit, folded);
      for (const char* behind : {" by joe.", "x", " - it was a long story"}) {
        ok = ok && could_begin(bit, folded + behind);
      }
      for (const char* before : {"word ", "x", "12 ", "by joe, "}) {
        ok = ok && could_hold(bit, before + folded + "z");
      }
      REQUIRE(ok);
    }
    CHECK(drawn > 10000);
  }
}

TEST_CASE("lines of prose are turned away") {
  for (const char* line : {"the 12 of them", "it cost 1.5 million in 2024", "in 1998 he left", "5 to 7"}) {
    CAPTURE(line);
    CHECK_FALSE(could_hold(kDateBit, line));
  }
  CHECK_FALSE(could_begin(kDateBit, "that was on 5 march 2024"));
  CHECK_FALSE(could_begin(kNumberBit, "seven and 8"));
  CHECK_FALSE(could_begin(kTimeBit, "5 of them"));
}

}  // namespace
}  // namespace dehusk
