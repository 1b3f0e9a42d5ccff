#include "batch/container.h"

#include "batch/archive_reader.h"
#include "batch/faults.h"
#include "batch/warc_reader.h"

namespace dehusk {
namespace {

constexpr size_t kSniffed = size_t{64} << 10;
constexpr size_t kMostLine = size_t{16} << 20;  // that is read to know what a file is

// JSONL: every line of the first 64 kB that ends there is an object; a first line that is longer, too.
bool looks_like_jsonl(ByteStream* stream) {
  std::string_view head = stream->fill(64);
  const size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || head[first] != '{') return false;
  head = stream->fill(kSniffed);
  bool is_all = head.size() < kSniffed;
  for (size_t wanted = kSniffed; head.find('\n', first) == std::string_view::npos && !is_all; ) {
    if (wanted > kMostLine) return false;
    wanted *= 2;
    head = stream->fill(wanted);
    is_all = head.size() < wanted;
  }
  size_t objects = 0;
  while (!head.empty()) {
    const size_t end = head.find('\n');
    if (end == std::string_view::npos && !is_all) break;
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (!is_json_object(line)) return false;
    ++objects;
  }
  return objects > 0;
}

class OneDocument : public Container {
 public:
  OneDocument(std::unique_ptr<ByteStream> stream, uint64_t most) : stream_(std::move(stream)), most_(most) {
    stream_->set_members(Members::joined);
  }

  bool next(SourceItem* item) override {
    if (done_) return false;
    done_ = true;
    item->kind = SourceItem::Kind::fault;
    const uint64_t size = stream_->codec() == Codec::none ? stream_->raw_size() : 0;
    if (size > most_) {
      item->error = larger_than(most_, size);
      return true;
    }
    // One byte more than there is: its end is seen without growing.
    if (size > 0 && item->bytes.room(size + 1) == nullptr) {
      item->error = out_of_memory();
      return true;
    }
    const Result<size_t> taken = stream_->take(most_ == UINT64_MAX ? most_ : most_ + 1, &item->bytes);
    if (!taken) {
      item->error = taken.error();
    } else if (item->bytes.size() > most_) {
      item->error = larger_than(most_);
    } else if (stream_->fault()) {
      item->error = *stream_->fault();
      if (stream_->codec() != Codec::none) item->offset = stream_->member_offset();
    } else {
      item->kind = SourceItem::Kind::document;
    }
    return true;
  }

  Restart restart() const override { return {0, done_ ? 1U : 0U}; }
  uint64_t raw_offset() const override { return stream_->raw_offset(); }

 private:
  std::unique_ptr<ByteStream> stream_;
  uint64_t most_;
  bool done_ = false;
};

}  // namespace

ContainerKind recognise(ByteStream* stream, const SourceOptions& options) {
  switch (options.from) {
    case From::files: return ContainerKind::document;
    case From::warc: return ContainerKind::warc;
    case From::jsonl: return ContainerKind::jsonl;
    case From::detect: break;
  }
  // Of a WARC file the first member may be short, and must not be read beyond.
  if (looks_like_warc(stream->fill(16))) return ContainerKind::warc;
  stream->set_members(Members::joined);
  const std::string_view head = stream->fill(512);
  switch (archive_kind(head)) {
    case ArchiveKind::tar: return ContainerKind::tar;
    case ArchiveKind::zip: return ContainerKind::zip;
    case ArchiveKind::none: break;
  }
  return looks_like_jsonl(stream) ? ContainerKind::jsonl : ContainerKind::document;
}

std::unique_ptr<Container> open_container(ContainerKind kind, std::unique_ptr<ByteStream> stream,
                                          const SourceOptions& options, int depth) {
  switch (kind) {
    case ContainerKind::document: return open_document(std::move(stream), options);
    case ContainerKind::warc: return open_warc(std::move(stream), options);
    case ContainerKind::jsonl: return open_jsonl(std::move(stream), options);
    case ContainerKind::tar:
    case ContainerKind::zip: return open_archive(kind, std::move(stream), options, depth);
  }
  return nullptr;
}

std::unique_ptr<Container> open_document(std::unique_ptr<ByteStream> stream, const SourceOptions& options) {
  return std::make_unique<OneDocument>(std::move(stream), options.max_bytes);
}

}  // namespace dehusk
