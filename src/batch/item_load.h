// Items on their way through the pipeline: read together, worked on by one thread.
#pragma once

#include <cstdint>
#include <vector>

#include "batch/document_source.h"
#include "batch/pipeline.h"

namespace dehusk {

class ItemLoad : public Load {
 public:
  uint64_t size() const override { return size_; }

  /// Reads items from `source` until there are some 128 kB of them, or the next would have to be waited for. False
  /// where there were none, or the run was asked to stop.
  bool read(DocumentSource* source);

  std::vector<SourceItem> items;
  uint64_t bytes_read = 0;  ///< of all inputs, once these items were read

 private:
  uint64_t size_ = 0;
};

}  // namespace dehusk
