#include "cli/line_diff.h"

#include <algorithm>
#include <vector>

namespace dehusk {
namespace {

using Lines = std::vector<std::string_view>;

constexpr size_t kContext = 2;
constexpr size_t kMostPairs = 4'000'000;

struct Edit {
  char tag;  // ' ', '-' or '+'
  std::string_view line;
};

Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

// Appends the shortest way from `a` to `b`: a table holds the length of the longest common
// subsequence of each pair of tails.
void add_middle(const Lines& a, const Lines& b, std::vector<Edit>* edits) {
  const bool fits = a.size() * b.size() <= kMostPairs;
  const size_t width = b.size() + 1;
  std::vector<uint32_t> common(fits ? (a.size() + 1) * width : 0);
  for (size_t i = a.size(); fits && i-- > 0;) {
    for (size_t j = b.size(); j-- > 0;) {
      common[i * width + j] = a[i] == b[j] ? common[(i + 1) * width + j + 1] + 1
                                           : std::max(common[(i + 1) * width + j],
                                                      common[i * width + j + 1]);
    }
  }
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (fits && i < a.size() && j < b.size() && a[i] == b[j]) {
      edits->push_back({' ', a[i]});
      ++i;
      ++j;
    } else if (i < a.size() && (j == b.size() || !fits || common[(i + 1) * width + j] >=
                                                              common[i * width + j + 1])) {
      edits->push_back({'-', a[i++]});
    } else {
      edits->push_back({'+', b[j++]});
    }
  }
}

std::vector<Edit> edits_between(const Lines& a, const Lines& b) {
  const auto [a_differs, b_differs] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  auto a_end = a.end();
  auto b_end = b.end();
  while (a_end != a_differs && b_end != b_differs && *(a_end - 1) == *(b_end - 1)) {
    --a_end;
    --b_end;
  }
  std::vector<Edit> edits;
  for (auto line = a.begin(); line != a_differs; ++line) edits.push_back({' ', *line});
  add_middle({a_differs, a_end}, {b_differs, b_end}, &edits);
  for (auto line = a_end; line != a.end(); ++line) edits.push_back({' ', *line});
  return edits;
}

// Edits that are shown together.
struct Hunk {
  size_t begin = 0;
  size_t end = 0;
};

// The first hunk at or behind edits[at]: changes with no more than four lines between them, and two
// lines around. Empty and at the end where nothing differs any more.
Hunk next_hunk(const std::vector<Edit>& edits, size_t at) {
  size_t change = at;
  while (change < edits.size() && edits[change].tag == ' ') ++change;
  if (change == edits.size()) return {change, change};
  size_t last = change;
  for (size_t i = change; i < edits.size() && i <= last + 2 * kContext + 1; ++i) {
    if (edits[i].tag != ' ') last = i;
  }
  return {change - std::min(change - at, kContext), std::min(last + 1 + kContext, edits.size())};
}

// "-3,2": first line and number of lines. Of an empty range the line before it is named.
std::string range_of(char sign, size_t begin, size_t count) {
  return sign + std::to_string(count == 0 ? begin : begin + 1) + "," + std::to_string(count);
}

void add_line(const std::string& text, Paint paint, std::string* out) {
  const std::string_view color = text[0] == '-'   ? "\x1b[31m"
                                 : text[0] == '+' ? "\x1b[32m"
                                 : text[0] == '@' ? "\x1b[36m"
                                                  : "";
  const bool painted = paint == Paint::ansi && !color.empty();
  if (painted) out->append(color);
  out->append(text);
  out->append(painted ? "\x1b[0m\n" : "\n");
}

}  // namespace

std::string line_diff(std::string_view want, std::string_view got, Paint paint) {
  const std::vector<Edit> edits = edits_between(split(want), split(got));
  std::string out;
  size_t want_line = 0;  // lines of either text in front of edits[at]
  size_t got_line = 0;
  size_t at = 0;
  for (Hunk hunk = next_hunk(edits, at); hunk.begin < edits.size(); hunk = next_hunk(edits, at)) {
    want_line += hunk.begin - at;
    got_line += hunk.begin - at;
    size_t wants = 0;
    size_t gots = 0;
    for (size_t i = hunk.begin; i < hunk.end; ++i) {
      wants += edits[i].tag != '+';
      gots += edits[i].tag != '-';
    }
    add_line("@@ " + range_of('-', want_line, wants) + " " + range_of('+', got_line, gots) + " @@",
             paint, &out);
    for (size_t i = hunk.begin; i < hunk.end; ++i) {
      add_line(edits[i].tag + std::string(edits[i].line), paint, &out);
    }
    want_line += wants;
    got_line += gots;
    at = hunk.end;
  }
  return out;
}

}  // namespace dehusk
