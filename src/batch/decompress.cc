#include "batch/decompress.h"

namespace dehusk {

Codec codec_of(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.starts_with("\x1F\x8B\x08"sv)) return Codec::gzip;
  if (head.starts_with("\x28\xB5\x2F\xFD"sv)) return Codec::zstd;
  // A frame that decoders pass over, as zstd files may begin with.
  if (head.size() >= 4 && (head[0] & 0xF0) == 0x50 && head.substr(1, 3) == "\x2A\x4D\x18"sv) return Codec::zstd;
  if (head.starts_with("BZh"sv) && head.size() > 3 && head[3] >= '1' && head[3] <= '9') return Codec::bzip2;
  if (head.starts_with("\xFD"
                       "7zXZ\0"sv)) {
    return Codec::xz;
  }
  return Codec::none;
}

std::string_view name_of(Codec codec) {
  switch (codec) {
    case Codec::none: return "";
    case Codec::gzip: return "gzip";
    case Codec::zstd: return "zstd";
    case Codec::bzip2: return "bzip2";
    case Codec::xz: return "xz";
  }
  return "";
}

std::unique_ptr<Decompressor> make_decompressor(Codec codec) {
  switch (codec) {
    case Codec::none: return nullptr;
    case Codec::gzip: return make_gzip_decompressor();
    case Codec::zstd: return make_zstd_decompressor();
    case Codec::bzip2: return make_bzip2_decompressor();
    case Codec::xz: return make_xz_decompressor();
  }
  return nullptr;
}

}  // namespace dehusk
