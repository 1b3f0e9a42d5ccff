#include "cli/want_editor.h"

#include <catch2/catch.hpp>
#include <random>

#include "cli/rule_tests.h"
#include "rule/toml_reader.h"

namespace dehusk {
namespace {

RuleFile read(const std::string& toml) {
  Diagnostics faults;
  RuleFile file = read_rule_file("rules.toml", toml, &faults);
  std::string messages;
  for (const Diagnostic& fault : faults) messages += format_diagnostic(fault);
  CAPTURE(toml);
  REQUIRE(messages == "");
  return file;
}

/// The file with the `want` of its last test rewritten.
std::string edited(const std::string& toml, const std::string& text) {
  const RuleFile file = read(toml);
  const Result<std::string> result = edit_wants(toml, {{file.tests.back().want_place, text}});
  REQUIRE(result.ok());
  return *result;
}

std::string with_crlf(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

struct Case {
  std::string before;  ///< the string as it stands in the file
  std::string text;
  std::string after;
};

const Case kCases[] = {
    // one line, double quotes
    {R"("old")", "new", R"("new")"},
    {R"("")", "new\n", R"("new")"},
    {R"("old")", "", R"("")"},
    {R"("old\n")", "new\n", R"("new\n")"},
    {R"("old")", "new\n", R"("new")"},
    {R"("old\\n")", "new\n", R"("new")"},      // a backslash and an n
    {R"("old\\\n")", "new\n", R"("new\n")"},   // a backslash and a line end
    {R"("old")", "a\nb\n", R"("a\nb")"},
    {R"("\"old\" \\")", "say \"C:\\dir\"", R"("say \"C:\\dir\"")"},
    {R"("a # \"b\" = 'c'")", "new", R"("new")"},
    {R"("old")", "tab\there \x01\x7F\x1B", R"("tab\there \u0001\u007F\u001B")"},
    {"\"\u00E9\u4E2D\U0001F600\"", "\U0001F600 \u00FC", "\"\U0001F600 \u00FC\""},
    // one line, single quotes
    {"'old'", "new", "'new'"},
    {"''", "new\n", "'new'"},
    {"'C:\\dir'", "say \"C:\\new\"", "'say \"C:\\new\"'"},
    {"'old'", "it's", "\"it's\""},
    {"'old'", "a\nb\n", R"("a\nb")"},
    {"'old'", "bell\a", R"("bell\u0007")"},
    // several lines, double quotes
    {"\"\"\"old\"\"\"", "new\n", "\"\"\"new\"\"\""},
    {"\"\"\"\"\"\"", "new\n", "\"\"\"new\"\"\""},
    {"\"\"\"\nold\n\"\"\"", "new\nmore\n", "\"\"\"\nnew\nmore\n\"\"\""},
    {"\"\"\"\nold\"\"\"", "new\nmore\n", "\"\"\"\nnew\nmore\"\"\""},
    {"\"\"\"\n\"\"\"", "new\n", "\"\"\"\nnew\n\"\"\""},
    {"\"\"\"\nold\n\"\"\"", "", "\"\"\"\n\"\"\""},
    {"\"\"\"old\n\"\"\"", "\nnew\n", "\"\"\"\n\nnew\n\"\"\""},  // the first line end is no text
    {"\"\"\"\\\n   old\n\"\"\"", " new\n", "\"\"\"\n new\n\"\"\""},
    {"\"\"\"\nold\\\n  \"\"\"", "new\n", "\"\"\"\nnew\"\"\""},
    {"\"\"\"old\"\"\"", "a \"b\" \"\" \"\"\" \"\"\"\"\"\"",
     "\"\"\"a \"b\" \"\" \"\"\\\" \"\"\\\"\"\"\\\"\"\"\""},
    {"\"\"\"old \"\" \\\"\"\"\"\"\"", "new\"", "\"\"\"new\\\"\"\"\""},  // text ends with quotes
    {"\"\"\"\nold\\\\\"\"\"", "a\\b\tc\n", "\"\"\"\na\\\\b\tc\"\"\""},
    // several lines, single quotes
    {"'''old'''", "new\n", "'''new'''"},
    {"'''\nold\n'''", "C:\\dir \"x\" 'y' ''\n", "'''\nC:\\dir \"x\" 'y' ''\n'''"},
    {"'''\nold\n'''", "a ''' b\n", "\"\"\"\na ''' b\n\"\"\""},
    {"'''old'''''", "new'\n", "\"\"\"new'\"\"\""},
    {"'''\nold\n'''", "", "'''\n'''"},
    {"'''old'''", "bell\a", "\"\"\"bell\\u0007\"\"\""},
};

TEST_CASE("edit_wants keeps the style of a string where the text allows it") {
  const std::string head = "name = \"t\"\n\n[[test]]  # caf\u00E9\nname = \"t\"\n";
  for (const Case& c : kCases) {
    for (const std::string tail :
         {"", "\n", "  # why\ninput = 'x'\n\n[[keep]]\nid='k'\nline='x'\n"}) {
      const std::string input = tail.size() > 1 ? "" : "input = 'x'\n";
      const std::string before = head + input + "want = " + c.before + tail;
      CAPTURE(before, c.text);
      CHECK(edited(before, c.text) == head + input + "want = " + c.after + tail);
      CHECK(edited(with_crlf(before), c.text) ==
            with_crlf(head + input + "want = " + c.after + tail));
    }
  }
}

TEST_CASE("edit_wants rewrites many strings at once, in any order") {
  const std::string toml =
      "name = 't'\ntest = [{name='a', input='\u4E2D', want='x'}, {want=\"\"\"\ny\"\"\", input='y', "
      "name='b'}]\n";
  const RuleFile file = read(toml);
  const Result<std::string> result =
      edit_wants(toml, {{file.tests[1].want_place, "two"}, {file.tests[0].want_place, "one"}});
  REQUIRE(result.ok());
  CHECK(*result ==
        "name = 't'\ntest = [{name='a', input='\u4E2D', want='one'}, {want=\"\"\"\ntwo\"\"\", "
        "input='y', name='b'}]\n");
}

TEST_CASE("edit_wants finds a string behind a byte order mark") {
  const std::string toml = "\xEF\xBB\xBFtest=[{name='a',input='x',want='x'}]\nname='t'";
  CHECK(edited(toml, "y") == "\xEF\xBB\xBFtest=[{name='a',input='x',want='y'}]\nname='t'");
}

TEST_CASE("edit_wants refuses what is no string") {
  const std::string toml = "a = 1\nb = 'x'\nc = 'open\n";
  for (const Place place : {Place{1, 5}, Place{2, 4}, Place{3, 5}, Place{9, 1}, Place{2, 40}}) {
    CAPTURE(place.line, place.column);
    CHECK_FALSE(edit_wants(toml, {{place, "y"}}).ok());
  }
  CHECK_FALSE(edit_wants(toml, {{{2, 5}, "y"}, {{2, 5}, "z"}}).ok());
  CHECK(edit_wants(toml, {}).value() == toml);
}

/// Texts that are hard to quote.
std::string random_text(std::mt19937* random) {
  static const char* const kPieces[] = {"a",    " ",  "\"",     "\"\"\"",      "'",     "'''",
                                        "\\",   "\n", "\n",     "\t",          "\\n",   "\x01",
                                        "\x7F", "#",  "\u00E9", "\U0001F600", "\u200D", "word"};
  std::string text;
  for (size_t n = (*random)() % 12; n > 0; --n) text += kPieces[(*random)() % std::size(kPieces)];
  return text;
}

// The whole way of --update: a test fails, its `want` is rewritten, it passes, nothing else moved.
TEST_CASE("after an update the test passes and every other byte is the same") {
  static const std::string kOld[] = {R"("old")",           "'old'",
                                     "\"\"\"old\"\"\"",    "'''old'''",
                                     "\"\"\"\nold\n\"\"\"", "'''\nold\n'''",
                                     R"("old\n")",         "\"\"\"\\\n  old\"\"\"",
                                     "''",                 "\"\"\"\"\"\""};
  const auto in_quotes = [](const std::string& text) {
    static const char kHex[] = "0123456789ABCDEF";
    std::string out = "\"";
    for (const char c : text) {
      const auto byte = static_cast<uint8_t>(c);
      const bool plain = (byte >= 0x20 && byte != 0x7F && c != '"' && c != '\\');
      out += plain ? std::string(1, c) : std::string("\\u00") + kHex[byte >> 4] + kHex[byte & 15];
    }
    return out + "\"";
  };
  std::mt19937 random(11);
  int updated = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::string input = random_text(&random);
    std::string head = "name = 't'\n[[remove]]\nid = 'r'\nline = ['word', 'a']\n";
    head += "[[test]]\nname = '\u00E9'\ninput = " + in_quotes(input) + "\nwant = ";
    std::string old = kOld[random() % std::size(kOld)];
    std::string tail =
        random() % 3 == 0 ? "" : "  # why\n[[test]]\nname='u'\ninput='b'\nwant='b'\n";
    if (random() % 3 == 0) {
      head = with_crlf(head);
      old = with_crlf(old);
      tail = with_crlf(tail);
    }
    if (random() % 8 == 0) head = "\xEF\xBB\xBF" + head;
    const RuleTestInput before{{{"t.toml", head + old + tail}}, {}, false, no_input_files};
    const RuleTestReport failed = run_rule_tests(before);
    CAPTURE(head, old, tail);
    REQUIRE(failed.rules != nullptr);
    const Result<std::vector<UpdatedFile>> files = update_wants(before.tested, failed);
    REQUIRE(files.ok());
    REQUIRE(files->size() == failed.count(Verdict::failed));
    if (files->empty()) continue;
    ++updated;
    const std::string& text = files->front().text;
    CAPTURE(text);
    CHECK(text.starts_with(head));
    CHECK(text.ends_with(tail));
    const RuleTestReport passed = run_rule_tests({{{"t.toml", text}}, {}, false, no_input_files});
    REQUIRE(passed.rules != nullptr);
    REQUIRE(passed.count(Verdict::passed) == passed.outcomes.size());
  }
  CHECK(updated > 2000);
}

}  // namespace
}  // namespace dehusk
