#include "engine/page_features.h"

#include <cmath>
#include <random>

#include "support/measured.h"

namespace dehusk {
namespace {

using enum Feature;

TEST_CASE("one feature of one block") {
  const struct {
    std::string_view html;
    std::string_view row;
    Feature feature;
    double want;
  } cases[] = {
      {"<nav><a href=/>Home</a></nav><p>b", "Home", in_nav, 0},
      {"<nav><ul><li><a href=/>Home</a></ul></nav>", "Home", in_nav, 2},
      {"<nav>Home</nav><p>b", "b", in_nav, 255},
      {"<div role=navigation>Home</div>", "Home", in_nav, 0},
      {"<div role=NAVIGATION>Home</div>", "Home", in_nav, 0},
      {"<aside><div><p>a</div></aside>", "a", in_aside, 2},
      {"<article><p>a</article>", "a", in_article, 1},
      {"<article><p>a</article>", "a", in_p, 0},
      {"<div class='commentList'><p>a</div>", "a", named_comment, 1},
      {"<div id=comments><div><p>a</div></div>", "a", named_comment, 2},
      {"<body class=comments><p>a", "a", named_comment, 255},  // of the site, not of the part
      {"<div itemprop=comment><p>a</div>", "a", named_comment, 1},
      {"<div class=xcomments><p>a</div>", "a", named_comment, 255},
      {"<h2>a</h2>", "a", kind, 1},
      {"<h2>a</h2>", "a", level, 2},
      {"<ul><li>a<ul><li>b</ul></ul>", "b", list_depth, 2},
      {"<blockquote><p>a</blockquote>", "a", quote_depth, 1},
      {"<h1>a</h1>", "a", tag, 3},
      {"<p>a", "a", tag, 0},
      {"<footer><p>a</footer>", "a", parent_tag, 30},
      {"<nav><div><p>a</div></nav>", "a", grandparent_tag, 31},
      {"<p>a<h1>b</h1>", "a", next_tag, 3},
      {"<p>a<h1>b</h1>", "b", prev_tag, 0},
      {"<p>a", "a", depth, 2},
      {"<p>a<p hidden>b", "b", hidden, 1},
      {"<p><b>ab</b>cd", "ab", bold, 0.5},
      {"<p><b><b>ab</b></b>cd", "ab", bold, 0.5},
      {"<p><i>ab</i>", "ab", italic, 1},
      {"<pre>a</pre>", "a", code, 1},
      {"<p>a <b>b</b><i>c</i>", "a", elements, 2},
      {"<p>a<p><img src=x alt=y><p>b", "b", images_near, 1},
      {"<div><p>a<p>b</div><p>c", "a", box1_blocks, 2},
      {"<div><p>a<p>b</div><p>c", "a", box2_blocks, 3},
      {"<div><p>a<p>b c d</div><p>e", "a", box1_words, 4},
      {"<div><p>a<p>b c d</div><p>e", "b", box1_page, 0.8},
      {"<div><p>a<p>b</div><p>c", "b", box1_place, 0.5},
      {"<div><p><a href=/>ab</a><p>cd</div>", "cd", box1_links, 0.5},
      {"<p>a", "a", box1_blocks, 0},  // nothing holds more than it
      {"<ul><li>a<li>b<li>c</ul>", "b", siblings, 3},
      {"<ul><li>a<li>b<li>c</ul>", "c", sibling_steps, 0},
      {"<ul><li><p>a</p><li><p>b</p><li><p>c</p></ul>", "c", sibling_steps, 1},
      {"<ul><li>a<li class=x>b<li>c</ul>", "b", own_siblings, 1},
      {"<div class=a><p>a</div><div class=a><p>b b b</div>", "a", sibling_words, 2},
      {"<p>a<h2>b</h2><p>c d<p>e", "e", section_words, 4},
      {"<p>a<h2>b</h2><p>c d<p>e", "e", section_blocks, 3},
      {"<p>a<h2>b</h2><p>c d<p>e", "e", section_place, 2},
      {"<p>a<h2>b</h2><p>c d<p>e", "e", section_level, 2},
      {"<p>a<h2>b</h2><p>c d<p>e", "a", section_level, 0},
      {"<p>a<h2>b</h2><p>c<h3>d</h3><p>e", "e", section_number, 2},
      {"<h2><a href=/>b</a></h2><p>c", "c", heading_links, 1},
      {"<title>The ferry stays</title><p>x<h1>The ferry stays</h1><p>a", "a", title_gap, 1},
      {"<title>The ferry stays</title><p>x<h1>The ferry stays</h1><p>a", "x", title_gap, -1},
      {"<title>The ferry stays</title><p>x<p>a", "a", title_gap, -300},
      {"<title>The ferry stays</title><p>The ferry", "The", title_match, 2.0 / 3},
      {"<meta name=description content='ferry harbour'><p>The ferry", "The", description_words, 0.5},
      {"<article><p>a</article><article><p>b</article>", "b", page_articles, 2},
      {"<h1>a</h1><p>b", "b", page_headings, 0.5},
      {"<ul><li>a</ul><p>b", "b", page_items, 0.5},
      {"<main><p>a</main><p>b", "a", main_in, 1},
      {"<main><p>a</main><p>b", "b", main_in, 0},
      {"<main><p>a</main><p>b", "b", main_steps, 1},
      {"<p>a", "a", main_steps, 255},
      {"<p>a", "a", main_place, -2},
  };
  for (const auto& c : cases) {
    MeasuredDocument page{std::string(c.html)};
    CAPTURE(c.html, c.row, kFeatures[static_cast<size_t>(c.feature)].name);
    CHECK(page.of(c.feature, c.row) == Approx(c.want));
  }
}

TEST_CASE("the best candidate is what holds the paragraphs") {
  MeasuredDocument page("<nav><a href=/>Home</a></nav><div id=x><p>A, " + prose(40) + ".<p>B, " + prose(40) + ".</div><div><p>C " +
                        prose(9) + "</div>");
  CHECK(page.of(best_in, "A") == 1);
  CHECK(page.of(best_in, "B") == 1);
  CHECK(page.of(best_in, "Home") == 0);
  CHECK(page.of(best_in, "C") == 0);
  CHECK(page.of(best_steps, "A") == 1);
  CHECK(page.of(best_steps, "C") == 2);
  CHECK(page.of(best_place, "A") == 0);
  CHECK(page.of(best_place, "B") == 0.5);
  CHECK(page.of(best_place, "Home") < 0);
  CHECK(page.of(best_place, "C") == 1.25);
  CHECK(page.of(best_good, "Home") == 1);
  CHECK(page.of(g75_steps, "A") == 1);
  CHECK(page.of(g50_steps, "A") == 0);
  CHECK(page.of(g30_steps, "A") == 0);
}

// Of pages made at random, each value lies in the range that the table gives.
TEST_CASE("every feature keeps its range") {
  std::mt19937 random(5);
  const auto below = [&](size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random); };
  static constexpr std::string_view kTags[] = {"p", "div", "ul", "li", "nav", "article", "main", "h2", "a", "b", "table", "tr",
                                               "td", "pre", "section", "figure", "blockquote", "span", "code"};
  static constexpr std::string_view kTexts[] = {"The ferry of the harbour, and it stays. ", "12:30 ", "\u00A9 2026 | ",
                                                "Share ", "\u6E2F\u53E3\u4E5D\u70B9 ", "<img src=x alt=y>", "<br>"};
  size_t checked = 0;
  for (int round = 0; round < 200; ++round) {
    std::string html = "<title>The ferry</title>";
    std::vector<std::string_view> open;
    for (size_t i = 0; i < 60; ++i) {
      if (below(3) == 0 && !open.empty()) {
        html += "</" + std::string(open.back()) + ">";
        open.pop_back();
      } else if (below(2) == 0) {
        open.push_back(kTags[below(std::size(kTags))]);
        html += "<" + std::string(open.back()) + (below(3) == 0 ? " class='comment list' href=/>" : ">");
      } else {
        for (size_t k = below(5); k-- > 0;) html += kTexts[below(std::size(kTexts))];
      }
    }
    MeasuredDocument page(html);
    if (page.measured().size() == 0) continue;
    const FeatureTable& table = page.measured().table(0);
    for (size_t f = 0; f < kFeatureCount; ++f) {
      for (uint32_t row = 0; row < table.rows(); ++row) {
        const float value = table.at(f, row);
        const bool may_be_below = kFeatures[f].unit == "places" || f == static_cast<size_t>(title_gap);
        if (std::isfinite(value) && (value >= 0 || may_be_below) && (kFeatures[f].most == 0 || value <= kFeatures[f].most)) continue;
        CAPTURE(html, kFeatures[f].name, row);
        FAIL_CHECK(value);
      }
    }
    checked += table.rows();
  }
  CHECK(checked > 1500);
}

}  // namespace
}  // namespace dehusk
