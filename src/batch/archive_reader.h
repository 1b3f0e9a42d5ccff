// Entries of a tar or zip file, by libarchive. A zip file that can be gone to and fro in is read by its
// directory, so that an entry that is damaged costs itself; from a pipe, its entries are read as they come.
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

struct ArchiveEntry {
  std::string name;      ///< its path in the archive
  uint64_t offset = 0;   ///< of its head in the unpacked archive
  bool encrypted = false;
};

class ArchiveReader {
 public:
  /// The stream stands at its first byte, and lives longer than this.
  ArchiveReader(ByteStream* stream, ArchiveKind kind);
  ~ArchiveReader();

  enum class Next : uint8_t { entry, fault, end };

  /// The next regular file, or fault().
  Next next(ArchiveEntry* entry);
  const Error& fault() const { return fault_; }
  uint64_t fault_offset() const { return fault_offset_; }

  /// The bytes of the last entry, until the next one is asked for. A read that fails is damage.
  std::unique_ptr<RawInput> open_entry();

 private:
  struct Handle;
  class Entry;
  static constexpr int kMostReopened = 1000;

  bool open();
  Next end_with(std::string message);
  bool reopen();

  ByteStream& stream_;
  ArchiveKind kind_;
  std::unique_ptr<Handle> handle_;
  Error fault_;
  uint64_t fault_offset_ = 0;
  uint64_t entries_ = 0;   // heads that were read
  uint64_t position_ = 0;  // of the last head
  int reopened_ = 0;
  bool ended_ = false;
};

}  // namespace dehusk
