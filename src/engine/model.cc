#include "engine/model.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>

#include "rule/pack.h"

namespace dehusk {
namespace {

constexpr uint32_t kAtOnce = 8;

// One more than the thresholds that lie below each row's value.
void count_below(const float* values, const std::vector<uint32_t>& rows, const std::vector<float>& thresholds,
                 size_t stride, uint8_t* bins) {
  for (const uint32_t row : rows) {
    const float value = values[row];
    // Halves the range without a branch; there are at most 254 thresholds.
    const float* first = thresholds.data();
    size_t size = thresholds.size();
    while (size > 1) {
      const size_t half = size / 2;
      first += first[half - 1] < value ? half : 0;
      size -= half;
    }
    *bins = static_cast<uint8_t>(first - thresholds.data() + (*first < value) + 1);
    bins += stride;
  }
}

}  // namespace

void Model::fill_bins(const FeatureTable& table, const std::vector<uint32_t>& rows, std::vector<uint8_t>* bins) const {
  // Rows are filled up to a whole number of batches; the last ones are walked for nothing.
  const size_t room = (rows.size() + kAtOnce - 1) / kAtOnce * kAtOnce;
  bins->assign(room * used_.size(), 1);
  for (size_t i = 0; i < used_.size(); ++i) {
    count_below(table.column(used_[i].feature), rows, used_[i].thresholds, used_.size(), bins->data() + i);
  }
}

void Model::score(const FeatureTable& table, const std::vector<uint32_t>& rows, std::vector<uint8_t>* scratch,
                  std::vector<int32_t>* out) const {
  const auto count = static_cast<uint32_t>(rows.size());
  out->assign((count + kAtOnce - 1) / kAtOnce * kAtOnce, base_);
  if (count == 0) return out->resize(count);
  fill_bins(table, rows, scratch);
  const size_t width = used_.size();
  for (uint32_t first = 0; first < count; first += kAtOnce) {
    const uint8_t* bins = scratch->data() + first * width;
    std::array<int32_t, kAtOnce> sums{};
    for (const Tree& tree : trees_) {
      const Node* nodes = nodes_.data() + tree.first;
      std::array<uint32_t, kAtOnce> at{};
      for (uint8_t step = 0; step < tree.depth; ++step) {
        for (uint32_t i = 0; i < kAtOnce; ++i) {
          const Node node = nodes[at[i]];
          at[i] = bins[i * width + node.feature()] > node.bin() ? node.right() : at[i] + 1;
        }
      }
      for (uint32_t i = 0; i < kAtOnce; ++i) sums[i] += values_[tree.first + at[i]];
    }
    for (uint32_t i = 0; i < kAtOnce; ++i) (*out)[first + i] += sums[i];
  }
  out->resize(count);
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
