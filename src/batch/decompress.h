// Compressed bytes, a stretch at a time. A compressed file is a row of members (gzip), frames (zstd) or
// streams (bzip2, xz), each whole in itself: here all are called members.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "batch/faults.h"
#include "core/result.h"

namespace dehusk {

enum class Codec : uint8_t { none, gzip, zstd, bzip2, xz };

/// How bytes that begin so are compressed. Six bytes are enough.
Codec codec_of(std::string_view head);

/// The codec whose first bytes these would be but for one of them; none where text could begin so.
Codec damaged_codec_of(std::string_view head);

/// What the end of a file's name promises: "a.warc.gz".
Codec codec_named_by(std::string_view path);

/// What every member begins with.
std::string_view magic_of(Codec codec);

/// "gzip", "zstd", "bzip2", "xz"; "" for none.
std::string_view name_of(Codec codec);

class Decompressor {
 public:
  struct Step {
    size_t used = 0;        ///< bytes of the input that are done with
    size_t made = 0;        ///< bytes that were written
    bool at_end = false;    ///< the member is complete, and its checksum right
    std::optional<Error> damage = {};  ///< behind what was made: the rest of the member is lost
  };

  virtual ~Decompressor() = default;

  /// Goes on with a member, perhaps with a part of what is given. Where nothing was used and nothing made, it
  /// needs more input.
  virtual Step run(std::string_view in, char* out, size_t room) = 0;

  /// Makes ready for the next member.
  virtual void reset() = 0;

 protected:
  static Step failed(Error error, size_t made = 0) {
    return {.used = 0, .made = made, .at_end = false, .damage = std::move(error)};
  }
};

/// One for bytes of this codec, which is not `none`. Windows of more than 128 MiB are refused.
std::unique_ptr<Decompressor> make_decompressor(Codec codec);

/// Bare deflate, as zip files hold it, has no checksum of its own.
std::unique_ptr<Decompressor> make_deflate_decompressor();
std::unique_ptr<Decompressor> make_zlib_decompressor();

std::unique_ptr<Decompressor> make_gzip_decompressor();
std::unique_ptr<Decompressor> make_zstd_decompressor();
std::unique_ptr<Decompressor> make_bzip2_decompressor();
std::unique_ptr<Decompressor> make_xz_decompressor();

/// Whether what begins so is the first frame of a `.warc.zst`, which holds the dictionary of all others
/// (https://iipc.github.io/warc-specifications/specifications/warc-zstd/).
bool begins_with_dictionary(std::string_view head);

}  // namespace dehusk
