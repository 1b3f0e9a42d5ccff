#include "read/binary_kind.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "read/utf8_check.h"

namespace dehusk {
namespace {

using namespace std::string_view_literals;

constexpr size_t kHead = 8 << 10;

/// How much a magic number says by itself: letters that a text may begin with say little.
enum class Proof : uint8_t {
  magic,     ///< no text begins so
  controls,  ///< binary only if a control byte that texts do not hold follows among the first 64
};

struct Signature {
  size_t offset;
  std::string_view magic;
  std::string_view kind;
  Proof proof = Proof::magic;
};
constexpr Signature kSignatures[] = {
    {0, "%PDF-"sv, "PDF document"},
    {0, "\x89PNG\r\n\x1A\n"sv, "PNG image"},
    {0, "\xFF\xD8\xFF\xDB"sv, "JPEG image"},
    {0, "\xFF\xD8\xFF\xE0"sv, "JPEG image", Proof::controls},
    {0, "\xFF\xD8\xFF\xE1"sv, "JPEG image", Proof::controls},
    {0, "\xFF\xD8\xFF\xE2"sv, "JPEG image", Proof::controls},
    {0, "\xFF\xD8\xFF\xEE"sv, "JPEG image", Proof::controls},
    {0, "GIF87a"sv, "GIF image", Proof::controls},
    {0, "GIF89a"sv, "GIF image", Proof::controls},
    {8, "WEBPVP8"sv, "WebP image"},
    {0, "II*\0"sv, "TIFF image"},
    {0, "MM\0*"sv, "TIFF image"},
    {0, "8BPS\0"sv, "Photoshop image"},
    {0, "\0\0\1\0"sv, "icon"},
    {0, "PK\3\4"sv, "zip archive"},
    {0, "PK\5\6"sv, "zip archive"},
    {0, "PK\7\10"sv, "zip archive"},
    {0, "\x1F\x8B\x08"sv, "gzip data"},
    {0, "\x28\xB5\x2F\xFD"sv, "zstd data", Proof::controls},
    {0, "\x04\x22\x4D\x18"sv, "lz4 data"},
    {0, "\xFD\x37zXZ\0"sv, "xz data"},
    {0, "!<arch>\n"sv, "ar archive"},
    {257, "ustar\0"sv, "tar archive"},
    {257, "ustar  \0"sv, "tar archive"},
    {0, "7z\xBC\xAF\x27\x1C"sv, "7-Zip archive"},
    {0, "Rar!\x1A\x07"sv, "RAR archive"},
    {0, "MSCF\0\0\0\0"sv, "cabinet archive"},
    {0,
     "\x7F"
     "ELF"sv,
     "ELF binary"},
    {0, "MZ"sv, "Windows executable", Proof::controls},
    {0, "\xCF\xFA\xED\xFE"sv, "Mach-O binary", Proof::controls},
    {0, "\xCA\xFE\xBA\xBE"sv, "Java class file", Proof::controls},
    {0, "\0asm"sv, "WebAssembly module"},
    {0, "ID3\2"sv, "MP3 audio"},
    {0, "ID3\3"sv, "MP3 audio"},
    {0, "ID3\4"sv, "MP3 audio"},
    {0, "\xFF\xFB"sv, "MP3 audio", Proof::controls},
    {0, "fLaC\0"sv, "FLAC audio"},
    {0, "OggS\0"sv, "Ogg media"},
    {4, "ftyp"sv, "MP4 media", Proof::controls},
    {0, "\x1A\x45\xDF\xA3"sv, "Matroska media"},
    {8, "WAVEfmt "sv, "RIFF audio", Proof::controls},
    {8, "AVI LIST"sv, "RIFF video", Proof::controls},
    {0, "FLV\1"sv, "Flash video"},
    {0, "SQLite format 3\0"sv, "SQLite database"},
    {0, "PAR1"sv, "Parquet file", Proof::controls},
    {0, "ARROW1\0\0"sv, "Arrow file"},
    {0, "\x89HDF\r\n\x1A\n"sv, "HDF5 file"},
    {0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "Microsoft Office document"},
    {0, "wOFF"sv, "WOFF font", Proof::controls},
    {0, "wOF2"sv, "WOFF font", Proof::controls},
    {0, "OTTO\0"sv, "OpenType font"},
    {0, "\0\1\0\0\0"sv, "TrueType font"},
};

/// A C0 control that no text in an 8-bit encoding holds. NUL is one; BEL to CR, those that switch
/// character sets (SO, SI, ESC) are not.
bool is_control(char c) {
  const auto byte = static_cast<uint8_t>(c);
  return byte < 0x20 && (byte < 0x07 || byte > 0x0F) && byte != 0x1B;
}

/// Whether one of the eight bytes of `word` may be a control: true for ESC too.
bool may_hold_control(uint64_t word) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  const uint64_t from_10 = (word & (kOnes * 0xF0)) ^ (kOnes * 0x10);  // 0x10 to 0x1F become 0
  const uint64_t below_07 = (word - kOnes * 0x07) & ~word;
  return ((below_07 | ((from_10 - kOnes) & ~from_10)) & (kOnes * 0x80)) != 0;
}

/// Calls `found` with each control in `bytes`. Text is passed over eight bytes at a time.
template <typename Found>
void for_each_control(std::string_view bytes, Found found) {
  for (size_t at = 0; at < bytes.size(); at += 8) {
    const std::string_view part = bytes.substr(at, 8);
    uint64_t word = 0;
    std::memcpy(&word, part.data(), part.size());
    if (!may_hold_control(word)) continue;
    for (const char c : part) {
      if (is_control(c)) found(static_cast<uint8_t>(c));
    }
  }
}

bool has_control(std::string_view bytes) {
  bool has = false;
  for_each_control(bytes, [&](uint8_t) { has = true; });
  return has;
}

bool fits(const Signature& s, std::string_view bytes) {
  return bytes.size() >= s.offset + s.magic.size() &&
         bytes.substr(s.offset, s.magic.size()) == s.magic &&
         (s.proof == Proof::magic || has_control(bytes.substr(0, 64)));
}

/// "BZh", a level, and the first block's mark, which is pi in hexadecimal.
bool is_bzip2(std::string_view bytes) {
  return bytes.size() >= 10 && bytes.starts_with("BZh") && bytes.substr(4, 6) == "1AY&SY";
}

/// A bitmap's two letters may begin a word; its reserved bytes and header size cannot.
bool is_bitmap(std::string_view bytes) {
  return bytes.starts_with("BM") && bytes.size() >= 18 && bytes.substr(6, 4) == "\0\0\0\0"sv &&
         bytes.substr(15, 3) == "\0\0\0"sv;
}

struct Controls {
  size_t count = 0;
  size_t nuls = 0;
  size_t kinds = 0;
};

Controls count_controls(std::string_view bytes) {
  std::array<size_t, 32> counts{};
  for_each_control(bytes, [&](uint8_t c) { ++counts[c]; });
  Controls controls{.nuls = counts[0]};
  for (const size_t n : counts) {
    controls.count += n;
    controls.kinds += n != 0;
  }
  return controls;
}

/// Whether 8-bit text cannot hold the controls that `head` holds. Random bytes hold a twelfth, of
/// all 22 kinds; a text with fields or records set apart by controls holds many, of few kinds.
bool is_binary(std::string_view head) {
  const Controls controls = count_controls(head);
  if (controls.count < 16) return false;
  return controls.nuls * 10 > head.size() ||
         (controls.count * 20 > head.size() && controls.kinds >= 8);
}

// --- UTF-16 and UTF-32 ---------------------------------------------------------------------------

enum class Order : uint8_t { little, big };

/// The unit of `size` bytes at `at`.
uint32_t unit_at(std::string_view bytes, size_t at, size_t size, Order order) {
  uint32_t unit = 0;
  for (size_t i = 0; i < size; ++i) {
    const size_t place = order == Order::big ? i : size - 1 - i;
    unit = (unit << 8) | static_cast<uint8_t>(bytes[at + place]);
  }
  return unit;
}

/// Whether a text may hold `c`: no control but white space, no surrogate, nothing for private use.
bool is_plausible(uint32_t c) {
  if (c < 0x20) return c >= 0x07 && c <= 0x0D;
  if (c >= 0x7F && c < 0xA0) return false;
  if (c >= 0xD800 && c < 0xF900) return false;
  return c <= 0x10FFFF && (c & 0xFFFE) != 0xFFFE;
}

/// At most one in fifty may be broken.
bool are_plausible(size_t broken, size_t units) { return units >= 2 && broken * 50 <= units; }

bool is_utf32(std::string_view head, Order order) {
  const size_t units = head.size() / 4;
  size_t broken = 0;
  for (size_t i = 0; i < units; ++i) broken += !is_plausible(unit_at(head, 4 * i, 4, order));
  return are_plausible(broken, units);
}

/// What the units of a text tell, were it UTF-16 in one byte order.
struct Units {
  size_t count = 0;
  size_t broken = 0;         ///< controls, surrogates without their other half, private use
  size_t narrow = 0;         ///< below 0x100, high byte NUL
  uint64_t high_change = 0;  ///< of the high byte, from one unit to the next that is not narrow
  uint64_t low_change = 0;   ///< of the low byte
};

Units read_units(std::string_view head, Order order) {
  Units units{.count = head.size() / 2};
  uint32_t before = 0;
  for (size_t i = 0; i < units.count; ++i) {
    const uint32_t unit = unit_at(head, 2 * i, 2, order);
    const bool starts_pair = unit >= 0xD800 && unit < 0xDC00;
    const bool ends_pair = unit >= 0xDC00 && unit < 0xE000;
    const bool in_pair = before >= 0xD800 && before < 0xDC00;
    units.broken += in_pair != ends_pair || (!starts_pair && !ends_pair && !is_plausible(unit));
    units.narrow += unit < 0x100;
    if (unit >= 0x100 && before >= 0x100) {
      units.high_change += std::abs(static_cast<int>(unit >> 8) - static_cast<int>(before >> 8));
      units.low_change += std::abs(static_cast<int>(unit & 0xFF) - static_cast<int>(before & 0xFF));
    }
    before = unit;
  }
  return units;
}

/// Whether half of the units have a NUL for high byte; or, in scripts other than Latin, it is no
/// 8-bit text and the high bytes, which name the script, change less than the low ones.
bool is_utf16(std::string_view head, Order order) {
  const Units units = read_units(head, order);
  if (!are_plausible(units.broken, units.count) || units.narrow < 2) return false;
  if (units.narrow * 2 > units.count) return true;
  const Controls controls = count_controls(head);
  const bool is_text = valid_utf8_prefix(head) + 3 >= head.size() &&
                       (controls.count - controls.nuls) * 20 <= head.size();
  return units.count >= 16 && !is_text && units.high_change * 3 < units.low_change * 2;
}

}  // namespace

std::string_view wide_encoding(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, kHead);
  if (head.find('\0') == head.npos) return {};
  if (is_utf32(head, Order::little)) return "utf-32le";
  if (is_utf32(head, Order::big)) return "utf-32be";
  if (is_utf16(head, Order::little)) return "utf-16le";
  if (is_utf16(head, Order::big)) return "utf-16be";
  return {};
}

std::string_view binary_kind(std::string_view bytes) {
  for (const Signature& s : kSignatures) {
    if (fits(s, bytes)) return s.kind;
  }
  if (is_bzip2(bytes)) return "bzip2 data";
  if (is_bitmap(bytes)) return "BMP image";
  const std::string_view head = bytes.substr(0, kHead);
  const bool has_mark = head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF") ||
                        head.starts_with("\0\0\xFE\xFF"sv);
  if (has_mark || !wide_encoding(head).empty() || !is_binary(head)) return {};
  return "binary data";
}

}  // namespace dehusk
