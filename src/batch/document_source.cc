#include "batch/document_source.h"

namespace dehusk {

bool DocumentSource::open(uint64_t offset) {
  opened_ = true;
  Result<FileInput> file = FileInput::open(inputs_[at_.input].path);
  if (!file) {
    fault_ = file.error();
    return false;
  }
  auto stream = std::make_unique<ByteStream>(std::make_unique<FileInput>(std::move(*file)));
  kind_ = recognise(stream.get(), options_);
  if (offset > 0 && !stream->start_at(offset)) {
    fault_ = Error{"cannot be read from byte " + std::to_string(offset) + " on"};
    return false;
  }
  container_ = open_container(kind_, std::move(stream), options_, 0);
  return true;
}

bool DocumentSource::start_at(const Position& position) {
  at_.input = position.input;
  if (at_.input >= inputs_.size()) return true;
  if (position.items == 0) return true;
  if (!open(position.offset)) return false;
  offset_items_ = position.offset_items;
  at_.items = position.offset_items;
  at_.offset = position.offset;
  at_.offset_items = position.offset_items;
  while (at_.items < position.items) {
    SourceItem passed;
    if (!container_->next(&passed)) break;
    ++at_.items;
  }
  return true;
}

bool DocumentSource::next(SourceItem* item) {
  if (at_.input >= inputs_.size()) return false;
  *item = SourceItem();
  if (!opened_ && !open(0)) {
    item->kind = SourceItem::Kind::fault;
    item->error = fault_;
    at_.items = 1;
    item->after = at_;
    return true;
  }
  if (container_ && container_->next(item)) {
    ++at_.items;
    const Container::Restart restart = container_->restart();
    at_.offset = restart.offset;
    at_.offset_items = at_.items - restart.since;
    item->from_container = item->from_container || kind_ != ContainerKind::document;
    item->after = at_;
    return true;
  }
  if (container_) bytes_before_ += container_->raw_offset();
  container_.reset();
  item->kind = SourceItem::Kind::input_end;
  item->from_container = kind_ != ContainerKind::document;
  at_ = Position{.input = at_.input + 1};
  item->after = at_;
  opened_ = false;
  offset_items_ = 0;
  kind_ = ContainerKind::document;
  return true;
}

}  // namespace dehusk
