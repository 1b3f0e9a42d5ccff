#include <lzma.h>

#include "batch/decompress.h"

namespace dehusk {
namespace {

constexpr uint64_t kMostMemory = uint64_t{128} << 20;  // xz -9 needs 65 MiB

class XzDecompressor : public Decompressor {
 public:
  XzDecompressor() { reset(); }
  ~XzDecompressor() override { lzma_end(&stream_); }
  XzDecompressor(const XzDecompressor&) = delete;
  XzDecompressor& operator=(const XzDecompressor&) = delete;

  Step run(std::string_view in, char* out, size_t room) override {
    if (!ready_) return failed(out_of_memory());
    stream_.next_in = reinterpret_cast<const uint8_t*>(in.data());
    stream_.avail_in = in.size();
    stream_.next_out = reinterpret_cast<uint8_t*>(out);
    stream_.avail_out = room;
    const lzma_ret status = lzma_code(&stream_, LZMA_RUN);
    const Step step{.used = in.size() - stream_.avail_in, .made = room - stream_.avail_out, .at_end = status == LZMA_STREAM_END};
    switch (status) {
      case LZMA_OK:
      case LZMA_STREAM_END:
      case LZMA_BUF_ERROR: return step;
      case LZMA_MEM_ERROR: return failed(out_of_memory());
      case LZMA_MEMLIMIT_ERROR: return failed(damage("xz that needs more than 128 MiB to be unpacked"), step.made);
      default: return failed(damage("damaged xz"), step.made);
    }
  }

  void reset() override { ready_ = lzma_stream_decoder(&stream_, kMostMemory, 0) == LZMA_OK; }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
  bool ready_ = false;
};

}  // namespace

std::unique_ptr<Decompressor> make_xz_decompressor() { return std::make_unique<XzDecompressor>(); }

}  // namespace dehusk
