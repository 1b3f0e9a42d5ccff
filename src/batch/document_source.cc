#include "batch/document_source.h"

#include <algorithm>
#include <filesystem>

#include "batch/interruption.h"

namespace dehusk {

DocumentSource::DocumentSource(const std::vector<Input>* inputs, SourceOptions options, const Position& start,
                               StartOf start_of)
    : inputs_(*inputs), options_(std::move(options)), start_(start), start_of_(std::move(start_of)) {
  at_.input = start.input;
  bytes_before_ = total_bytes({inputs_.data(), std::min<size_t>(start.input, inputs_.size())});
}

// To open a pipe is to wait for who writes to it.
bool DocumentSource::ready() const {
  if (container_) return container_->ready();
  std::error_code ignored;
  return at_.input >= inputs_.size() || std::filesystem::is_regular_file(inputs_[at_.input].path, ignored);
}

void DocumentSource::open() {
  opened_ = true;
  const Input& input = inputs_[at_.input];
  Result<FileInput> file = FileInput::open(input.path);
  if (!file) {
    fault_ = file.error();
    stamp_ = std::make_shared<InputStamp>(stamp_of(input.path));
    return;
  }
  stamp_ = std::make_shared<InputStamp>(stamp_of(input.path, file->descriptor()));
  auto stream = std::make_unique<ByteStream>(std::make_unique<FileInput>(std::move(*file)), codec_named_by(input.path));
  kind_ = recognise(stream.get(), options_, input.path);
  is_packed_ = stream->codec() != Codec::none;
  Position start = start_of_ ? start_of_(at_.input, kind_ != ContainerKind::document) : Position();
  if (start_.items > 0 && start_.input == at_.input) start = start_;
  // Where it cannot be gone to, as in standard input, it is read from the beginning.
  if (start.offset > 0 && !stream->start_at(start.offset)) start.offset = start.offset_items = 0;
  container_ = open_container(kind_, std::move(stream), options_, 0);
  at_.offset = start.offset;
  at_.items = at_.offset_items = start.offset_items;
  for (; at_.items < start.items && !stop_requested(); ++at_.items) {
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
    item->after = Position{.input = at_.input + 1};
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
