#include "engine/article.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

namespace dehusk {
namespace {

constexpr Level kLevels[] = {Level::safe, Level::normal, Level::aggressive};

class RowMaker {
 public:
  explicit RowMaker(uint32_t seed) : random_(seed) {}
  size_t below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }

  void make(size_t size) {
    rows = {};
    log_odds.clear();
    live.clear();
    for (size_t i = 0; i < size; ++i) {
      rows.rows.emplace_back();
      rows.rows.back().text.words = static_cast<uint32_t>(below(40));
      log_odds.push_back(static_cast<int32_t>(below(3000)) - 1800);
      live.push_back(below(4) != 0);
    }
  }

  Rows rows;
  std::vector<int32_t> log_odds;
  std::vector<uint8_t> live;

 private:
  std::mt19937 random_;
};

// The threshold by its definition: for each row that could be the last one kept, the expected F1.
double brute_threshold(const RowMaker& made, double weight, double low, double high) {
  std::vector<double> thresholds;
  double all = 0;
  for (size_t i = 0; i < made.live.size(); ++i) {
    if (!made.live[i]) continue;
    thresholds.push_back(probability(made.log_odds[i]));
    all += thresholds.back() * made.rows.rows[i].text.words;
  }
  std::sort(thresholds.rbegin(), thresholds.rend());
  double best = -1;
  double found = high;
  for (const double threshold : thresholds) {
    double hits = 0;
    double kept = 0;
    for (size_t i = 0; i < made.live.size(); ++i) {
      const double p = probability(made.log_odds[i]);
      if (!made.live[i] || p < threshold) continue;
      hits += p * made.rows.rows[i].text.words;
      kept += made.rows.rows[i].text.words;
    }
    const double f1 = 2 * hits / (weight * kept + all + 1e-9);
    if (f1 > best + 1e-12) {
      best = f1;
      found = threshold;
    }
  }
  // The likeliest row stays in any case.
  return std::min(std::clamp(found, low, high), thresholds.empty() ? 0 : thresholds.front());
}

TEST_CASE("--for page keeps as many rows as make the expected F1 highest") {
  RowMaker made(3);
  const struct {
    Level level;
    double weight, low, high;
  } ranges[] = {{Level::safe, 0.9, 0.05, 0.1}, {Level::normal, 1.2, 0.2, 0.5}, {Level::aggressive, 1.6, 0.4, 0.7}};
  for (int round = 0; round < 300; ++round) {
    made.make(made.below(40));
    for (const auto& range : ranges) {
      const ArticleChoice choice = choose_rows(made.rows, made.log_odds, made.live, {ModelInput::html, Task::page, range.level});
      const double want = brute_threshold(made, range.weight, range.low, range.high);
      CAPTURE(round, name_of(range.level));
      CHECK(choice.threshold == Approx(want));
      for (size_t i = 0; i < made.live.size(); ++i) {
        CHECK((choice.keep[i] != 0) == (probability(made.log_odds[i]) >= choice.threshold));
      }
    }
  }
}

TEST_CASE("--for article has one threshold a level") {
  RowMaker made(4);
  made.make(30);
  double before = 0;
  for (const Level level : kLevels) {
    const ArticleChoice choice = choose_rows(made.rows, made.log_odds, made.live, {ModelInput::html, Task::article, level});
    CHECK(choice.threshold > before);
    before = choice.threshold;
  }
}

TEST_CASE("a text is a page where both its ends look like menus") {
  const int32_t menu = -1000;
  const int32_t prose = 1000;
  const struct {
    size_t head, body, tail;
    bool full;
  } cases[] = {
      {8, 8, 8, true}, {8, 7, 8, false}, {7, 20, 8, true}, {4, 20, 8, false}, {8, 20, 4, false}, {0, 30, 0, false}, {30, 0, 0, true},
  };
  for (const auto& c : cases) {
    CAPTURE(c.head, c.body, c.tail);
    std::vector<int32_t> log_odds(c.head, menu);
    log_odds.insert(log_odds.end(), c.body, prose);
    log_odds.insert(log_odds.end(), c.tail, menu);
    Rows rows;
    rows.rows.resize(log_odds.size());
    const std::vector<uint8_t> live(log_odds.size(), 1);
    const ArticleChoice choice = choose_rows(rows, log_odds, live, {ModelInput::text, Task::article, Level::normal});
    CHECK(choice.full_page == c.full);
    if (!c.full) CHECK(choice.threshold == clean_threshold(Level::normal));
    CHECK_FALSE(choose_rows(rows, log_odds, live, {ModelInput::html, Task::page, Level::normal}).full_page);
  }
}

TEST_CASE("a text whose ends are doubtful, but in which nothing is surely furniture, is no whole page") {
  const auto doubtful = static_cast<int32_t>(-1.5 * Model::kUnit);  // p 0.18
  for (const int sure : {0, 2, 3, 4}) {
    std::vector<int32_t> log_odds(30, doubtful);
    std::fill_n(log_odds.begin() + 12, sure, -5 * Model::kUnit);
    Rows rows;
    rows.rows.resize(log_odds.size());
    const std::vector<uint8_t> live(log_odds.size(), 1);
    CHECK(choose_rows(rows, log_odds, live, {ModelInput::text, Task::page, Level::normal}).full_page == (sure >= 3));
  }
}

TEST_CASE("rows that rules took say nothing of what the text is") {
  std::vector<int32_t> log_odds(40, -1000);
  std::vector<uint8_t> live(40, 1);
  Rows rows;
  rows.rows.resize(40);
  std::fill_n(live.begin(), 6, 0);
  const ArticleOptions options{ModelInput::text, Task::article, Level::normal};
  CHECK(choose_rows(rows, log_odds, live, options).full_page);
  std::fill_n(log_odds.begin(), 6, 5000);
  CHECK(choose_rows(rows, log_odds, live, options).full_page);
}

TEST_CASE("a safer level keeps what the next one keeps") {
  RowMaker made(5);
  for (int round = 0; round < 300; ++round) {
    made.make(made.below(60));
    for (const ModelInput input : {ModelInput::html, ModelInput::text}) {
      for (const Task task : {Task::article, Task::page}) {
        std::vector<uint8_t> safer;
        for (const Level level : kLevels) {
          const ArticleChoice choice = choose_rows(made.rows, made.log_odds, made.live, {input, task, level});
          for (size_t i = 0; i < safer.size(); ++i) CHECK(safer[i] >= choice.keep[i]);
          safer = choice.keep;
        }
      }
    }
  }
}

TEST_CASE("a text that would lose more than half of its words is decided by a safer level, or stays") {
  const struct {
    std::vector<int32_t> log_odds;  // of rows of ten words each, three times
    std::vector<size_t> kept;       // at safe, normal, aggressive
  } cases[] = {
      {{1000, 1000, 1000, -2000}, {3, 3, 3}},
      {{1000, 1000, -300, -800}, {4, 3, 2}},
      {{1000, -300, -300, -800}, {4, 3, 3}},   // aggressive would keep one
      {{1000, -800, -800, -800}, {4, 4, 4}},   // normal too
      {{1000, -2000, -2000, -2000}, {4, 4, 4}},
  };
  for (const auto& c : cases) {
    std::vector<int32_t> log_odds;
    for (int i = 0; i < 3; ++i) log_odds.insert(log_odds.end(), c.log_odds.begin(), c.log_odds.end());
    Rows rows;
    rows.rows.resize(log_odds.size());
    for (auto& row : rows.rows) row.text.words = 10;
    std::vector<size_t> kept;
    for (const Level level : kLevels) {
      const ArticleChoice choice = choose_rows(rows, log_odds, std::vector<uint8_t>(log_odds.size(), 1),
                                               {ModelInput::text, Task::article, level});
      kept.push_back(static_cast<size_t>(std::count(choice.keep.begin(), choice.keep.end(), 1)) / 3);
    }
    CHECK(kept == c.kept);
  }
}

TEST_CASE("of a few lines only what is surely furniture goes") {
  for (const size_t lines : {11, 12}) {
    std::vector<int32_t> log_odds(lines, 1000);
    log_odds.back() = -800;  // p 0.04
    Rows rows;
    rows.rows.resize(lines);
    for (auto& row : rows.rows) row.text.words = 10;
    const std::vector<uint8_t> live(lines, 1);
    const ArticleChoice choice = choose_rows(rows, log_odds, live, {ModelInput::text, Task::article, Level::normal});
    CHECK((choice.keep.back() != 0) == (lines == 11));
  }
}

TEST_CASE("nothing comes out empty: the likeliest row stays") {
  Rows rows;
  rows.rows.resize(40);
  std::vector<int32_t> log_odds(40, -2000);
  log_odds[20] = -1999;
  const std::vector<uint8_t> live(40, 1);
  for (const ModelInput input : {ModelInput::html, ModelInput::text}) {
    for (const Task task : {Task::article, Task::page}) {
      for (const Level level : kLevels) {
        const ArticleChoice choice = choose_rows(rows, log_odds, live, {input, task, level});
        CHECK(std::count(choice.keep.begin(), choice.keep.end(), 1) == 1);
        CHECK(choice.keep[20] == 1);
      }
    }
  }
}

TEST_CASE("copies: the first kept row stays, from ten words on") {
  Rows rows;
  const auto add = [&](uint64_t hash, uint32_t words) {
    rows.rows.emplace_back();
    rows.rows.back().text.hash = hash;
    rows.rows.back().text.words = words;
  };
  add(1, 10);
  add(1, 10);
  add(2, 9);
  add(2, 9);
  add(3, 20);  // not kept
  add(3, 20);
  add(3, 20);
  std::vector<uint8_t> keep = {1, 1, 1, 1, 0, 1, 1};
  CHECK(drop_copies(rows, &keep) == std::vector<uint8_t>{0, 1, 0, 0, 0, 0, 1});
  CHECK(keep == std::vector<uint8_t>{1, 0, 1, 1, 0, 1, 0});
}

TEST_CASE("probability") {
  CHECK(probability(0) == 0.5);
  CHECK(probability(Model::kUnit) == Approx(0.731058));
  CHECK(probability(-Model::kUnit) == Approx(1 - 0.731058));
  CHECK(probability(INT32_MAX) == 1);
  CHECK(probability(INT32_MIN) >= 0);
}

}  // namespace
}  // namespace dehusk
