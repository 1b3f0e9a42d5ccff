// What selectors find on small pages.
#include "rule/select.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rule/selector_index.h"
#include "support/select_ids.h"

namespace dehusk {
namespace {

struct TestPage {
  std::string_view name;
  std::string html;
};

struct Case {
  std::string_view page;
  std::string selector;
  std::string ids;
};

const TestPage kPages[] = {
    {"tree",
     "<!DOCTYPE html><body id=body><div id=d1 class='box main'>"
     "<p id=p1 class=lead>one <a id=a1 href=/x>x</a></p>"
     "<p id=p2>two <b id=b1>x</b></p>"
     "<ul id=ul><li id=l1>1<li id=l2 class=hot>2<li id=l3>3<li id=l4 class=hot>4<li id=l5>5</ul>"
     "<p id=p3 class='lead last'>three</p></div>"
     "<div id=d2 class=Box><section id=s1><div id=d3><p id=p4>deep <i id=i1>x</i></p></div></section>"
     "<amp-ad id=ad></amp-ad></div>"},
    {"values",
     "<!DOCTYPE html><body><a id=v1 href='https://ads.example/x?a=1&amp;b=2' rel='nofollow Sponsored'></a>"
     "<a id=v2 HREF=/local lang=en-US data-Kind='A b'></a>"
     "<a id=v3 href='' lang=en data-kind='a'></a><a id=v4 lang=english data-kind></a>"
     "<input id=v5 type=CHECKBOX><form id=v6 method=POST></form>"
     "<div id='v&#55;' class='x&amp;y a&#x62;c'></div>"
     "<svg id=v8 viewBox='0 0 1 1'><foreignObject id=v9><p id=v10>t</p></foreignObject>"
     "<a id=v11 xlink:href=/x><text id=v12 type=X>t</text></a></svg>"
     "<div id=v13 class=' one\ttwo\nthree '></div><div id=v14 class=onetwo title='a\"b'></div>"
     "<my-tag id=v15></my-tag><MY-Tag id=v16></MY-Tag>"},
    {"quirks", "<body><p id=Top class='Lead x'>t</p><p id=top2 class=lead>t</p>"},
    {"strict", "<!DOCTYPE html><body><p id=Top class='Lead x'>t</p><p id=top2 class=lead>t</p>"},
    {"empty",
     "<!DOCTYPE html><body><p id=e1></p><p id=e2> </p><p id=e3><!-- c --></p><p id=e4>x</p>"
     "<p id=e5><b id=e6></b></p><br id=e7><img id=e8 src=x><p id=e9></i></p>"
     "<textarea id=e10></textarea><script id=e11>x</script><svg id=e12><path d=x /></svg>"
     "<p id=e13><!----><!-- --></p><pre id=e14>\n</pre><div id=e15><p id=e16></div>"},
    {"forms",
     "<!DOCTYPE html><body><form id=f><input id=i1 required><input id=i2 type=hidden required>"
     "<input id=i3 type=checkbox checked name=c><input id=i4 type=radio name=r>"
     "<input id=i5 type=radio name=r checked><input id=i6 type=radio name=s>"
     "<select id=s required><option id=o1><option id=o2 selected>"
     "<optgroup id=og disabled><option id=o3></optgroup></select>"
     "<textarea id=t placeholder=x readonly></textarea>"
     "<fieldset id=fs disabled><legend id=lg><input id=i7></legend><legend id=lg2><input id=i8></legend>"
     "<input id=i9></fieldset><button id=b1 type=button></button><button id=b2></button>"
     "<input id=i10 type=submit></form>"
     "<input id=i11 type=number min=1 max=5 value=3><input id=i12 type=number max=5 value=7>"
     "<input id=i13 type=date min=2024-02-01 value=2024-01-31><input id=i14 type=number value=3>"
     "<input id=i15 type=range value=900><input id=i16 type=time min=22:00 max=02:00 value=23:30>"
     "<input id=i17 placeholder=x><input id=i18 placeholder=x value=y>"
     "<progress id=pr></progress><progress id=pr2 value=1></progress>"
     "<div id=ce contenteditable><p id=ce1>x</p><p id=ce2 contenteditable=false>x</p></div>"
     "<details id=de open></details><details id=de2></details>"},
    {"lang",
     "<!DOCTYPE html><html id=h lang=en-GB><body id=b><p id=l1>x</p><div id=l2 lang=de-Latn-CH>"
     "<p id=l3>x</p><p id=l4 lang=''>x</p></div><p id=l5 lang=FR>x</p><p id=l6 lang=fr-CH>x</p>"},
    {"dir",
     "<!DOCTYPE html><html id=h><body id=b><p id=r1 dir=rtl>x <b id=r2>y</b></p>"
     "<p id=r3 dir=auto>1 \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D x</p><p id=r4 dir=auto>x \xD7\xA9</p>"
     "<bdi id=r5>\xD8\xB3\xD9\x84</bdi><div id=r6 dir=RTL><p id=r7 dir=ltr>x</p><input id=r8 type=tel></div>"},
    {"text",
     "<!DOCTYPE html><body id=b><div id=x1><p id=t1>Also Read: <a id=t2>the  story</a></p>"
     "<p id=t3>Nothing \xE2\x80\x9Cmore\xE2\x80\x9D here</p></div>"
     "<div id=x2 class=box><section id=x3><p id=t4>Caf\xC3\x89 price (10) today</p></section></div>"
     "<p id=t5>one<br>two</p>"},
};

const Case kCases[] = {
    // Types, ids, classes.
    {"tree", "p", "p1 p2 p3 p4"},
    {"tree", "P", "p1 p2 p3 p4"},
    {"tree", "amp-ad", "ad"},
    {"tree", "AMP-AD", "ad"},
    {"tree", "nav", ""},
    {"tree", "no-such", ""},
    {"tree", "ul *", "l1 l2 l3 l4 l5"},
    {"tree", "html", "html"},
    {"tree", "#p1", "p1"},
    {"tree", "#P1", ""},
    {"tree", "p#p1.lead", "p1"},
    {"tree", "li#p1", ""},
    {"tree", ".lead", "p1 p3"},
    {"tree", ".lead.last", "p3"},
    {"tree", ".last.lead", "p3"},
    {"tree", ".box", "d1"},
    {"tree", ".Box", "d2"},
    {"tree", ".lea", ""},
    {"tree", "div.main", "d1"},
    {"tree", "p, b, p", "p1 p2 b1 p3 p4"},
    // Combinators.
    {"tree", "div p", "p1 p2 p3 p4"},
    {"tree", "div div p", "p4"},
    {"tree", "div > p", "p1 p2 p3 p4"},
    {"tree", "section > p", ""},
    {"tree", "section p", "p4"},
    {"tree", "body > div > p", "p1 p2 p3"},
    {"tree", "body section > div p i", "i1"},
    {"tree", "p + p", "p2"},
    {"tree", "p ~ p", "p2 p3"},
    {"tree", "p + ul + p", "p3"},
    {"tree", "li.hot + li", "l3 l5"},
    {"tree", "li.hot ~ li", "l3 l4 l5"},
    {"tree", "li.hot ~ li.hot", "l4"},
    {"tree", "p > a, ul > li:last-child", "a1 l5"},
    {"tree", ".box a, .Box i", "a1 i1"},
    {"tree", "div ~ div p", "p4"},
    {"tree", "div + div > section", "s1"},
    {"tree", "p ~ ul li ~ li", "l2 l3 l4 l5"},
    {"tree", "a b", ""},
    {"tree", "html > body > div", "d1 d2"},
    // Logic.
    {"tree", ":is(p, li).lead", "p1 p3"},
    {"tree", ":is(.box, .Box) > p", "p1 p2 p3"},
    {"tree", ":where(#p1, #p4)", "p1 p4"},
    {"tree", "p:is(section p)", "p4"},
    {"tree", "p:not(.lead)", "p2 p4"},
    {"tree", "p:not(.lead, section p)", "p2"},
    {"tree", "p:not(div > p)", ""},
    {"tree", "li:not(:first-child):not(:last-child)", "l2 l3 l4"},
    {"tree", "p:not(:not(.lead))", "p1 p3"},
    {"tree", ":not(*)", ""},
    {"tree", "div:not(:is(.box, .Box))", "d3"},
    {"tree", ":is(div, section) :is(a, i)", "a1 i1"},
    // :has.
    {"tree", "p:has(a)", "p1"},
    {"tree", "p:has(> a)", "p1"},
    {"tree", "div:has(p)", "d1 d2 d3"},
    {"tree", "div:has(> p)", "d1 d3"},
    {"tree", "div:has(i)", "d2 d3"},
    {"tree", "div:has(> section i)", "d2"},
    {"tree", "div:has(> section > i)", ""},
    {"tree", "div:has(section div i)", "d2"},
    {"tree", "p:has(+ p)", "p1"},
    {"tree", "p:has(+ ul)", "p2"},
    {"tree", "p:has(~ ul)", "p1 p2"},
    {"tree", "p:has(~ .last)", "p1 p2"},
    {"tree", "li:has(+ .hot)", "l1 l3"},
    {"tree", "li:has(~ .hot)", "l1 l2 l3"},
    {"tree", "p:has(+ ul > li.hot)", "p2"},
    {"tree", "p:has(~ ul .hot + li + .hot)", "p1 p2"},
    {"tree", "p:has(a, b)", "p1 p2"},
    {"tree", "p:has(:is(div a))", "p1"},
    {"tree", "div:has(p:has(b))", "d1"},
    {"tree", "div:not(:has(li))", "d2 d3"},
    {"tree", "div:has(:scope > section)", "d2"},
    {"tree", "div:has(:scope)", ""},
    {"tree", "body:has(ul):has(i) > div", "d1 d2"},
    {"tree", "section:has(section p)", ""},
    {"tree", "div:has(div p)", "d2"},
    {"tree", "div:-abp-has(> p)", "d1 d3"},
    {"tree", "p:has(*)", "p1 p2 p4"},
    {"tree", "ul:has(li:nth-child(5))", "ul"},
    // Positions.
    {"tree", "li:first-child", "l1"},
    {"tree", "li:last-child", "l5"},
    {"tree", "li:nth-child(2)", "l2"},
    {"tree", "li:nth-child(odd)", "l1 l3 l5"},
    {"tree", "li:nth-child(even)", "l2 l4"},
    {"tree", "li:nth-child(n)", "l1 l2 l3 l4 l5"},
    {"tree", "li:nth-child(-n+2)", "l1 l2"},
    {"tree", "li:nth-child(n+4)", "l4 l5"},
    {"tree", "li:nth-child(3n-1)", "l2 l5"},
    {"tree", "li:nth-child(0)", ""},
    {"tree", "li:nth-last-child(2)", "l4"},
    {"tree", "li:nth-last-child(-n+2)", "l4 l5"},
    {"tree", "li:nth-child(1 of .hot)", "l2"},
    {"tree", "li:nth-child(2 of .hot)", "l4"},
    {"tree", ":nth-child(even of p)", "p2"},
    {"tree", "li:nth-last-child(1 of .hot)", "l4"},
    {"tree", "li:nth-last-child(2 of .hot, #l5)", "l4"},
    {"tree", "li:nth-child(n of .hot)", "l2 l4"},
    {"tree", "p:nth-of-type(2)", "p2"},
    {"tree", "p:nth-of-type(3)", "p3"},
    {"tree", "p:nth-last-of-type(1)", "p3 p4"},
    {"tree", "p:first-of-type", "p1 p4"},
    {"tree", "p:last-of-type", "p3 p4"},
    {"tree", "ul:only-of-type", "ul"},
    {"tree", "p:only-child", "p4"},
    {"tree", "body :only-child", "a1 b1 d3 p4 i1"},
    {"tree", "div:nth-of-type(2)", "d2"},
    {"tree", "html:first-child:last-child:nth-of-type(1):only-of-type", "html"},
    {"tree", ":root", "html"},
    {"tree", ":scope", "html"},
    {"tree", ":root > body", "body"},
    {"tree", ":root:nth-child(1 of html)", "html"},
    {"tree", "div:first-child > p:first-child", "p1 p4"},
    // Attributes.
    {"values", "[href]", "v1 v2 v3"},
    {"values", "a[HREF]", "v1 v2 v3"},
    {"values", "[href='']", "v3"},
    {"values", "[href^='']", ""},
    {"values", "[href*='']", ""},
    {"values", "[href~='']", ""},
    {"values", "[href^='https://ads.']", "v1"},
    {"values", "[href$='b=2']", "v1"},
    {"values", "[href*='&b']", "v1"},
    {"values", "[href*='&amp;']", ""},
    {"values", "[href*='//ADS.']", ""},
    {"values", "[href*='//ADS.' i]", "v1"},
    {"values", "[href='/local']", "v2"},
    {"values", "[href='/LOCAL']", ""},
    {"values", "[href='/LOCAL' i]", "v2"},
    {"values", "[rel~=sponsored]", "v1"},
    {"values", "[rel~=SPONSORED]", "v1"},
    {"values", "[rel~=sponsored s]", ""},
    {"values", "[rel~=spons]", ""},
    {"values", "[rel~='nofollow Sponsored']", ""},
    {"values", "[lang|=en]", "v2 v3"},
    {"values", "[lang|=EN]", "v2 v3"},
    {"values", "[lang|='en-US']", "v2"},
    {"values", "[lang^=en]", "v2 v3 v4"},
    {"values", "[data-kind]", "v2 v3 v4"},
    {"values", "[data-kind=a]", "v3"},
    {"values", "[data-kind=A]", ""},
    {"values", "[data-kind=A i]", "v3"},
    {"values", "[data-kind^=A i]", "v2 v3"},
    {"values", "[data-kind$=B i]", "v2"},
    {"values", "[data-kind~=b]", "v2"},
    {"values", "[data-kind='']", "v4"},
    {"values", "[data-kind|='']", "v4"},
    {"values", "[type=checkbox]", "v5"},
    {"values", "[type=checkbox s]", ""},
    {"values", "[method=post]", "v6"},
    {"values", "text[type=x]", ""},
    {"values", "text[type=X]", "v12"},
    {"values", "#v7", "v7"},
    {"values", "[id='v7']", "v7"},
    {"values", "[id^=v1]", "v1 v10 v11 v12 v13 v14 v15 v16"},
    {"values", "[id$='6']", "v6 v16"},
    {"values", ".x\\&y", "v7"},
    {"values", ".abc", "v7"},
    {"values", "[class='x&y abc']", "v7"},
    {"values", "[class*='&y a']", "v7"},
    {"values", "[viewbox]", "v8"},
    {"values", "[viewBox='0 0 1 1']", "v8"},
    {"values", "foreignObject p", "v10"},
    {"values", "foreignobject", "v9"},
    {"values", "svg", "v8"},
    {"values", "[xlink\\:href]", "v11"},
    {"values", ".one", "v13"},
    {"values", ".two", "v13"},
    {"values", ".three", "v13"},
    {"values", ".onetwo", "v14"},
    {"values", "[class^=one]", "v14"},
    {"values", "[class~=two]", "v13"},
    {"values", "[class*=two]", "v13 v14"},
    {"values", "[title='a\"b']", "v14"},
    {"values", "my-tag", "v15 v16"},
    {"values", "my-tag + my-tag:nth-of-type(2)", "v16"},
    {"values", "a[href][rel]:not([lang])", "v1"},
    {"values", "[class]", "v7 v13 v14"},
    {"values", "div[id]", "v7 v13 v14"},
    {"values", ":matches-attr(href)", "v1 v2 v3"},
    {"values", ":matches-attr(DATA-KIND=a)", "v3"},
    {"values", ":matches-attr(data-kind=A)", ""},
    {"values", ":matches-attr(data-kind=/^A/)", "v2 v3"},
    {"values", ":matches-attr(data-kind=/(?-i)^A/)", "v2"},
    {"values", ":matches-attr(/^data-/)", "v2 v3 v4"},
    {"values", ":matches-attr(/^(href|rel)$/=/ads|spons/)", "v1"},
    {"values", ":matches-attr(\"data-kind\"=\"A b\")", "v2"},
    {"values", ":matches-attr(data-kind=)", "v4"},
    {"values", "a:matches-attr(href=/&b=2$/)", "v1"},
    // Quirks.
    {"quirks", "#top", "Top"},
    {"quirks", "#TOP2", "top2"},
    {"quirks", ".LEAD", "Top top2"},
    {"quirks", "[class=lead]", "top2"},
    {"quirks", "[id=top]", ""},
    {"strict", "#top", ""},
    {"strict", "#Top", "Top"},
    {"strict", ".lead", "top2"},
    {"strict", ".Lead", "Top"},
    // :empty.
    {"empty", "body :empty", "e1 e3 e6 e7 e8 e9 e10 e13 e14 e16"},
    {"empty", "p:not(:empty)", "e2 e4 e5"},
    // States.
    {"forms", ":required", "i1 s"},
    {"forms", "input:optional:not([type])", "i7 i8 i9 i17 i18"},
    {"forms", "input[type=hidden]:optional", "i2"},
    {"forms", ":checked", "i3 i5 o2"},
    {"forms", ":disabled", "og o3 fs i8 i9"},
    {"forms", "fieldset :enabled", "i7"},
    {"forms", "option:enabled", "o1 o2"},
    {"forms", "textarea:read-only", "t"},
    {"forms", "textarea:read-write", ""},
    {"forms", "fieldset input:read-write", "i7"},
    {"forms", "div:read-write, p:read-write", "ce ce1"},
    {"forms", "p:read-only", "ce2"},
    {"forms", ":placeholder-shown", "t i17"},
    {"forms", ":default", "i3 i5 o2 b2"},
    {"forms", ":indeterminate", "i6 pr"},
    {"forms", ":in-range", "i11 i15 i16"},
    {"forms", ":out-of-range", "i12 i13"},
    {"forms", ":open", "de"},
    {"values", ":any-link", "v1 v2 v3 v11"},
    {"values", "a:not(:link)", "v4"},
    {"values", "a:hover", ""},
    {"values", "a:not(:hover)[rel]", "v1"},
    {"values", "a:visited, a::before", ""},
    // Language and direction.
    {"lang", ":lang(en)", "h head b l1"},
    {"lang", "p:lang(en, fr)", "l1 l5 l6"},
    {"lang", "p:lang('*-CH')", "l3 l6"},
    {"lang", ":lang(de-CH)", "l2 l3"},
    {"lang", ":lang(de-Latn)", "l2 l3"},
    {"lang", ":lang(de-AT)", ""},
    {"lang", ":lang(d)", ""},
    {"lang", ":lang('')", "l4"},
    {"lang", "p:lang(fr-ch)", "l6"},
    {"dir", "body :dir(rtl)", "r1 r2 r3 r5 r6"},
    {"dir", "p:dir(ltr)", "r4 r7"},
    {"dir", "input:dir(ltr)", "r8"},
    // Text.
    {"text", "p:has-text(also read)", "t1"},
    {"text", "p:has-text(ALSO  READ: the story)", "t1"},
    {"text", ":has-text(also read)", "html b x1 t1"},
    {"text", "a:contains(story)", "t2"},
    {"text", "p:-abp-contains(story)", "t1"},
    {"text", "p:has-text('\"more\"')", "t3"},
    {"text", "p:has-text(caf\xC3\xA9)", "t4"},
    {"text", "p:has-text(price (10))", "t4"},
    {"text", "p:has-text(one two)", "t5"},
    {"text", "p:has-text(nowhere)", ""},
    {"text", "p:has-text(/^also/)", "t1"},
    {"text", "p:has-text(/(?-i)^also/)", ""},
    {"text", "p:has-text(/story$/)", "t1"},
    {"text", "p:has-text(/\\(\\d+\\)/)", "t4"},
    {"text", "p:has-text(/^one two$/i)", "t5"},
    {"text", "p:not(:has-text(/e/))", ""},
    {"text", "div:has(> p:has-text(more))", "x1"},
    // :upward.
    {"text", "a:upward(1)", "t1"},
    {"text", "a:upward(2)", "x1"},
    {"text", "a:nth-ancestor(3)", "b"},
    {"text", "a:upward(5)", ""},
    {"text", "p:upward(div)", "x1 x2"},
    {"text", "p:upward(.box)", "x2"},
    {"text", "p:has-text(price):upward(.box)", "x2"},
    {"text", "p:upward(1).box", ""},
    {"text", "p:upward(2).box", "x2"},
    {"text", "p:upward(section):upward(1)", "x2"},
    {"text", "p:upward(1):not(body)", "x1 x3"},
    {"text", "p:upward(div) > section", "x3"},
    {"text", "a:upward(p) + p", "t3"},
    {"text", "div > p:has(a):upward(1)", "x1"},
    {"text", "body > :is(p:upward(div))", "x1 x2"},
    {"text", "div:not(p:has-text(price):upward(2))", "x1"},
    {"text", ":upward(div)", "x1 x2"},
    {"tree", "li:upward(1), i:upward(div)", "ul d3"},
    {"tree", "i:upward(div div)", "d3"},
    {"tree", "i:upward(body > div)", "d2"},
};

const Document& page_named(std::string_view name) {
  static std::vector<Document> pages;
  if (pages.empty()) {
    for (const TestPage& page : kPages) pages.push_back(page_of(page.html));
  }
  for (size_t i = 0; i < std::size(kPages); ++i) {
    if (kPages[i].name == name) return pages[i];
  }
  throw std::logic_error("no such page");
}

TEST_CASE("selectors find what they say") {
  size_t ran = 0;
  for (const Case& c : kCases) {
    CAPTURE(c.page, c.selector);
    const Document& doc = page_named(c.page);
    const SelectorList list = selector_of(c.selector);
    REQUIRE(!list.empty());
    CHECK(ids_of(doc, select_all(doc, list)) == c.ids);
    ++ran;
  }
  CHECK(ran >= 200);
}

TEST_CASE("the index finds what each selector finds alone, and its slow twin does") {
  SelectorIndex index;
  for (uint32_t i = 0; i < std::size(kCases); ++i) index.add(selector_of(kCases[i].selector), i);
  index.build();
  SelectorScratch scratch;
  SelectorScratch remembers(SelectorScratch::Remember::always);
  size_t compared = 0;
  for (const TestPage& page : kPages) {
    const Document& doc = page_named(page.name);
    std::vector<SelectorHit> hits;
    index.find(doc, nullptr, &scratch, &hits);
    std::vector<SelectorHit> slow;
    index.find_slowly(doc, nullptr, &slow);
    CHECK(hits == slow);
    std::vector<SelectorHit> remembered;
    index.find(doc, nullptr, &remembers, &remembered);
    CHECK(remembered == slow);
    for (uint32_t i = 0; i < std::size(kCases); ++i) {
      CAPTURE(page.name, kCases[i].selector);
      std::vector<uint32_t> of_entry;
      for (const SelectorHit& hit : hits) {
        if (hit.entry == i) of_entry.push_back(hit.element);
      }
      CHECK(of_entry == select_all(doc, selector_of(kCases[i].selector)));
      ++compared;
    }
  }
  CHECK(compared > 2000);
}

TEST_CASE("entries that are not active find nothing") {
  SelectorIndex index;
  index.add(selector_of("p"), 0);
  index.add(selector_of("p, li"), 1);
  index.build();
  SelectorScratch scratch;
  std::vector<SelectorHit> hits;
  const std::vector<bool> active{false, true};
  index.find(page_named("empty"), &active, &scratch, &hits);
  CHECK(hits.size() == 8);
  for (const SelectorHit& hit : hits) CHECK(hit.entry == 1);
}

TEST_CASE("plain text has no elements") {
  Document doc;
  doc.text = "text";
  CHECK(select_all(doc, selector_of("*")).empty());
}

}  // namespace
}  // namespace dehusk
