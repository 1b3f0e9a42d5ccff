#include "read/decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/utf8.h"
#include "read/binary_kind.h"
#include "read/convert.h"
#include "read/detect.h"
#include "read/encoding_labels.h"
#include "read/meta_prescan.h"
#include "read/utf8_check.h"

namespace dehusk {
namespace {

constexpr std::string_view kReplacementUtf8 = "\xEF\xBF\xBD";
constexpr std::string_view kUtf8 = "utf-8";

Error too_large(uint64_t limit, std::string_view when) {
  const std::string size = limit == kMaxText ? "4 GiB" : fmt::format("{} bytes", limit);
  return Error{fmt::format("input is larger than {}{}, cut it into documents", size, when), ErrorKind::too_large};
}

/// Replaces the broken sequences of `bytes`, of which the first `sound` are sound.
Result<Decoded> repair_utf8(std::string_view bytes, size_t sound, Decoded decoded, uint64_t limit) {
  std::string& text = decoded.storage.emplace(bytes.substr(0, sound));
  size_t at = sound;
  while (at < bytes.size()) {
    const Utf8Sequence sequence = sequence_at(bytes, at);
    const size_t run = sequence.sound ? valid_utf8_prefix(bytes.substr(at)) : sequence.length;
    text += sequence.sound ? bytes.substr(at, run) : kReplacementUtf8;
    at += run;
    if (text.size() > limit) return too_large(limit, " once its broken bytes are replaced");
    if (sequence.sound) continue;
    ++decoded.replaced;
    decoded.repairs.push_back({static_cast<uint32_t>(text.size()), static_cast<uint32_t>(at)});
  }
  return decoded;
}

Result<Decoded> decode_utf8(std::string_view bytes, size_t sound, uint32_t bom, uint64_t limit) {
  Decoded decoded;
  decoded.encoding = kUtf8;
  decoded.bom_bytes = bom;
  decoded.spans_are_original = true;
  if (sound < bytes.size()) return repair_utf8(bytes, sound, std::move(decoded), limit);
  decoded.borrowed = bytes;
  return decoded;
}

bool is_ascii(std::string_view bytes) {
  char all = 0;
  for (const char c : bytes) all |= c;
  return all >= 0;
}

/// Whether bytes below 0x80 are ASCII whatever stands before them.
bool extends_ascii(const Encoding& encoding) {
  return encoding.name.starts_with("windows-") || encoding.name.starts_with("iso-8859-");
}

Result<Decoded> decode_other(std::string_view bytes, const Encoding& encoding, uint32_t bom,
                             uint64_t limit) {
  if (extends_ascii(encoding) && is_ascii(bytes)) {
    Result<Decoded> decoded = decode_utf8(bytes, bytes.size(), bom, limit);
    decoded->encoding = encoding.name;
    return decoded;
  }
  Result<Converted> converted = convert(bytes, encoding, limit);
  if (!converted) return converted.error();
  const bool fits = converted->text.size() <= limit;
  if (!fits) return too_large(limit, " once decoded from " + encoding.name);
  Decoded decoded;
  decoded.storage = std::move(converted->text);
  decoded.encoding = encoding.name;
  decoded.bom_bytes = bom;
  decoded.replaced = converted->replaced;
  return decoded;
}

// --- which encoding ------------------------------------------------------------------------------

Error unknown_encoding(std::string_view label) {
  return Error{
      fmt::format("unknown encoding \"{}\", expected a name like utf-8, windows-1251 or shift_jis", label),
      ErrorKind::encoding};
}

struct Mark {
  std::string_view bytes;
  std::string_view encoding;
};
constexpr Mark kMarks[] = {
    {"\xEF\xBB\xBF", kUtf8},
    {std::string_view("\xFF\xFE\0\0", 4), "utf-32le"},  // before the mark that begins it
    {std::string_view("\0\0\xFE\xFF", 4), "utf-32be"},
    {"\xFF\xFE", "utf-16le"},
    {"\xFE\xFF", "utf-16be"},
};

Mark byte_order_mark(std::string_view bytes) {
  for (const Mark& mark : kMarks) {
    if (bytes.starts_with(mark.bytes)) return mark;
  }
  return {};
}

/// True if `bytes` are UTF-8 for all that a page's meta says: sound, with more characters beyond ASCII
/// than text in another encoding has by accident. Scraped pages are often stored as UTF-8 with the meta
/// that they were served with.
bool is_utf8_in_spite_of(std::string_view name, std::string_view bytes) {
  const bool one_byte = name.starts_with("windows-") || name.starts_with("iso-8859-") ||
                        name.starts_with("koi8-") || name.find("mac") != name.npos;
  const size_t enough = one_byte ? 2 : 8;
  if (valid_utf8_prefix(bytes) < bytes.size()) return false;
  size_t found = 0;
  for (const char c : bytes) {
    found += (static_cast<uint8_t>(c) & 0xC0) == 0xC0;
    if (found >= enough) return true;
  }
  return false;
}

/// The encoding that the response or the page itself declares; nothing where neither does.
std::optional<Encoding> declared_encoding(std::string_view bytes, const DecodeOptions& options) {
  std::string_view name = encoding_of_label(options.transport);
  if (name.empty()) name = encoding_in_content(options.transport);
  if (name.empty() && options.source == Source::html) {
    name = prescan_encoding(bytes.substr(0, kPrescanBytes));
    if (!name.empty() && name != kUtf8 && is_utf8_in_spite_of(name, bytes)) name = kUtf8;
  }
  if (name.empty()) return std::nullopt;
  return encoding_named(name);
}

/// The encoding that bytes, which are not UTF-8, are in.
Encoding guessed_encoding(std::string_view bytes, Source source) {
  constexpr size_t kLateMeta = 64 << 10;
  if (source == Source::html) {
    const std::string_view name = prescan_encoding(bytes.substr(0, kLateMeta));
    if (!name.empty()) return encoding_named(name);
  }
  return find_encoding(detect_encoding(bytes)).value_or(encoding_named("windows-1252"));
}

}  // namespace

uint32_t Decoded::source_offset(uint32_t text_offset) const {
  if (!spans_are_original) return text_offset;
  const auto next = std::upper_bound(repairs.begin(), repairs.end(), text_offset,
                                     [](uint32_t o, const Repair& r) { return o < r.text_end; });
  const Repair last = next == repairs.begin() ? Repair{} : *std::prev(next);
  uint32_t offset = last.source_end + (text_offset - last.text_end);
  // A U+FFFD is often longer than the bytes that it stands for.
  if (next != repairs.end()) offset = std::min(offset, next->source_end);
  return bom_bytes + offset;
}

Result<Decoded> decode(std::string_view bytes, const DecodeOptions& options) {
  const uint64_t limit = std::min(options.max_bytes, kMaxText);
  if (bytes.size() > limit) return too_large(limit, "");
  std::optional<Encoding> encoding;
  if (!options.encoding.empty()) {
    encoding = find_encoding(options.encoding);
    if (!encoding) return unknown_encoding(options.encoding);
  }
  const Mark mark = byte_order_mark(bytes);
  const auto bom = static_cast<uint32_t>(mark.bytes.size());
  bytes.remove_prefix(bom);
  if (bom > 0) encoding = encoding_named(mark.encoding);
  if (!encoding) encoding = declared_encoding(bytes, options);
  if (!encoding) {
    const std::string_view wide = wide_encoding(bytes);
    if (!wide.empty()) encoding = encoding_named(wide);
  }
  if (encoding && encoding->name != kUtf8) return decode_other(bytes, *encoding, bom, limit);
  const size_t sound = valid_utf8_prefix(bytes);
  if (!encoding && sound < bytes.size() && !is_damaged_utf8(bytes, sound)) {
    encoding = guessed_encoding(bytes, options.source);
    if (encoding->name != kUtf8) return decode_other(bytes, *encoding, bom, limit);
  }
  return decode_utf8(bytes, sound, bom, limit);
}

}  // namespace dehusk
