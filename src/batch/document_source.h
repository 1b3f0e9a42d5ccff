// All documents of a run, in the order of its inputs.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "batch/container.h"
#include "batch/inputs.h"
#include "batch/source_item.h"

namespace dehusk {

class DocumentSource {
 public:
  /// The inputs live longer than this.
  DocumentSource(const std::vector<Input>* inputs, SourceOptions options)
      : inputs_(*inputs), options_(std::move(options)) {}

  /// Goes to a position that an earlier run came to, before anything was asked for. What is before it is passed
  /// without being cleaned. False where an input cannot be read from there.
  bool start_at(const Position& position);

  /// The next item; false at the end. An input that cannot be opened is a fault.
  bool next(SourceItem* item);

  /// Whether the next item is there without waiting.
  bool ready() const { return !container_ || container_->ready(); }

  /// Bytes of the inputs that were read, packed as they are.
  uint64_t bytes_read() const { return bytes_before_ + (container_ ? container_->raw_offset() : 0); }

 private:
  bool open(uint64_t offset);

  const std::vector<Input>& inputs_;
  SourceOptions options_;
  std::unique_ptr<Container> container_;
  Position at_;
  Error fault_;
  ContainerKind kind_ = ContainerKind::document;
  bool opened_ = false;
  uint64_t offset_items_ = 0;  // items before the byte that the input was opened at
  uint64_t bytes_before_ = 0;
};

}  // namespace dehusk
