#include "read/detect.h"

#include <uchardet/uchardet.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "read/utf8_check.h"

namespace dehusk {
namespace {

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
    const Utf8Sequence sequence = sequence_at(bytes, at);
    if (!sequence.sound && !sequence.cut) return at;
  }
  return first;
}

}  // namespace

std::string detect_encoding(std::string_view bytes) {
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

}  // namespace dehusk
