// A WARC file, packed or not, and the bodies that lie in it. The first byte says how the rest is given:
//
//   bits 0-1  how many bytes are read at once: all, 1, 7, 1000
//   bits 2-3  how the rest is packed: as it is, or by its lines of "\n--\n" in a gzip member, a zstd frame each; or
//             all of it in one member
//   bit  4    blocks of more than 64 bytes are too large
//   bit  5    the last two bytes say which bit of the packed bytes is flipped
//
// However it is read, and from wherever reading may start again, records and faults are the same, and offsets lie in
// the file. Bodies are decoded, and never larger than is allowed.
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "batch/http_response.h"
#include "batch/warc_reader.h"
#include "expect.h"
#include "targets.h"

namespace dehusk::fuzz {
namespace {

constexpr size_t kLargest = 4096;
constexpr uint64_t kMostBody = 100000;

// Gives a few bytes at once, and can be gone to and fro in or not.
class Slow : public RawInput {
 public:
  Slow(std::string_view bytes, size_t most) : bytes_(bytes), most_(most) {}
  Result<size_t> read(char* to, size_t most) override {
    const std::string_view part = bytes_.substr(at_, std::min(most, most_));
    part.copy(to, part.size());
    at_ += part.size();
    return part.size();
  }

 private:
  std::string_view bytes_;
  size_t most_;
  size_t at_ = 0;
};

std::string gzip_of(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd_of(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1));
  return out;
}

std::string packed(std::string_view text, unsigned how) {
  if (how == 0) return std::string(text);
  if (how == 3) return gzip_of(text);
  std::string out;
  for (;;) {
    const size_t end = text.find("\n--\n");
    const std::string_view part = text.substr(0, end);
    out += how == 1 ? gzip_of(part) : zstd_of(part);
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 4);
  }
}

struct Answer {
  std::string text;
  uint64_t restart = 0;
  uint64_t since = 0;
};

void check_body(const WarcRecord& record) {
  const HttpResponse response = parse_http_response(record.block.view());
  Bytes held;
  const Result<std::string_view> body = decode_http_body(response, kMostBody, &held);
  expect(!body || body->size() <= std::max<size_t>(kMostBody, record.block.size()), "a body is no larger than is allowed");
}

enum class Bodies { read, ignore };

std::vector<Answer> read_all(ByteStream* stream, uint64_t most, uint64_t size, Bodies bodies) {
  WarcReader reader(stream, most);
  WarcRecord record;
  std::vector<Answer> out;
  for (auto next = reader.next(&record); next != WarcReader::Next::end; next = reader.next(&record)) {
    Answer answer;
    if (next == WarcReader::Next::fault) {
      expect(reader.fault().offset <= size, "a fault lies in the file");
      answer.text = "fault at " + std::to_string(reader.fault().offset) + " " + reader.fault().error.message;
    } else {
      expect(record.offset < size, "a record lies in the file");
      expect(record.block.size() <= most, "a block is no larger than is allowed");
      answer.text = std::to_string(record.offset) + " " + record.version;
      for (const auto& [name, value] : record.fields) answer.text += "\n" + name + ": " + value;
      answer.text += "\n" + std::string(record.block.view());
      if (bodies == Bodies::read) check_body(record);
    }
    answer.restart = reader.restart_offset();
    answer.since = reader.since_restart();
    expect(answer.restart <= size, "a restart lies in the file");
    expect(answer.since <= out.size() + 1, "a restart lies behind");
    out.push_back(std::move(answer));
    expect(out.size() <= 2 * size + 2, "reading comes to an end");
  }
  return out;
}

void expect_same(const std::vector<Answer>& a, size_t from_a, const std::vector<Answer>& b, size_t from_b, const char* what) {
  expect(a.size() >= from_a && b.size() >= from_b && a.size() - from_a == b.size() - from_b, what);
  for (size_t i = from_a; i < a.size(); ++i) fuzz::expect_same(a[i].text, b[i - from_a + from_b].text, what);
}

}  // namespace

void warc(std::string_view bytes) {
  if (bytes.size() < 3 || bytes.size() > kLargest) return;
  const auto control = static_cast<unsigned char>(bytes[0]);
  bytes.remove_prefix(1);
  const size_t at_once[] = {SIZE_MAX, 1, 7, 1000};
  const uint64_t most = (control & 16) != 0 ? 64 : 1 << 20;
  const bool is_damaged = (control & 32) != 0;
  const size_t place = static_cast<unsigned char>(bytes.back()) * 256U + static_cast<unsigned char>(bytes[bytes.size() - 2]);
  if (is_damaged) bytes.remove_suffix(2);
  std::string file = packed(bytes, control >> 2 & 3);
  if (is_damaged && !file.empty()) {
    const size_t bit = place % (8 * file.size());
    file[bit / 8] = static_cast<char>(file[bit / 8] ^ (1 << bit % 8));
  }
  ByteStream stream(std::make_unique<MemoryInput>(file));
  const std::vector<Answer> all = read_all(&stream, most, file.size(), Bodies::read);
  ByteStream slow(std::make_unique<Slow>(file, at_once[control & 3]));
  // What was given before damage depends on how much was read at once; behind a length that is too large, and wrong,
  // only what can be gone back in is searched.
  const bool has_too_large = std::any_of(all.begin(), all.end(), [](const Answer& answer) {
    return answer.text.find("--max-bytes") != std::string::npos;
  });
  if (slow.codec() == Codec::none && !has_too_large) {
    expect_same(all, 0, read_all(&slow, most, file.size(), Bodies::ignore), 0, "it matters not how it is read");
  } else {
    read_all(&slow, most, file.size(), Bodies::ignore);
  }
  for (size_t i = 0; i < all.size(); i += 1 + all.size() / 8) {
    ByteStream again(std::make_unique<MemoryInput>(file));
    expect(again.start_at(all[i].restart), "reading starts again");
    expect_same(read_all(&again, most, file.size(), Bodies::ignore), all[i].since, all, i + 1, "the rest is the same");
  }
}

}  // namespace dehusk::fuzz
