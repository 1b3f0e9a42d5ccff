#include "batch/decompress.h"

#include <algorithm>

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

Codec damaged_codec_of(std::string_view head) {
  const auto agrees = [&](Codec codec) {
    const std::string_view magic = magic_of(codec);
    size_t same = 0;
    for (size_t i = 0; i < magic.size() && i < head.size(); ++i) same += magic[i] == head[i] ? 1 : 0;
    return same + 1 == magic.size();
  };
  // Two of gzip's three bytes are control characters; of zstd's four, what is left is no text in any encoding
  // that pages come in. bzip2 begins with letters.
  for (const Codec codec : {Codec::gzip, Codec::zstd, Codec::xz}) {
    if (agrees(codec)) return codec;
  }
  if (head.size() >= 4 && (head[0] & 0xF0) == 0x50) {
    const std::string_view passed_over = "\x2A\x4D\x18";
    if ((head[1] == passed_over[0]) + (head[2] == passed_over[1]) + (head[3] == passed_over[2]) == 2) return Codec::zstd;
  }
  return Codec::none;
}

Codec codec_named_by(std::string_view path) {
  std::string end(path.substr(path.size() - std::min<size_t>(path.size(), 4)));
  for (char& c : end) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  if (end.ends_with(".gz") || end == ".tgz") return Codec::gzip;
  if (end == ".zst") return Codec::zstd;
  if (end == ".bz2") return Codec::bzip2;
  if (end.ends_with(".xz")) return Codec::xz;
  return Codec::none;
}

std::string_view magic_of(Codec codec) {
  switch (codec) {
    case Codec::none: return "";
    case Codec::gzip: return {"\x1F\x8B\x08", 3};
    case Codec::zstd: return {"\x28\xB5\x2F\xFD", 4};
    case Codec::bzip2: return "BZh";
    case Codec::xz: return {"\xFD" "7zXZ\0", 6};
  }
  return "";
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
