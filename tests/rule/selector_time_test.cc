// No selector takes more than linear time: on pages where it would, it would take minutes.
#include <catch2/catch.hpp>
#include <chrono>
#include <string>

#include "rule/select.h"
#include "support/select_ids.h"

namespace dehusk {
namespace {

constexpr size_t kMany = 50000;

std::string repeat(std::string_view text, size_t n) {
  std::string out;
  out.reserve(text.size() * n);
  while (n-- > 0) out += text;
  return out;
}

struct Shape {
  std::string name;
  std::string html;
};

std::vector<Shape> shapes() {
  const std::string long_value = repeat("word ", 20000);
  const std::string item = "<li class='x y'>one two<li class=y lang=en>three";
  const std::string words = repeat("one two three ", 20000);
  std::string nested;
  for (size_t i = 0; i < 200; ++i) {
    nested += repeat("<div class='x y'>one <b>two</b> ", 250) + repeat("</div>", 250);
  }
  return {
      {"many siblings", "<!DOCTYPE html><ul>" + repeat(item, kMany / 2) + "</ul>"},
      {"many siblings below a large tag", "<!DOCTYPE html><fieldset lang=en id='" + long_value +
                                              "' class='" + long_value + "' data-x='" + long_value +
                                              "'>" + repeat("<p class=x><input>one", kMany) + "</fieldset>"},
      {"deep", "<!DOCTYPE html>" + nested},
      {"deep around much text", "<!DOCTYPE html>" + repeat("<div class=x>", 500) + words +
                                    repeat("four</div>", 500) + repeat("<p>", kMany)},
      {"many types", "<!DOCTYPE html><div>" + repeat("<p>one<b-x></b-x><c-x></c-x>", kMany / 3) + "</div>"},
      {"many radio buttons", "<!DOCTYPE html><form>" + repeat("<input type=radio name=a><button>", kMany / 2)},
  };
}

const char* const kSelectors[] = {
    "li ~ li ~ li.none", ".y ~ .x ~ .y", ".none ~ *", "* + * + *", "* * * .none", "* .none *",
    "div div div div b", ".none > *", "[data-none] > *", "[data-x*=none] > *", "#none > *",
    "[data-x~=none] *", ":has(.none)", ":has(> .none)", ":has(~ .none)", ":has(+ .none)",
    ":has(~ * ~ .none)", ":has(* * .none)", ":has(> * .none)", ":has(* > .none)", ":has(b ~ .none)",
    ":has(:has(.none))", ":has(:has(~ .none))", ":has(* ~ :has(.none))", ":not(:has(.none)) ~ .none",
    ":is(:has(.none), :has(~ .none)) *", ":nth-child(odd)", ":nth-last-child(3n+1)",
    ":nth-child(odd of .x)", ":nth-last-child(2 of :has(.none))", ":nth-of-type(2n)",
    ":nth-last-of-type(7)", ":only-of-type", ":nth-child(2 of :nth-child(odd of .x))",
    ":has-text(none)", ":has-text(two)", ":has-text(/none/)", ":has-text(/t[wx]o one/)", ":has-text(/^none/)",
    ":has-text(/none$/)", ":has-text(four four)", ":has-text(/fou?r/)", ":not(:has-text(o))", ":has(:has-text(none))",
    ":has-text(none) *", "*:upward(1):has(.none)", "*:upward(div):has(> .none)", "*:upward(:has(.none))",
    ".y:upward(2) .none", ":not(b:upward(3))", ":is(.x:upward(1)) ~ *", "*:upward(1):upward(1):upward(.none)",
    ":lang(de)", ":dir(rtl)", ":disabled", ":enabled", ":default", ":indeterminate", ":read-write",
    ":empty", ":root *", ":matches-attr(/^none/)", "*:upward(1):matches-attr(/^none/)",
    "fieldset:has-text(none) > *",
};

TEST_CASE("selectors are linear in the page") {
  size_t ran = 0;
  for (const Shape& shape : shapes()) {
    const Document doc = page_of(shape.html);
    REQUIRE(doc.page->elements.size() > kMany / 2);
    for (const char* selector : kSelectors) {
      CAPTURE(shape.name, selector);
      const SelectorList list = selector_of(selector);
      REQUIRE(!list.empty());
      const auto start = std::chrono::steady_clock::now();
      select_all(doc, list);
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
      CHECK(took.count() < 4.0);
      ++ran;
    }
  }
  CHECK(ran > 250);
}

}  // namespace
}  // namespace dehusk
