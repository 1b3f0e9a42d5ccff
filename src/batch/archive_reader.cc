#include "batch/archive_reader.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>

#include "batch/faults.h"

namespace dehusk {
namespace {

// A tar head's checksum: the sum of its bytes, its own eight counted as blanks, in octal.
bool is_tar_head(std::string_view head) {
  if (head.size() < 512 || head[0] == '\0') return false;
  unsigned sum = 0;
  for (size_t i = 0; i < 512; ++i) sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(head[i]);
  unsigned told = 0;
  size_t at = 148;
  while (at < 156 && head[at] == ' ') ++at;
  const size_t first = at;
  for (; at < 156 && head[at] >= '0' && head[at] <= '7'; ++at) told = told * 8 + static_cast<unsigned>(head[at] - '0');
  return at > first && told == sum;
}

// By the name of a zip file's first entry.
bool is_office_file(std::string_view head) {
  if (head.size() < 30) return false;
  const size_t length = static_cast<unsigned char>(head[26]) + 256U * static_cast<unsigned char>(head[27]);
  const std::string_view name = head.substr(30, length);
  return name == "mimetype" || name == "[Content_Types].xml" || name.starts_with("META-INF/") || name == "_rels/.rels";
}

std::string message_of(archive* handle) {
  const char* text = archive_error_string(handle);
  return text != nullptr ? text : "damaged archive";
}

}  // namespace

// What libarchive calls back.
struct ArchiveReader::Handle {
  explicit Handle(ByteStream* from) : stream(*from) {}
  ~Handle() { archive_read_free(reader); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  static la_ssize_t read(archive* reader, void* client, const void** buffer) {
    auto* self = static_cast<Handle*>(client);
    self->stream.consume(self->given);
    self->given = 0;
    const std::string_view bytes = self->stream.fill(1);
    if (bytes.empty() && self->stream.fault()) {
      archive_set_error(reader, EIO, "%s", self->stream.fault()->message.c_str());
      return ARCHIVE_FATAL;
    }
    *buffer = bytes.data();
    self->given = bytes.size();
    return static_cast<la_ssize_t>(bytes.size());
  }

  static la_int64_t seek(archive* /*reader*/, void* client, la_int64_t offset, int whence) {
    auto* self = static_cast<Handle*>(client);
    self->stream.consume(self->given);
    self->given = 0;
    const auto here = static_cast<la_int64_t>(self->stream.raw_offset());
    const auto size = static_cast<la_int64_t>(self->stream.raw_size());
    const la_int64_t to = offset + (whence == SEEK_CUR ? here : whence == SEEK_END ? size : 0);
    if (to < 0) return ARCHIVE_FATAL;
    return self->stream.start_at(static_cast<uint64_t>(to)) ? to : ARCHIVE_FATAL;
  }

  ByteStream& stream;
  archive* reader = archive_read_new();
  size_t given = 0;
  bool dead = false;  // libarchive does no more
};

// The data of the entry that was last asked for.
class ArchiveReader::Entry : public RawInput {
 public:
  explicit Entry(Handle* handle) : handle_(*handle) {}

  Result<size_t> read(char* to, size_t most) override {
    const la_ssize_t got = archive_read_data(handle_.reader, to, most);
    if (got >= 0) return static_cast<size_t>(got);
    handle_.dead = got <= ARCHIVE_FATAL;
    return damage(message_of(handle_.reader));
  }

 private:
  Handle& handle_;
};

ArchiveKind archive_kind(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.starts_with("PK\3\4"sv)) return is_office_file(head) ? ArchiveKind::none : ArchiveKind::zip;
  if (head.starts_with("PK\5\6"sv)) return ArchiveKind::zip;
  return is_tar_head(head) ? ArchiveKind::tar : ArchiveKind::none;
}

ArchiveReader::ArchiveReader(ByteStream* stream, ArchiveKind kind) : stream_(*stream), kind_(kind) { open(); }

ArchiveReader::~ArchiveReader() = default;

bool ArchiveReader::open() {
  handle_ = std::make_unique<Handle>(&stream_);
  archive* reader = handle_->reader;
  const bool can_seek = kind_ == ArchiveKind::zip && stream_.codec() == Codec::none && stream_.can_seek();
  if (kind_ == ArchiveKind::tar) {
    archive_read_support_format_tar(reader);
  } else if (can_seek) {
    archive_read_support_format_zip(reader);
  } else {
    archive_read_support_format_zip_streamable(reader);
  }
  archive_read_set_read_callback(reader, &Handle::read);
  if (can_seek) archive_read_set_seek_callback(reader, &Handle::seek);
  archive_read_set_callback_data(reader, handle_.get());
  return archive_read_open1(reader) == ARCHIVE_OK;
}

// After an entry that ended libarchive's work: from the beginning, past those that were handed on. That is as
// often as not quadratic, so it is not done without end.
bool ArchiveReader::reopen() {
  if (reopened_++ == kMostReopened || stream_.codec() != Codec::none || !stream_.can_seek()) return false;
  if (!stream_.start_at(0) || !open()) return false;
  archive_entry* head = nullptr;
  for (uint64_t i = 0; i < entries_; ++i) {
    if (archive_read_next_header(handle_->reader, &head) < ARCHIVE_WARN) return false;
  }
  return true;
}

ArchiveReader::Next ArchiveReader::next(ArchiveEntry* entry) {
  if (handle_->dead && !ended_ && !reopen()) return end_with("what follows a damaged entry cannot be read");
  while (!ended_) {
    archive_entry* head = nullptr;
    const int status = archive_read_next_header(handle_->reader, &head);
    if (status == ARCHIVE_EOF) {
      ended_ = true;
    } else if (status < ARCHIVE_WARN && status != ARCHIVE_RETRY) {
      return end_with(message_of(handle_->reader));
    } else if (status != ARCHIVE_RETRY) {
      ++entries_;
      position_ = static_cast<uint64_t>(std::max<la_int64_t>(archive_read_header_position(handle_->reader), 0));
      if (archive_entry_filetype(head) != AE_IFREG) continue;
      const char* name = archive_entry_pathname(head);
      entry->name = name != nullptr ? name : "?";
      entry->offset = position_;
      entry->encrypted = archive_entry_is_encrypted(head) != 0;
      return Next::entry;
    }
  }
  return Next::end;
}

ArchiveReader::Next ArchiveReader::end_with(std::string message) {
  ended_ = true;
  fault_ = damage(std::move(message));
  fault_offset_ = position_;
  return Next::fault;
}

std::unique_ptr<RawInput> ArchiveReader::open_entry() { return std::make_unique<Entry>(handle_.get()); }

}  // namespace dehusk
