// Selectors are read into one form, or refused with a place.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rule/selector.h"

namespace dehusk {
namespace {

struct Sound {
  std::string text;
  std::string dumped;
};

struct Faulty {
  std::string text;
  size_t offset;
  std::string message;
};

const Sound kSound[] = {
    {"p", "p"},
    {" p ", "p"},
    {"*", "*"},
    {"*.a", "*.a"},
    {"P.Lead#Top", "P.Lead#Top"},
    {"a b", "a b"},
    {"a>b", "a > b"},
    {"a  +\tb", "a + b"},
    {"a~b", "a ~ b"},
    {"a,b , c", "a, b, c"},
    {"/* x */ a /* y */ > /* z */ b", "a > b"},
    {"amp-ad", "amp-ad"},
    {"--x", "--x"},
    {"\xC3\xA9t\xC3\xA9", "\xC3\xA9t\xC3\xA9"},
    {"#\\31 23", "#\\31 23"},
    {".sm\\:flex", ".sm\\3a flex"},
    {".w-1\\/2", ".w-1\\2f 2"},
    {".\\0", ".\xEF\xBF\xBD"},
    {".\\1F600 x", ".\xF0\x9F\x98\x80x"},
    {"[href]", "[href]"},
    {"[ HREF ]", "[href]"},
    {"[a=b]", "[a=\"b\"]"},
    {"[a = 'b c']", "[a=\"b c\"]"},
    {"[a~=b]", "[a~=\"b\"]"},
    {"[a|=b]", "[a|=\"b\"]"},
    {"[a^=b]", "[a^=\"b\"]"},
    {"[a$=b]", "[a$=\"b\"]"},
    {"[a*=b]", "[a*=\"b\"]"},
    {"[a=b i]", "[a=\"b\" i]"},
    {"[a='b'S]", "[a=\"b\" s]"},
    {"[a=\"x\\\"y\\\\\"]", "[a=\"x\\22 y\\5c \"]"},
    {"[a='two\\\nlines']", "[a=\"twolines\"]"},
    {std::string("[a='x\0\\\0']", 10), "[a=\"x\xEF\xBF\xBD\xEF\xBF\xBD\"]"},
    {"[xlink\\:href]", "[xlink\\3a href]"},
    {"a[href^=\"http://x.y/?a=(\"]", "a[href^=\"http://x.y/?a=(\"]"},
    {":is(a, b > c)", ":is(a, b > c)"},
    {":where(.x)", ":is(.x)"},
    {":not( a )", ":not(a)"},
    {":NOT(a)", ":not(a)"},
    {"p:has(> a)", "p:has(> a)"},
    {"p:has(+ a, ~ b, c)", "p:has(+ a, ~ b, c)"},
    {"p:has(:scope > a)", "p:has(> a)"},
    {"p:has(:scope a)", "p:has(a)"},
    {"p:has(:scope)", "p:has(:scope)"},
    {"p:-abp-has(a)", "p:has(a)"},
    {"p:has(a:has(b))", "p:has(a:has(b))"},
    {":first-child", ":nth-child(1)"},
    {":last-child", ":nth-last-child(1)"},
    {":only-child", ":nth-child(1):nth-last-child(1)"},
    {":first-of-type", ":nth-of-type(1)"},
    {":last-of-type", ":nth-last-of-type(1)"},
    {":only-of-type", ":nth-of-type(1):nth-last-of-type(1)"},
    {":nth-child(odd)", ":nth-child(2n+1)"},
    {":nth-child( EVEN )", ":nth-child(2n)"},
    {":nth-child(5)", ":nth-child(5)"},
    {":nth-child(+5)", ":nth-child(5)"},
    {":nth-child(-5)", ":nth-child(-5)"},
    {":nth-child(n)", ":nth-child(n)"},
    {":nth-child(-n+3)", ":nth-child(-n+3)"},
    {":nth-child(+3n - 2)", ":nth-child(3n-2)"},
    {":nth-child(2N + 1)", ":nth-child(2n+1)"},
    {":nth-child(0n+4)", ":nth-child(4)"},
    {":nth-child(99999999999)", ":nth-child(1000000000)"},
    {":nth-child(2 of .a, b)", ":nth-child(2 of .a, b)"},
    {":nth-child(even of .a)", ":nth-child(2n of .a)"},
    {":nth-last-child(2n of a)", ":nth-last-child(2n of a)"},
    {":nth-of-type(2)", ":nth-of-type(2)"},
    {":nth-last-of-type(n+2)", ":nth-last-of-type(n+2)"},
    {":empty:root:scope", ":empty:root:scope"},
    {":lang(en, \"de-*\")", ":lang(\"en\", \"de-*\")"},
    {":lang(*-CH)", ":lang(\"*-ch\")"},
    {":lang('')", ":lang(\"\")"},
    {":dir( RTL )", ":dir(rtl)"},
    {":link:any-link", ":any-link:any-link"},
    {":checked:disabled:enabled:required:optional", ":checked:disabled:enabled:required:optional"},
    {":read-only:read-write:placeholder-shown", ":read-only:read-write:placeholder-shown"},
    {":default:indeterminate:in-range:out-of-range:open",
     ":default:indeterminate:in-range:out-of-range:open"},
    {":has-text(Also read)", ":has-text(\"Also read\")"},
    {":contains(x)", ":has-text(\"x\")"},
    {":-abp-contains(x)", ":has-text(\"x\")"},
    {":has-text( a (b) c )", ":has-text(\"a (b) c\")"},
    {":has-text(\"a ) b\")", ":has-text(\"a ) b\")"},
    {":has-text(it's, fine)", ":has-text(\"it's, fine\")"},
    {":has-text(a \\) b)", ":has-text(\"a ) b\")"},
    {":has-text(/^(Also read|Lire aussi)/)", ":has-text(/^(Also read|Lire aussi)/)"},
    {":has-text(/a[)/]b/i)", ":has-text(/a[)\\/]b/)"},
    {":has-text(/a\\/b/iu)", ":has-text(/a\\/b/)"},
    {":has-text(/a/b/)", ":has-text(/a\\/b/)"},
    {":has-text(/and/or)", ":has-text(\"\\2f and/or\")"},
    {":has-text(\"/a b/\")", ":has-text(/a b/)"},
    {":matches-attr(data-x)", ":matches-attr(\"data-x\")"},
    {":matches-attr(Data-X=Y)", ":matches-attr(\"data-x\"=\"Y\")"},
    {":matches-attr(\"a\"=\"b\")", ":matches-attr(\"a\"=\"b\")"},
    {":matches-attr(\"a\"=\"/b\\d/\")", ":matches-attr(\"a\"=/b\\d/)"},
    {":matches-attr(/^on/=/x=y/)", ":matches-attr(/^on/=/x=y/)"},
    {":matches-attr( a = b )", ":matches-attr(\"a\"=\"b\")"},
    {":matches-attr(a=)", ":matches-attr(\"a\"=\"\")"},
    {"p:upward(2)", "p:upward(2)"},
    {"p:nth-ancestor(2)", "p:upward(2)"},
    {"p:upward(.box > div)", "p:upward(.box > div)"},
    {"p:has-text(x):upward(2).y > b", "p:has-text(\"x\"):upward(2).y > b"},
    {"p:has(> a:only-child):has-text(/^(Also read|Lire aussi|Lees ook)/)",
     "p:has(> a:nth-child(1):nth-last-child(1)):has-text(/^(Also read|Lire aussi|Lees ook)/)"},
    {".share-bar, aside.related, [class*=taboola], [id^=google_ads_]",
     ".share-bar, aside.related, [class*=\"taboola\"], [id^=\"google_ads_\"]"},
};

const Faulty kFaulty[] = {
    {"", 0, "nothing stands here"},
    {"  ", 2, "nothing stands here"},
    {"a,", 2, "nothing stands here"},
    {",a", 0, "nothing stands before ','"},
    {"a, , b", 3, "nothing stands before ','"},
    {"a > ", 4, "nothing stands here"},
    {"> a", 0, "nothing stands before '>'"},
    {"a > > b", 4, "nothing stands before '>'"},
    {"a >, b", 3, "nothing stands before ','"},
    {"a )", 2, "unexpected ')'"},
    {")", 0, "unexpected ')'"},
    {"p { color: red }", 2, "unexpected '{'"},
    {"p!", 1, "unexpected '!'"},
    {"5", 0, "unexpected '5'"},
    {"'p'", 0, "a string outside of brackets"},
    {"p..a", 1, "expected a name after '.'"},
    {"p.", 1, "expected a name after '.'"},
    {"#", 0, "expected a name after '#'"},
    {".3col", 0, "expected a name after '.'; a digit at its start is written '\\33 '"},
    {"#-", 0, "expected a name after '#'"},
    {"p\\", 1, "a backslash at the end"},
    {"p:", 1, "expected a name after ':'"},
    {"p::", 1, "expected a name after '::'"},
    {".a*", 2, "'*' must stand first"},
    {".a[b]c", 5, "the name of an element, 'c', must stand first"},
    {"svg|a", 3, "namespaces are not supported; leave out what stands before '|'"},
    {"*|a", 1, "namespaces are not supported; leave out what stands before '|'"},
    {"|a", 0, "namespaces are not supported; leave out what stands before '|'"},
    {"[xlink|href]", 6, "namespaces are not supported; leave out what stands before '|'"},
    {"[*|href]", 1, "namespaces are not supported; leave out what stands before '|'"},
    {"a || b", 2, "columns are not known"},
    {"[", 0, "missing ]"},
    {"[a", 0, "missing ]"},
    {"[a=", 0, "missing ]"},
    {"[a=b", 0, "missing ]"},
    {"[a=b i", 0, "missing ]"},
    {"[]", 1, "expected the name of an attribute"},
    {"[=a]", 1, "expected the name of an attribute"},
    {"[a b]", 3, "expected ], =, ~=, |=, ^=, $= or *= after the attribute's name"},
    {"[a!=b]", 2, "expected ], =, ~=, |=, ^=, $= or *= after the attribute's name"},
    {"[a=]", 3, "expected a value before ']'"},
    {"[a=12]", 3, "a value that is no plain name stands in quotes"},
    {"[a='x]", 3, "missing closing quote"},
    {"[a=b c]", 5, "expected ] after the attribute's value"},
    {"p:hoverr", 1, "unknown pseudo-class ':hoverr'; did you mean ':hover'?"},
    {"p:frist-child", 1, "unknown pseudo-class ':frist-child'; did you mean ':first-child'?"},
    {"p:has-txt(a)", 1, "unknown pseudo-class ':has-txt'; did you mean ':has-text'?"},
    {"p::befor", 1, "unknown pseudo-element '::befor'; did you mean '::before'?"},
    {"p:qqqqqqq", 1, "unknown pseudo-class ':qqqqqqq'"},
    {"p:matches(a)", 1, "':matches' is not supported: it is ':is' now"},
    {"p:xpath(//a)", 1,
     "':xpath' is not supported: there is no XPath; ':has', ':has-text' and ':upward' say nearly all "
     "of it"},
    {"p:-abp-properties(x)", 1, "':-abp-properties' is not supported: style sheets are not read"},
    {"p:not", 1, "':not' needs something in parentheses"},
    {"p:first-child(2)", 1, "':first-child' takes nothing in parentheses"},
    {"p:not(", 5, "missing )"},
    {"p:not(a", 5, "missing )"},
    {"p:not(a,", 5, "missing )"},
    {"p:is(a:not(b)", 4, "missing )"},
    {"p:not()", 6, "nothing stands before ')'"},
    {"p:not(> a)", 6, "nothing stands before '>'"},
    {"p:has(> > a)", 8, "nothing stands before '>'"},
    {"p:has(a:upward(1))", 6, "':upward' leads out of ':has'"},
    {"p:nth-child()", 12, "expected a number, 'odd', 'even' or a form like '2n+1'"},
    {"p:nth-child(x)", 12, "expected a number, 'odd', 'even' or a form like '2n+1'"},
    {"p:nth-child(2n + )", 12, "expected a number, 'odd', 'even' or a form like '2n+1'"},
    {"p:nth-child(2 3)", 14, "expected ) after the argument of ':nth-child'"},
    {"p:nth-child(2 of)", 16, "nothing stands before ')'"},
    {"p:nth-of-type(2 of a)", 16, "expected ) after the argument of ':nth-of-type'"},
    {"p:nth-child(2", 11, "missing )"},
    {"p:lang()", 7, "expected a language like en or \"de-*\""},
    {"p:lang(en,)", 10, "expected a language like en or \"de-*\""},
    {"p:lang(en", 6, "missing )"},
    {"p:dir(up)", 6, "expected ltr or rtl"},
    {"p:has-text()", 11, "expected words or an expression in slashes"},
    {"p:has-text( )", 12, "expected words or an expression in slashes"},
    {"p:has-text('')", 11, "expected words or an expression in slashes"},
    {"p:has-text(a", 10, "missing )"},
    {"p:has-text(a(b)", 10, "missing )"},
    {"p:has-text(//)", 11, "the expression is empty"},
    {"p:has-text(/a/m)", 14, "unknown flag 'm'; expected i, s or u"},
    {"p:has-text(/a(/)", 13, "missing ) in pattern"},
    {"p:has-text(/a(?=b)/)", 13,
     "invalid perl operator '(?='; there is no look-ahead; say it with 'unless' or 'when'"},
    {"p:matches-attr()", 15, "expected the name of an attribute"},
    {"p:matches-attr(=a)", 15, "expected the name of an attribute"},
    {"p:matches-attr(a=/[/)", 18, "missing ] in pattern"},
    {"p:upward(0)", 9, "expected a number from 1 to 255"},
    {"p:upward(256)", 9, "expected a number from 1 to 255"},
    {"p:upward()", 9, "nothing stands before ')'"},
    {"p:nth-ancestor(a)", 15, "expected a number"},
    {"/* x", 0, "missing */"},
};

SelectorList parse(const std::string& text, std::vector<SelectorFault>* faults) {
  SelectorList list = parse_selector(text, faults);
  find_regex_faults(list, faults);
  return list;
}

TEST_CASE("selectors are read into one form") {
  size_t ran = 0;
  for (const Sound& c : kSound) {
    CAPTURE(c.text);
    std::vector<SelectorFault> faults;
    const std::string dumped = dump(parse(c.text, &faults));
    if (!faults.empty()) UNSCOPED_INFO(faults[0].message);
    CHECK(faults.empty());
    CHECK(dumped == c.dumped);
    std::vector<SelectorFault> again;
    CHECK(dump(parse(dumped, &again)) == dumped);
    CHECK(again.empty());
    ++ran;
  }
  CHECK(ran >= 90);
}

TEST_CASE("what is no selector is refused with its place") {
  size_t ran = 0;
  for (const Faulty& c : kFaulty) {
    CAPTURE(c.text);
    std::vector<SelectorFault> faults;
    parse(c.text, &faults);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].message == c.message);
    CHECK(faults[0].offset == c.offset);
    CHECK(is_error(faults[0].code));
    ++ran;
  }
  CHECK(ran >= 80);
}

TEST_CASE("what only a live page could match is a warning") {
  for (const std::string text :
       {"a:hover", "a:visited", "p::before", "p:before", "p::-webkit-scrollbar", "::slotted(a, b)",
        ":host(.a:is(b))", ":target", ":focus-within", "input:valid"}) {
    CAPTURE(text);
    std::vector<SelectorFault> faults;
    CHECK(parse_selector(text, &faults).size() == 1);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == Code::live_page);
    CHECK(faults[0].message.find("matches nothing") != std::string::npos);
  }
}

TEST_CASE("selectors have bounds") {
  const auto repeat = [](std::string_view text, size_t n) {
    std::string out;
    while (n-- > 0) out += text;
    return out;
  };
  struct Case {
    std::string text;
    std::string message;
  };
  const Case cases[] = {
      {repeat(":is(", 32) + "a" + repeat(")", 32), ""},
      {repeat(":is(", 33) + "a" + repeat(")", 33), "more than 32 selectors in each other"},
      {repeat(":not(", 100000), "more than 32 selectors in each other"},
      {repeat("a ", 64), ""},
      {repeat("a ", 65), "more than 64 parts in one selector"},
      {repeat("a ", 100000), "more than 64 parts in one selector"},
      {"a" + repeat(":upward(1)", 32), ""},
      {"a" + repeat(":upward(1)", 33), "more than 32 times ':upward' in one selector"},
      {"a" + repeat(".a", 100000), ""},
      {"a" + repeat(", a", 100000), ""},
      {repeat("[", 100000), "expected the name of an attribute"},
      {repeat("(", 100000), "unexpected '('"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text.substr(0, 40), c.message);
    std::vector<SelectorFault> faults;
    parse_selector(c.text, &faults);
    REQUIRE(faults.size() == (c.message.empty() ? 0 : 1));
    if (!faults.empty()) CHECK(faults[0].message == c.message);
  }
}

}  // namespace
}  // namespace dehusk
