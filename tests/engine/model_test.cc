#include "engine/model.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <random>

#include "rule/pack.h"

namespace dehusk {
namespace {

std::string repeated(std::string_view text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST_CASE("what is wrong with a model file, and where") {
  const std::string head = "model html page\nfeature words 1.5 2.5\n";
  std::string ascending = "feature words";
  for (int i = 0; i < 255; ++i) ascending += " " + std::to_string(i);
  const struct {
    std::string text, message;
  } cases[] = {
      {"", "m: no model in it; expected 'model html|text article|page'"},
      {"# a comment\n\n", "m: no model in it; expected 'model html|text article|page'"},
      {"base 1\n", "m:1: expected 'model html|text article|page' first"},
      {"\nmodel pdf page\n", "m:2: expected 'model html|text article|page'"},
      {"model html\n", "m:1: expected 'model html|text article|page'"},
      {"model html page more\n", "m:1: expected 'model html|text article|page'"},
      {head + "leaf 1\n", "m:3: unknown statement 'leaf'; expected model, about, base, feature or tree"},
      {head + "base\n", "m:3: expected a whole number after 'base'"},
      {head + "base 1.5\n", "m:3: expected a whole number after 'base'"},
      {head + "base 1 2\n", "m:3: expected a whole number after 'base'"},
      {head + "base 262145\n", "m:3: expected a whole number after 'base'"},
      {head + "base -2147483648\n", "m:3: expected a whole number after 'base'"},
      {head + "feature wrods 1\n", "m:3: unknown feature 'wrods'"},
      {"model text page\nfeature in_nav 1\n", "m:2: plain text has no feature 'in_nav'"},
      {head + "feature chars 2 1\n", "m:3: expected ascending numbers after 'feature chars'"},
      {head + "feature chars 1 1\n", "m:3: expected ascending numbers after 'feature chars'"},
      {head + "feature chars one\n", "m:3: expected ascending numbers after 'feature chars'"},
      {head + "feature chars nan\n", "m:3: expected ascending numbers after 'feature chars'"},
      {head + "feature chars 1 inf\n", "m:3: expected ascending numbers after 'feature chars'"},
      {head + "feature chars\n", "m:3: expected 1 to 254 thresholds"},
      {"model html page\n" + ascending + "\n", "m:2: expected 1 to 254 thresholds"},
      {"model html page\n" + repeated("feature words 1\n", 257), "m:258: more than 256 features"},
      {head + "tree\n", "m:3: the tree's line ends before the tree is whole"},
      {head + "tree 0.0 =1/1\n", "m:3: the tree's line ends before the tree is whole"},
      {head + "tree =1/1 =1/1\n", "m:3: the tree is whole before its line ends"},
      {head + "tree 0.2 =1/1 =1/1\n", "m:3: expected FEATURE.THRESHOLD or =LEAF/WEIGHT, found '0.2'"},
      {head + "tree 1.0 =1/1 =1/1\n", "m:3: expected FEATURE.THRESHOLD or =LEAF/WEIGHT, found '1.0'"},
      {head + "tree 0 =1/1 =1/1\n", "m:3: expected FEATURE.THRESHOLD or =LEAF/WEIGHT, found '0'"},
      {head + "tree =1\n", "m:3: expected a leaf such as =-40/300, found '=1'"},
      {head + "tree =1/0\n", "m:3: expected a leaf such as =-40/300, found '=1/0'"},
      {head + "tree =262145/1\n", "m:3: expected a leaf such as =-40/300, found '=262145/1'"},
      {head + "tree =-2147483648/1\n", "m:3: expected a leaf such as =-40/300, found '=-2147483648/1'"},
      {head + "tree =x/1\n", "m:3: expected a leaf such as =-40/300, found '=x/1'"},
      {head + "tree " + repeated("0.0 ", 66) + repeated("=1/1 ", 67) + "\n", "m:3: the tree is deeper than 64"},
      {head + repeated("tree =1/1\n", 4097), "m:4099: more than 4096 trees"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text.substr(0, 200));
    const Result<std::vector<Model>> models = read_models("m", c.text);
    REQUIRE_FALSE(models);
    CHECK(models.error().message == c.message);
  }
}

// A tree of 2 * leaves - 1 nodes, as wide as it goes.
std::string wide_tree(size_t leaves) {
  if (leaves == 1) return "=1/1 ";
  return "0.0 " + wide_tree(leaves / 2) + wide_tree(leaves - leaves / 2);
}

TEST_CASE("the limits of a model can be reached") {
  std::string text = "model html page\n";
  for (int i = 0; i < 256; ++i) text += "feature words 1.5\n";
  text += "tree " + wide_tree(128) + "\n";
  text += "tree 255.0 =1/1 =2/4294967295\n";
  text += "tree =-262144/1\nbase 262144\n";
  text += "tree " + repeated("0.0 ", 64) + repeated("=1/1 ", 65) + "\n";
  text += repeated("tree =1/1\n", 4092);
  CHECK(read_models("m", text));
  const Result<std::vector<Model>> too_wide = read_models("m", "model html page\nfeature words 1\ntree " + wide_tree(129) + "\n");
  REQUIRE_FALSE(too_wide);
  CHECK(too_wide.error().message == "m:3: the tree has more than 256 nodes");
}

TEST_CASE("a file may hold several models, with comments and line ends of any kind") {
  const Result<std::vector<Model>> models =
      read_models("m", "# two\r\nmodel html page\r\nabout one\r\nabout  two words \nbase -3\n\nmodel text article\n  tree =7/1");
  REQUIRE(models);
  REQUIRE(models->size() == 2);
  CHECK((*models)[0].input() == ModelInput::html);
  CHECK((*models)[0].task() == Task::page);
  CHECK((*models)[0].about() == "one\ntwo words");
  CHECK((*models)[1].input() == ModelInput::text);
  CHECK((*models)[1].task() == Task::article);
  FeatureTable table;
  table.reset(3, kTextFeatures);
  std::vector<uint8_t> scratch;
  std::vector<int32_t> scores;
  (*models)[0].score(table, {0, 1, 2}, &scratch, &scores);
  CHECK(scores == std::vector<int32_t>{-3, -3, -3});
  (*models)[1].score(table, {2}, &scratch, &scores);
  CHECK(scores == std::vector<int32_t>{7});
  (*models)[1].score(table, {}, &scratch, &scores);
  CHECK(scores.empty());
}

// ---- the slow twin: trees of floats, walked one row at a time ----

struct SlowNode {
  size_t feature = 0;
  float threshold = 0;
  int32_t leaf = 0;
  std::vector<SlowNode> below;  // none for a leaf
};

struct SlowModel {
  std::string text;
  int32_t base = 0;
  std::vector<SlowNode> trees;

  int32_t score(const FeatureTable& table, uint32_t row) const {
    int32_t sum = base;
    for (const SlowNode& tree : trees) {
      const SlowNode* at = &tree;
      while (!at->below.empty()) at = &at->below[table.at(at->feature, row) <= at->threshold ? 0 : 1];
      sum += at->leaf;
    }
    return sum;
  }
};

class ModelMaker {
 public:
  explicit ModelMaker(uint32_t seed) : random_(seed) {}

  size_t below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }
  // Few values, so that many meet a threshold.
  float value() { return static_cast<float>(below(9)) / 4 - 1; }

  SlowModel model() {
    SlowModel model;
    model.base = static_cast<int32_t>(below(2000)) - 1000;
    model.text = "model html page\nbase " + std::to_string(model.base) + "\n";
    features_.clear();
    for (size_t i = 1 + below(12); i-- > 0;) {
      std::vector<float> thresholds;
      for (size_t k = 1 + below(9); k-- > 0;) thresholds.push_back(value());
      std::sort(thresholds.begin(), thresholds.end());
      thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());
      features_.push_back({below(kFeatureCount), thresholds});
      model.text += "feature " + std::string(kFeatures[features_.back().first].name);
      for (const float threshold : thresholds) model.text += " " + std::to_string(threshold);
      model.text += "\n";
    }
    for (size_t i = below(90); i-- > 0;) {
      model.text += "tree";
      model.trees.push_back(node(7, &model.text));
      model.text += "\n";
    }
    return model;
  }

  FeatureTable table(uint32_t rows) {
    FeatureTable table;
    table.reset(rows, kFeatureCount);
    for (size_t f = 0; f < kFeatureCount; ++f) {
      for (uint32_t row = 0; row < rows; ++row) table.column(f)[row] = value();
    }
    return table;
  }

 private:
  SlowNode node(size_t depth, std::string* text) {
    SlowNode node;
    if (depth == 0 || below(4) == 0) {
      node.leaf = static_cast<int32_t>(below(1000)) - 500;
      *text += " =" + std::to_string(node.leaf) + "/" + std::to_string(1 + below(100));
      return node;
    }
    const size_t feature = below(features_.size());
    const size_t bin = below(features_[feature].second.size());
    node.feature = features_[feature].first;
    node.threshold = features_[feature].second[bin];
    *text += " " + std::to_string(feature) + "." + std::to_string(bin);
    node.below.push_back(this->node(depth - 1, text));
    node.below.push_back(this->node(depth - 1, text));
    return node;
  }

  std::mt19937 random_;
  std::vector<std::pair<size_t, std::vector<float>>> features_;
};

TEST_CASE("scores are those of the slow twin, and pushes add up to them") {
  ModelMaker make(7);
  constexpr uint32_t kRows = 1000;
  const FeatureTable table = make.table(kRows);
  std::vector<uint8_t> scratch;
  std::vector<int32_t> scores;
  for (int round = 0; round < 40; ++round) {
    const SlowModel slow = make.model();
    const Result<std::vector<Model>> models = read_models("m", slow.text);
    if (!models) FAIL(models.error().message + "\n" + slow.text);
    const Model& model = models->front();
    std::vector<uint32_t> rows;
    for (uint32_t row = 0; row < kRows; ++row) {
      if (make.below(3) != 0) rows.push_back(row);
    }
    model.score(table, rows, &scratch, &scores);
    REQUIRE(scores.size() == rows.size());
    size_t wrong = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
      wrong += scores[i] != slow.score(table, rows[i]);
      double sum = model.base();
      const std::vector<Push> pushes = model.explain(table, rows[i]);
      for (const Push& push : pushes) sum += push.by;
      wrong += std::abs(sum - static_cast<double>(scores[i]) / Model::kUnit) > 1e-3;
      for (size_t k = 1; k < pushes.size(); ++k) wrong += std::abs(pushes[k].by) > std::abs(pushes[k - 1].by);
    }
    CAPTURE(round, slow.text);
    CHECK(wrong == 0);
  }
}

TEST_CASE("values beyond all thresholds") {
  const Result<std::vector<Model>> models = read_models("m", "model text page\nfeature words 1 2\ntree 0.0 =1/1 0.1 =2/1 =3/1\n");
  REQUIRE(models);
  const std::pair<float, int32_t> cases[] = {{-INFINITY, 1}, {0, 1}, {1, 1}, {1.5F, 2}, {2, 2}, {2.5F, 3}, {1e30F, 3}, {INFINITY, 3}};
  for (const auto& [value, want] : cases) {
    FeatureTable table;
    table.reset(1, kTextFeatures);
    table.column(Feature::words)[0] = value;
    std::vector<uint8_t> scratch;
    std::vector<int32_t> scores;
    models->front().score(table, {0}, &scratch, &scores);
    CAPTURE(value);
    CHECK(scores == std::vector<int32_t>{want});
  }
}

TEST_CASE("sets of models: later ones take the place of earlier ones, the built-in ones stand behind") {
  const auto read = [](std::string_view text) { return std::move(*read_models("m", text)); };
  ModelSet own(false);
  CHECK(own.find(ModelInput::html, Task::page) == nullptr);
  own.add(read("model html page\nabout a\nmodel text page\n"));
  own.add(read("model html page\nabout b\n"));
  CHECK(own.find(ModelInput::html, Task::page)->about() == "b");
  CHECK(own.find(ModelInput::text, Task::page) != nullptr);
  CHECK(own.find(ModelInput::html, Task::article) == nullptr);
  ModelSet with(true);
  with.add(read("model html page\nabout own\n"));
  CHECK(with.find(ModelInput::html, Task::page)->about() == "own");
  REQUIRE(with.find(ModelInput::text, Task::page) != nullptr);
  CHECK(with.find(ModelInput::text, Task::page)->about() != "own");
}

TEST_CASE("the built-in models are sound") {
  for (const std::string_view name : {"html", "text"}) {
    const Result<std::vector<Model>> models = read_models(std::string(name), builtin_model(name));
    if (!models) FAIL(models.error().message);
    for (const Model& model : *models) {
      CHECK(model.input() == (name == "html" ? ModelInput::html : ModelInput::text));
      CHECK_FALSE(model.about().empty());
    }
  }
  CHECK(builtin_model("pdf").empty());
}

}  // namespace
}  // namespace dehusk
