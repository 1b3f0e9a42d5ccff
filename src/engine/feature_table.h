// The features of all blocks of a document as a table: a column a feature, a row a block.
#pragma once

#include <cstdint>
#include <vector>

#include "rule/feature.h"

namespace dehusk {

/// Columns stand one behind the other, so that what fills one writes in a row.
class FeatureTable {
 public:
  /// All zero; `features` is kTextFeatures or kFeatureCount.
  void reset(uint32_t rows, size_t features) {
    rows_ = rows;
    features_ = features;
    values_.assign(features * rows, 0.0F);
  }

  uint32_t rows() const { return rows_; }
  size_t features() const { return features_; }

  float* column(size_t feature) { return values_.data() + feature * rows_; }
  float* column(Feature feature) { return column(static_cast<size_t>(feature)); }
  const float* column(size_t feature) const { return values_.data() + feature * rows_; }
  float at(size_t feature, uint32_t row) const { return column(feature)[row]; }

 private:
  uint32_t rows_ = 0;
  size_t features_ = 0;
  std::vector<float> values_;
};

}  // namespace dehusk
