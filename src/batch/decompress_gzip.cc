#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <utility>

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

// Members that are whole at hand are unpacked at once by libdeflate, in 0.4 of zlib's time. What is long, cut or
// damaged is zlib's, which tells how far it came.
//
// libdeflate takes a few members that zlib refuses, though their checksum is right: it does not mind code lengths
// that no encoder writes. Such a one is whole or damaged by how its bytes arrive.
class GzipInflater : public Decompressor {
 public:
  Step run(std::string_view in, char* out, size_t room) override {
    if (is_fresh_ && room >= kLeastRoom && is_worth_it(in)) unpack_at_once(in);
    is_fresh_ = false;
    return is_unpacked_ ? give(out, room) : run_slowly(in, out, room);
  }

  void reset() override {
    slow_.reset();
    is_fresh_ = true;
    is_unpacked_ = false;
    used_ = made_ = given_ = 0;
  }

 private:
  // Who asks for less only wants to see how a member begins.
  static constexpr size_t kLeastRoom = 4096;
  static constexpr size_t kMost = size_t{2} << 20;
  static constexpr size_t kLong = size_t{1} << 18;  // packed: seldom whole at hand
  static constexpr uint64_t kMostVain = uint64_t{8} << 20;
  static constexpr uint8_t kHasHeadChecksum = 2;  // which libdeflate does not look at

  bool is_worth_it(std::string_view in) const {
    return fast_ && !is_long_ && vain_ <= kMostVain + sound_ && in.size() > 3 && (in[3] & kHasHeadChecksum) == 0;
  }

  void unpack_at_once(std::string_view in) {
    if (!unpacked_) unpacked_ = std::make_unique_for_overwrite<char[]>(kMost);
    const libdeflate_result result =
        libdeflate_gzip_decompress_ex(fast_.get(), in.data(), in.size(), unpacked_.get(), kMost, &used_, &made_);
    is_unpacked_ = result == LIBDEFLATE_SUCCESS;
    if (is_unpacked_) {
      sound_ += made_;
    } else {
      // How much was made is not told.
      vain_ += result == LIBDEFLATE_INSUFFICIENT_SPACE ? kMost : std::min(kMost, 8 * in.size());
      used_ = made_ = 0;
    }
  }

  Step give(char* out, size_t room) {
    const size_t made = std::min(room, made_ - given_);
    std::memcpy(out, unpacked_.get() + given_, made);
    given_ += made;
    return {.used = std::exchange(used_, 0), .made = made, .at_end = given_ == made_};
  }

  Step run_slowly(std::string_view in, char* out, size_t room) {
    Step step = slow_.run(in, out, room);
    used_ += step.used;
    made_ += step.made;
    if (step.at_end) {
      sound_ += made_;
      is_long_ = used_ > kLong || made_ > kMost;
    }
    return step;
  }

  struct Free {
    void operator()(libdeflate_decompressor* fast) const { libdeflate_free_decompressor(fast); }
  };

  Inflater slow_{Around::gzip};
  std::unique_ptr<libdeflate_decompressor, Free> fast_{libdeflate_alloc_decompressor()};
  std::unique_ptr<char[]> unpacked_;
  size_t used_ = 0;   // of the member; what was unpacked at once, until it is told
  size_t made_ = 0;
  size_t given_ = 0;  // of what was made at once
  uint64_t sound_ = 0;    // bytes of members that were whole
  uint64_t vain_ = 0;     // and those that were made twice, or for nothing
  bool is_long_ = false;  // the last member was
  bool is_fresh_ = true;
  bool is_unpacked_ = false;
};

}  // namespace

std::unique_ptr<Decompressor> make_gzip_decompressor() { return std::make_unique<GzipInflater>(); }
std::unique_ptr<Decompressor> make_zlib_decompressor() { return std::make_unique<Inflater>(Around::zlib); }
std::unique_ptr<Decompressor> make_deflate_decompressor() { return std::make_unique<Inflater>(Around::nothing); }

}  // namespace dehusk
