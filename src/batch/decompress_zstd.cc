#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "batch/decompress.h"

namespace dehusk {
namespace {

constexpr size_t kFrameHead = 8;                 // of a frame to pass over: magic, then its size
constexpr size_t kMostDictionary = size_t{64} << 20;

// Of what is only corrupt, which error is found first depends on how much room there was.
std::string reason(size_t result) {
  switch (ZSTD_getErrorCode(result)) {
    case ZSTD_error_checksum_wrong: return ": its checksum is wrong";
    case ZSTD_error_dictionary_wrong: return ": its dictionary is missing";
    case ZSTD_error_frameParameter_windowTooLarge: return ": it needs more than 128 MiB to be unpacked";
    default: return "";
  }
}

class ZstdDecompressor : public Decompressor {
 public:
  ZstdDecompressor() : context_(ZSTD_createDCtx()) {}
  ~ZstdDecompressor() override { ZSTD_freeDCtx(context_); }
  ZstdDecompressor(const ZstdDecompressor&) = delete;
  ZstdDecompressor& operator=(const ZstdDecompressor&) = delete;

  Step run(std::string_view in, char* out, size_t room) override {
    if (context_ == nullptr) return failed(out_of_memory());
    if (is_first_) {
      // What was left over from the last call comes again: nothing of it was used.
      if (in.size() < kFrameHead) return Step{};
      if (begins_with_dictionary(in)) return take_dictionary(in);
      is_first_ = false;
    }
    // A call that fails does not say what it made before. So a call gets no more than the rest of a block, without the
    // head of the next one, which is wished for as well; and nothing where the one before may hold something back.
    const size_t part = wanted_ > kBlockHead ? wanted_ - kBlockHead : wanted_;
    const size_t given = is_full_ ? 0 : std::min(in.size(), part);
    ZSTD_inBuffer source{in.data(), given, 0};
    ZSTD_outBuffer target{out, room, 0};
    const size_t left = ZSTD_decompressStream(context_, &target, &source);
    if (ZSTD_isError(left) != 0) return failed(damage("damaged zstd" + reason(left)));
    const bool was_full = std::exchange(is_full_, target.pos == room);
    if (left > 0) wanted_ = left;
    if (was_full && target.pos == 0 && left > 0) return run(in, out, room);
    return {.used = source.pos, .made = target.pos, .at_end = left == 0};
  }

  void reset() override {
    ZSTD_DCtx_reset(context_, ZSTD_reset_session_only);
    is_full_ = false;
    wanted_ = kFirstWanted;
  }

 private:
  // The dictionary is taken once it is all there.
  Step take_dictionary(std::string_view in) {
    uint32_t size = 0;
    std::memcpy(&size, in.data() + 4, sizeof size);  // little-endian, as every machine we build for
    if (size > kMostDictionary) return failed(damage("a zstd dictionary of more than 64 MiB"));
    if (in.size() < kFrameHead + size) return Step{};
    std::string_view dictionary = in.substr(kFrameHead, size);
    std::string unpacked;
    if (codec_of(dictionary) == Codec::zstd) {
      const unsigned long long whole = ZSTD_getFrameContentSize(dictionary.data(), dictionary.size());
      if (whole > kMostDictionary) return failed(damage("damaged zstd: a dictionary of unknown size"));
      unpacked.resize(whole);
      const size_t made = ZSTD_decompress(unpacked.data(), whole, dictionary.data(), dictionary.size());
      if (ZSTD_isError(made) != 0) return failed(damage(std::string("damaged zstd dictionary: ") + ZSTD_getErrorName(made)));
      dictionary = unpacked;
    }
    const size_t loaded = ZSTD_DCtx_loadDictionary(context_, dictionary.data(), dictionary.size());
    if (ZSTD_isError(loaded) != 0) return failed(damage(std::string("damaged zstd dictionary: ") + ZSTD_getErrorName(loaded)));
    is_first_ = false;
    return {.used = kFrameHead + size, .made = 0, .at_end = true};
  }

  static constexpr size_t kBlockHead = 3;
  static constexpr size_t kFirstWanted = 6;  // magic, then what tells the size of the head

  ZSTD_DCtx* context_;
  size_t wanted_ = kFirstWanted;  // bytes that the next call can use
  bool is_full_ = false;          // the last one filled its room
  bool is_first_ = true;
};

}  // namespace

bool begins_with_dictionary(std::string_view head) {
  return head.starts_with(std::string_view("\x5D\x2A\x4D\x18", 4));
}

std::unique_ptr<Decompressor> make_zstd_decompressor() { return std::make_unique<ZstdDecompressor>(); }

}  // namespace dehusk
