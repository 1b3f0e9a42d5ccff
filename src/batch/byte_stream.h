// An input as its reader sees it: unpacked bytes at hand, in their members.
//
//   RawInput -> raw window -> Decompressor -> bytes at hand -> fill(), consume(), take()
//               [ kept since the member began | not yet unpacked ]
//
// A member ends where its checksum was right; nothing is read across its end until next_member() says so,
// unless members are one stream to the reader (`Members::joined`). Where a member is damaged, recover()
// looks for the next one behind its first byte: the raw bytes of a member are kept for that, up to
// kMostKept of them. Uncompressed input is one member.
//
// What a damaged first byte makes look like no packed input is told by the rest of its magic number, or by a
// member behind it that begins as it should.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "batch/bytes.h"
#include "batch/decompress.h"
#include "batch/raw_input.h"
#include "core/result.h"

namespace dehusk {

/// What the ends of members mean to a reader.
enum class Members : uint8_t {
  apart,   ///< it wants to know them
  joined,  ///< nothing
};

class ByteStream {
 public:
  /// Looks at the first bytes: what is packed will be unpacked. `named`: what its name promises, which counts
  /// where it holds too few bytes to tell.
  explicit ByteStream(std::unique_ptr<RawInput> raw, Codec named = Codec::none);

  Codec codec() const { return codec_; }
  void set_members(Members members) { members_ = members; }

  /// The bytes at hand: at least `wanted`, unless the member ends before or is damaged. Valid until the
  /// next call.
  std::string_view fill(size_t wanted);
  void consume(size_t count) { at_ += count; }

  /// Moves `count` bytes of the member behind `to`, fewer where it ends or is damaged before: how many. An
  /// error is want of memory.
  Result<size_t> take(uint64_t count, Bytes* to);

  /// Drops as many bytes; how many there were.
  uint64_t skip(uint64_t count);

  /// Puts bytes back in front of those at hand.
  void unread(std::string_view bytes);

  /// Whether the member was read to its end. Unpacks what is needed to tell.
  bool at_member_end();

  /// Goes from the end of one member to the next; false where there is none, or only bytes that are no
  /// member: then there is a fault().
  bool next_member();

  /// Why no more can be read of this member: damage, or a failed read.
  const std::optional<Error>& fault() const { return fault_; }

  /// After a fault: goes to the next place where a member may begin. False where there is none, or where so
  /// much was unpacked in vain that the search costs more than it is worth.
  bool recover();

  /// Whether one of the next members begins with `text`, where the first one is damaged; before anything was
  /// consumed. Of an input that does not look packed, too: then its first member turns out to be damaged.
  bool finds_later_member(std::string_view text);

  /// Where the member began, in bytes of the raw input.
  uint64_t member_offset() const { return member_offset_; }

  /// Where the next byte lies in the unpacked input.
  uint64_t offset() const { return unpacked_ - (end_ - at_); }

  /// How many bytes of the raw input were unpacked, or taken where there is nothing to unpack.
  uint64_t raw_offset() const;

  /// Goes to a byte of the raw input where a member begins, before anything was consumed; without a codec
  /// to any, at any time. False where that cannot be read.
  bool start_at(uint64_t offset);
  bool can_seek() const { return raw_input_->can_seek(); }

  /// The bytes that fill() would give at once.
  std::string_view at_hand() const { return {out_.get() + at_, end_ - at_}; }

  /// Whether there is a next byte, or one behind those at hand, without waiting.
  bool ready() const { return at_ < end_ || ready_beyond(); }
  bool ready_beyond() const {
    return fault_ || (codec_ != Codec::none && raw_begin_ < raw_.size()) || raw_input_->ready();
  }

  /// In bytes; 0 where it is not known.
  uint64_t raw_size() const { return raw_input_->size(); }

 private:
  size_t produce(char* to, size_t room);
  size_t unpack(char* to, size_t room);
  bool refill();
  bool has_raw(size_t count);
  void begin_member(size_t raw_at);
  void begin_packed(Codec codec);
  void fail(Error error);

  static constexpr size_t kMostKept = size_t{16} << 20;
  static constexpr uint64_t kMostWasted = uint64_t{64} << 20;

  std::unique_ptr<RawInput> raw_input_;
  Codec codec_ = Codec::none;
  std::unique_ptr<Decompressor> decompressor_;
  Members members_ = Members::apart;

  std::string raw_;           // of a packed input: kept bytes, then those not yet unpacked
  size_t raw_begin_ = 0;      // the first one that is not unpacked
  uint64_t raw_base_ = 0;     // where raw_[0] lies in the input
  bool raw_ended_ = false;
  bool keeps_ = true;         // raw_[0] is the member's first byte
  uint64_t member_offset_ = 0;
  bool member_ended_ = false;
  uint64_t wasted_ = 0;       // bytes of members that recover() gave up
  std::optional<Error> fault_;

  std::unique_ptr<char[]> out_;
  size_t capacity_ = 0;
  size_t at_ = 0;             // bytes at hand are out_[at_, end_)
  size_t end_ = 0;
  uint64_t unpacked_ = 0;     // bytes that were ever at hand
};

}  // namespace dehusk
