#include <zlib.h>

#include <algorithm>
#include <limits>
#include <string>

#include "batch/decompress.h"

namespace dehusk {
namespace {

// What stands around deflated bytes, as inflateInit2() wants it told.
enum class Around : int { nothing = -MAX_WBITS, zlib = MAX_WBITS, gzip = 16 + MAX_WBITS };

constexpr std::string_view name_of(Around around) { return around == Around::gzip ? "gzip" : "deflate"; }

class Inflater : public Decompressor {
 public:
  explicit Inflater(Around around) : around_(around) {
    ready_ = inflateInit2(&stream_, static_cast<int>(around)) == Z_OK;
  }
  ~Inflater() override {
    if (ready_) inflateEnd(&stream_);
  }

  Step run(std::string_view in, char* out, size_t room) override {
    if (!ready_) return failed(out_of_memory());
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
    if (status == Z_MEM_ERROR) return failed(out_of_memory());
    const std::string why = stream_.msg != nullptr ? ": " + std::string(stream_.msg) : "";
    return failed(damage("damaged " + std::string(name_of(around_)) + why), step.made);
  }

  void reset() override {
    if (ready_) inflateReset(&stream_);
  }

  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

 private:
  Around around_;
  z_stream stream_{};
  bool ready_ = false;
};

}  // namespace

std::unique_ptr<Decompressor> make_gzip_decompressor() { return std::make_unique<Inflater>(Around::gzip); }
std::unique_ptr<Decompressor> make_zlib_decompressor() { return std::make_unique<Inflater>(Around::zlib); }
std::unique_ptr<Decompressor> make_deflate_decompressor() { return std::make_unique<Inflater>(Around::nothing); }

}  // namespace dehusk
