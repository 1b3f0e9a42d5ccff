// gzip is read by libdeflate where that can; zlib, which is slower, is its twin.
#include <zlib.h>

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <string_view>

#include "batch/decompress.h"
#include "support/packed.h"

namespace dehusk {
namespace {

struct Unpacked {
  std::string made;
  size_t used = 0;
  bool is_whole = false;
};

// The first member, `most` bytes in and `room` bytes out at a time; what comes before a fault counts.
Unpacked by_ours(std::string_view in, size_t most, size_t room, Decompressor* decompressor) {
  Unpacked out;
  std::string buffer(room, '\0');
  for (;;) {
    const std::string_view given = in.substr(out.used, most);
    const Decompressor::Step step = decompressor->run(given, buffer.data(), room);
    out.made.append(buffer, 0, step.made);
    out.used += step.used;
    out.is_whole = step.at_end;
    if (step.at_end || step.damage || (step.used == 0 && step.made == 0)) return out;
  }
}

Unpacked by_zlib(std::string_view in) {
  Unpacked out;
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 16 + MAX_WBITS) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
  stream.avail_in = static_cast<uInt>(in.size());
  int status = Z_OK;
  while (status == Z_OK) {
    char buffer[4096];
    stream.next_out = reinterpret_cast<Bytef*>(buffer);
    stream.avail_out = sizeof buffer;
    status = inflate(&stream, Z_NO_FLUSH);
    out.made.append(buffer, sizeof buffer - stream.avail_out);
  }
  out.used = in.size() - stream.avail_in;
  out.is_whole = status == Z_STREAM_END;
  inflateEnd(&stream);
  return out;
}

// Of several kinds: words, one byte again and again, noise.
std::string some_bytes(std::mt19937* random) {
  std::string out;
  const size_t size = (*random)() % 5 == 0 ? (*random)() % 200000 : (*random)() % 3000;
  const unsigned kind = (*random)() % 3;
  while (out.size() < size) {
    if (kind == 0) out += "ferry " + std::to_string((*random)() % 300) + ' ';
    if (kind == 1) out.append(1 + (*random)() % 500, static_cast<char>('a' + (*random)() % 3));
    if (kind == 2) out += static_cast<char>((*random)());
  }
  return out;
}

TEST_CASE("gzip is unpacked as zlib unpacks it") {
  std::mt19937 random(7);
  const std::unique_ptr<Decompressor> decompressor = make_gzip_decompressor();
  constexpr size_t kSizes[] = {1, 100, 5000, 1 << 17, 1 << 20};
  size_t whole = 0;
  size_t damaged = 0;
  size_t forgiven = 0;
  for (int i = 0; i < 600; ++i) {
    CAPTURE(i);
    const std::string text = some_bytes(&random);
    std::string bytes = packed(Codec::gzip, text);
    const size_t size = bytes.size();
    bytes += std::string(random() % 30, 'x');
    if (i % 3 == 1) bytes[10 + random() % (size - 10)] ^= static_cast<char>(1 << random() % 8);
    if (i % 3 == 2) bytes.resize(random() % size);
    const Unpacked twin = by_zlib(bytes);
    decompressor->reset();
    const Unpacked found = by_ours(bytes, kSizes[random() % 5], kSizes[random() % 5], decompressor.get());
    decompressor->reset();
    const Unpacked at_once = by_ours(bytes, bytes.size(), 1 << 20, decompressor.get());
    // What is whole by its checksum is whole, though zlib finds fault with unused codes.
    if (at_once.is_whole && !twin.is_whole) {
      REQUIRE((at_once.made == text && at_once.used == size));
      ++forgiven;
      continue;
    }
    REQUIRE(at_once.is_whole == twin.is_whole);
    REQUIRE((at_once.made == found.made && found.made == twin.made));
    REQUIRE(found.is_whole == twin.is_whole);
    if (found.is_whole) REQUIRE((found.used == twin.used && at_once.used == twin.used));
    (found.is_whole ? whole : damaged)++;
  }
  CHECK(whole >= 200);
  CHECK(damaged > 380);
  CHECK(forgiven < 5);
}

TEST_CASE("what is wrong with a member's head is seen however much is at hand") {
  std::string bytes = packed(Codec::gzip, "The ferry stays in the bay.");
  bytes[3] = 2;
  bytes.insert(10, "ab");  // no checksum of the head
  const std::unique_ptr<Decompressor> decompressor = make_gzip_decompressor();
  for (const size_t most : {size_t{1}, bytes.size()}) {
    decompressor->reset();
    const Unpacked found = by_ours(bytes, most, 1 << 16, decompressor.get());
    CHECK(!found.is_whole);
    CHECK(found.made.empty());
  }
}

}  // namespace
}  // namespace dehusk
