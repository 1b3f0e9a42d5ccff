// Bytes of a text or a page into UTF-8. What says which encoding they are in, the first that
// speaks:
//
//   byte order mark
//   DecodeOptions::encoding       the user
//   DecodeOptions::transport      the response that it came in
//   meta, XML declaration         a page's first kilobyte, as browsers read it (meta_prescan.h)
//   NULs of UTF-16 and UTF-32
//   sound UTF-8, or UTF-8 with few broken bytes
//   meta                          a page's first 64 kB: a browser would start again there
//   uchardet
//   windows-1252
//
// Who declares an encoding is believed, even where it is wrong: undecodable bytes become U+FFFD. Not so
// a meta of a page that is sound UTF-8 with letters beyond ASCII: it was stored so after it was served.
// Almost every page is sound UTF-8: it is checked (utf8_check.h) and never copied. Other encodings
// go at 80 MB/s found out, at 350 named.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace dehusk {

/// Where a broken sequence of UTF-8 became U+FFFD: the offsets just past it, mark not counted.
struct Repair {
  uint32_t text_end = 0;
  uint32_t source_end = 0;
};

/// Text made of bytes, and how.
struct Decoded {
  std::optional<std::string> storage;  ///< the text, where bytes had to be converted or replaced
  std::string_view borrowed;           ///< the text otherwise; owner: the bytes given to decode()
  std::string encoding;                ///< name in lower case, WHATWG's where it has one: "utf-8"
  uint32_t bom_bytes = 0;              ///< length of the byte order mark, 0 for none
  uint64_t replaced = 0;               ///< undecodable sequences that became U+FFFD
  bool spans_are_original = false;  ///< the bytes were UTF-8 or ASCII: source_offset() gives theirs
  std::vector<Repair> repairs;      ///< ascending; empty unless spans_are_original

  /// The text: valid UTF-8 without a byte order mark. Dies with this object or the bytes decoded.
  std::string_view text() const { return storage ? std::string_view(*storage) : borrowed; }

  /// Offset in the bytes given to decode() of an offset in text(), the mark counted; where they
  /// were not UTF-8, the offset itself. Never falls as `text_offset` rises. O(log replaced).
  uint32_t source_offset(uint32_t text_offset) const;
};

/// Offsets are 32 bits wide.
inline constexpr uint64_t kMaxText = std::numeric_limits<uint32_t>::max();

enum class Source { text, html };

struct DecodeOptions {
  std::string encoding = {};     ///< a label of WHATWG or ICU, in any case; empty: find out
  std::string transport = {};    ///< Content-Type of a response, or its charset alone; may be wrong
  Source source = Source::text;  ///< pages may say which encoding they are in
  uint64_t max_bytes = kMaxText;  ///< of the bytes, and of the text; more than kMaxText is kMaxText
};

/// Decodes `bytes`. Each undecodable sequence becomes one U+FFFD; for UTF-8 it is the longest
/// beginning of a sound sequence, or one byte (Unicode 15, 3.9, "maximal subpart"). White space,
/// line ends and NULs stay as they are. Errors: an unknown label, input or text above max_bytes.
Result<Decoded> decode(std::string_view bytes, const DecodeOptions& options);

}  // namespace dehusk
