// All documents of a run, in the order of its inputs.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "batch/container.h"
#include "batch/inputs.h"
#include "batch/source_item.h"

namespace dehusk {

class DocumentSource {
 public:
  /// Told of each input that is opened, and whether it holds many documents: where its reading starts.
  using StartOf = std::function<Position(uint64_t input, bool is_container)>;

  /// The inputs live longer than this. `start` is what an earlier run came to: documents before it are passed
  /// without being cleaned.
  DocumentSource(const std::vector<Input>* inputs, SourceOptions options, const Position& start, StartOf start_of);

  /// The next item; false at the end. An input that cannot be opened is a fault.
  bool next(SourceItem* item);

  /// Whether the next item is there without waiting.
  bool ready() const;

  /// Bytes of the inputs that were read, packed as they are; those of inputs before the start count.
  uint64_t bytes_read() const { return bytes_before_ + (container_ ? container_->raw_offset() : 0); }

 private:
  void open();

  const std::vector<Input>& inputs_;
  SourceOptions options_;
  Position start_;
  StartOf start_of_;
  Position at_;
  std::unique_ptr<Container> container_;
  std::optional<Error> fault_;  // of opening the input, until it was told
  std::shared_ptr<const InputStamp> stamp_;  // of the input, until it was told
  ContainerKind kind_ = ContainerKind::document;
  bool is_packed_ = false;
  bool opened_ = false;
  uint64_t bytes_before_ = 0;
};

}  // namespace dehusk
