#include "read/decode.h"

#include <fmt/format.h>
#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "core/utf8.h"
#include "read/binary_kind.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace dehusk {
namespace {

constexpr std::string_view kReplacementUtf8 = "\xEF\xBF\xBD";
constexpr std::string_view kUtf8 = "utf-8";

// --- UTF-8 ---------------------------------------------------------------------------------------

/// One sequence of UTF-8, or the bytes that one U+FFFD stands for.
struct Sequence {
  size_t length = 1;
  bool sound = true;
  bool cut = false;  ///< broken only because the text ends inside it
};

/// The sequence at `text[at]`. Source: Unicode 15, table 3-7.
Sequence sequence_at(std::string_view text, size_t at) {
  const uint8_t lead = text[at];
  if (lead < 0x80) return {};
  if (lead < 0xC2 || lead > 0xF4) return {.sound = false};
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  uint8_t least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  uint8_t most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  for (size_t i = 1; i < length; ++i) {
    if (at + i == text.size()) return {.length = i, .sound = false, .cut = true};
    const uint8_t next = text[at + i];
    if (next < least || next > most) return {.length = i, .sound = false};
    least = 0x80;
    most = 0xBF;
  }
  return {.length = length};
}

constexpr size_t kBlock = 64;

#ifdef __SSE2__

/// Four vectors of sixteen bytes; a mask of them has a bit for each byte.
struct Block {
  __m128i bytes[4];

  explicit Block(const char* p) : bytes{load(p), load(p + 16), load(p + 32), load(p + 48)} {}
  static __m128i load(const char* p) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  }
  template <typename Test>
  uint64_t mask(Test test) const {
    const auto bits = [&](int i) {
      return uint64_t{static_cast<uint32_t>(_mm_movemask_epi8(test(bytes[i])))} << (16 * i);
    };
    return bits(0) | bits(1) | bits(2) | bits(3);
  }
  uint64_t beyond_ascii() const {
    return mask([](__m128i b) { return b; });
  }
  uint64_t equal(uint8_t value) const {
    const __m128i v = _mm_set1_epi8(static_cast<char>(value));
    return mask([v](__m128i b) { return _mm_cmpeq_epi8(b, v); });
  }
  /// Bytes from `value` to 0xFF, and ASCII: the comparison is signed. `value` is above 0x80.
  uint64_t at_least(uint8_t value) const {
    const __m128i v = _mm_set1_epi8(static_cast<char>(value - 1));
    return mask([v](__m128i b) { return _mm_cmpgt_epi8(b, v); });
  }
  bool ascii() const {
    return _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(bytes[0], bytes[1]),
                                          _mm_or_si128(bytes[2], bytes[3]))) == 0;
  }
};

/// Bytes of sound UTF-8 at the start of the 64 at `p`, which starts a sequence, up to the end of
/// the last sequence that ends among them (61 to 64); 0 where one is broken.
size_t check_block(const char* p) {
  const Block block(p);
  if (block.ascii()) return kBlock;
  const uint64_t high = block.beyond_ascii();
  const uint64_t lead2 = block.at_least(0xC0) & high;
  const uint64_t lead3 = block.at_least(0xE0) & high;
  uint64_t lead4 = 0;
  uint64_t broken = lead2 & ~block.at_least(0xC2);
  if (lead3 != 0) {
    lead4 = block.at_least(0xF0) & high;
    const uint64_t from_a0 = block.at_least(0xA0);
    broken |= ((block.equal(0xE0) << 1) & ~from_a0) | ((block.equal(0xED) << 1) & from_a0);
  }
  if (lead4 != 0) {
    const uint64_t from_90 = block.at_least(0x90);
    broken |= (block.at_least(0xF5) & high) | ((block.equal(0xF0) << 1) & ~from_90) |
              ((block.equal(0xF4) << 1) & from_90);
  }
  broken |= (high ^ lead2) ^ ((lead2 << 1) | (lead3 << 2) | (lead4 << 3));
  if (broken != 0) return 0;
  // At most one of the three is a lead whose sequence ends in the next block.
  const auto from = [p](size_t at, uint8_t value) { return static_cast<uint8_t>(p[at]) >= value; };
  return kBlock - 1 * from(63, 0xC0) - 2 * from(62, 0xE0) - 3 * from(61, 0xF0);
}

#else

size_t check_block(const char* p) {
  uint64_t words[kBlock / 8];
  std::memcpy(words, p, kBlock);
  uint64_t any = 0;
  for (const uint64_t word : words) any |= word;
  if ((any & 0x8080808080808080) == 0) return kBlock;
  const std::string_view block(p, kBlock);
  size_t at = 0;
  while (at < kBlock) {
    const Sequence sequence = sequence_at(block, at);
    if (sequence.cut) break;
    if (!sequence.sound) return 0;
    at += sequence.length;
  }
  return at;
}

#endif

/// Whether `bytes`, which are not sound UTF-8 from `sound` on, are UTF-8 all the same: each
/// following byte in its place speaks for it, each broken sequence against; one cut by the end of
/// the text does not. Texts in 28 other encodings have at most one following byte in place, by
/// chance, for two broken sequences (EUC-JP, Shift_JIS). Eight for one are asked for: of 630,000
/// passages of theirs, 1 to 200 bytes long, none with a broken sequence passes; at six, 6 do.
bool is_damaged_utf8(std::string_view bytes, size_t sound) {
  constexpr uint64_t kEvidenceForEachBroken = 8;
  constexpr size_t kLooked = 1 << 20;
  uint64_t evidence = sound - count_code_points(bytes.substr(0, sound));
  uint64_t broken = 0;
  const size_t end = std::min(bytes.size(), sound + kLooked);
  for (size_t at = sound; at < end;) {
    const Sequence sequence = sequence_at(bytes, at);
    if (sequence.sound || sequence.cut) {
      evidence += sequence.length - 1;
    } else {
      ++broken;
    }
    at += sequence.length;
  }
  return evidence > 0 && evidence >= kEvidenceForEachBroken * broken;
}

Error too_large(uint64_t limit, std::string_view when) {
  const std::string size = limit == kMaxText ? "4 GiB" : fmt::format("{} bytes", limit);
  return Error{fmt::format("input is larger than {}{}, cut it into documents", size, when)};
}

/// Replaces the broken sequences of `bytes`, of which the first `sound` are sound.
Result<Decoded> repair_utf8(std::string_view bytes, size_t sound, Decoded decoded, uint64_t limit) {
  std::string& text = decoded.storage.emplace(bytes.substr(0, sound));
  size_t at = sound;
  while (at < bytes.size()) {
    const Sequence sequence = sequence_at(bytes, at);
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

/// Whether most bytes above 0x7F stand alone, as accented letters do in Latin script.
bool is_sparse(std::string_view bytes) {
  size_t high = 0;
  size_t pairs = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    high += bytes[i] < 0;
    pairs += bytes[i] < 0 && i > 0 && bytes[i - 1] < 0;
  }
  return pairs * 2 < high;
}

/// What uchardet may be believed on few bytes, where it guesses wildly: Latin script, and
/// characters of two bytes of which one may be ASCII.
constexpr std::string_view kPlausibleWhenSparse[] = {
    "ISO-8859-1",   "ISO-8859-2",   "ISO-8859-9",   "ISO-8859-13",  "ISO-8859-15", "ISO-8859-16",
    "WINDOWS-1250", "WINDOWS-1252", "WINDOWS-1257", "WINDOWS-1258", "SHIFT_JIS",   "EUC-JP",
    "GB18030",      "BIG5",         "EUC-KR",       "UHC",
};

/// What uchardet says, and bytes that show it to be a sibling with other characters in their place.
struct Sibling {
  std::string_view detected;
  std::string_view bytes;
  std::string_view sibling;
};
constexpr std::string_view kC1 =
    "\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8A\x8B\x8C\x8D\x8E\x8F"
    "\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9A\x9B\x9C\x9D\x9E\x9F";
constexpr Sibling kSiblings[] = {
    {"ISO-8859-2", kC1, "windows-1250"},
    {"ISO-8859-7", kC1, "windows-1253"},
    {"ISO-8859-8", kC1, "windows-1255"},
    {"ISO-8859-13", kC1, "windows-1257"},
    {"ISO-8859-15", kC1, "windows-1252"},
    {"ISO-8859-16", kC1, "windows-1250"},
    {"KOI8-R", "\xA4\xA6\xA7\xAD\xB4\xB6\xB7\xBD", "koi8-u"},
};

/// Where to start uchardet: at a byte above 0x7F that starts a character in any encoding (of one or
/// two bytes) and does not start one in UTF-8. Where a text starts like UTF-8 by chance, uchardet
/// says UTF-8 whatever comes after.
size_t sample_start(std::string_view bytes) {
  const auto high = std::find_if(bytes.begin(), bytes.end(), [](char c) { return c < 0; });
  const size_t first = high - bytes.begin();
  for (size_t at = first; at < bytes.size(); at += bytes[at] < 0 ? 2 : 1) {
    const Sequence sequence = sequence_at(bytes, at);
    if (!sequence.sound && !sequence.cut) return at;
  }
  return first;
}

/// A label for what `bytes`, which are not UTF-8, are likely to be; empty for no idea.
std::string detect(std::string_view bytes) {
  constexpr size_t kSample = 256 << 10;
  const std::string_view sample = bytes.substr(sample_start(bytes), kSample);
  const std::unique_ptr<std::remove_pointer_t<uchardet_t>, decltype(&uchardet_delete)> detector(
      uchardet_new(), uchardet_delete);
  uchardet_handle_data(detector.get(), sample.data(), sample.size());
  uchardet_data_end(detector.get());
  const std::string name = uchardet_get_charset(detector.get());
  const auto is_name = [&](std::string_view plausible) { return plausible == name; };
  if (is_sparse(sample) &&
      std::none_of(std::begin(kPlausibleWhenSparse), std::end(kPlausibleWhenSparse), is_name)) {
    return {};
  }
  for (const Sibling& s : kSiblings) {
    if (name == s.detected && sample.find_first_of(s.bytes) != sample.npos) {
      return std::string(s.sibling);
    }
  }
  return name == "ISO-8859-16" ? "iso-8859-2" : name;  // Romanian; ICU has no converter for it
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

size_t valid_utf8_prefix(std::string_view bytes) {
  size_t at = 0;
  while (bytes.size() - at >= kBlock) {
    const size_t checked = check_block(bytes.data() + at);
    if (checked == 0) break;
    at += checked;
  }
  if (bytes.size() - at < kBlock) {
    // NULs end an unfinished sequence like any byte that does not belong to it.
    char rest[kBlock] = {};
    std::copy(bytes.begin() + at, bytes.end(), rest);
    if (check_block(rest) != 0) return bytes.size();
  }
  while (at < bytes.size()) {
    const Sequence sequence = sequence_at(bytes, at);
    if (!sequence.sound) break;
    at += sequence.length;
  }
  return at;
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
    encoding = find_encoding(detect(bytes));
    if (!encoding) encoding = find_encoding("windows-1252");
    if (encoding->name != kUtf8) return convert(bytes, *encoding, bom, limit);
  }
  return decode_utf8(bytes, sound, bom, limit);
}

}  // namespace dehusk
