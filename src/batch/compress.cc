#include "batch/compress.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <new>

namespace dehusk {
namespace {

constexpr int kGzipLevel = 6;
constexpr int kZstdLevel = 3;

// zlib counts in unsigned int: what is longer is given to it in turns.
uInt turn(size_t bytes) {
  return static_cast<uInt>(std::min<size_t>(bytes, std::numeric_limits<uInt>::max()));
}

Result<std::string> gzip_member(std::string_view text) {
  z_stream stream{};
  constexpr int kGzipFormat = 15 + 16;
  constexpr int kMemory = 8;  // zlib's default
  if (deflateInit2(&stream, kGzipLevel, Z_DEFLATED, kGzipFormat, kMemory, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    return Error{"not enough memory"};
  }
  const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, &deflateEnd);
  std::string out(deflateBound(&stream, text.size()), '\0');
  size_t read = 0;
  size_t written = 0;
  for (;;) {
    const uInt in = turn(text.size() - read);
    const uInt room = turn(out.size() - written);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data() + read));
    stream.avail_in = in;
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + written);
    stream.avail_out = room;
    const int status = deflate(&stream, read + in == text.size() ? Z_FINISH : Z_NO_FLUSH);
    read += in - stream.avail_in;
    written += room - stream.avail_out;
    if (status == Z_STREAM_END) break;
    if (status != Z_OK) return Error{"cannot compress with zlib"};
  }
  out.resize(written);
  return out;
}

Result<std::string> zstd_frame(std::string_view text) {
  const std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(),
                                                                   &ZSTD_freeCCtx);
  if (!context) return Error{"not enough memory"};
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kZstdLevel);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  const size_t size =
      ZSTD_compress2(context.get(), out.data(), out.size(), text.data(), text.size());
  if (ZSTD_isError(size) != 0) return Error{ZSTD_getErrorName(size)};
  out.resize(size);
  return out;
}

}  // namespace

Compression compression_of(std::string_view path) {
  for (const Compression compression : {Compression::gzip, Compression::zstd}) {
    if (path.ends_with(suffix_of(compression))) return compression;
  }
  return Compression::none;
}

std::string_view suffix_of(Compression compression) {
  switch (compression) {
    case Compression::none:
      return "";
    case Compression::gzip:
      return ".gz";
    case Compression::zstd:
      return ".zst";
  }
  return "";
}

Result<std::string> compress_member(Compression compression, std::string_view text) try {
  switch (compression) {
    case Compression::none:
      break;
    case Compression::gzip:
      return gzip_member(text);
    case Compression::zstd:
      return zstd_frame(text);
  }
  return std::string(text);
} catch (const std::bad_alloc&) {
  return Error{"not enough memory"};
}

size_t member_bytes(Compression compression) {
  return compression == Compression::gzip ? size_t{1} << 18 : size_t{1} << 20;
}

}  // namespace dehusk
