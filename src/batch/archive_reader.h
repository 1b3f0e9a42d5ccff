// Entries of a tar or zip file, each with its bytes.
//
// tar is read by libarchive, a zip file by ourselves (zip_reader.h): where one entry's head or the directory is damaged, all
// others are still to be had, and libarchive ends there.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "batch/byte_stream.h"
#include "core/result.h"

namespace dehusk {

enum class ArchiveKind : uint8_t { none, tar, zip };

/// What a stream that begins so holds; 512 bytes are enough. Documents that are zip files themselves (office
/// formats, by their first entry) are none.
ArchiveKind archive_kind(std::string_view head);

/// Whether a sound head of a tar entry stands here; 512 bytes.
bool is_tar_head(std::string_view head);

struct ArchiveEntry {
  std::string name;      ///< its path in the archive
  uint64_t offset = 0;   ///< of its head in the unpacked archive
  bool encrypted = false;
};

class ArchiveReader {
 public:
  enum class Next : uint8_t { entry, fault, end };

  virtual ~ArchiveReader() = default;

  /// The next regular file, or fault().
  virtual Next next(ArchiveEntry* entry) = 0;

  /// The bytes of the last entry, until the next one is asked for. A read that fails is damage.
  virtual std::unique_ptr<RawInput> open_entry() = 0;

  const Error& fault() const { return fault_; }
  uint64_t fault_offset() const { return fault_offset_; }

 protected:
  Next fail(Error error, uint64_t offset) {
    fault_ = std::move(error);
    fault_offset_ = offset;
    return Next::fault;
  }

 private:
  Error fault_;
  uint64_t fault_offset_ = 0;
};

/// A reader over a stream that stands at its first byte, and lives longer than it.
std::unique_ptr<ArchiveReader> open_archive_reader(ArchiveKind kind, ByteStream* stream);

std::unique_ptr<ArchiveReader> open_tar(ByteStream* stream);
std::unique_ptr<ArchiveReader> open_zip(ByteStream* stream);

}  // namespace dehusk
