#include "read/decode.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

#include <algorithm>
#include <iterator>

#include "core/utf8.h"
#include "read/binary_kind.h"
#include "read/detect.h"
#include "read/utf8_check.h"

namespace dehusk {
namespace {

constexpr std::string_view kReplacementUtf8 = "\xEF\xBF\xBD";
constexpr std::string_view kUtf8 = "utf-8";

Error too_large(uint64_t limit, std::string_view when) {
  const std::string size = limit == kMaxText ? "4 GiB" : fmt::format("{} bytes", limit);
  return Error{fmt::format("input is larger than {}{}, cut it into documents", size, when)};
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

// --- other encodings -----------------------------------------------------------------------------

/// An encoding by our name for it and ICU's.
struct Encoding {
  std::string name;
  std::string converter;
};

/// Where WHATWG reads a label in its own way: labels, set apart by spaces, are looked for before
/// ICU sees them and again under the name that ICU gives them. Source: encoding.spec.whatwg.org.
struct Reading {
  std::string_view labels;
  std::string_view name;
  std::string_view converter;
};
constexpr Reading kReadings[] = {
    {"ansi_x3.4-1968 us-ascii iso-8859-1 windows-1252", "windows-1252", "windows-1252"},
    {"iso-8859-9", "windows-1254", "windows-1254"},
    {"csiso88596e csiso88596i", "iso-8859-6", "iso-8859-6"},
    {"csiso88598e visual", "iso-8859-8", "iso-8859-8"},
    {"csiso88598i iso-8859-8-i logical", "iso-8859-8-i", "iso-8859-8"},
    {"koi", "koi8-r", "koi8-r"},
    {"koi8-ru", "koi8-u", "koi8-u"},
    {"dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874", "windows-874", "windows-874"},
    {"x-mac-ukrainian", "x-mac-cyrillic", "x-mac-cyrillic"},
    {"gb2312 gb_2312-80 gbk", "gbk", "gb18030"},
    {"big5 big5-hkscs cn-big5", "big5", "big5-hkscs"},
    {"windows-31j shift_jis", "shift_jis", "windows-31j"},
    {"euc-kr ksc_5601 ks_c_5601-1987 uhc", "euc-kr", "windows-949"},
    {"utf-16 unicodefeff", "utf-16le", "utf-16le"},
    {"unicodefffe", "utf-16be", "utf-16be"},
    {"utf-32", "utf-32le", "utf-32le"},
};

std::string lower_trimmed(std::string_view label) {
  constexpr std::string_view kSpace = " \t\n\f\r";
  const size_t begin = std::min(label.find_first_not_of(kSpace), label.size());
  std::string out(label.substr(begin, label.find_last_not_of(kSpace) + 1 - begin));
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

bool has_word(std::string_view words, std::string_view word) {
  for (size_t at = words.find(word); at != words.npos; at = words.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool ends = end == words.size() || words[end] == ' ';
    if (ends && (at == 0 || words[at - 1] == ' ')) return true;
  }
  return false;
}

std::optional<Encoding> find_reading(std::string_view label) {
  for (const Reading& r : kReadings) {
    if (has_word(r.labels, label)) return Encoding{std::string(r.name), std::string(r.converter)};
  }
  return std::nullopt;
}

/// ICU's public name for one of its converters, in lower case.
std::string public_name(const char* label) {
  for (const char* standard : {"MIME", "IANA"}) {
    UErrorCode status = U_ZERO_ERROR;
    const char* name = ucnv_getStandardName(label, standard, &status);
    if (name != nullptr) return lower_trimmed(name);
  }
  return {};
}

/// The encoding of a label, in any case; nothing where nobody knows it. iso-8859-16 is nobody's.
std::optional<Encoding> find_encoding(std::string_view label) {
  const std::string name = lower_trimmed(label);
  if (name.empty() || name.find(',') != name.npos) return std::nullopt;  // ICU takes options there
  if (const auto reading = find_reading(name)) return reading;
  UErrorCode status = U_ZERO_ERROR;
  const icu::LocalUConverterPointer converter(ucnv_open(name.c_str(), &status));
  if (U_FAILURE(status)) return std::nullopt;
  const char* icu_name = ucnv_getName(converter.getAlias(), &status);
  std::string known = public_name(name.c_str());
  if (known.empty()) known = public_name(icu_name);
  if (known.empty()) known = lower_trimmed(icu_name);
  if (const auto reading = find_reading(known)) return reading;
  return Encoding{known, icu_name};
}

/// ICU calls this for each sequence that it cannot decode; `context` is the count of them. Its own
/// callback would write U+001A for some.
void replace_undecodable(const void* context, UConverterToUnicodeArgs* args, const char*, int32_t,
                         UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;
  ++*const_cast<uint64_t*>(static_cast<const uint64_t*>(context));
  *status = U_ZERO_ERROR;
  constexpr UChar kUnit = kReplacement;
  ucnv_cbToUWriteUChars(args, &kUnit, 1, 0, status);
}

Result<Decoded> convert(std::string_view bytes, const Encoding& encoding, uint32_t bom,
                        uint64_t limit) {
  Decoded decoded;
  decoded.encoding = encoding.name;
  decoded.bom_bytes = bom;
  std::string& text = decoded.storage.emplace();
  UErrorCode status = U_ZERO_ERROR;
  const icu::LocalUConverterPointer from(ucnv_open(encoding.converter.c_str(), &status));
  const icu::LocalUConverterPointer to(ucnv_open("utf-8", &status));
  UConverterToUCallback old_callback = nullptr;
  const void* old_context = nullptr;
  ucnv_setToUCallBack(from.getAlias(), replace_undecodable, &decoded.replaced, &old_callback,
                      &old_context, &status);

  constexpr size_t kPiece = 1 << 20;  // ICU takes less than 2 GiB at a time
  constexpr size_t kPivot = 1024;
  UChar pivot[kPivot];
  UChar* pivot_source = pivot;
  UChar* pivot_target = pivot;
  char chunk[4 * kPivot];
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  while (U_SUCCESS(status) && !bytes.empty()) {
    const char* const piece_end = source + std::min<size_t>(end - source, kPiece);
    char* target = chunk;
    ucnv_convertEx(to.getAlias(), from.getAlias(), &target, std::end(chunk), &source, piece_end,
                   pivot, &pivot_source, &pivot_target, std::end(pivot),
                   /*reset=*/false, /*flush=*/piece_end == end, &status);
    text.append(chunk, target);
    if (text.size() > limit) return too_large(limit, " once decoded from " + encoding.name);
    if (U_SUCCESS(status) && piece_end == end) break;
    if (status == U_BUFFER_OVERFLOW_ERROR) status = U_ZERO_ERROR;
  }
  if (U_FAILURE(status)) {
    return Error{fmt::format("cannot decode as \"{}\": {}", encoding.name, u_errorName(status))};
  }
  return decoded;
}

// --- which encoding ------------------------------------------------------------------------------

Error unknown_encoding(std::string_view label) {
  return Error{fmt::format(
      "unknown encoding \"{}\", expected a name like utf-8, windows-1251 or shift_jis", label)};
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
  if (bom > 0) encoding = find_encoding(mark.encoding);
  if (!encoding) encoding = find_encoding(wide_encoding(bytes));
  if (encoding && encoding->name != kUtf8) return convert(bytes, *encoding, bom, limit);
  const size_t sound = valid_utf8_prefix(bytes);
  if (!encoding && sound < bytes.size() && !is_damaged_utf8(bytes, sound)) {
    encoding = find_encoding(detect_encoding(bytes));
    if (!encoding) encoding = find_encoding("windows-1252");
    if (encoding->name != kUtf8) return convert(bytes, *encoding, bom, limit);
  }
  return decode_utf8(bytes, sound, bom, limit);
}

}  // namespace dehusk
