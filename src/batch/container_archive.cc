// What a tar or zip file holds: its entries, each an input of its own.
#include "batch/archive_reader.h"
#include "batch/container.h"

namespace dehusk {
namespace {

constexpr int kMostDepth = 3;  // archives in archives; below that they are documents, and no text

class ArchiveDocuments : public Container {
 public:
  ArchiveDocuments(ArchiveKind kind, std::unique_ptr<ByteStream> stream, const SourceOptions& options, int depth)
      : stream_(prepared(std::move(stream))),
        reader_(open_archive_reader(kind, stream_.get())),
        options_(options),
        depth_(depth) {}

  bool next(SourceItem* item) override {
    for (;;) {
      if (inner_) {
        if (inner_->next(item)) {
          item->entry = item->entry.empty() ? entry_.name : entry_.name + "/" + item->entry;
          if (!item->offset) item->offset = entry_.offset;
          item->from_container = true;
          ++items_;
          return true;
        }
        inner_.reset();
      }
      switch (reader_->next(&entry_)) {
        case ArchiveReader::Next::end: return false;
        case ArchiveReader::Next::fault:
          item->kind = SourceItem::Kind::fault;
          item->error = reader_->fault();
          item->offset = reader_->fault_offset();
          ++items_;
          return true;
        case ArchiveReader::Next::entry: break;
      }
      if (!options_.filter.takes(entry_.name)) continue;
      if (entry_.encrypted) {
        item->kind = SourceItem::Kind::fault;
        item->error = {"is encrypted"};
        item->entry = entry_.name;
        item->offset = entry_.offset;
        ++items_;
        return true;
      }
      auto stream = std::make_unique<ByteStream>(reader_->open_entry(), codec_named_by(entry_.name));
      ContainerKind kind = recognise(stream.get(), options_, entry_.name);
      if (depth_ >= kMostDepth) kind = ContainerKind::document;
      inner_ = open_container(kind, std::move(stream), options_, depth_ + 1);
    }
  }

  Restart restart() const override { return {0, items_}; }
  uint64_t raw_offset() const override { return stream_->raw_offset(); }

 private:
  static std::unique_ptr<ByteStream> prepared(std::unique_ptr<ByteStream> stream) {
    stream->set_members(Members::joined);
    return stream;
  }

  std::unique_ptr<ByteStream> stream_;
  std::unique_ptr<ArchiveReader> reader_;
  SourceOptions options_;
  int depth_;
  ArchiveEntry entry_;
  std::unique_ptr<Container> inner_;
  uint64_t items_ = 0;
};

}  // namespace

std::unique_ptr<Container> open_archive(ContainerKind kind, std::unique_ptr<ByteStream> stream,
                                        const SourceOptions& options, int depth) {
  const ArchiveKind archive = kind == ContainerKind::zip ? ArchiveKind::zip : ArchiveKind::tar;
  return std::make_unique<ArchiveDocuments>(archive, std::move(stream), options, depth);
}

}  // namespace dehusk
