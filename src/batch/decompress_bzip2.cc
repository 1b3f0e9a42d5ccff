#include <bzlib.h>

#include <algorithm>
#include <limits>

#include "batch/decompress.h"

namespace dehusk {
namespace {

class Bzip2Decompressor : public Decompressor {
 public:
  Bzip2Decompressor() { start(); }
  ~Bzip2Decompressor() override { stop(); }
  Bzip2Decompressor(const Bzip2Decompressor&) = delete;
  Bzip2Decompressor& operator=(const Bzip2Decompressor&) = delete;

  Step run(std::string_view in, char* out, size_t room) override {
    if (!ready_) return failed(out_of_memory());
    constexpr size_t kMost = std::numeric_limits<unsigned>::max();
    const size_t given = std::min(in.size(), kMost);
    const size_t wanted = std::min(room, kMost);
    stream_.next_in = const_cast<char*>(in.data());
    stream_.avail_in = static_cast<unsigned>(given);
    stream_.next_out = out;
    stream_.avail_out = static_cast<unsigned>(wanted);
    const int status = BZ2_bzDecompress(&stream_);
    if (status == BZ_MEM_ERROR) return failed(out_of_memory());
    const size_t made = wanted - stream_.avail_out;
    if (status != BZ_OK && status != BZ_STREAM_END) return failed(damage("damaged bzip2"), made);
    return {.used = given - stream_.avail_in, .made = made, .at_end = status == BZ_STREAM_END};
  }

  void reset() override {
    stop();
    start();
  }

 private:
  void start() {
    stream_ = {};
    ready_ = BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK;
  }
  void stop() {
    if (ready_) BZ2_bzDecompressEnd(&stream_);
    ready_ = false;
  }

  bz_stream stream_{};
  bool ready_ = false;
};

}  // namespace

std::unique_ptr<Decompressor> make_bzip2_decompressor() { return std::make_unique<Bzip2Decompressor>(); }

}  // namespace dehusk
