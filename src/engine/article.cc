#include "engine/article.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_set>

namespace dehusk {
namespace {

constexpr uint32_t kFullPageLines = 24;
constexpr uint32_t kEdgeLines = 8;
constexpr double kEdgeMean = 0.3;
constexpr double kSureP = 0.1;
constexpr size_t kFewLines = 12;
constexpr uint32_t kCopyWords = 10;

// How a level weighs: the factor of the expected F1, and the range of thresholds.
struct Range {
  double weight;
  double low;
  double high;
};

Range expected_range(Level level) {
  switch (level) {
    case Level::safe: return {0.9, 0.05, 0.1};
    case Level::normal: return {1.2, 0.2, 0.5};
    case Level::aggressive: return {1.6, 0.4, 0.7};
  }
  return {};
}

double article_threshold(Level level) {
  return level == Level::safe ? 0.1 : level == Level::normal ? 0.55 : 0.75;
}

struct Candidate {
  double p;
  uint32_t words;
};

// Keeps the first k of the candidates by falling P for which 2 * expected hits / (a * words kept +
// expected words) is highest; the P of the last one.
double expected_f1_threshold(std::vector<Candidate> found, const Range& range) {
  std::stable_sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) { return a.p > b.p; });
  double all = 0;
  for (const Candidate& row : found) all += row.p * row.words;
  double hits = 0;
  double kept = 0;
  double best = -1;
  double threshold = range.high;
  for (const Candidate& row : found) {
    hits += row.p * row.words;
    kept += row.words;
    const double f1 = 2 * hits / (range.weight * kept + all + 1e-9);
    if (f1 > best) {
      best = f1;
      threshold = row.p;
    }
  }
  return std::clamp(threshold, range.low, range.high);
}

// The mean P of both ends of what rules left says that menus stand there, and one line in ten is furniture for sure:
// on an article that begins and ends with lists hardly any is.
bool looks_like_full_page(const std::vector<double>& all, const std::vector<uint8_t>& live) {
  std::vector<double> p;
  for (size_t i = 0; i < all.size(); ++i) {
    if (live[i]) p.push_back(all[i]);
  }
  if (all.size() < kFullPageLines || p.size() < kEdgeLines) return false;
  const double head = std::accumulate(p.begin(), p.begin() + kEdgeLines, 0.0) / kEdgeLines;
  const double tail = std::accumulate(p.end() - kEdgeLines, p.end(), 0.0) / kEdgeLines;
  const auto sure = std::count_if(p.begin(), p.end(), [](double one) { return one < kSureP; });
  return head < kEdgeMean && tail < kEdgeMean && static_cast<size_t>(sure) * 10 >= p.size();
}

}  // namespace

double clean_threshold(Level level) {
  return level == Level::safe ? 0.02 : level == Level::normal ? 0.1 : 0.3;
}

double probability(int32_t log_odds) { return 1 / (1 + std::exp(-static_cast<double>(log_odds) / Model::kUnit)); }

namespace {

// That of the level, or of the next safer one that keeps half of the words; 0 where none does. So a level never keeps
// less than a looser one. Of a few lines little can be told: there the safest holds for all.
double nearly_clean_threshold(const Rows& rows, const std::vector<double>& p, const std::vector<uint8_t>& live, Level level) {
  const Level first = p.size() < kFewLines ? Level::safe : level;
  for (int at = static_cast<int>(first); at >= 0; --at) {
    const double threshold = clean_threshold(static_cast<Level>(at));
    uint64_t words = 0;
    uint64_t kept = 0;
    for (size_t i = 0; i < p.size(); ++i) {
      if (!live[i]) continue;
      words += rows.rows[i].text.words;
      kept += p[i] >= threshold ? rows.rows[i].text.words : 0;
    }
    if (kept * 2 >= words) return threshold;
  }
  return 0;
}

}  // namespace

ArticleChoice choose_rows(const Rows& rows, const std::vector<int32_t>& log_odds, const std::vector<uint8_t>& live,
                          const ArticleOptions& options) {
  ArticleChoice choice;
  std::vector<double> p(log_odds.size());
  for (size_t i = 0; i < p.size(); ++i) p[i] = probability(log_odds[i]);
  const bool text = options.input == ModelInput::text;
  choice.full_page = text && looks_like_full_page(p, live);
  if (text && !choice.full_page) {
    choice.threshold = nearly_clean_threshold(rows, p, live, options.level);
  } else if (!text && options.task == Task::article) {
    choice.threshold = article_threshold(options.level);
  } else {
    std::vector<Candidate> found;
    for (size_t i = 0; i < p.size(); ++i) {
      if (live[i]) found.push_back({p[i], rows.rows[i].text.words});
    }
    choice.threshold = expected_f1_threshold(std::move(found), expected_range(options.level));
  }
  double most = 0;
  for (size_t i = 0; i < p.size(); ++i) most = live[i] ? std::max(most, p[i]) : most;
  choice.threshold = std::min(choice.threshold, most);
  choice.keep.resize(p.size());
  for (size_t i = 0; i < p.size(); ++i) choice.keep[i] = p[i] >= choice.threshold;
  return choice;
}

std::vector<uint8_t> drop_copies(const Rows& rows, std::vector<uint8_t>* keep) {
  std::vector<uint8_t> copies(rows.size(), 0);
  std::unordered_set<uint64_t> seen;
  for (uint32_t i = 0; i < rows.size(); ++i) {
    const TextStats& text = rows.rows[i].text;
    if (!(*keep)[i] || text.words < kCopyWords) continue;
    if (!seen.insert(text.hash).second) {
      copies[i] = 1;
      (*keep)[i] = 0;
    }
  }
  return copies;
}

}  // namespace dehusk
