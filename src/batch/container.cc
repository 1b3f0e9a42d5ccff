#include "batch/container.h"

#include <algorithm>

#include "batch/archive_reader.h"
#include "batch/faults.h"
#include "batch/warc_reader.h"

namespace dehusk {
namespace {

constexpr size_t kSniffed = size_t{64} << 10;
constexpr size_t kSniffedWarc = size_t{1} << 10;
constexpr size_t kMostLine = size_t{16} << 20;  // that is read to know what a file is

constexpr std::string_view kBlank = " \t\r\n";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_binary(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ' && kBlank.find(c) == std::string_view::npos && c != '\f' && c != '\x1B';
  });
}

// WARC whose first bytes are damaged: three of its fields' names where they belong.
bool resembles_warc(std::string_view head) {
  size_t fields = 0;
  size_t at = head.substr(0, 64).find("\nWARC-");
  for (; at != std::string_view::npos && fields < 3; at = head.find("\nWARC-", at + 1)) ++fields;
  return fields == 3;
}

std::string_view without_packing(std::string_view path) {
  return codec_named_by(path) != Codec::none ? path.substr(0, path.rfind('.')) : path;
}

bool is_jsonl_name(std::string_view path) {
  path = without_packing(path);
  return path.ends_with(".jsonl") || path.ends_with(".ndjson");
}

// Nothing but the blocks of zeros that end one.
bool is_empty_tar(std::string_view head, std::string_view path) {
  return without_packing(path).ends_with(".tar") && head.size() == 512 && head.find_first_not_of('\0') == std::string_view::npos;
}

// Whether the second line begins with a brace, as far as it is at hand: the first one may be damaged.
bool continues_as_jsonl(std::string_view head) {
  const size_t end = head.find('\n');
  if (end == std::string_view::npos) return false;
  const size_t second = head.find_first_not_of(kBlank, end);
  return second != std::string_view::npos && head[second] == '{';
}

// JSONL: the lines of the first 64 kB that end there are objects, all of them, or a first line that is longer. Where the
// name says so as well some may be damaged.
bool looks_like_jsonl(ByteStream* stream, bool is_named) {
  std::string_view head = stream->fill(64);
  if (head.starts_with(kByteOrderMark)) head.remove_prefix(kByteOrderMark.size());
  const size_t first = head.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return is_named;
  const bool has_brace = head[first] == '{';
  if (!has_brace && !(is_named && continues_as_jsonl(stream->at_hand()))) return false;
  head = stream->fill(kSniffed);
  bool is_all = head.size() < kSniffed;
  for (size_t wanted = kSniffed; head.find('\n', first) == std::string_view::npos && !is_all; ) {
    if (wanted > kMostLine) return false;
    wanted *= 2;
    head = stream->fill(wanted);
    is_all = head.size() < wanted;
  }
  if (head.starts_with(kByteOrderMark)) head.remove_prefix(kByteOrderMark.size());
  size_t objects = 0;
  size_t others = 0;
  while (!head.empty() && (is_named || others == 0)) {
    const size_t end = head.find('\n');
    if (end == std::string_view::npos && (!is_all || stream->fault())) break;
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    if (line.find_first_not_of(kBlank) == std::string_view::npos) continue;
    ++(is_json_object(line) ? objects : others);
  }
  return is_named ? objects > 0 || has_brace : objects > 0 && others == 0;
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

ContainerKind recognise(ByteStream* stream, const SourceOptions& options, std::string_view path) {
  switch (options.from) {
    case From::files: return ContainerKind::document;
    case From::warc: return ContainerKind::warc;
    case From::jsonl: return ContainerKind::jsonl;
    case From::detect: break;
  }
  // Of a WARC file the first member may be short, and must not be read beyond. A dictionary has no bytes.
  while (stream->fill(16).empty() && stream->next_member()) {
  }
  if (looks_like_warc(stream->at_hand()) || resembles_warc(stream->fill(kSniffedWarc))) return ContainerKind::warc;
  if (stream->fault() && stream->finds_later_member("WARC/")) return ContainerKind::warc;
  stream->set_members(Members::joined);
  const std::string_view head = stream->fill(512).substr(0, 512);
  if (is_empty_tar(head, path)) return ContainerKind::tar;
  switch (archive_kind(head)) {
    case ArchiveKind::tar: return ContainerKind::tar;
    case ArchiveKind::zip: return ContainerKind::zip;
    case ArchiveKind::none: break;
  }
  if (is_binary(head) && stream->finds_later_member("WARC/")) {
    stream->set_members(Members::apart);
    return ContainerKind::warc;
  }
  return looks_like_jsonl(stream, is_jsonl_name(path)) ? ContainerKind::jsonl : ContainerKind::document;
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
