// Bytes of packed inputs, their members, and what is left of damaged ones.
#include "batch/byte_stream.h"

#include <catch2/catch.hpp>

#include "support/packed.h"

namespace dehusk {
namespace {

// All bytes, members set apart by "|", each fault as "!", and then what recover() finds.
std::string dump(ByteStream* stream) {
  std::string out;
  for (;;) {
    const std::string_view bytes = stream->fill(1);
    out += bytes;
    stream->consume(bytes.size());
    if (!bytes.empty()) continue;
    if (stream->fault()) {
      out += '!';
      if (!stream->recover()) return out;
    } else if (stream->next_member()) {
      out += '|';
    } else if (!stream->fault()) {
      return out;
    }
  }
}

std::string dump(std::string_view bytes) {
  ByteStream stream = stream_of(bytes);
  const std::string out = dump(&stream);
  ByteStream slow = dribbled(bytes);
  CHECK(dump(&slow) == out);
  return out;
}

TEST_CASE("what is packed is known by its first bytes") {
  const std::string text = "some text, and more of it";
  for (const Codec codec : kCodecs) {
    CAPTURE(name_of(codec));
    const std::string bytes = packed(codec, text);
    CHECK(stream_of(bytes).codec() == codec);
    CHECK(dump(bytes) == text);
    CHECK(dump(packed(codec, "")) == "");
    if (codec == Codec::none) continue;
    CHECK(dump(bytes + bytes + packed(codec, "") + bytes) == text + "|" + text + "||" + text);
    CHECK(dump(bytes + std::string(64, '\0') + bytes + std::string(64, '\0')) == text + "|" + text);
  }
  CHECK(dump("") == "");
  CHECK(dump("\x1F\x8B") == "\x1F\x8B");
}

TEST_CASE("members that are joined are one stream") {
  for (const Codec codec : kCodecs) {
    if (codec == Codec::none) continue;
    CAPTURE(name_of(codec));
    const std::string bytes = packed(codec, "one ") + packed(codec, "") + packed(codec, "two");
    for (const size_t most : {size_t{1}, size_t{7}, SIZE_MAX}) {
      ByteStream stream = dribbled(bytes, most);
      stream.set_members(Members::joined);
      CHECK(stream.fill(100) == "one two");
      Bytes taken;
      stream.consume(2);
      CHECK(*stream.take(100, &taken) == 5);
      CHECK(taken.view() == "e two");
      CHECK(stream.at_member_end());
      CHECK(!stream.fault());
    }
  }
}

TEST_CASE("bytes are taken, skipped and put back") {
  std::string text;
  for (int i = 0; i < 60000; ++i) text += std::to_string(i) + ' ';
  for (const Codec codec : kCodecs) {
    for (const size_t most : {size_t{1000}, SIZE_MAX}) {
      CAPTURE(name_of(codec), most);
      const std::string bytes = packed(codec, text);
      ByteStream stream = dribbled(bytes, most);
      CHECK(stream.fill(5).substr(0, 5) == "0 1 2");
      CHECK(stream.offset() == 0);
      stream.consume(2);
      CHECK(stream.offset() == 2);
      CHECK(stream.skip(200000) == 200000);
      CHECK(stream.offset() == 200002);
      CHECK(stream.fill(10).substr(0, 10) == text.substr(200002, 10));
      Bytes block;
      REQUIRE(stream.take(90000, &block));
      CHECK(block.view() == std::string_view(text).substr(200002, 90000));
      stream.unread(block.view());
      CHECK(stream.offset() == 200002);
      stream.unread("front");
      CHECK(stream.fill(8).substr(0, 8) == "front" + text.substr(200002, 3));
      stream.consume(5);
      const std::string_view rest = stream.fill(SIZE_MAX / 4);
      CHECK(rest == std::string_view(text).substr(200002));
      stream.consume(rest.size());
      CHECK(stream.skip(1) == 0);
      CHECK(stream.at_member_end());
      CHECK(stream.raw_offset() == bytes.size());
    }
  }
}

TEST_CASE("members begin where they are said to") {
  for (const Codec codec : {Codec::gzip, Codec::zstd, Codec::bzip2, Codec::xz}) {
    CAPTURE(name_of(codec));
    const std::string parts[] = {packed(codec, "one"), packed(codec, ""), packed(codec, noise(300000)), packed(codec, "four")};
    const std::string bytes = parts[0] + parts[1] + parts[2] + parts[3];
    std::vector<uint64_t> offsets;
    ByteStream stream = stream_of(bytes);
    do {
      offsets.push_back(stream.member_offset());
      stream.skip(UINT64_MAX);
    } while (stream.next_member());
    CHECK(offsets == std::vector<uint64_t>{0, parts[0].size(), parts[0].size() + parts[1].size(), bytes.size() - parts[3].size()});
    for (const uint64_t offset : offsets) {
      ByteStream again = stream_of(bytes);
      REQUIRE(again.start_at(offset));
      CHECK(again.member_offset() == offset);
      ByteStream alone = stream_of(std::string_view(bytes).substr(offset));
      CHECK(dump(&again) == dump(&alone));
    }
    ByteStream at_end = stream_of(bytes);
    REQUIRE(at_end.start_at(bytes.size()));
    CHECK(dump(&at_end) == "");
    const std::string padded = bytes + std::string(100, '\0');
    ByteStream in_padding = stream_of(padded);
    REQUIRE(in_padding.start_at(bytes.size()));
    CHECK(dump(&in_padding) == "");
  }
}

TEST_CASE("what is not packed can be begun anywhere") {
  const std::string text = noise(400000);
  ByteStream stream = stream_of(text);
  for (const uint64_t offset : {uint64_t{399990}, uint64_t{3}, uint64_t{5}, uint64_t{200000}, uint64_t{0}, uint64_t{400000}}) {
    REQUIRE(stream.start_at(offset));
    CHECK(stream.raw_offset() == offset);
    CHECK(stream.fill(10).substr(0, 10) == text.substr(offset, 10));
  }
  CHECK(!stream.start_at(400001));
  CHECK(!dribbled(text).start_at(300000));
}

TEST_CASE("a dictionary in front of frames is that of them all") {
  const std::string dictionary = noise(5000);
  const std::string text = noise(4000) + "a text that begins as the dictionary does";
  const std::string frame = zstd_of(text, dictionary);
  REQUIRE(frame.size() < 200);
  for (const std::string& held : {dictionary, zstd_of(dictionary)}) {
    const std::string head = dictionary_frame(held);
    CHECK(dump(head + frame + frame) == "|" + text + "|" + text);
    const std::string bytes = head + frame + frame;
    ByteStream stream = stream_of(bytes);
    REQUIRE(stream.start_at(head.size() + frame.size()));
    CHECK(dump(&stream) == text);
    CHECK(dump(head.substr(0, 300)).ends_with("!"));
    CHECK(dump(flipped(head, 5, 7) + frame).ends_with("!"));  // its size
  }
  CHECK(dump(frame) == "!");
  // What others pass over, so do we.
  CHECK(dump(std::string("\x50\x2A\x4D\x18\x03\0\0\0abc", 11) + zstd_of("text")) == "|text");
}

TEST_CASE("behind a damaged member the next one is found") {
  for (const Codec codec : {Codec::gzip, Codec::zstd}) {
    CAPTURE(name_of(codec));
    const std::string first = packed(codec, "the first one");
    const std::string middle = packed(codec, noise(1000));
    const std::string last = packed(codec, "the last one");
    const std::string end = "|" + std::string("the last one");
    for (size_t at = 0; at < middle.size(); at += at < 40 ? 1 : 97) {
      CAPTURE(at);
      // How much is given of a damaged one depends on how much was read at once.
      const std::string bytes = first + flipped(middle, at) + last;
      ByteStream stream = stream_of(bytes);
      const std::string given = dump(&stream);
      ByteStream slow = dribbled(bytes);
      CHECK(dump(&slow).ends_with("the last one"));
      CHECK(given.starts_with("the first one"));
      CHECK(given.ends_with("the last one"));
      // A head holds bits that nobody needs.
      CHECK((given.find('!') != std::string::npos || given == "the first one|" + noise(1000) + end));
    }
    CHECK(dump(first + last.substr(0, last.size() - 1)).ends_with("!"));
    CHECK(dump(first + "garbage" + last) == "the first one!the last one");
    CHECK(dump(first + "garbage") == "the first one!");
    CHECK(dump(first + packed(codec, "").substr(0, 3)).ends_with("!"));
    CHECK(dump(flipped(first, first.size() / 2) + flipped(first, first.size() / 2) + last).ends_with("the last one"));
  }
  // More than is kept of a member.
  const std::string large = gzip_of(noise(20 << 20));
  const std::string bytes = flipped(large, large.size() - 3) + gzip_of("the last one");
  ByteStream stream = stream_of(bytes);
  CHECK(stream.skip(UINT64_MAX) == 20 << 20);
  REQUIRE(stream.fault());
  REQUIRE(stream.recover());
  CHECK(stream.fill(20) == "the last one");
  CHECK(stream.member_offset() == large.size());
}

TEST_CASE("what was unpacked before damage is given") {
  const std::string text = noise(300000);
  for (const Codec codec : {Codec::gzip, Codec::zstd, Codec::bzip2, Codec::xz}) {
    CAPTURE(name_of(codec));
    const std::string bytes = packed(codec, text);
    for (const std::string& damaged : {flipped(bytes, 250000), bytes.substr(0, 250000)}) {
      const size_t sure = codec == Codec::bzip2 ? 90000 : codec == Codec::xz ? 1000 : 100000;
      ByteStream stream = stream_of(damaged);
      const std::string_view given = stream.fill(SIZE_MAX / 4);
      REQUIRE(stream.fault());
      CHECK(stream.fault()->kind == ErrorKind::damaged);
      CHECK(given.size() >= sure);
      CHECK(given.substr(0, sure) == std::string_view(text).substr(0, sure));
    }
  }
}

TEST_CASE("damaged first bytes do not hide what an input is") {
  const std::string gzip = gzip_of("WARC/1.0 first") + gzip_of("WARC/1.0 second");
  const std::string zstd = zstd_of("WARC/1.0 first") + zstd_of("WARC/1.0 second");
  for (const std::string& bytes : {gzip, zstd}) {
    const size_t magic = bytes == gzip ? 3 : 4;
    for (size_t bit = 0; bit < 8 * magic; ++bit) {
      CAPTURE(bit);
      const std::string damaged = flipped(bytes, bit / 8, bit % 8);
      ByteStream stream = stream_of(damaged);
      CHECK(stream.fill(1).empty());
      REQUIRE(stream.fault());
      CHECK(stream.finds_later_member("WARC/"));
      CHECK(!stream.finds_later_member("text"));
      CHECK(dump(&stream) == "!WARC/1.0 second");
    }
    // Not even the rest of a magic number.
    std::string damaged = bytes;
    damaged.replace(0, 8, 8, '\0');
    ByteStream stream = stream_of(damaged);
    CHECK(stream.codec() == Codec::none);
    CHECK(!stream.finds_later_member("text"));
    CHECK(stream.codec() == Codec::none);
    CHECK(stream.finds_later_member("WARC/"));
    CHECK(dump(&stream) == "!WARC/1.0 second");
  }
  CHECK(!stream_of("no packed text").finds_later_member("WARC/"));
}

TEST_CASE("a name counts where nothing else tells") {
  for (const std::string_view bytes : {"", "\x1F", "\x1F\x8B"}) {
    ByteStream stream(std::make_unique<MemoryInput>(bytes), Codec::gzip);
    CHECK(dump(&stream) == "!");
  }
  ByteStream plain(std::make_unique<MemoryInput>("plain text"), Codec::gzip);
  CHECK(dump(&plain) == "plain text");
  CHECK(codec_named_by("a/b.WARC.GZ") == Codec::gzip);
  CHECK(codec_named_by("a.tgz") == Codec::gzip);
  CHECK(codec_named_by("a.zst") == Codec::zstd);
  CHECK(codec_named_by("a.gz.txt") == Codec::none);
  CHECK(codec_named_by("") == Codec::none);
}

// A reader that fails once.
class Failing : public RawInput {
 public:
  explicit Failing(std::string_view bytes) : bytes_(bytes) {}
  Result<size_t> read(char* to, size_t most) override {
    if (bytes_.empty()) return Error{"Input/output error", ErrorKind::io};
    const size_t count = std::min<size_t>(most, bytes_.size());
    std::copy_n(bytes_.data(), count, to);
    bytes_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view bytes_;
};

TEST_CASE("a read that fails is a fault and no end") {
  const std::string text = noise(1000);
  for (const Codec codec : kCodecs) {
    const std::string bytes = packed(codec, text);
    ByteStream stream(std::make_unique<Failing>(std::string_view(bytes).substr(0, 900)));
    stream.skip(UINT64_MAX);
    REQUIRE(stream.fault());
    CHECK(stream.fault()->kind == ErrorKind::io);
    CHECK(!stream.recover());
  }
}

TEST_CASE("hostile members take linear time") {
  // Each would take minutes if each place that looks like a head was unpacked up to the end of the file.
  std::string members;
  const std::string empty = gzip_of("");
  for (int i = 0; i < 1000000; ++i) members += empty;
  ByteStream stream = stream_of(members);
  stream.set_members(Members::joined);
  CHECK(stream.fill(1).empty());
  CHECK(!stream.fault());

  for (const std::string_view unit : {std::string_view("\x1F\x8B\x08"), std::string_view("\x1F\x8B\x08\x08\0\0\0\0\0\0", 10),
                                      std::string_view("\x28\xB5\x2F\xFD"), std::string_view("\x28\xB5\x2F\xFD\x00\x58\x01", 7)}) {
    std::string magics;
    while (magics.size() < 10'000'000) magics += unit;
    ByteStream hostile = stream_of(magics);
    size_t members_found = 0;
    for (hostile.skip(UINT64_MAX); hostile.fault() && hostile.recover(); hostile.skip(UINT64_MAX)) ++members_found;
    CHECK(members_found < magics.size());
  }

  // Each head is refused at once, for the checksum of itself; who does not look at that jumps into a bomb.
  std::string bombs;
  const std::string bomb = deflated(std::string(4 << 20, 'a'), -15);
  for (int repeat = 0; repeat < 16; ++repeat) {
    constexpr size_t kHeads = 3800;
    for (size_t i = kHeads; i-- > 0;) {
      const auto jump = static_cast<uint16_t>(17 * i);
      bombs += std::string_view("\x1F\x8B\x08\x02\0\0\0\0\0\x03\0\0", 12);
      bombs += '\0';
      for (const auto part : {jump, static_cast<uint16_t>(~jump)}) {
        bombs += static_cast<char>(part & 0xFF);
        bombs += static_cast<char>(part >> 8);
      }
    }
    bombs += bomb;
  }
  ByteStream hostile = stream_of(bombs);
  size_t members_found = 0;
  for (hostile.skip(UINT64_MAX); hostile.fault() && hostile.recover(); hostile.skip(UINT64_MAX)) ++members_found;
  CHECK(members_found < bombs.size());
}

}  // namespace
}  // namespace dehusk
