#include "cli/line_diff.h"

#include <catch2/catch.hpp>
#include <random>
#include <vector>

namespace dehusk {
namespace {

struct Case {
  std::string want;
  std::string got;
  std::string diff;
};

const Case kCases[] = {
    {"", "", ""},
    {"a\nb\n", "a\nb\n", ""},
    {"a\n", "a", ""},  // the last line's end is not shown
    {"a\n", "", "@@ -1,1 +0,0 @@\n-a\n"},
    {"", "a\n", "@@ -0,0 +1,1 @@\n+a\n"},
    {"a\n", "b\n", "@@ -1,1 +1,1 @@\n-a\n+b\n"},
    {"a\nx\nb\n", "a\nb\n", "@@ -1,3 +1,2 @@\n a\n-x\n b\n"},
    {"a\n\nb\n", "a\nb\n", "@@ -1,3 +1,2 @@\n a\n-\n b\n"},
    {"a\nb\nc\nd\n", "a\nd\nb\nc\n", "@@ -1,4 +1,4 @@\n a\n+d\n b\n c\n-d\n"},
    // two lines of context on either side
    {"1\n2\n3\n4\nx\n5\n6\n7\n8\n", "1\n2\n3\n4\n5\n6\n7\n8\n",
     "@@ -3,5 +3,4 @@\n 3\n 4\n-x\n 5\n 6\n"},
    // four equal lines are shown, five are not
    {"x\n1\n2\n3\n4\nx\n", "y\n1\n2\n3\n4\ny\n",
     "@@ -1,6 +1,6 @@\n-x\n+y\n 1\n 2\n 3\n 4\n-x\n+y\n"},
    {"x\n1\n2\n3\n4\n5\nx\n", "y\n1\n2\n3\n4\n5\ny\n",
     "@@ -1,3 +1,3 @@\n-x\n+y\n 1\n 2\n@@ -5,3 +5,3 @@\n 4\n 5\n-x\n+y\n"},
};

TEST_CASE("line_diff shows what differs") {
  for (const Case& c : kCases) {
    CAPTURE(c.want, c.got);
    CHECK(line_diff(c.want, c.got, Paint::plain) == c.diff);
  }
}

TEST_CASE("line_diff colours lines only where asked") {
  CHECK(line_diff("a\nb\n", "a\nc\n", Paint::ansi) ==
        "\x1b[36m@@ -1,2 +1,2 @@\x1b[0m\n a\n\x1b[31m-b\x1b[0m\n\x1b[32m+c\x1b[0m\n");
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

/// What `patch` would do: takes `want` and a diff to `got`.
std::string patched(const std::string& want, const std::string& diff) {
  const std::vector<std::string> old = lines_of(want);
  std::string out;
  size_t at = 0;
  for (const std::string& line : lines_of(diff)) {
    if (line[0] == '@') {
      size_t first = std::stoul(line.substr(4));
      if (line.find(",0 +") == std::string::npos) --first;
      REQUIRE(first >= at);
      for (; at < first; ++at) out += old.at(at) + "\n";
    } else if (line[0] == '+') {
      out += line.substr(1) + "\n";
    } else {
      REQUIRE(old.at(at) == line.substr(1));
      if (line[0] == ' ') out += old[at] + "\n";
      ++at;
    }
  }
  for (; at < old.size(); ++at) out += old[at] + "\n";
  return out;
}

TEST_CASE("line_diff leads from one text to the other") {
  std::mt19937 random(7);
  const auto text = [&] {
    std::string out;
    for (size_t n = random() % 30; n > 0; --n) {
      out += std::string(random() % 8 == 0 ? 0 : 1, static_cast<char>('a' + random() % 4)) + "\n";
    }
    return out;
  };
  for (int i = 0; i < 2000; ++i) {
    const std::string want = text();
    const std::string got = random() % 8 == 0 ? want : text();
    const std::string diff = line_diff(want, got, Paint::plain);
    CAPTURE(want, got, diff);
    REQUIRE(patched(want, diff) == got);
    REQUIRE(diff.empty() == (want == got));
  }
}

TEST_CASE("line_diff of long texts without a line in common is quick and whole") {
  std::string want = "same\n";
  std::string got = "same\n";
  for (int i = 0; i < 5000; ++i) {
    want += "w" + std::to_string(i) + "\n";
    got += "g" + std::to_string(i) + "\n";
  }
  CHECK(patched(want, line_diff(want, got, Paint::plain)) == got);
}

}  // namespace
}  // namespace dehusk
