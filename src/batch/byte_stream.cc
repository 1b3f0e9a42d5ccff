#include "batch/byte_stream.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

#include "batch/faults.h"

namespace dehusk {
namespace {

constexpr size_t kChunk = size_t{1} << 17;
constexpr size_t kRawChunk = size_t{1} << 19;  // holds many members whole
constexpr size_t kHead = 16;  // enough for codec_of(), and for a gzip member's head
constexpr size_t kLookedAt = size_t{1} << 20;
constexpr size_t kMostTried = 1024;  // places where a member might begin
constexpr size_t kFirstBlocks = size_t{1} << 18;  // more than what makes a member's first bytes

// Whether bytes that begin with a magic number may begin a member: flags of gzip that nobody uses yet do not.
bool may_be_head(Codec codec, std::string_view bytes) {
  return codec != Codec::gzip || bytes.size() < 4 || (bytes[3] & 0xE0) == 0;
}

// Whether a member begins with `text`.
bool member_begins(Decompressor* decompressor, std::string_view raw, std::string_view text) {
  char made[16];
  size_t count = 0;
  assert(text.size() <= sizeof made);
  decompressor->reset();
  raw = raw.substr(0, kFirstBlocks);
  while (count < text.size()) {
    const Decompressor::Step step = decompressor->run(raw, made + count, text.size() - count);
    raw.remove_prefix(step.used);
    count += step.made;
    if (step.damage || step.at_end || (step.used == 0 && step.made == 0)) break;
  }
  return std::string_view(made, count) == text;
}

// Where behind the first byte of `raw` a member begins with `text`; npos where none does.
size_t find_member(std::string_view raw, Codec codec, Decompressor* decompressor, std::string_view text) {
  const std::string_view magic = magic_of(codec);
  size_t at = raw.find(magic, 1);
  for (size_t tried = 0; at != std::string_view::npos && tried < kMostTried; ++tried) {
    const std::string_view member = raw.substr(at);
    if (may_be_head(codec, member) && member_begins(decompressor, member, text)) return at;
    at = raw.find(magic, at + 1);
  }
  return std::string_view::npos;
}

}  // namespace

ByteStream::ByteStream(std::unique_ptr<RawInput> raw, Codec named) : raw_input_(std::move(raw)) {
  // The head is read as if nothing was packed. Of a packed input it then is raw.
  const std::string_view head = fill(kHead);
  const Codec codec = codec_of(head);
  const Codec damaged = codec == Codec::none && head.size() >= 4 ? damaged_codec_of(head) : Codec::none;
  const bool is_short = named != Codec::none && codec == Codec::none && magic_of(named).starts_with(head) && !fault_;
  if (codec != Codec::none) begin_packed(codec);
  if (damaged != Codec::none) {
    begin_packed(damaged);
    fail(damage("damaged " + std::string(name_of(damaged)) + ": its first bytes"));
  }
  if (is_short) begin_packed(named);
}

// What was read as if nothing was packed, is raw.
void ByteStream::begin_packed(Codec codec) {
  codec_ = codec;
  raw_.assign(at_hand());
  at_ = end_ = 0;
  unpacked_ = 0;
  raw_ended_ = member_ended_;
  member_ended_ = false;
  decompressor_ = make_decompressor(codec_);
}

bool ByteStream::finds_later_member(std::string_view text) {
  if (codec_ == Codec::gzip || codec_ == Codec::zstd) {
    for (const size_t enough : {kLookedAt, kMostKept}) {
      while (keeps_ && raw_.size() < enough && refill()) {
      }
      const std::string_view raw = std::string_view(raw_).substr(keeps_ ? member_offset_ - raw_base_ : raw_begin_);
      if (find_member(raw, codec_, decompressor_.get(), text) != std::string_view::npos) return true;
    }
    return false;
  }
  if (codec_ != Codec::none || unpacked_ != end_ - at_) return false;
  const std::string_view head = fill(kLookedAt);
  for (const Codec codec : {Codec::gzip, Codec::zstd}) {
    if (head.find(magic_of(codec)) == std::string_view::npos) continue;
    const std::unique_ptr<Decompressor> decompressor = make_decompressor(codec);
    if (find_member(head, codec, decompressor.get(), text) == std::string_view::npos) continue;
    begin_packed(codec);
    fail(damage("damaged " + std::string(name_of(codec)) + ": its first bytes"));
    return true;
  }
  return false;
}

std::string_view ByteStream::fill(size_t wanted) {
  while (end_ - at_ < wanted && !fault_) {
    if (member_ended_ && !(members_ == Members::joined && next_member())) break;
    if (at_ > 0 && (at_ == end_ || capacity_ - end_ < kChunk)) {
      std::memmove(out_.get(), out_.get() + at_, end_ - at_);
      end_ -= at_;
      at_ = 0;
    }
    if (capacity_ - end_ < kChunk / 2) {
      const size_t capacity = std::max(capacity_ * 2, end_ + kChunk);
      auto grown = std::make_unique_for_overwrite<char[]>(capacity);
      if (end_ > 0) std::memcpy(grown.get(), out_.get(), end_);
      out_ = std::move(grown);
      capacity_ = capacity;
    }
    const size_t made = produce(out_.get() + end_, capacity_ - end_);
    end_ += made;
    unpacked_ += made;
  }
  return {out_.get() + at_, end_ - at_};
}

Result<size_t> ByteStream::take(uint64_t count, Bytes* to) {
  size_t taken = std::min<uint64_t>(count, end_ - at_);
  // A guess at the size that is not trusted too far: memory comes with the bytes.
  if (to->room(static_cast<size_t>(std::min<uint64_t>(count, kChunk * 8))) == nullptr) return out_of_memory();
  if (!to->append(at_hand().substr(0, taken))) return out_of_memory();
  at_ += taken;
  while (taken < count && !fault_) {
    if (member_ended_ && !(members_ == Members::joined && next_member())) break;
    const size_t room = static_cast<size_t>(std::min<uint64_t>(count - taken, kChunk * 8));
    char* place = to->room(room);
    if (place == nullptr) return out_of_memory();
    const size_t made = produce(place, room);
    to->grow(made);
    unpacked_ += made;
    taken += made;
  }
  return taken;
}

uint64_t ByteStream::skip(uint64_t count) {
  uint64_t skipped = 0;
  while (skipped < count) {
    const std::string_view at_hand = fill(1);
    if (at_hand.empty()) break;
    const size_t some = static_cast<size_t>(std::min<uint64_t>(count - skipped, at_hand.size()));
    consume(some);
    skipped += some;
  }
  return skipped;
}

void ByteStream::unread(std::string_view bytes) {
  if (bytes.empty()) return;
  if (bytes.size() > at_) {
    const size_t held = end_ - at_;
    auto grown = std::make_unique_for_overwrite<char[]>(bytes.size() + held + kChunk);
    if (held > 0) std::memcpy(grown.get() + bytes.size(), out_.get() + at_, held);
    out_ = std::move(grown);
    capacity_ = bytes.size() + held + kChunk;
    at_ = bytes.size();
    end_ = at_ + held;
  }
  at_ -= bytes.size();
  std::memcpy(out_.get() + at_, bytes.data(), bytes.size());
}

bool ByteStream::at_member_end() {
  fill(1);
  return at_ == end_ && member_ended_ && !fault_;
}

bool ByteStream::next_member() {
  if (codec_ == Codec::none || !member_ended_ || fault_) return false;
  // Some writers fill up a block with zeros behind the last member.
  for (;;) {
    if (!has_raw(1)) return false;
    const size_t byte = raw_.find_first_not_of('\0', raw_begin_);
    raw_begin_ = byte == std::string::npos ? raw_.size() : byte;
    if (byte != std::string::npos) break;
  }
  has_raw(kHead);
  if (codec_of(std::string_view(raw_).substr(raw_begin_)) != codec_) {
    member_offset_ = raw_base_ + raw_begin_;
    keeps_ = false;
    fail(damage("no " + std::string(name_of(codec_)) + " member begins here"));
    return false;
  }
  begin_member(raw_begin_);
  return true;
}

bool ByteStream::recover() {
  if (codec_ != Codec::gzip && codec_ != Codec::zstd) return false;
  // Members that fail may be made to be long, and to hold heads of more such.
  wasted_ += raw_offset() - std::min(member_offset_, raw_offset());
  if (wasted_ > kMostWasted + 2 * raw_offset()) return false;
  at_ = end_ = 0;
  const std::string_view magic = magic_of(codec_);
  std::optional<Error> fault = std::exchange(fault_, std::nullopt);
  size_t from = std::min(keeps_ ? static_cast<size_t>(member_offset_ - raw_base_) + 1 : raw_begin_, raw_.size());
  for (;;) {
    const size_t found = raw_.find(magic, from);
    if (found != std::string::npos && (found + magic.size() < raw_.size() || raw_ended_)) {
      if (may_be_head(codec_, std::string_view(raw_).substr(found))) {
        begin_member(found);
        return true;
      }
      from = found + 1;
      continue;
    }
    // A magic may lie across the end of what is at hand.
    keeps_ = false;
    from = found != std::string::npos ? found : std::max(from, raw_.size() - std::min(raw_.size(), magic.size() - 1));
    raw_begin_ = from;
    const uint64_t place = raw_base_ + from;
    if (!refill() && (found == std::string::npos || fault_)) {
      if (!fault_) fault_ = std::move(fault);
      return false;
    }
    from = static_cast<size_t>(place - raw_base_);
  }
}

uint64_t ByteStream::raw_offset() const {
  return codec_ == Codec::none ? raw_base_ + offset() : raw_base_ + raw_begin_;
}

bool ByteStream::start_at(uint64_t offset) {
  // What is packed with a dictionary needs it wherever it is begun.
  if (codec_ == Codec::zstd && raw_base_ == 0 && member_offset_ == 0 && begins_with_dictionary(raw_)) at_member_end();
  // What is at hand need not be read again.
  if (codec_ == Codec::none && offset >= raw_offset() && offset - raw_offset() <= end_ - at_) {
    at_ += static_cast<size_t>(offset - raw_offset());
    return true;
  }
  if (!raw_input_->seek(offset)) return false;
  at_ = end_ = 0;
  unpacked_ = 0;
  raw_.clear();
  raw_begin_ = 0;
  raw_base_ = offset;
  raw_ended_ = false;
  member_offset_ = offset;
  fault_.reset();
  // As behind the member before.
  member_ended_ = codec_ != Codec::none;
  if (member_ended_) next_member();
  return true;
}

// Makes up to `room` bytes of the member; fewer only where more raw bytes would have to be waited for, or
// the member ends or is damaged.
size_t ByteStream::produce(char* to, size_t room) {
  if (codec_ != Codec::none) return unpack(to, room);
  const Result<size_t> got = raw_input_->read(to, room);
  if (!got) {
    fail(got.error());
    return 0;
  }
  if (*got == 0) member_ended_ = true;
  return *got;
}

size_t ByteStream::unpack(char* to, size_t room) {
  for (;;) {
    Decompressor::Step step = decompressor_->run(std::string_view(raw_).substr(raw_begin_), to, room);
    raw_begin_ += step.used;
    member_ended_ = step.at_end;
    if (step.damage) fail(std::move(*step.damage));
    if (step.made > 0 || step.at_end || fault_) return step.made;
    // All was used, or what is left is too little to go on with.
    if ((raw_begin_ == raw_.size() || step.used == 0) && !refill()) {
      if (!fault_) fail(damage(std::string(name_of(codec_)) + " that is cut short"));
      return 0;
    }
  }
}

// Reads more raw bytes; false at their end, or where reading failed.
bool ByteStream::refill() {
  if (raw_ended_) return false;
  if (keeps_ && raw_.size() > kMostKept) keeps_ = false;
  const size_t unneeded = keeps_ ? static_cast<size_t>(member_offset_ - raw_base_) : raw_begin_;
  // Moved down only where that frees as much as it moves.
  if (unneeded >= raw_.size() - unneeded) {
    raw_.erase(0, unneeded);
    raw_base_ += unneeded;
    raw_begin_ -= unneeded;
  }
  const size_t held = raw_.size();
  raw_.resize(held + kRawChunk);
  const Result<size_t> got = raw_input_->read(raw_.data() + held, kRawChunk);
  raw_.resize(held + (got ? *got : 0));
  if (!got) fail(got.error());
  if (got && *got == 0) raw_ended_ = true;
  return got && *got > 0;
}

// Whether there are so many raw bytes that are not unpacked.
bool ByteStream::has_raw(size_t count) {
  while (raw_.size() - raw_begin_ < count) {
    if (!refill()) return false;
  }
  return true;
}

void ByteStream::begin_member(size_t raw_at) {
  raw_begin_ = raw_at;
  member_offset_ = raw_base_ + raw_at;
  keeps_ = true;
  member_ended_ = false;
  decompressor_->reset();
}

void ByteStream::fail(Error error) { fault_ = std::move(error); }

}  // namespace dehusk
