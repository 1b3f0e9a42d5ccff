// Which words of a page stand in its gold text: the labels of training.
//
//   align < PAIRS        a pair: a line with two counts, a line of the page's words as numbers, a line of
//                        the gold text's; for each a line of 0 and 1, one a word of the page
//
// A longest common subsequence with affine gaps: each word in common counts 1, each run of them costs 1.6, so that
// lone words in menus are not taken for the article's. A second pass aligns what the first left, for text that
// stands in another order. Stretches of words that the other side lacks count as one.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <unordered_set>
#include <vector>

namespace {

constexpr int32_t kMatch = 10;
constexpr int32_t kOpen = 16;
constexpr int32_t kNever = -1'000'000'000;
constexpr size_t kMostCells = 600'000'000;

struct Token {
  int32_t word = -1;   // -1: a stretch of words that match nothing
  uint32_t place = 0;  // in the sequence as it was given
};

std::vector<Token> squeeze(const std::vector<int32_t>& words, const std::vector<int32_t>& other) {
  const std::unordered_set<int32_t> known(other.begin(), other.end());
  std::vector<Token> out;
  for (uint32_t i = 0; i < words.size(); ++i) {
    const bool match = words[i] >= 0 && known.count(words[i]) > 0;
    if (!match && !out.empty() && out.back().word < 0) continue;
    out.push_back({match ? words[i] : -1, i});
  }
  return out;
}

// Marks the words of `page` that are aligned, and takes those of `gold` away.
void align(std::vector<int32_t>* page, std::vector<int32_t>* gold, std::vector<bool>* marks) {
  const std::vector<Token> a = squeeze(*page, *gold);
  const std::vector<Token> b = squeeze(*gold, *page);
  const size_t width = b.size() + 1;
  if (a.empty() || b.empty() || (a.size() + 1) * width > kMostCells) return;
  // Bit 0: the match goes on a run. Bits 1 and 2: the best ends with 0 a match here, 1 a word less of a, 2 of b.
  std::vector<uint8_t> from((a.size() + 1) * width, 2);
  std::vector<int32_t> match(width, kNever);
  std::vector<int32_t> best(width, 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    int32_t match_before = kNever;  // of the row above, one to the left
    int32_t best_before = 0;
    for (size_t j = 1; j <= b.size(); ++j) {
      const int32_t match_above = match[j];
      const int32_t best_above = best[j];
      uint8_t& cell = from[i * width + j];
      int32_t here = kNever;
      uint8_t bits = 0;
      if (a[i - 1].word >= 0 && a[i - 1].word == b[j - 1].word) {
        bits = match_before >= best_before - kOpen;
        here = kMatch + std::max(match_before, best_before - kOpen);
      }
      match[j] = here;
      int32_t most = here;
      uint8_t way = 0;
      if (best_above >= most) most = best_above, way = 1;
      if (best[j - 1] > most) most = best[j - 1], way = 2;
      best[j] = most;
      cell = static_cast<uint8_t>(bits | way << 1);
      match_before = match_above;
      best_before = best_above;
    }
  }
  size_t i = a.size();
  size_t j = b.size();
  bool in_run = false;
  while (i > 0 && j > 0) {
    const uint8_t cell = from[i * width + j];
    if (in_run || cell >> 1 == 0) {
      (*marks)[a[i - 1].place] = true;
      (*page)[a[i - 1].place] = -1;
      (*gold)[b[j - 1].place] = -1;
      in_run = (cell & 1) != 0;
      --i, --j;
    } else if (cell >> 1 == 1) {
      --i;
    } else {
      --j;
    }
  }
}

bool read_words(size_t count, std::vector<int32_t>* words) {
  words->resize(count);
  for (int32_t& word : *words) {
    if (std::scanf("%d", &word) != 1) return false;
  }
  return true;
}

}  // namespace

int main() {
  size_t page_size = 0;
  size_t gold_size = 0;
  std::vector<int32_t> page;
  std::vector<int32_t> gold;
  while (std::scanf("%zu %zu", &page_size, &gold_size) == 2) {
    if (!read_words(page_size, &page) || !read_words(gold_size, &gold)) return 1;
    std::vector<bool> marks(page.size(), false);
    align(&page, &gold, &marks);
    align(&page, &gold, &marks);
    std::string line(marks.size(), '0');
    for (size_t i = 0; i < marks.size(); ++i) line[i] = marks[i] ? '1' : '0';
    std::puts(line.c_str());
  }
}
