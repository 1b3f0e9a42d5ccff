// Model files: read_models(). One statement a line; `#` begins a comment line. A line `model INPUT TASK`
// begins a model, those below are its own:
//
//   model html article
//   about  trained on ..., cross-validated F1 ...
//   base   -310                                      log-odds of every row, times 256
//   feature words 4.5 12.5                           name, thresholds, ascending
//   tree 0.1 =-40/300 1.0 =7/100 =52/90              pre-order: FEATURE.THRESHOLD, or =LEAF/WEIGHT
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "engine/model.h"

namespace dehusk {
namespace {

std::string_view next_word(std::string_view* rest) {
  const size_t begin = std::min(rest->find_first_not_of(" \t\r"), rest->size());
  rest->remove_prefix(begin);
  const size_t end = std::min(rest->find_first_of(" \t\r"), rest->size());
  const std::string_view word = rest->substr(0, end);
  rest->remove_prefix(end);
  return word;
}

template <typename Number>
std::optional<Number> number_in(std::string_view word) {
  Number number{};
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return number;
}

}  // namespace

class ModelReader {
 public:
  /// False if the line says nothing that a model can hold; `problem` says why.
  bool read(std::string_view line, std::vector<Model>* models) {
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    const std::string_view word = next_word(&line);
    if (word.empty() || word.front() == '#') return true;
    if (word == "model") return begin(line, models);
    if (models->empty()) return fail("expected 'model html|text article|page' first");
    Model& model = models->back();
    if (word == "about") {
      const size_t text = line.find_first_not_of(' ');
      model.about_ += (model.about_.empty() ? "" : "\n") + std::string(line.substr(std::min(text, line.size())));
      return true;
    }
    if (word == "base") return base(line, &model);
    if (word == "feature") return feature(line, &model);
    if (word == "tree") return tree(line, &model);
    return fail("unknown statement '" + std::string(word) + "'; expected model, about, base, feature or tree");
  }

  std::string problem;

 private:
  // The most numbers that a byte tells apart.
  static constexpr size_t kMostFeatures = 256;
  static constexpr size_t kMostThresholds = 254;
  static constexpr size_t kMostNodes = 256;
  static constexpr uint32_t kDeepest = 64;
  static constexpr int32_t kLargestLeaf = 1 << 18;
  static constexpr size_t kMostTrees = 1 << 12;  // so that no sum overflows

  static bool is_score(int32_t number) { return number >= -kLargestLeaf && number <= kLargestLeaf; }

  bool fail(std::string why) {
    problem = std::move(why);
    return false;
  }

  bool begin(std::string_view line, std::vector<Model>* models) {
    const std::string_view input = next_word(&line);
    const std::string_view task = next_word(&line);
    if ((input != "html" && input != "text") || (task != "article" && task != "page") || !next_word(&line).empty()) {
      return fail("expected 'model html|text article|page'");
    }
    models->emplace_back();
    models->back().input_ = input == "html" ? ModelInput::html : ModelInput::text;
    models->back().task_ = task == "article" ? Task::article : Task::page;
    return true;
  }

  bool base(std::string_view line, Model* model) {
    const auto number = number_in<int32_t>(next_word(&line));
    if (!number || !is_score(*number) || !next_word(&line).empty()) return fail("expected a whole number after 'base'");
    model->base_ = *number;
    return true;
  }

  bool feature(std::string_view line, Model* model) {
    const std::string_view name = next_word(&line);
    const auto* const found = std::find_if(std::begin(kFeatures), std::end(kFeatures),
                                           [&](const FeatureInfo& info) { return info.name == name; });
    if (found == std::end(kFeatures)) return fail("unknown feature '" + std::string(name) + "'");
    Model::Used used;
    used.feature = static_cast<uint16_t>(found - std::begin(kFeatures));
    if (model->input_ == ModelInput::text && used.feature >= kTextFeatures) {
      return fail("plain text has no feature '" + std::string(name) + "'");
    }
    if (model->used_.size() == kMostFeatures) return fail("more than 256 features");
    for (std::string_view word = next_word(&line); !word.empty(); word = next_word(&line)) {
      const auto number = number_in<float>(word);
      if (!number || !std::isfinite(*number) || !(used.thresholds.empty() || used.thresholds.back() < *number)) {
        return fail("expected ascending numbers after 'feature " + std::string(name) + "'");
      }
      used.thresholds.push_back(*number);
    }
    if (used.thresholds.empty() || used.thresholds.size() > kMostThresholds) {
      return fail("expected 1 to 254 thresholds");
    }
    model->used_.push_back(std::move(used));
    return true;
  }

  bool tree(std::string_view line, Model* model) {
    if (model->trees_.size() == kMostTrees) return fail("more than 4096 trees");
    Model::Tree tree;
    tree.first = static_cast<uint32_t>(model->nodes_.size());
    uint64_t weight = 0;
    int64_t sum = 0;
    if (!node(&line, model, tree.first, 0, &tree.depth, &weight, &sum)) return false;
    if (!next_word(&line).empty()) return fail("the tree is whole before its line ends");
    model->trees_.push_back(tree);
    return true;
  }

  // Reads a node and all below it. `*sum` and `*weight`: of its leaves.
  bool node(std::string_view* line, Model* model, uint32_t first, uint32_t depth, uint8_t* deepest, uint64_t* weight,
            int64_t* sum) {
    const std::string_view word = next_word(line);
    if (word.empty()) return fail("the tree's line ends before the tree is whole");
    if (depth > kDeepest) return fail("the tree is deeper than 64");
    const size_t index = model->nodes_.size();
    const auto own = static_cast<uint8_t>(index - first);
    if (index - first == kMostNodes) return fail("the tree has more than 256 nodes");
    model->nodes_.push_back(Model::Node::of(0, 0, own));
    model->values_.push_back(0);
    *deepest = std::max(*deepest, static_cast<uint8_t>(depth));
    if (word.front() == '=') return leaf(word.substr(1), model, weight, sum);
    const size_t point = std::min(word.find('.'), word.size());
    const auto feature = number_in<uint32_t>(word.substr(0, point));
    const auto bin = point == word.size() ? std::nullopt : number_in<uint32_t>(word.substr(point + 1));
    if (!feature || !bin || *feature >= model->used_.size() || *bin >= model->used_[*feature].thresholds.size()) {
      return fail("expected FEATURE.THRESHOLD or =LEAF/WEIGHT, found '" + std::string(word) + "'");
    }
    uint64_t weights[2] = {0, 0};
    int64_t sums[2] = {0, 0};
    uint8_t right = 0;
    for (int side = 0; side < 2; ++side) {
      right = static_cast<uint8_t>(model->nodes_.size() - first);
      if (!node(line, model, first, depth + 1, deepest, &weights[side], &sums[side])) return false;
    }
    model->nodes_[index] = Model::Node::of(*feature, *bin + 1, right);
    *weight = weights[0] + weights[1];
    *sum = sums[0] + sums[1];
    model->values_[index] = static_cast<int32_t>(*sum / static_cast<int64_t>(*weight));
    return true;
  }

  bool leaf(std::string_view word, Model* model, uint64_t* weight, int64_t* sum) {
    const size_t slash = std::min(word.find('/'), word.size());
    const auto value = number_in<int32_t>(word.substr(0, slash));
    const auto weighs = slash == word.size() ? std::nullopt : number_in<uint32_t>(word.substr(slash + 1));
    if (!value || !weighs || *weighs == 0 || !is_score(*value)) {
      return fail("expected a leaf such as =-40/300, found '=" + std::string(word) + "'");
    }
    model->values_.back() = *value;
    *weight = *weighs;
    *sum = static_cast<int64_t>(*value) * *weighs;
    return true;
  }
};

Result<std::vector<Model>> read_models(const std::string& path, std::string_view text) {
  std::vector<Model> models;
  ModelReader reader;
  size_t number = 1;
  for (size_t at = 0; at < text.size(); ++number) {
    const size_t end = std::min(text.find('\n', at), text.size());
    if (!reader.read(text.substr(at, end - at), &models)) {
      return Error{path + ":" + std::to_string(number) + ": " + reader.problem};
    }
    at = end + 1;
  }
  if (models.empty()) return Error{path + ": no model in it; expected 'model html|text article|page'"};
  return models;
}

}  // namespace dehusk
