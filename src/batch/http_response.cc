#include "batch/http_response.h"

#include <brotli/decode.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <vector>

#include "batch/decompress.h"
#include "batch/faults.h"
#include "batch/header_text.h"

namespace dehusk {
namespace {

// The codings of a header, in the order in which they were applied.
std::vector<std::string> codings(std::string_view header) {
  std::vector<std::string> out;
  while (!header.empty()) {
    const size_t comma = header.find(',');
    std::string coding = lowered(trimmed(header.substr(0, comma)));
    if (!coding.empty() && coding != "identity") out.push_back(std::move(coding));
    if (comma == std::string_view::npos) break;
    header.remove_prefix(comma + 1);
  }
  return out;
}

// A chunked body put together; nothing where it is none. What follows damage between chunks stays as it is: a
// line too much is better than a text too short.
std::optional<std::string> unchunk(std::string_view body) {
  std::string out;
  for (bool is_first = true;; is_first = false) {
    const size_t end = body.find('\n');
    const std::string_view line = trimmed(body.substr(0, end));
    const std::string_view digits = trimmed(line.substr(0, line.find(';')));
    uint64_t size = 0;
    const auto [last, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
    const bool is_size = !digits.empty() && error == std::errc() && last == digits.data() + digits.size();
    if (end == std::string_view::npos || !is_size) {
      if (is_first) return std::nullopt;
      // A crawler may have stopped within a size.
      return end == std::string_view::npos && (is_size || digits.empty()) ? out : out.append(body);
    }
    body.remove_prefix(end + 1);
    if (size == 0) return out;
    // It may have stopped here: what came is the body.
    if (body.size() <= size) return out.append(body);
    const std::string_view rest = body.substr(size);
    if (is_first && rest[0] != '\r' && rest[0] != '\n') return std::nullopt;
    out += body.substr(0, size);
    body = rest;
    if (body.starts_with('\r')) body.remove_prefix(1);
    if (body.starts_with('\n')) body.remove_prefix(1);
    if (body.empty()) return out;
  }
}

// What a decoder made of a body.
struct UnpackedBody {
  Bytes bytes;
  bool is_whole = false;  // it came to the end of both
};

Result<UnpackedBody> unpack(std::unique_ptr<Decompressor> decompressor, std::string_view body, uint64_t most) {
  UnpackedBody out;
  while (!out.is_whole) {
    constexpr size_t kRoom = size_t{1} << 16;
    char* to = out.bytes.room(kRoom);
    if (to == nullptr) return out_of_memory();
    const Decompressor::Step step = decompressor->run(body, to, kRoom);
    out.bytes.grow(step.made);
    body.remove_prefix(step.used);
    if (out.bytes.size() > most) return larger_than(most);
    // A body that a crawler cut short is worth what is there.
    if (step.damage && out.bytes.empty()) return *step.damage;
    if (step.damage || (step.used == 0 && step.made == 0 && !step.at_end)) break;
    if (step.at_end && !body.empty() && codec_of(body) != Codec::none) {
      decompressor->reset();
    } else {
      out.is_whole = step.at_end;
    }
  }
  if (!out.is_whole && out.bytes.empty()) return damage("cut short");
  out.is_whole = out.is_whole && body.empty();
  return out;
}

Result<UnpackedBody> unpack_brotli(std::string_view body, uint64_t most) {
  const std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), &BrotliDecoderDestroyInstance);
  UnpackedBody out;
  size_t left = body.size();
  const auto* in = reinterpret_cast<const uint8_t*>(body.data());
  for (;;) {
    constexpr size_t kRoom = size_t{1} << 16;
    char* to = state ? out.bytes.room(kRoom) : nullptr;
    if (to == nullptr) return out_of_memory();
    size_t room = kRoom;
    auto* next = reinterpret_cast<uint8_t*>(to);
    const auto status = BrotliDecoderDecompressStream(state.get(), &left, &in, &room, &next, nullptr);
    out.bytes.grow(kRoom - room);
    if (out.bytes.size() > most) return larger_than(most);
    if (status == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) continue;
    if (status == BROTLI_DECODER_RESULT_ERROR && out.bytes.empty()) return damage("damaged brotli");
    out.is_whole = status == BROTLI_DECODER_RESULT_SUCCESS && left == 0;
    return out;
  }
}

// "deflate" is zlib's format, and in practice bare deflate too.
Result<UnpackedBody> unpack_deflate(std::string_view body, uint64_t most) {
  const bool has_head = body.size() > 2 && (body[0] & 0x0F) == 8 &&
                        (static_cast<unsigned char>(body[0]) * 256 + static_cast<unsigned char>(body[1])) % 31 == 0;
  if (has_head) {
    Result<UnpackedBody> unpacked = unpack(make_zlib_decompressor(), body, most);
    if (unpacked || unpacked.error().kind != ErrorKind::damaged) return unpacked;
  }
  return unpack(make_deflate_decompressor(), body, most);
}

Result<UnpackedBody> unpack_as(std::string_view coding, std::string_view body, uint64_t most) {
  if (coding == "deflate") return unpack_deflate(body, most);
  if (coding == "br") return unpack_brotli(body, most);
  return unpack(make_decompressor(codec_of(body)), body, most);
}

bool looks_like_text(std::string_view body) {
  const std::string_view head = body.substr(0, 512);
  return std::none_of(head.begin(), head.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1B';
  });
}

}  // namespace

HttpResponse parse_http_response(std::string_view block) {
  HttpResponse response;
  response.body = block;
  if (!block.starts_with("HTTP/")) return response;
  std::string_view rest = block;
  const std::string_view status_line = trimmed(take_line(&rest));
  const size_t space = status_line.find(' ');
  if (space != std::string_view::npos) {
    const std::string_view digits = trimmed(status_line.substr(space + 1)).substr(0, 3);
    std::from_chars(digits.data(), digits.data() + digits.size(), response.status);
  }
  std::string* last = nullptr;
  while (!rest.empty()) {
    const bool continues = rest[0] == ' ' || rest[0] == '\t';
    const std::string_view line = trimmed(take_line(&rest));
    if (line.empty()) break;
    // An old way to write a long value.
    if (continues) {
      if (last != nullptr) *last += " " + std::string(line);
      continue;
    }
    last = nullptr;
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string name = lowered(trimmed(line.substr(0, colon)));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (name == "content-type") last = &response.content_type;
    if (name == "transfer-encoding") last = &response.transfer_encoding;
    if (name == "content-encoding") last = &response.content_encoding;
    if (last == nullptr) continue;
    // Of two encodings, both were applied.
    if (last == &response.content_type || last->empty()) {
      *last = value;
    } else {
      *last += ", " + std::string(value);
    }
  }
  response.body = rest;
  return response;
}

Result<std::string_view> decode_http_body(const HttpResponse& response, uint64_t most, Bytes* held) {
  std::string_view body = response.body;
  std::string joined;
  const std::vector<std::string> transfers = codings(response.transfer_encoding);
  if (std::find(transfers.begin(), transfers.end(), "chunked") != transfers.end()) {
    if (std::optional<std::string> whole = unchunk(body)) {
      joined = std::move(*whole);
      body = joined;
    }
  }
  std::vector<std::string> codes = codings(response.content_encoding);
  codes.insert(codes.end(), transfers.begin(), transfers.end());
  for (; !codes.empty(); codes.pop_back()) {
    const std::string& coding = codes.back();
    const bool has_magic = coding == "gzip" || coding == "x-gzip" || coding == "zstd";
    if (!has_magic && coding != "deflate" && coding != "br") continue;
    // What was unpacked already looks like what it is, and is not mistaken for a packed body from end to end.
    if (body.empty() || (has_magic && codec_of(body) == Codec::none)) continue;
    Result<UnpackedBody> unpacked = unpack_as(coding, body, most);
    const bool looks_unpacked = looks_like_text(body) || codec_of(body) != Codec::none;
    if (!has_magic && !(unpacked && unpacked->is_whole) && looks_unpacked) continue;
    if (!unpacked) return Error{"its " + coding + " body: " + unpacked.error().message, unpacked.error().kind};
    *held = std::move(unpacked->bytes);
    body = held->view();
  }
  if (body.data() == joined.data() && !body.empty()) {
    held->clear();
    if (!held->append(joined)) return out_of_memory();
    body = held->view();
  }
  return body;
}

}  // namespace dehusk
