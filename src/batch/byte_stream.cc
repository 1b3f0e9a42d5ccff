#include "batch/byte_stream.h"

#include <algorithm>
#include <cstring>

#include "batch/faults.h"

namespace dehusk {
namespace {

constexpr size_t kChunk = size_t{1} << 17;
constexpr size_t kHead = 16;  // enough for codec_of(), and for a gzip member's head

}  // namespace

ByteStream::ByteStream(std::unique_ptr<RawInput> raw) : raw_input_(std::move(raw)) {
  // The head is read as if nothing was packed. Of a packed input it then is raw.
  const std::string_view head = fill(kHead);
  codec_ = codec_of(head);
  if (codec_ == Codec::none) return;
  raw_.assign(head);
  at_ = end_ = 0;
  unpacked_ = 0;
  raw_ended_ = member_ended_;
  member_ended_ = false;
  decompressor_ = make_decompressor(codec_);
}

std::string_view ByteStream::fill(size_t wanted) {
  while (end_ - at_ < wanted && !fault_) {
    if (member_ended_ && !(members_ == Members::joined && next_member())) break;
    if (at_ > 0 && (at_ == end_ || capacity_ - end_ < kChunk)) {
      std::memmove(out_.get(), out_.get() + at_, end_ - at_);
      end_ -= at_;
      at_ = 0;
    }
    const size_t room = std::max(kChunk, wanted > end_ - at_ ? wanted - (end_ - at_) : 0);
    if (capacity_ - end_ < kChunk / 2) {
      const size_t capacity = std::max(capacity_ * 2, end_ + room);
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
  if (!to->append({out_.get() + at_, taken})) return out_of_memory();
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
  if (bytes.size() > at_) {
    const size_t held = end_ - at_;
    auto grown = std::make_unique_for_overwrite<char[]>(bytes.size() + held + kChunk);
    std::memcpy(grown.get() + bytes.size(), out_.get() + at_, held);
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
    fail(damage("bytes that are no " + std::string(name_of(codec_)) + " behind its last member"));
    return false;
  }
  begin_member(raw_begin_);
  return true;
}

bool ByteStream::recover() {
  if (codec_ != Codec::gzip && codec_ != Codec::zstd) return false;
  fault_.reset();
  at_ = end_ = 0;
  size_t from = keeps_ ? static_cast<size_t>(member_offset_ - raw_base_) + 1 : raw_begin_;
  for (;;) {
    const std::string_view magic = codec_ == Codec::gzip ? std::string_view("\x1F\x8B\x08", 3)
                                                         : std::string_view("\x28\xB5\x2F\xFD", 4);
    const size_t found = raw_.find(magic, from);
    if (found != std::string::npos && (codec_ == Codec::zstd || found + 3 < raw_.size() || raw_ended_)) {
      // Flags of gzip that nobody uses yet are no head.
      const bool is_head = codec_ == Codec::zstd || (found + 3 < raw_.size() && (raw_[found + 3] & 0xE0) == 0);
      from = found + 1;
      if (!is_head) continue;
      begin_member(found);
      return true;
    }
    // A magic may lie across the end of what is at hand.
    keeps_ = false;
    from = found != std::string::npos ? found : raw_.size() - std::min(raw_.size(), magic.size() - 1);
    raw_begin_ = from;
    const uint64_t place = raw_base_ + from;
    if (!refill()) return false;
    from = static_cast<size_t>(place - raw_base_);
  }
}

uint64_t ByteStream::raw_offset() const {
  return codec_ == Codec::none ? raw_base_ + offset() : raw_base_ + raw_begin_;
}

bool ByteStream::start_at(uint64_t offset) {
  if (codec_ == Codec::zstd && begins_with_dictionary(raw_)) {
    if (!at_member_end()) return false;
  }
  if (!raw_input_->seek(offset)) return false;
  at_ = end_ = 0;
  unpacked_ = 0;
  raw_.clear();
  raw_begin_ = 0;
  raw_base_ = offset;
  raw_ended_ = false;
  member_ended_ = false;
  fault_.reset();
  if (codec_ != Codec::none) begin_member(0);
  member_offset_ = offset;
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
  raw_.resize(held + kChunk);
  const Result<size_t> got = raw_input_->read(raw_.data() + held, kChunk);
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
