// zip (APPNOTE.TXT 6.3), so that damage costs what it touches:
//
//   head, data [, sizes]   of each entry          "PK\3\4"
//   record of each entry   the directory          "PK\1\2"
//   end of the directory                          "PK\5\6"
//
// A file that can be gone to and fro in is read by its directory, in the order of the entries. From a pipe, or where
// the directory is damaged, entries are read as they come: a head tells what follows, or the data do by their end. What
// stands between is searched for the next head. Each entry's checksum is compared.
#include <zlib.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "batch/archive_reader.h"
#include "batch/faults.h"

namespace dehusk {
namespace {

constexpr std::string_view kHeadMagic = "PK\3\4";
constexpr std::string_view kRecordMagic = "PK\1\2";
constexpr std::string_view kEndMagic = "PK\5\6";
constexpr std::string_view kLargeEndMagic = "PK\6\6";
constexpr std::string_view kSizesMagic = "PK\7\10";
constexpr size_t kHeadSize = 30;
constexpr size_t kRecordSize = 46;
constexpr size_t kEndSize = 22;
constexpr size_t kMostEndSearched = 0x10000 + kEndSize;
constexpr size_t kMostDirectory = size_t{512} << 20;
constexpr size_t kWindow = size_t{1} << 16;
constexpr uint32_t kElsewhere = 0xFFFFFFFF;  // a size that stands in an extra field of 64 bits

constexpr uint64_t kMostLookedAhead = uint64_t{16} << 20;

// What stands behind an entry's data.
bool is_magic(std::string_view text) {
  return text == kHeadMagic || text == kRecordMagic || text == kEndMagic || text == kLargeEndMagic;
}

enum Flag : unsigned { kEncrypted = 1, kSizesBehind = 8 };

// Little-endian numbers of a head.
uint64_t number(std::string_view bytes, size_t at, size_t size) {
  uint64_t value = 0;
  for (size_t i = size; i > 0; --i) value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
  return value;
}

// What a head or a record tells of an entry.
struct ZipEntry {
  std::string name;
  uint64_t head = 0;  // where it begins
  unsigned flags = 0;
  unsigned method = 0;
  uint32_t checksum = 0;
  uint64_t packed_size = 0;
  uint64_t size = 0;
  bool is_file = true;
  bool is_large = false;  // what stands behind the data are 64 bits

  // Of what was written to a pipe, they stand behind the data.
  bool knows_sizes() const { return (flags & kSizesBehind) == 0; }
};

// Sizes of 64 bits, in the order in which the short ones are missing.
void read_large_sizes(std::string_view extra, ZipEntry* entry) {
  while (extra.size() >= 4) {
    const uint64_t id = number(extra, 0, 2);
    const uint64_t size = number(extra, 2, 2);
    std::string_view field = extra.substr(4, size);
    extra.remove_prefix(std::min<size_t>(extra.size(), 4 + size));
    if (id != 1) continue;
    entry->is_large = true;
    for (uint64_t* value : {&entry->size, &entry->packed_size, &entry->head}) {
      if (*value != kElsewhere || field.size() < 8) continue;
      *value = number(field, 0, 8);
      field.remove_prefix(8);
    }
  }
}

// Whether extra fields fill the place that was told, and a name can be one: else a head's sizes are wrong, and what it
// would take is not its own.
bool is_sound(std::string_view name, std::string_view extra) {
  const bool is_name = !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ';
  });
  while (extra.size() >= 4) {
    const uint64_t size = 4 + number(extra, 2, 2);
    if (size > extra.size()) return false;
    extra.remove_prefix(size);
  }
  return is_name;
}

// A record of the directory; its size, 0 where none stands there.
size_t read_record(std::string_view bytes, ZipEntry* entry) {
  if (bytes.size() < kRecordSize || !bytes.starts_with(kRecordMagic)) return 0;
  const size_t name = number(bytes, 28, 2);
  const size_t extra = number(bytes, 30, 2);
  const size_t whole = kRecordSize + name + extra + number(bytes, 32, 2);
  if (bytes.size() < whole) return 0;
  entry->flags = static_cast<unsigned>(number(bytes, 8, 2)) & ~kSizesBehind;  // all is known here
  entry->method = static_cast<unsigned>(number(bytes, 10, 2));
  entry->checksum = static_cast<uint32_t>(number(bytes, 16, 4));
  entry->packed_size = number(bytes, 20, 4);
  entry->size = number(bytes, 24, 4);
  entry->head = number(bytes, 42, 4);
  entry->name = bytes.substr(kRecordSize, name);
  read_large_sizes(bytes.substr(kRecordSize + name, extra), entry);
  const unsigned made_by = static_cast<unsigned char>(bytes[5]);
  const bool is_link = made_by == 3 && (number(bytes, 40, 2) & 0xF000) == 0xA000;  // 3 is Unix
  entry->is_file = !entry->name.ends_with('/') && !is_link;
  return whole;
}

// Unpacks an entry's data and compares its checksum. What is read here lies in the stream at once.
class ZipData : public RawInput {
 public:
  ZipData(ByteStream* stream, const ZipEntry& entry)
      : stream_(*stream), entry_(entry), left_(entry.knows_sizes() ? entry.packed_size : UINT64_MAX) {
    switch (entry.method) {
      case 0: is_stored_ = true; break;
      case 8: decompressor_ = make_deflate_decompressor(); break;
      case 12: decompressor_ = make_bzip2_decompressor(); break;
      case 93: decompressor_ = make_zstd_decompressor(); break;
      case 95: decompressor_ = make_xz_decompressor(); break;
      default: fault_ = damage("packed by a method that is not known here: " + std::to_string(entry.method));
    }
    is_stored_ = is_stored_ || (entry.knows_sizes() && entry.packed_size == 0 && entry.size == 0);
    if (is_stored_ && !entry.knows_sizes()) fault_ = damage("of unknown size");
  }

  Result<size_t> read(char* to, size_t most) override {
    while (!fault_ && !ended_) {
      const std::string_view bytes = stream_.fill(1);
      const std::string_view in = bytes.substr(0, static_cast<size_t>(std::min<uint64_t>(bytes.size(), left_)));
      const Decompressor::Step step = is_stored_ ? store(in, to, most) : decompressor_->run(in, to, most);
      stream_.consume(step.used);
      left_ -= step.used;
      made_ += step.made;
      checksum_ = static_cast<uint32_t>(
          crc32_z(checksum_, reinterpret_cast<const unsigned char*>(to), static_cast<z_size_t>(step.made)));
      if (step.damage) fault_ = step.damage;
      if (step.at_end) end();
      const bool is_stuck = step.used == 0 && step.made == 0 && !step.at_end;
      if (is_stuck && !fault_ && bytes.size() < left_ && !bytes.empty() && refill(bytes.size() + 1)) continue;
      if (is_stuck && !fault_) fault_ = stream_.fault() ? *stream_.fault() : damage("zip data that are cut short");
      if (step.made > 0) return step.made;
    }
    if (fault_) return *fault_;
    return size_t{0};
  }

  // Goes behind the data, reading them where that is needed. False where that place is not known: a size that was
  // told is believed unless the data turned out to be damaged and nothing stands behind them.
  bool finish() {
    char sink[4096];
    if (!entry_.knows_sizes()) {
      while (!ended_ && !fault_) {
        if (!read(sink, sizeof sink)) return false;
      }
      return !fault_;
    }
    if (fault_ && left_ > 0) {
      if (left_ > kMostLookedAhead) return false;
      const size_t left = static_cast<size_t>(left_);
      if (!is_magic(stream_.fill(left + 4).substr(std::min(left, stream_.at_hand().size()), 4))) return false;
    }
    return stream_.skip(left_) == left_;
  }

 private:
  Decompressor::Step store(std::string_view in, char* to, size_t most) const {
    const size_t count = std::min(in.size(), most);
    std::copy_n(in.data(), count, to);
    return {.used = count, .made = count, .at_end = count == left_};
  }

  bool refill(size_t wanted) { return stream_.fill(wanted).size() >= wanted; }

  void end() {
    ended_ = true;
    if (!entry_.knows_sizes()) {
      read_sizes();
    } else if (left_ > 0 || made_ != entry_.size) {
      fault_ = damage("zip data whose size is wrong");
    }
    if (!fault_ && checksum_ != entry_.checksum) fault_ = damage("zip data whose checksum is wrong");
  }

  // Sizes behind the data: of 32 or 64 bits, with a magic number or without one.
  void read_sizes() {
    const std::string_view bytes = stream_.fill(28);
    const size_t begin = bytes.starts_with(kSizesMagic) ? kSizesMagic.size() : 0;
    for (const size_t width : {entry_.is_large ? 8 : 4, entry_.is_large ? 4 : 8}) {
      const size_t end = begin + 4 + 2 * width;
      if (bytes.size() < end || number(bytes, begin + 4 + width, width) != made_) continue;
      entry_.checksum = static_cast<uint32_t>(number(bytes, begin, 4));
      stream_.consume(end);
      return;
    }
    fault_ = damage("zip data whose size is wrong");
  }

  ByteStream& stream_;
  ZipEntry entry_;
  std::unique_ptr<Decompressor> decompressor_;
  std::optional<Error> fault_;
  bool is_stored_ = false;
  bool ended_ = false;
  uint64_t left_;      // packed bytes
  uint64_t made_ = 0;
  uint32_t checksum_ = 0;
};

// Hands a reading on; the reader keeps the data to go behind them.
class Borrowed : public RawInput {
 public:
  explicit Borrowed(ZipData* data) : data_(*data) {}
  Result<size_t> read(char* to, size_t most) override { return data_.read(to, most); }

 private:
  ZipData& data_;
};

class ZipReader : public ArchiveReader {
 public:
  explicit ZipReader(ByteStream* stream) : stream_(*stream) {
    can_seek_ = stream_.codec() == Codec::none && stream_.can_seek();
    if (can_seek_) by_directory_ = read_directory();
    if (can_seek_ && !by_directory_) stream_.start_at(0);
  }

  Next next(ArchiveEntry* entry) override {
    const bool by_directory = by_directory_;
    if (can_seek_ && !by_directory_ && !told_directory_) {
      told_directory_ = true;
      return fail(damage("a damaged zip directory"), directory_);
    }
    for (;;) {
      const Next next = by_directory ? next_listed() : next_found();
      if (next != Next::entry) return next;
      if (!entry_.is_file) continue;
      entry->name = entry_.name;
      entry->offset = entry_.head;
      entry->encrypted = (entry_.flags & kEncrypted) != 0;
      return next;
    }
  }

  std::unique_ptr<RawInput> open_entry() override { return std::make_unique<Borrowed>(data_.get()); }

 private:
  // Where the directory's end stands, searched for from the file's end.
  std::optional<uint64_t> find_end() {
    const uint64_t size = stream_.raw_size();
    const uint64_t begin = size - std::min<uint64_t>(size, kMostEndSearched);
    if (!stream_.start_at(begin)) return std::nullopt;
    const std::string_view tail = stream_.fill(kMostEndSearched);
    if (tail.size() < kEndSize) return std::nullopt;
    const size_t at = tail.rfind(kEndMagic, tail.size() - kEndSize);
    if (at == std::string_view::npos) return std::nullopt;
    return begin + at;
  }

  // Reads all records, which must stand between the place that is told and the end, as many as are told.
  bool read_directory() {
    const std::optional<uint64_t> end = find_end();
    directory_ = end.value_or(stream_.raw_size());
    if (!end || !stream_.start_at(*end)) return false;
    const std::string_view bytes = stream_.fill(kEndSize);
    uint64_t count = number(bytes, 10, 2);
    uint64_t size = number(bytes, 12, 4);
    uint64_t begin = number(bytes, 16, 4);
    if (count == 0xFFFF || size == kElsewhere || begin == kElsewhere) read_large_end(*end, &count, &size, &begin);
    directory_ = begin;
    if (begin > *end || size > *end - begin || size > kMostDirectory || !stream_.start_at(begin)) return false;
    std::string_view rest = stream_.fill(size).substr(0, size);
    while (!rest.empty()) {
      ZipEntry entry;
      const size_t taken = read_record(rest, &entry);
      if (taken == 0) return false;
      rest.remove_prefix(taken);
      entries_.push_back(std::move(entry));
    }
    const bool is_whole = entries_.size() == count && begin + size <= *end;
    std::stable_sort(entries_.begin(), entries_.end(), [](const ZipEntry& a, const ZipEntry& b) { return a.head < b.head; });
    return is_whole;
  }

  // The end of more than 65,535 entries or 4 GB: a locator of 20 bytes stands before the short one.
  void read_large_end(uint64_t end, uint64_t* count, uint64_t* size, uint64_t* begin) {
    constexpr size_t kLocator = 20;
    if (end < kLocator || !stream_.start_at(end - kLocator)) return;
    std::string_view bytes = stream_.fill(kLocator);
    if (bytes.size() < kLocator || !bytes.starts_with("PK\6\7")) return;
    const uint64_t at = number(bytes, 8, 8);
    if (at > end || !stream_.start_at(at)) return;
    bytes = stream_.fill(56);
    if (bytes.size() < 56 || !bytes.starts_with(kLargeEndMagic)) return;
    *count = number(bytes, 32, 8);
    *size = number(bytes, 40, 8);
    *begin = number(bytes, 48, 8);
  }

  Next next_listed() {
    if (at_ == entries_.size()) return Next::end;
    entry_ = entries_[at_++];
    if (!entry_.is_file) return Next::entry;
    if (!stream_.start_at(entry_.head)) return fail(damage("a zip entry that lies outside of the file"), entry_.head);
    const std::string_view head = stream_.fill(kHeadSize);
    if (head.size() < kHeadSize || !head.starts_with(kHeadMagic)) {
      return fail(damage("a damaged head of the zip entry '" + entry_.name + "'"), entry_.head);
    }
    stream_.skip(kHeadSize + number(head, 26, 2) + number(head, 28, 2));
    data_ = std::make_unique<ZipData>(&stream_, entry_);
    return Next::entry;
  }

  // The next entry in the order of their bytes.
  Next next_found() {
    if (data_) {
      is_lost_ = !data_->finish();
      data_.reset();
    }
    for (;;) {
      const uint64_t begin = stream_.offset();
      const std::string_view head = stream_.fill(kHeadSize);
      if (head.starts_with(kHeadMagic) && read_head(begin)) {
        is_lost_ = false;
        data_ = std::make_unique<ZipData>(&stream_, entry_);
        return Next::entry;
      }
      if (is_magic(head.substr(0, 4)) && !head.starts_with(kHeadMagic)) return end_of_entries();
      const bool was_lost = is_lost_ || (told_directory_ && begin >= directory_);
      is_lost_ = true;
      if (head.empty()) {
        // Whatever ends here has been told, or should have a directory behind it.
        const bool is_told = was_lost || is_ended_ || told_directory_;
        is_ended_ = true;
        if (is_told) return Next::end;
        return fail(stream_.fault() ? *stream_.fault() : damage("a zip file that is cut short"), begin);
      }
      go_to_magic();
      if (!was_lost) return fail(damage("no zip entry begins here"), begin);
    }
  }

  // Of what is packed, the checksum stands behind the directory.
  Next end_of_entries() {
    if (is_ended_) return Next::end;
    is_ended_ = true;
    const uint64_t begin = stream_.offset();
    const bool is_sound = pass_directory();
    stream_.skip(UINT64_MAX);
    if (stream_.fault()) return fail(*stream_.fault(), stream_.member_offset());
    if (is_sound || told_directory_) return Next::end;
    return fail(damage("a damaged zip directory"), begin);
  }

  // Whether records follow each other up to the end of the directory.
  bool pass_directory() {
    for (;;) {
      const std::string_view head = stream_.fill(kRecordSize);
      if (!head.starts_with(kRecordMagic) || head.size() < kRecordSize) break;
      const size_t size = kRecordSize + number(head, 28, 2) + number(head, 30, 2) + number(head, 32, 2);
      if (stream_.skip(size) < size) return false;
    }
    constexpr size_t kLargeEnds = 56 + 20;
    if (stream_.fill(4).starts_with(kLargeEndMagic)) stream_.skip(kLargeEnds);
    const std::string_view end = stream_.fill(kEndSize);
    return end.starts_with(kEndMagic) && end.size() >= kEndSize;
  }

  bool read_head(uint64_t begin) {
    std::string_view head = stream_.fill(kHeadSize);
    if (head.size() < kHeadSize) return false;
    const size_t name = number(head, 26, 2);
    const size_t extra = number(head, 28, 2);
    const size_t whole = kHeadSize + name + extra;
    head = stream_.fill(whole);
    if (head.size() < whole || !is_sound(head.substr(kHeadSize, name), head.substr(kHeadSize + name, extra))) return false;
    entry_ = ZipEntry();
    entry_.head = begin;
    entry_.flags = static_cast<unsigned>(number(head, 6, 2));
    entry_.method = static_cast<unsigned>(number(head, 8, 2));
    entry_.checksum = static_cast<uint32_t>(number(head, 14, 4));
    entry_.packed_size = number(head, 18, 4);
    entry_.size = number(head, 22, 4);
    entry_.name = head.substr(kHeadSize, name);
    const uint64_t place = entry_.head;
    entry_.head = 0;
    read_large_sizes(head.substr(kHeadSize + name, extra), &entry_);
    entry_.head = place;
    entry_.is_file = !entry_.name.ends_with('/');
    stream_.consume(whole);
    return true;
  }

  // Past the next byte, to what may be an entry or the directory; to the end where nothing may.
  void go_to_magic() {
    stream_.consume(1);
    for (;;) {
      const std::string_view text = stream_.fill(kWindow);
      size_t at = text.find("PK");
      while (at != std::string_view::npos && !is_magic(text.substr(at, 4))) at = text.find("PK", at + 1);
      if (at != std::string_view::npos) return stream_.consume(at);
      const bool is_end = text.size() < kWindow;
      stream_.consume(is_end ? text.size() : text.size() - 3);
      if (is_end) return;
    }
  }

  ByteStream& stream_;
  bool can_seek_ = false;
  bool by_directory_ = false;
  bool told_directory_ = false;
  uint64_t directory_ = 0;           // where it should begin
  std::vector<ZipEntry> entries_;    // that it lists
  size_t at_ = 0;
  ZipEntry entry_;
  std::unique_ptr<ZipData> data_;    // of entry_
  bool is_lost_ = false;             // the next entry has to be looked for
  bool is_ended_ = false;
};

}  // namespace

std::unique_ptr<ArchiveReader> open_zip(ByteStream* stream) { return std::make_unique<ZipReader>(stream); }

}  // namespace dehusk
