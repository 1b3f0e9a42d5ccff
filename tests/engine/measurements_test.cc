#include "engine/measurements.h"

#include "support/clean_with.h"
#include "support/measured.h"

namespace dehusk {
namespace {

TEST_CASE("a text has a row a line, a page one a block") {
  MeasuredDocument text("One two\n\nThree.\n");
  CHECK(text.measured().size() == 2);
  CHECK(text.measured().table(0).features() == kTextFeatures);
  CHECK(text.of(Feature::words, "One") == 2);
  CHECK(text.of(Feature::next_ends, "One") == 1);
  MeasuredDocument page("<p>One<br>two<p>three");
  CHECK(page.measured().size() == 2);
  CHECK(page.measured().table(0).features() == kFeatureCount);
  CHECK(page.of(Feature::lines, "One") == 2);
  CHECK(page.measured().row_of_line(0) == 0);
  CHECK(page.measured().row_of_line(1) == 0);
  CHECK(page.measured().row_of_line(2) == 1);
  CHECK(page.measured().lines_of_row(0) == Span{0, 2});
  CHECK(page.measured().of_line(Feature::lines, 1) == 2);
}

TEST_CASE("nothing is measured of nothing") {
  for (const std::string source : {"", "\n\n", "<p>", "<!doctype html><body><img src=x></body>"}) {
    CAPTURE(source);
    MeasuredDocument document(source);
    CHECK(document.measured().size() == 0);
    CHECK(document.measured().parts() == 0);
    CHECK(document.measured().table(0).rows() == 0);
  }
}

TEST_CASE("a long text is measured in parts, each as if it were all") {
  constexpr uint32_t kPart = Measurements::kPart;
  std::string source;
  for (uint32_t i = 0; i < 2 * kPart + 3; ++i) source += i % 7 == 0 ? "The ferry stays.\n" : "Home\n";
  MeasuredDocument text(source);
  Measurements& measured = text.measured();
  CHECK(measured.parts() == 3);
  CHECK(measured.table(0).rows() == kPart);
  CHECK(measured.table(2).rows() == 3);
  CHECK(measured.of_line(Feature::line_no, kPart) == 1);
  CHECK(measured.of_line(Feature::line_no, kPart - 1) == kPart);
  CHECK(measured.of_line(Feature::doc_blocks, 2 * kPart) == 3);
  CHECK(measured.of_line(Feature::words, 7 * 3000) == 3);
  CHECK(measured.of_line(Feature::words, 7 * 3000 + 1) == 1);
}

TEST_CASE("`when` asks for features of the page; on text there are none") {
  const std::string rule = "[[remove]]\nid = 'r'\nline = '/[a-z].*/'\nwhen = ['in_nav < 255']\n";
  CHECK(clean_with(rule, "<nav>Home</nav><p>The ferry stays.").text == "The ferry stays.\n");
  CHECK(clean_with(rule, "Home\nThe ferry stays.\n").text == "Home\nThe ferry stays.\n");
  const std::string outside = "[[remove]]\nid = 'r'\nline = '/[a-z].*/'\nwhen = ['in_nav >= 255']\n";
  CHECK(clean_with(outside, "Home\nThe ferry stays.\n").text == "Home\nThe ferry stays.\n");
  CHECK(clean_with(outside, "<nav>Home</nav><p>The ferry stays.").text == "Home\n");

  const struct {
    std::string_view when, input, want;
  } cases[] = {
      {"'box1_blocks > 2'", "<div><p>a<p>b</div><p>c", "a\n\nb\n"},
      {"'kind == 1'", "<h1>a</h1><p>b", "b\n"},
      {"'named_comment < 3', 'words < 2'", "<div class=comment><p>a<p>b c</div><p>d", "b c\n\nd\n"},
      {"'next_words > 2'", "a\nb c d\ne", "b c d\ne\n"},
      {"'copies > 1'", "a\nb\na\n", "b\n"},
      {"'sentences == 0'", "a b\nc d.\n", "c d.\n"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.when, c.input);
    for (const MatchMode mode : {MatchMode::fast, MatchMode::slow}) {
      const std::string keys = "[[remove]]\nid = 'r'\nline = '/[a-z].*/'\nwhen = [" + std::string(c.when) + "]\n";
      CleanOptions options;
      options.match = mode;
      CHECK(clean_with(keys, c.input, options).text == c.want);
    }
  }
}

}  // namespace
}  // namespace dehusk
