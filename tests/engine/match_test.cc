// What the keys of a rule mean: tables of rules, text in, text out.
#include "engine/match.h"

#include "support/clean_with.h"

namespace dehusk {
namespace {

struct Case {
  std::string_view keys;  // of one [[remove]]
  std::string_view input;
  std::string_view want;
};

void check_all(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    CAPTURE(c.keys, c.input);
    for (const MatchMode mode : {MatchMode::fast, MatchMode::slow}) {
      CleanOptions options;
      options.match = mode;
      CHECK(clean_with("[[remove]]\nid = 'r'\n" + std::string(c.keys), c.input, options).text ==
            c.want);
    }
  }
}

TEST_CASE("line: one whole line, trimmed, folded, canonical") {
  const std::vector<Case> cases = {
      {"line = 'Advertisement'", "a\n  ADVERTISEMENT \nb", "a\nb\n"},
      {"line = 'Advertisement'", "Advertisement here", "Advertisement here\n"},
      {"line = \"Don't miss\"", "Don\u2019t \u00A0 miss", ""},
      {"line = 'Don\u2019t miss'", "don't miss", ""},
      {"line = '- 5 -'", "\u2014 \uFF15 \u2013", ""},
      {"line = 'More...'", "More\u2026", ""},
      {"line = 'soft'", "so\u00ADft\u200B", ""},
      {"line = 'STRASSE'", "stra\u00DFe", "stra\u00DFe\n"},
      {"line = '\u0420\u0415\u041A\u041B\u0410\u041C\u0410'",
       "\u0420\u0435\u043A\u043B\u0430\u043C\u0430", ""},
      {"line = 'Also read: *'", "Also read: x\nAlso read:\nNot also read: x",
       "Also read:\nNot also read: x\n"},
      {"line = '* Photo: VCG'", "5G Photo: VCG\nPhoto: VCG", "Photo: VCG\n"},
      {"line = 'a*b*c'", "abc\naXbXc\nacb", "acb\n"},
      {"line = 'aba*ba'", "aba\nababa", "aba\n"},
      {"line = '\\*\\*\\*'", "***\nx", "x\n"},
      {"line = '\\{x}'", "{x}\nx", "x\n"},
      {"line = '\\/a/'", "/a/\na", "a\n"},
      {"line = '/a+/'", "AAA\naab", "aab\n"},
      {"line = '/(?-i)a+/'", "AAA\naaa", "AAA\n"},
      {"line = ['x', '/y./']", "x\nyz\ny", "y\n"},
  };
  check_all(cases);
  CHECK(cases.size() == 19);
}

TEST_CASE("placeholders, own and built in") {
  const std::string own =
      "[patterns]\nagency = ['AFP', 'Reuters']\ndesk = '/(?-i:[A-Z]+)/'\n";
  const auto clean = [&](std::string_view line, std::string_view input) {
    return clean_with(own + "[[remove]]\nid = 'r'\nline = '" + std::string(line) + "'\n", input)
        .text;
  };
  CHECK(clean("Photo: {agency}", "photo: afp\nPhoto: AP\n") == "Photo: AP\n");
  CHECK(clean("* Photo: {agency}", "x Photo: Reuters\nPhoto: Reuters") == "Photo: Reuters\n");
  CHECK(clean("{desk} / {desk}", "SOURCE / ECONOMY\nSource / economy") == "Source / economy\n");
  CHECK(clean("Published: {date}", "Published: Jan 19, 2024 09:52 PM\nPublished: soon") ==
        "Published: soon\n");
  CHECK(clean("{number} ({percent})", "-4.61 (-0.01%)\n5 (x)") == "5 (x)\n");
  CHECK(clean("By {proper} | {date}", "By Ann Bell | 3 May 2024\nBy ann bell | 3 May 2024") ==
        "By ann bell | 3 May 2024\n");
  CHECK(clean("By {proper}*", "By Ann Bell, who was there\nby the way") == "by the way\n");
  CHECK(clean("* by {proper}", "Text by Ann Bell\nby Ann Bell") == "by Ann Bell\n");
}

TEST_CASE("group: lines in order, blank ones skipped, repeats") {
  const std::string quotes = "group = ['{bullet} *', '{number}', '{number} ({percent})']\n";
  check_all({
      {"group = ['a', 'b']", "a\n\nb\nc", "c\n"},
      {"group = ['a', 'b']", "a\nx\nb", "a\nx\nb\n"},
      {"group = ['a', '*']", "a\nx\ny", "y\n"},
      {"group = ['*', 'b']", "x\na\nb\ny", "x\ny\n"},
      {"group = ['a', ['b', 'c']]", "a\nb\na\nc\na", "a\n"},
      {"group = ['a', 'b']\nrepeat = 2", "a\nb\nx\na\nb\na\nb\na", "a\nb\nx\na\n"},
      {"group = ['a', 'a']", "a\na\na", "a\n"},
      {"group = ['a', 'a']\nrepeat = 2", "a\na\na\na\na", "a\n"},
      {"group = ['a', 'b', 'a']", "a\nb\na\nb\na", "b\na\n"},
  });
  CHECK(clean_with("[[remove]]\nid = 'r'\n" + quotes + "repeat = 2",
                   "\u2022 DOW\n\n40,358.09\n-57.35 (-0.14%)\n\u2022 GOLD\n2,410.60\n+15.90 "
                   "(+0.66%)\nText.")
            .text == "Text.\n");
}

TEST_CASE("span: a part of a line, the rest closes up") {
  check_all({
      {"span = '(Also read: *)'", "One (Also read: x) two.", "One two.\n"},
      {"span = '(Also read: *)'", "One (Also read: x).", "One.\n"},
      {"span = '(Also read: *)'", "(Also read: x)\ny", "y\n"},
      {"span = ['(a *)', '[b *]']", "x (a 1) y [b 2] z", "x y z\n"},
      {"span = 'Stay tuned*'", "One. Stay tuned for more. Two.", "One.\n"},
      {"span = '/x+/'", "a xx b x", "a b\n"},
      {"span = '/a (b) c/'", "1 a b c 2", "1 a c 2\n"},
      {"span = '\u201Cad\u201D'", "1 \"ad\" 2 \u201EAD\u201D 3", "1 2 3\n"},
      {"line = 'Note: *'\nspan = '(ad)'", "Note: x (ad)\nx (ad)", "Note: x\nx (ad)\n"},
  });
}

TEST_CASE("to, until, end") {
  check_all({
      {"line = 'a'\nto = 'z'", "1\na\n2\nz\n3", "1\n3\n"},
      {"line = 'a'\nuntil = 'z'", "1\na\n2\nz\n3", "1\nz\n3\n"},
      {"line = 'a'\nuntil = 'z'", "a\nz\nb", "z\nb\n"},
      {"line = 'a'\nto = 'z'", "1\na\n2", "1\na\n2\n"},
      {"line = 'a'\nto = 'end'", "1\na\n2\n3", "1\n"},
      {"line = 'a'\nto = ['y', 'z']", "a\n1\nz\n2\ny", "2\ny\n"},
      {"group = ['a', 'b']\nto = 'z'", "a\nb\n1\nz\n2", "2\n"},
      {"line = 'a'\nto = 'a'", "a\n1\na\n2\na", ""},
  });
}

TEST_CASE("limit: a larger match is held back whole, a later start may apply") {
  check_all({
      {"line = 'a'\nto = 'end'\nlimit = '2 lines'", "1\na\n2\n3\na\n4", "1\na\n2\n3\n"},
      {"line = 'a'\nto = 'end'\nlimit = '50%'", "1234567\na\n12", "1234567\n"},
      {"line = 'a'\nto = 'end'\nlimit = '50%'", "12\na\n1234567", "12\na\n1234567\n"},
      {"line = 'a*'\nlimit = '1 lines'", "a1\na2", ""},
  });
  const Cleaned held = clean_with("[[remove]]\nid = 'r'\nline = 'a'\nto = 'end'\nlimit = '1 lines'",
                                  "a\nb");
  REQUIRE(held.spared.size() == 1);
  CHECK(held.spared[0].why == Spared::Why::limit);
  CHECK(held.spared[0].begin == 0);
  CHECK(held.spared[0].end == 3);
  CHECK(held.spared[0].rule.name == "t:r");
}

TEST_CASE("unless and when") {
  check_all({
      {"line = 'Read: *'\nunless = '. '", "Read: x\nRead: One. Two.", "Read: One. Two.\n"},
      {"line = 'Read: *'\nunless = '/[.!?] +[^ ].*[.!?]$/'", "Read: Why? It is so.\nRead: Why?",
       "Read: Why? It is so.\n"},
      {"group = ['a*', 'b*']\nrepeat = 2\nunless = 'x'", "a\nb\na\nb x", "a\nb\na\nb x\n"},
      {"span = '(*)'\nunless = 'keep'", "a (x) b (keep) c", "a b (keep) c\n"},
      {"line = 'a'\nto = 'z'\nunless = 'x'", "a\nx\nz\nb", "b\n"},
      {"line = 'By *'\nwhen = ['words < 4']", "By Ann Bell\nBy the time it ended", "By the time it ended\n"},
      {"line = '* x'\nwhen = ['chars < 5', 'words == 2']", "a x\nabcdef x", "abcdef x\n"},
      {"line = '/.*[a-z0-9].*/'\nwhen = 'digits > 0.5'", "1234 a\nabcd 1", "abcd 1\n"},
      {"line = '/.*[a-z].*/'\nwhen = 'capitals > 0.9'", "ABC\nAbc", "Abc\n"},
      {"line = '* x'\nwhen = 'ends_sentence == 1'", "a x\nb. x", "a x\nb. x\n"},
      {"line = 'a *'\nwhen = 'ends_sentence < 1'", "a x\na x.\na \u201Cx.\u201D", "a x.\na \u201Cx.\u201D\n"},
      {"line = '/.*[a-z].*/'\nwhen = 'line_no == 2'", "a\n\nb\nc", "a\n\nc\n"},
      {"line = '/.*[a-z].*/'\nwhen = 'lines_from_end < 1'", "a\n\nb\nc", "a\n\nb\n"},
      {"line = '/.*[a-z].*/'\nwhen = 'link_density > 0.5'", "[more here](http://x.y/z)\nsee [x](y) for it",
       "see [x](y) for it\n"},
      {"line = '/.*\u3042.*/'\nwhen = 'words <= 2'", "\u3042\u3044\u3046\n\u3042\u3044\u3046\u3048\u304A", "\u3042\u3044\u3046\u3048\u304A\n"},
  });
}

TEST_CASE("at: survivors count, from the nearest edge") {
  check_all({
      {"line = 'x'\nat = 'head 1'", "x\nx\na\nx", "a\nx\n"},
      {"line = 'x'\nat = 'head 2'", "a\nx\nb\nx", "a\nb\nx\n"},
      {"line = 'x'\nat = 'tail 1'", "x\na\nx\nx", "x\na\n"},
      {"line = 'x'\nat = 'edges 1'", "x\na\nx\nb\nx", "a\nx\nb\n"},
      {"line = 'x'\nto = 'y'\nat = 'tail 2'", "a\nx\nb\ny", "a\nx\nb\ny\n"},
      {"line = 'x'\nto = 'y'\nat = 'tail 3'", "a\nx\nb\ny", "a\n"},
      {"span = '(x)'\nat = 'head 1'", "(x)\na (x)\nb (x)", "a\nb (x)\n"},
      {"line = 'x'\nat = 'head 200'", "a\nx", "a\n"},
  });
  // Other rules' removals bring a line nearer; lines emptied by spans do not survive.
  CHECK(clean_with("[[remove]]\nid = 'a'\nline = 'x'\nat = 'head 1'\n"
                   "[[remove]]\nid = 'b'\nspan = '(y)'\n",
                   "(y)\nx\nz")
            .text == "z\n");
  // A keep makes its line survive.
  CHECK(clean_with("[[remove]]\nid = 'a'\nline = 'x'\nat = 'head 1'\n"
                   "[[remove]]\nid = 'b'\nline = 'y*'\n[[keep]]\nid = 'k'\nline = 'y'\n",
                   "y1\ny\nx\nz")
            .text == "y\nx\nz\n");
}

TEST_CASE("keep wins, inside larger ranges too") {
  const auto clean = [](std::string_view keep, std::string_view input) {
    return clean_with("[[remove]]\nid = 'r'\nline = 'a'\nto = 'end'\n[[keep]]\nid = 'k'\n" +
                          std::string(keep),
                      input)
        .text;
  };
  CHECK(clean("line = 'c'", "1\na\nb\nc\nd") == "1\nc\n");
  CHECK(clean("span = 'this'", "1\na\nb this d\n2") == "1\nthis\n");
  CHECK(clean("line = 'b'\nto = 'c'", "a\nb\nx\nc\nd") == "b\nx\nc\n");
  CHECK(clean("line = 'none'", "1\na\nb") == "1\n");
}

TEST_CASE("sites choose rules, by file and by rule") {
  const std::string rules =
      "sites = ['example.com', '!blog.example.com', 'news.*']\n"
      "[[remove]]\nid = 'r'\nline = 'x'\n[[remove]]\nid = 's'\nline = 'y'\nsites = "
      "'a.example.com'\n";
  const auto clean = [&](std::string_view url) {
    return clean_with(rules, "x\ny\nz", {}, url).text;
  };
  CHECK(clean("") == "x\ny\nz\n");
  CHECK(clean("https://example.com/p") == "y\nz\n");
  CHECK(clean("https://A.Example.com:443/p") == "z\n");
  CHECK(clean("https://blog.example.com/") == "x\ny\nz\n");
  CHECK(clean("http://user@news.co.uk/x") == "y\nz\n");
  CHECK(clean("http://www.news.de") == "y\nz\n");
  CHECK(clean("http://example.com.evil.net/") == "x\ny\nz\n");
}

TEST_CASE("the guard steps to safer levels, then passes the text through") {
  const std::string rules =
      "[guard]\nmax_removed = '50%'\nmin_kept = '2 chars'\n"
      "[[remove]]\nid = 's'\nlevel = 'safe'\nline = 'x'\n[[remove]]\nid = 'n'\nline = 'yyyy'\n";
  const Cleaned safe = clean_with(rules, "x\nyyyy\nzz");
  CHECK(safe.text == "yyyy\nzz\n");
  CHECK(safe.guarded);
  CHECK(safe.level == Level::safe);
  const Cleaned all = clean_with(rules, "x\nx\nz");
  CHECK(all.text == "x\nx\nz\n");
  CHECK_FALSE(all.level.has_value());
  REQUIRE_FALSE(all.spared.empty());
  CHECK(all.spared[0].why == Spared::Why::guard);
  CleanOptions off;
  off.guard = false;
  CHECK(clean_with(rules, "x\nx\nz", off).text == "z\n");
}

TEST_CASE("captures fill metadata, the first in the document wins") {
  const Cleaned cleaned = clean_with(
      "[[remove]]\nid = 'by'\nline = 'By {proper:author} | {date:published}'\n"
      "[[remove]]\nid = 'src'\nspan = '(Source: {proper:source})'\n"
      "[[remove]]\nid = 'late'\nline = 'Published: {date:published}'\n",
      "By Ann\u00A0Bell | Jan 19, 2024\nText (Source: Reuters).\nPublished: 3 May 2024\n");
  CHECK(cleaned.text == "Text.\n");
  CHECK(cleaned.author == "Ann\u00A0Bell");
  CHECK(cleaned.published == "Jan 19, 2024");
  CHECK(cleaned.source == "Reuters");

  const Cleaned repeated = clean_with(
      "[[remove]]\nid = 'g'\n"
      "group = [['By:', 'Date:'], ['{proper:author}', '{date:published}']]\n",
      "By:\nAnn Bell\nDate:\n13/07/2024\nText.");
  CHECK(repeated.text == "Text.\n");
  CHECK(repeated.author == "Ann Bell");
  CHECK(repeated.published == "13/07/2024");
}

}  // namespace
}  // namespace dehusk
