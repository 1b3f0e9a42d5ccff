// Bytes packed in every way that the batch room unpacks, and inputs that give them out slowly.
#pragma once

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "batch/byte_stream.h"

namespace dehusk {

/// Deflated: bits as deflateInit2() takes them, 31 for gzip, 15 for zlib, -15 for bare deflate.
inline std::string deflated(std::string_view text, int bits) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline std::string gzip_of(std::string_view text) { return deflated(text, 31); }

/// One frame with a checksum.
inline std::string zstd_of(std::string_view text, std::string_view dictionary = "") {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  ZSTD_CCtx_loadDictionary(context, dictionary.data(), dictionary.size());
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size()));
  ZSTD_freeCCtx(context);
  return out;
}

inline std::string bzip2_of(std::string_view text) {
  auto size = static_cast<unsigned>(text.size() + text.size() / 50 + 700);
  std::string out(size, '\0');
  BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char*>(text.data()), static_cast<unsigned>(text.size()), 1, 0, 0);
  out.resize(size);
  return out;
}

inline std::string xz_of(std::string_view text) {
  std::string out(lzma_stream_buffer_bound(text.size()), '\0');
  size_t size = 0;
  lzma_easy_buffer_encode(0, LZMA_CHECK_CRC32, nullptr, reinterpret_cast<const uint8_t*>(text.data()), text.size(),
                          reinterpret_cast<uint8_t*>(out.data()), &size, out.size());
  out.resize(size);
  return out;
}

inline std::string packed(Codec codec, std::string_view text) {
  switch (codec) {
    case Codec::none: return std::string(text);
    case Codec::gzip: return gzip_of(text);
    case Codec::zstd: return zstd_of(text);
    case Codec::bzip2: return bzip2_of(text);
    case Codec::xz: return xz_of(text);
  }
  return "";
}

inline constexpr Codec kCodecs[] = {Codec::none, Codec::gzip, Codec::zstd, Codec::bzip2, Codec::xz};

/// A frame that holds the dictionary of those behind it, as a `.warc.zst` begins with.
inline std::string dictionary_frame(std::string_view dictionary) {
  std::string out("\x5D\x2A\x4D\x18", 4);
  for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>(dictionary.size() >> shift);
  return out += dictionary;
}

/// Text that does not shrink.
inline std::string noise(size_t size) {
  std::string out(size, '\0');
  uint64_t state = 0x9E3779B97F4A7C15;
  for (char& c : out) {
    state = state * 6364136223846793005 + 1442695040888963407;
    c = static_cast<char>(state >> 56);
  }
  return out;
}

inline std::string flipped(std::string text, size_t at, unsigned bit = 3) {
  text.at(at) = static_cast<char>(text[at] ^ (1 << bit));
  return text;
}

/// Gives at most `most` bytes at once, and cannot be gone to and fro in: a pipe.
class Pipe : public RawInput {
 public:
  explicit Pipe(std::string_view bytes, size_t most = SIZE_MAX) : bytes_(bytes), most_(most) {}
  Result<size_t> read(char* to, size_t most) override {
    const size_t count = std::min({most, most_, bytes_.size() - at_});
    std::copy_n(bytes_.data() + at_, count, to);
    at_ += count;
    return count;
  }

 private:
  std::string_view bytes_;
  size_t most_;
  size_t at_ = 0;
};

/// Over bytes that live longer.
inline ByteStream stream_of(std::string_view bytes) { return ByteStream(std::make_unique<MemoryInput>(bytes)); }
inline ByteStream dribbled(std::string_view bytes, size_t most = 1) {
  return ByteStream(std::make_unique<Pipe>(bytes, most));
}

}  // namespace dehusk
