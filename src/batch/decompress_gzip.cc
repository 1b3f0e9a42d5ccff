#include <zlib.h>

#include <algorithm>
#include <limits>
#include <string>

#include "batch/decompress.h"

namespace dehusk {
namespace {

class GzipDecompressor : public Decompressor {
 public:
  GzipDecompressor() { ready_ = inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK; }
  ~GzipDecompressor() override {
    if (ready_) inflateEnd(&stream_);
  }
  GzipDecompressor(const GzipDecompressor&) = delete;
  GzipDecompressor& operator=(const GzipDecompressor&) = delete;

  Step run(std::string_view in, char* out, size_t room) override {
    if (!ready_) return damaged("not enough memory");
    constexpr size_t kMost = std::numeric_limits<uInt>::max();
    const size_t given = std::min(in.size(), kMost);
    const size_t wanted = std::min(room, kMost);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    stream_.avail_in = static_cast<uInt>(given);
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(wanted);
    const int status = inflate(&stream_, Z_NO_FLUSH);
    const Step step{.used = given - stream_.avail_in, .made = wanted - stream_.avail_out, .at_end = status == Z_STREAM_END};
    if (status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR) return step;
    if (status == Z_MEM_ERROR) return damaged("not enough memory");
    return damaged("damaged gzip" + (stream_.msg != nullptr ? ": " + std::string(stream_.msg) : ""), step.made);
  }

  void reset() override {
    if (ready_) inflateReset(&stream_);
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

}  // namespace

std::unique_ptr<Decompressor> make_gzip_decompressor() { return std::make_unique<GzipDecompressor>(); }

}  // namespace dehusk
