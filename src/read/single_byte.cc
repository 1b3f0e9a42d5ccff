#include "read/single_byte.h"

#include "core/utf8.h"

namespace dehusk {
namespace {

constexpr std::string_view kIso16 = "iso-8859-16";

/// The characters of bytes A0 to FF. Source: encoding.spec.whatwg.org, index-iso-8859-16.txt.
constexpr char16_t kUpper[] =
    u"\u00A0\u0104\u0105\u0141\u20AC\u201E\u0160\u00A7\u0161\u00A9\u0218\u00AB\u0179\u00AD\u017A"
    u"\u017B"
    u"\u00B0\u00B1\u010C\u0142\u017D\u201D\u00B6\u00B7\u017E\u010D\u0219\u00BB\u0152\u0153\u0178"
    u"\u017C"
    u"\u00C0\u00C1\u00C2\u0102\u00C4\u0106\u00C6\u00C7\u00C8\u00C9\u00CA\u00CB\u00CC\u00CD\u00CE"
    u"\u00CF"
    u"\u0110\u0143\u00D2\u00D3\u00D4\u0150\u00D6\u015A\u0170\u00D9\u00DA\u00DB\u00DC\u0118\u021A"
    u"\u00DF"
    u"\u00E0\u00E1\u00E2\u0103\u00E4\u0107\u00E6\u00E7\u00E8\u00E9\u00EA\u00EB\u00EC\u00ED\u00EE"
    u"\u00EF"
    u"\u0111\u0144\u00F2\u00F3\u00F4\u0151\u00F6\u015B\u0171\u00F9\u00FA\u00FB\u00FC\u0119\u021B"
    u"\u00FF";
static_assert(sizeof kUpper / sizeof *kUpper == 96 + 1);

}  // namespace

bool is_single_byte(std::string_view encoding) {
  return encoding == kIso16 || encoding == "x-user-defined";
}

std::string decode_single_byte(std::string_view bytes, std::string_view encoding) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const char32_t byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else if (encoding != kIso16) {
      append_utf8(0xF700 + byte, &text);
    } else {
      append_utf8(byte < 0xA0 ? byte : kUpper[byte - 0xA0], &text);
    }
  }
  return text;
}

}  // namespace dehusk
