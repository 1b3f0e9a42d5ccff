// Gradient-boosted trees that say for a block how likely it belongs to what is wanted of the document.
//
//   file    feature words 4.5 12.5        the values where the trees part, ascending
//           tree 0.1 =-40/300 1.0 =7/100 =52/90     pre-order: feature.threshold, =leaf/weight
//   bins    one byte a feature and row: how many thresholds lie below the value, and one
//   walk    bins[feature] > node.bin ? node.right : the next node, eight rows at a time, all rows through 25
//           trees before the next 25: their nodes stay in the nearest cache
//
// Leaves are whole numbers (256 to a unit of log-odds): sums are exact, and so the same everywhere.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "engine/feature_table.h"

namespace dehusk {

/// What a model decides on.
enum class ModelInput : uint8_t { html, text };

/// What is wanted of a document.
enum class Task : uint8_t {
  article,  ///< the body of the page's one article
  page,     ///< the main content of any page: threads, products, listings, documentation
};

/// What moved a block: a feature and by how much, in log-odds.
struct Push {
  uint16_t feature = 0;
  float by = 0;
};

class Model {
 public:
  ModelInput input() const { return input_; }
  Task task() const { return task_; }
  const std::string& about() const { return about_; }

  /// The log-odds of these rows of the table, times kUnit, in their order. O(rows * trees * depth), no
  /// allocation but scratch's growth.
  void score(const FeatureTable& table, const std::vector<uint32_t>& rows, std::vector<uint8_t>* scratch,
             std::vector<int32_t>* out) const;

  /// What score() counts for so many rows (work.h).
  uint64_t steps_for(size_t rows) const;

  /// What each feature added to a row's log-odds (path attribution: at each parting, the change of the
  /// mean of the leaves below), most first by size. Their sum and base() is the score.
  std::vector<Push> explain(const FeatureTable& table, uint32_t row) const;

  /// The log-odds of a row of which nothing is known: the mean over what the trees were made of.
  float base() const;

  static constexpr int32_t kUnit = 256;

 private:
  friend class ModelReader;

  struct Used {
    uint16_t feature = 0;
    std::vector<float> thresholds;  ///< ascending
  };
  // Of a tree's nodes, in pre-order: the left child is the next one. A leaf's bin is 0, below all bins, and
  // its right child itself: the walk stays there.
  struct Node {
    uint32_t packed = 0;  // one load a step: a fifth faster than three
    static Node of(uint32_t feature, uint32_t bin, uint32_t right) { return {right << 16 | bin << 8 | feature}; }
    uint32_t feature() const { return packed & 0xFF; }   ///< index into used_
    uint32_t bin() const { return packed >> 8 & 0xFF; }  ///< of the last value that goes left, from 1
    uint32_t right() const { return packed >> 16; }
  };
  struct Tree {
    uint32_t first = 0;  ///< its first node in nodes_, values_
    uint8_t depth = 0;
  };

  void walk(size_t first_tree, size_t end_tree, const uint8_t* bins, int32_t* sums) const;
  void fill_bins(const FeatureTable& table, const std::vector<uint32_t>& rows, std::vector<uint8_t>* bins) const;

  ModelInput input_ = ModelInput::html;
  Task task_ = Task::article;
  std::string about_;
  int32_t base_ = 0;
  std::vector<Used> used_;
  std::vector<Tree> trees_;
  std::vector<Node> nodes_;
  std::vector<int32_t> values_;  ///< by node: of a leaf its own, else the mean of those below
};

/// Reads a model file. Errors name `path` and the line.
Result<std::vector<Model>> read_models(const std::string& path, std::string_view text);

/// The models that run, for each input and task at most one. Shared by threads.
class ModelSet {
 public:
  /// With the built-in models, each read when a document first needs it; or empty.
  explicit ModelSet(bool builtin) : builtin_(builtin) {}

  /// Adds models; one for the same input and task takes the other's place.
  void add(std::vector<Model> models);

  /// Null where there is none. Thread-safe.
  const Model* find(ModelInput input, Task task) const;

 private:
  const std::vector<Model>& builtin(ModelInput input) const;

  bool builtin_;
  std::vector<Model> models_;
  mutable std::array<std::once_flag, 2> read_;  ///< by input
  mutable std::array<std::vector<Model>, 2> builtin_models_;
};

}  // namespace dehusk
