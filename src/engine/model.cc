#include "engine/model.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>

#include "rule/pack.h"

namespace dehusk {
namespace {

constexpr uint32_t kAtOnce = 8;
constexpr size_t kStage = 25;  // trees

constexpr uint64_t kUsedSteps = 8;  // to find the bin of a feature, besides its thresholds

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define DEHUSK_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define DEHUSK_WIDE
#endif

constexpr size_t kBlock = 32;  // values at once

// How many thresholds lie below each value.
DEHUSK_WIDE void count_below(const float* values, const float* thresholds, size_t size, int32_t* counts) {
  int32_t below[kBlock] = {};
  for (size_t t = 0; t < size; ++t) {
    const float threshold = thresholds[t];
    for (size_t i = 0; i < kBlock; ++i) below[i] += threshold < values[i] ? 1 : 0;
  }
  for (size_t i = 0; i < kBlock; ++i) counts[i] = below[i];
}

}  // namespace

void Model::fill_bins(const FeatureTable& table, const std::vector<uint32_t>& rows, std::vector<uint8_t>* bins) const {
  // Eight rows and then the next eight; of each feature eight bins side by side. Rows that fill up the last eight
  // are walked for nothing.
  bins->assign((rows.size() + kBlock) * used_.size(), 1);
  float values[kBlock] = {};
  int32_t counts[kBlock];
  for (size_t i = 0; i < used_.size(); ++i) {
    const float* column = table.column(used_[i].feature);
    const std::vector<float>& thresholds = used_[i].thresholds;
    for (size_t first = 0; first < rows.size(); first += kBlock) {
      const size_t size = std::min(kBlock, rows.size() - first);
      for (size_t k = 0; k < size; ++k) values[k] = column[rows[first + k]];
      count_below(values, thresholds.data(), thresholds.size(), counts);
      for (size_t k = 0; k < kBlock; k += kAtOnce) {
        uint8_t* bin = bins->data() + (first + k) * used_.size() + i * kAtOnce;
        for (size_t lane = 0; lane < kAtOnce; ++lane) bin[lane] = static_cast<uint8_t>(counts[k + lane] + 1);
      }
    }
  }
}

void Model::score(const FeatureTable& table, const std::vector<uint32_t>& rows, std::vector<uint8_t>* scratch,
                  std::vector<int32_t>* out) const {
  out->assign(rows.size() + kAtOnce, base_);
  if (!rows.empty()) fill_bins(table, rows, scratch);
  for (size_t first = 0; first < trees_.size(); first += kStage) {
    const size_t end = std::min(first + kStage, trees_.size());
    for (size_t row = 0; row < rows.size(); row += kAtOnce) {
      walk(first, end, scratch->data() + row * used_.size(), out->data() + row);
    }
  }
  out->resize(rows.size());
}

uint64_t Model::steps_for(size_t rows) const {
  if (rows == 0) return 0;
  uint64_t thresholds = 0;
  for (const Used& used : used_) thresholds += used.thresholds.size() + kUsedSteps;
  uint64_t partings = 0;
  for (const Tree& tree : trees_) partings += tree.depth + 1;
  // Eight rows are walked at once, whether there are so many or not.
  const uint64_t walked = (rows + kAtOnce - 1) / kAtOnce * kAtOnce;
  return walked * (partings + thresholds / 4);
}

// Adds what the trees say of eight rows.
void Model::walk(size_t first_tree, size_t end_tree, const uint8_t* bins, int32_t* sums) const {
  std::array<int32_t, kAtOnce> added{};
  for (size_t tree = first_tree; tree < end_tree; ++tree) {
    const Node* nodes = nodes_.data() + trees_[tree].first;
    const int32_t* values = values_.data() + trees_[tree].first;
    std::array<uint32_t, kAtOnce> at{};
    for (uint8_t step = 0; step < trees_[tree].depth; ++step) {
      for (uint32_t i = 0; i < kAtOnce; ++i) {
        const Node node = nodes[at[i]];
        at[i] = bins[node.feature() * kAtOnce + i] > node.bin() ? node.right() : at[i] + 1;
      }
    }
    for (uint32_t i = 0; i < kAtOnce; ++i) added[i] += values[at[i]];
  }
  for (uint32_t i = 0; i < kAtOnce; ++i) sums[i] += added[i];
}

float Model::base() const {
  int64_t sum = base_;
  for (const Tree& tree : trees_) sum += values_[tree.first];
  return static_cast<float>(sum) / kUnit;
}

std::vector<Push> Model::explain(const FeatureTable& table, uint32_t row) const {
  std::vector<int64_t> pushes(used_.size(), 0);
  for (const Tree& tree : trees_) {
    const Node* nodes = nodes_.data() + tree.first;
    uint32_t at = 0;
    while (nodes[at].bin() != 0) {
      const Used& used = used_[nodes[at].feature()];
      const float value = table.at(used.feature, row);
      const auto below = std::lower_bound(used.thresholds.begin(), used.thresholds.end(), value) - used.thresholds.begin();
      const uint32_t next = below + 1 > nodes[at].bin() ? nodes[at].right() : at + 1;
      pushes[nodes[at].feature()] += values_[tree.first + next] - values_[tree.first + at];
      at = next;
    }
  }
  std::vector<Push> out;
  for (size_t i = 0; i < used_.size(); ++i) {
    if (pushes[i] != 0) out.push_back({used_[i].feature, static_cast<float>(pushes[i]) / kUnit});
  }
  std::stable_sort(out.begin(), out.end(), [](const Push& a, const Push& b) { return std::abs(a.by) > std::abs(b.by); });
  return out;
}

namespace {

const Model* find_in(const std::vector<Model>& models, ModelInput input, Task task) {
  for (const Model& model : models) {
    if (model.input() == input && model.task() == task) return &model;
  }
  return nullptr;
}

}  // namespace

void ModelSet::add(std::vector<Model> models) {
  for (Model& model : models) {
    std::erase_if(models_, [&](const Model& old) { return old.input() == model.input() && old.task() == model.task(); });
    models_.push_back(std::move(model));
  }
}

const Model* ModelSet::find(ModelInput input, Task task) const {
  const Model* own = find_in(models_, input, task);
  return own != nullptr || !builtin_ ? own : find_in(builtin(input), input, task);
}

const std::vector<Model>& ModelSet::builtin(ModelInput input) const {
  const auto index = static_cast<size_t>(input);
  std::call_once(read_[index], [&] {
    Result<std::vector<Model>> models = read_models("built-in model", builtin_model(input == ModelInput::html ? "html" : "text"));
    assert(models.ok());
    if (models) builtin_models_[index] = std::move(*models);
  });
  return builtin_models_[index];
}

}  // namespace dehusk
