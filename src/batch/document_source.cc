#include "batch/document_source.h"

namespace dehusk {

void DocumentSource::open() {
  opened_ = true;
  const Input& input = inputs_[at_.input];
  Result<FileInput> file = FileInput::open(input.path);
  if (!file) {
    // An earlier run told it, where it came further than that.
    const bool is_told = start_.items > 0 && start_.input == at_.input;
    if (!is_told) fault_ = file.error();
    stamp_ = std::make_shared<InputStamp>(stamp_of(input.path));
    return;
  }
  stamp_ = std::make_shared<InputStamp>(stamp_of(input.path, file->descriptor()));
  auto stream = std::make_unique<ByteStream>(std::make_unique<FileInput>(std::move(*file)), codec_named_by(input.path));
  kind_ = recognise(stream.get(), options_, input.path);
  is_packed_ = stream->codec() != Codec::none;
  Position start = start_of_ ? start_of_(at_.input, kind_ != ContainerKind::document) : Position();
  if (start_.items > 0 && start_.input == at_.input) start = start_;
  if (start.offset > 0 && !stream->start_at(start.offset)) {
    fault_ = Error{"cannot be read from byte " + std::to_string(start.offset) + " on", ErrorKind::io};
    return;
  }
  container_ = open_container(kind_, std::move(stream), options_, 0);
  at_.offset = start.offset;
  for (at_.items = at_.offset_items = start.offset_items; at_.items < start.items; ++at_.items) {
    SourceItem passed;
    if (!container_->next(&passed)) break;
  }
}

bool DocumentSource::next(SourceItem* item) {
  if (at_.input >= inputs_.size()) return false;
  *item = SourceItem();
  if (!opened_) open();
  item->input = at_.input;
  item->begins = std::move(stamp_);
  item->is_packed = is_packed_;
  item->from_container = kind_ != ContainerKind::document;
  if (fault_) {
    item->kind = SourceItem::Kind::fault;
    item->error = *fault_;
    fault_.reset();
    ++at_.items;
    item->after = at_;
    return true;
  }
  if (container_ && container_->next(item)) {
    ++at_.items;
    const Container::Restart restart = container_->restart();
    at_.offset = restart.offset;
    at_.offset_items = at_.items - restart.since;
    item->after = at_;
    return true;
  }
  if (container_) bytes_before_ += container_->raw_offset();
  item->kind = SourceItem::Kind::input_end;
  container_.reset();
  kind_ = ContainerKind::document;
  is_packed_ = opened_ = false;
  at_ = Position{.input = at_.input + 1};
  item->after = at_;
  return true;
}

}  // namespace dehusk
