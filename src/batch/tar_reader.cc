// tar, by libarchive.
#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>

#include "batch/archive_reader.h"
#include "batch/faults.h"

namespace dehusk {
namespace {

std::string message_of(archive* reader) {
  const char* text = archive_error_string(reader);
  return text != nullptr ? text : "damaged archive";
}

class TarReader : public ArchiveReader {
 public:
  explicit TarReader(ByteStream* stream) : stream_(*stream) {
    // libarchive takes nothing for tar that does not begin with a sound head.
    for (std::string_view block; !(block = stream_.fill(kBlock).substr(0, kBlock)).empty() && !is_tar_head(block);) {
      is_headless_ = is_headless_ || block.find_first_not_of('\0') != std::string_view::npos;
      begin_ += block.size();
      stream_.skip(kBlock);
    }
    ended_ = stream_.fill(1).empty();
    is_headless_ = is_headless_ || (ended_ && stream_.fault());
    archive_read_support_format_tar(reader_);
    archive_read_set_read_callback(reader_, &TarReader::give);
    archive_read_set_callback_data(reader_, this);
    archive_read_open1(reader_);
  }
  ~TarReader() override { archive_read_free(reader_); }
  TarReader(const TarReader&) = delete;
  TarReader& operator=(const TarReader&) = delete;

  Next next(ArchiveEntry* entry) override {
    if (is_headless_) {
      is_headless_ = false;
      return fail(stream_.fault() && ended_ ? *stream_.fault() : damage("damaged tar head"), 0);
    }
    while (!ended_) {
      archive_entry* head = nullptr;
      const int status = archive_read_next_header(reader_, &head);
      if (status == ARCHIVE_EOF) {
        ended_ = true;
        return end();
      }
      const uint64_t position = begin_ + static_cast<uint64_t>(std::max<la_int64_t>(archive_read_header_position(reader_), 0));
      if (status == ARCHIVE_RETRY) {
        // The next block may be a head; all up to the next sound one is one fault.
        if (is_lost_) continue;
        is_lost_ = true;
        return fail(damage(message_of(reader_)), position);
      }
      if (status < ARCHIVE_WARN) {
        ended_ = true;
        return fail(why(), position);
      }
      is_lost_ = false;
      if (archive_entry_filetype(head) != AE_IFREG) continue;
      const char* name = archive_entry_pathname(head);
      entry->name = name != nullptr ? name : "?";
      entry->offset = position;
      size_ = static_cast<uint64_t>(std::max<la_int64_t>(archive_entry_size(head), 0));
      entry->encrypted = archive_entry_is_encrypted(head) != 0;
      return Next::entry;
    }
    return Next::end;
  }

  std::unique_ptr<RawInput> open_entry() override { return std::make_unique<Entry>(this); }

 private:
  // The data of the entry that was last asked for.
  class Entry : public RawInput {
   public:
    explicit Entry(TarReader* owner) : owner_(*owner), left_(owner->size_) {}
    Result<size_t> read(char* to, size_t most) override {
      // What fills up the last block is nobody's loss.
      if (left_ == 0) return size_t{0};
      const la_ssize_t got = archive_read_data(owner_.reader_, to, static_cast<size_t>(std::min<uint64_t>(most, left_)));
      left_ -= std::min<uint64_t>(left_, static_cast<uint64_t>(std::max<la_ssize_t>(got, 0)));
      if (got >= 0) return static_cast<size_t>(got);
      if (got <= ARCHIVE_FATAL) owner_.ended_ = true;
      return owner_.why();
    }

   private:
    TarReader& owner_;
    uint64_t left_;
  };

  static la_ssize_t give(archive* reader, void* client, const void** buffer) {
    auto* self = static_cast<TarReader*>(client);
    self->stream_.consume(self->given_);
    const std::string_view bytes = self->stream_.fill(1);
    self->given_ = bytes.size();
    if (bytes.empty() && self->stream_.fault()) {
      archive_set_error(reader, EIO, "%s", self->stream_.fault()->message.c_str());
      return ARCHIVE_FATAL;
    }
    *buffer = bytes.data();
    return static_cast<la_ssize_t>(bytes.size());
  }

  // Why libarchive goes no further.
  Error why() const {
    if (stream_.fault() && stream_.at_hand().empty()) return *stream_.fault();
    return damage(message_of(reader_));
  }

  // Of what is packed, a checksum stands behind the last entry.
  Next end() {
    if (stream_.codec() == Codec::none) return Next::end;
    stream_.consume(given_);
    given_ = 0;
    stream_.skip(UINT64_MAX);
    return stream_.fault() ? fail(*stream_.fault(), stream_.member_offset()) : Next::end;
  }

  static constexpr size_t kBlock = 512;

  ByteStream& stream_;
  uint64_t begin_ = 0;  // of the first sound head
  bool is_headless_ = false;
  archive* reader_ = archive_read_new();
  uint64_t size_ = 0;   // of the last entry
  size_t given_ = 0;
  bool is_lost_ = false;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<ArchiveReader> open_tar(ByteStream* stream) { return std::make_unique<TarReader>(stream); }

}  // namespace dehusk
