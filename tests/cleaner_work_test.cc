// Steps of work: the same for a document wherever and after whatever it is cleaned, and never more than allowed.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "cleaner.h"

namespace dehusk {
namespace {

std::string repeat(std::string_view text, size_t n) {
  std::string out;
  out.reserve(text.size() * n);
  while (n-- > 0) out += text;
  return out;
}

std::string numbered(std::string_view before, std::string_view behind, size_t n) {
  std::string out;
  for (size_t i = 0; i < n; ++i) out.append(before).append(std::to_string(i)).append(behind);
  return out;
}

// `make(n)` is a document of n units.
struct Case {
  const char* name;
  size_t units;
  std::string (*make)(size_t units);
};

const Case kCases[] = {
    {"prose", 40, [](size_t n) { return repeat("The council said on Tuesday that the bridge would stay closed.\n", n); }},
    {"furniture", 40,
     [](size_t n) {
       return repeat("Also read: Bridge to stay closed\nPhoto: Reuters\nBy Jane Doe | 12 March 2021\nIt rained.\n"
                     "39,594.39 -4.61 (-0.01%)\n", n);
     }},
    {"one line", 400, [](size_t n) { return repeat("(also read: this ", n); }},
    {"dates in one line", 200, [](size_t n) { return repeat("12 March 2021, 10:30 | ", n); }},
    {"rare letters", 300, [](size_t n) { return repeat("::::::::", n) + "\n"; }},
    {"letters of another encoding", 200, [](size_t n) { return repeat("Gr\xFC\xDF" "e aus M\xFCnchen. ", n); }},
    {"broken UTF-8", 200, [](size_t n) { return repeat("zw\u00f6lf gro\u00dfe M\u00f6wen \xFF\xFE\n", n); }},
    {"a page", 40,
     [](size_t n) {
       return "<!DOCTYPE html><title>Fish</title><nav><a href=/>Home</a></nav>" +
              repeat("<p class=lead>It was on the <b>second</b> day that the fish &amp; the birds came to the shore.</p>"
                     "<aside class='related share'><a href='/y?a=1&b=2'>Also read: ten things</a></aside>"
                     "<img src=x alt='a &eacute;'>", n);
     }},
    {"nested div", 900, [](size_t n) { return "<p>x" + repeat("<div>", n) + "x"; }},
    {"formatting", 300, [](size_t n) { return numbered("<p><font color=", ">", n); }},
    {"formatting, misnested", 300, [](size_t n) { return numbered("<b id=", "><div></b>x", n); }},
    {"nested code", 60, [](size_t n) { return repeat("<kbd>", 300) + repeat("<p>x", n); }},
    {"tables in no cell", 200, [](size_t n) { return repeat("<table>x<b>", n); }},
    {"end tags of nothing", 200, [](size_t n) { return repeat("<div>", 400) + repeat("</x></b></p></li>", n); }},
    {"references", 900, [](size_t n) { return "<p>" + numbered("&#", ";&amp;&copy", n); }},
    {"references in values", 300, [](size_t n) { return numbered("<p>x<img alt='&#", ";'>", n); }},
    {"no skeleton", 200, [](size_t n) { return repeat("<div>", 100) + "<b>" + repeat("<i>a&eacute;<", n) + "<frameset>"; }},
    {"a letter that is none", 300, [](size_t n) { return "<p>" + repeat("a\xED\xA0\x80<br>", n); }},
    {"many tags of html", 30, [](size_t n) { return numbered("<html a", "=b>", n * 10) + "<p>x"; }},
};

struct Setup {
  std::shared_ptr<const RuleSet> rules = load_rules({}, {}).rules;
  CleanOptions options;

  explicit Setup(bool model) {
    REQUIRE(rules);
    if (model) options.models = std::make_shared<const ModelSet>(true);
  }
  Cleaner cleaner(uint64_t max_work = 0) const {
    CleanOptions own = options;
    own.max_work = max_work;
    return {rules, own};
  }
};

Cleaned cleaned(Cleaner&& cleaner, std::string_view bytes) {
  Result<Cleaned> result = cleaner.clean(bytes, {});
  if (!result) FAIL(result.error().message);
  return std::move(*result);
}

uint64_t steps_of(const Setup& setup, std::string_view bytes) {
  return cleaned(setup.cleaner(), bytes).stats.work;
}

std::vector<std::string> documents() {
  std::vector<std::string> all;
  for (const Case& c : kCases) all.push_back(c.make(c.units));
  return all;
}

TEST_CASE("a budget of steps") {
  Work work;
  work.add(5);
  CHECK(!work.exceeded());
  work.begin(7);
  CHECK(work.done() == 0);
  work.add(7);
  CHECK(!work.exceeded());
  CHECK(work.left() == 0);
  work.add(1);
  CHECK(work.exceeded());
  CHECK(work.left() == 0);
  work.begin(0);
  work.add(uint64_t{1} << 62);
  CHECK(!work.exceeded());
}

TEST_CASE("a document takes the same steps in a fresh and in a used Cleaner, and in any thread") {
  for (const bool model : {true, false}) {
    const Setup setup(model);
    const std::vector<std::string> all = documents();
    std::vector<uint64_t> steps;
    for (const std::string& bytes : all) steps.push_back(steps_of(setup, bytes));
    // In two threads, there and back, with one another's compiled patterns.
    std::vector<std::vector<uint64_t>> found(2);
    std::vector<std::thread> threads;
    for (std::vector<uint64_t>& own : found) {
      threads.emplace_back([&] {
        Cleaner used = setup.cleaner();
        for (size_t i = 0; i < 2 * all.size(); ++i) {
          const auto result = used.clean(all[i < all.size() ? i : 2 * all.size() - 1 - i], {});
          own.push_back(result ? result->stats.work : 0);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::vector<uint64_t>& own : found) {
      for (size_t i = 0; i < own.size(); ++i) {
        const size_t document = i < all.size() ? i : 2 * all.size() - 1 - i;
        CAPTURE(kCases[document].name, i);
        CHECK(own[i] == steps[document]);
      }
    }
  }
}

TEST_CASE("what a document needs is enough, one step less is not") {
  for (const bool model : {true, false}) {
    const Setup setup(model);
    const uint64_t next_needed = steps_of(setup, "x\n");
    for (const Case& c : kCases) {
      CAPTURE(c.name, model);
      const std::string bytes = c.make(c.units);
      const Cleaned free = cleaned(setup.cleaner(), bytes);
      const uint64_t needed = free.stats.work;
      const Cleaned enough = cleaned(setup.cleaner(needed), bytes);
      CHECK(enough.text == free.text);
      CHECK(enough.stats.work == needed);
      // Cut anywhere it fails, hands out nothing, and leaves a Cleaner that knows nothing of it.
      constexpr uint64_t kCuts = 12;
      for (uint64_t cut = 0; cut <= kCuts; ++cut) {
        const uint64_t most = std::max<uint64_t>(1, cut == kCuts ? needed - 1 : needed * cut / kCuts);
        CAPTURE(most, needed);
        Cleaner cleaner = setup.cleaner(most);
        const Result<Cleaned> result = cleaner.clean(bytes, {}, [](std::string_view) { FAIL("it was handed out"); });
        REQUIRE(!result);
        CHECK(result.error().kind == ErrorKind::work);
        CHECK(result.error().message == "needs more work than --max-work allows (" + std::to_string(most) + " steps)");
        const Result<Cleaned> next = cleaner.clean("x\n", {});
        CHECK((next ? next->stats.work : 0) == (next_needed <= most ? next_needed : 0));
      }
    }
  }
}

TEST_CASE("where the text goes makes no difference") {
  const Setup setup(true);
  for (const Case& c : kCases) {
    CAPTURE(c.name);
    const std::string bytes = c.make(c.units);
    std::string out;
    const Result<Cleaned> result =
        setup.cleaner().clean(bytes, {}, [&](std::string_view part) { out.append(part); });
    REQUIRE(result);
    const Cleaned whole = cleaned(setup.cleaner(), bytes);
    CHECK(result->stats.work == whole.stats.work);
    CHECK(out == whole.text);
  }
}

TEST_CASE("steps grow with the document as its cost does") {
  const Setup setup(true);
  for (const Case& c : kCases) {
    CAPTURE(c.name);
    const auto of = [&](size_t times) { return static_cast<double>(steps_of(setup, c.make(c.units * times))); };
    const double one = of(4);
    const double two = of(8);
    CHECK(two / one < 2.2);
    CHECK(two / one > 1.02);  // what lies beyond a limit is not read
  }
}

TEST_CASE("measuring has the same budget") {
  const Setup setup(false);
  const std::string bytes = kCases[7].make(100);
  CHECK(setup.cleaner(uint64_t{1} << 40).measure(bytes, {}));
  for (const uint64_t most : {1, 1000, 20'000, 100'000}) {
    const Result<Measured> measured = setup.cleaner(most).measure(bytes, {});
    REQUIRE(!measured);
    CHECK(measured.error().kind == ErrorKind::work);
  }
}

}  // namespace
}  // namespace dehusk
