// Records of a WARC or WET file (ISO 28500: WARC/1.0 and 1.1), packed or not.
//
//   WARC/1.0 CRLF  (name ":" value CRLF)*  CRLF  block of Content-Length bytes  CRLF CRLF
//
// Where each record is a member of its own, a record is handed on once its member's checksum was right. Where
// one member holds many, all before the first damage that can be detected are handed on. A record is whole
// where the next one begins behind it, or its member ends there, or the two line ends that close it stand
// there; else its Content-Length is wrong, and the next record is looked for inside of what it took.
//
// Damage costs no more than a fixed number of times the size of the file, however it was made: what is searched
// twice has a budget, and of faults without a record between them the first kMostFaults are told.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "batch/byte_stream.h"
#include "batch/bytes.h"
#include "core/result.h"

namespace dehusk {

struct WarcRecord {
  std::string version;  ///< "WARC/1.0"
  std::vector<std::pair<std::string, std::string>> fields;  ///< as they stand, white space around values off
  Bytes block;
  uint64_t offset = 0;  ///< where it begins in the file: its member's first byte, or its own

  /// The value of the first field of that name, whatever its case; "" where there is none.
  std::string_view field(std::string_view name) const;
};

/// A stretch of the file that holds no record that can be used.
struct WarcFault {
  uint64_t offset = 0;  ///< as WarcRecord::offset
  Error error;
};

/// Whether a stream that begins so is a WARC file.
bool looks_like_warc(std::string_view head);

class WarcReader {
 public:
  /// Blocks of more than `most` bytes are faults. The stream lives longer than this.
  WarcReader(ByteStream* stream, uint64_t most);

  enum class Next : uint8_t { record, fault, end };

  /// The next record, or fault().
  Next next(WarcRecord* record);
  const WarcFault& fault() const { return fault_; }

  /// Where reading may start again, in bytes of the raw file, and how many answers of next() came between there
  /// and now.
  uint64_t restart_offset() const { return restart_offset_; }
  uint64_t since_restart() const { return since_restart_; }

 private:
  Next find_record(WarcRecord* record);
  Next read_record(WarcRecord* record);
  Next pass_over(uint64_t length, WarcRecord* record);
  Next end_record(bool has_crlf, WarcRecord* record);
  bool find_head(size_t* size);
  bool cross();
  bool take_block(uint64_t length, WarcRecord* record);
  Next damaged(std::string message);
  Next damaged_block(std::string message, WarcRecord* record);
  bool find_next_head();
  void enter_member();
  void skip_blank_lines();
  void note_restart(Next answer);

  static constexpr size_t kMostFaults = 1000;

  ByteStream& stream_;
  uint64_t most_;
  WarcFault fault_;
  uint64_t record_offset_ = 0;
  uint64_t restart_offset_ = 0;
  uint64_t since_restart_ = 0;
  size_t in_member_ = 0;     // records of this member that were handed on
  bool lost_ = false;        // the next record has to be looked for
  bool told_ = false;        // the stream's fault
  bool is_fresh_ = true;     // nothing of this member was read
  bool was_first_ = false;   // the last record or fault began its member
  bool has_crossed_ = false;  // the last record did not end in the member in which it began
  uint64_t first_offset_ = 0;  // of that member
  size_t faults_in_row_ = 0;
  uint64_t searched_ = 0;    // bytes that were searched though they had been taken for a block
  uint64_t headless_ = 0;    // up to here in the unpacked input no head ends
};

}  // namespace dehusk
