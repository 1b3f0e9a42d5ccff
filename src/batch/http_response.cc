#include "batch/http_response.h"

#include <brotli/decode.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <vector>

#include "batch/byte_stream.h"
#include "batch/faults.h"

namespace dehusk {
namespace {

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(kBlank) + 1 - first);
}

std::string_view take_line(std::string_view* text) {
  const size_t end = text->find('\n');
  const std::string_view line = text->substr(0, end);
  text->remove_prefix(end == std::string_view::npos ? text->size() : end + 1);
  return trimmed(line);
}

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

// A chunked body put together; nothing where it is none.
std::optional<std::string> unchunk(std::string_view body) {
  std::string out;
  for (;;) {
    const size_t end = body.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = trimmed(body.substr(0, end));
    const std::string_view digits = trimmed(line.substr(0, line.find(';')));
    uint64_t size = 0;
    const auto [last, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
    if (digits.empty() || error != std::errc() || last != digits.data() + digits.size()) return std::nullopt;
    body.remove_prefix(end + 1);
    if (size == 0) return out;
    out += body.substr(0, size);
    // A crawler may have stopped here: what came is the body.
    if (body.size() <= size) return out;
    body.remove_prefix(size);
    if (body.starts_with('\r')) body.remove_prefix(1);
    if (body.starts_with('\n')) body.remove_prefix(1);
    if (body.empty()) return out;
  }
}

Result<Bytes> unpack(std::string_view body, uint64_t most) {
  ByteStream stream(std::make_unique<MemoryInput>(body));
  stream.set_members(Members::joined);
  Bytes out;
  const Result<size_t> taken = stream.take(most == UINT64_MAX ? most : most + 1, &out);
  if (!taken) return taken.error();
  if (out.size() > most) return larger_than(most);
  // A body that a crawler cut short is worth what is there.
  if (stream.fault() && out.empty()) return *stream.fault();
  return out;
}

Result<Bytes> unpack_brotli(std::string_view body, uint64_t most) {
  const std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), &BrotliDecoderDestroyInstance);
  Bytes out;
  size_t left = body.size();
  const auto* in = reinterpret_cast<const uint8_t*>(body.data());
  for (;;) {
    constexpr size_t kRoom = size_t{1} << 16;
    char* to = state ? out.room(kRoom) : nullptr;
    if (to == nullptr) return out_of_memory();
    size_t room = kRoom;
    auto* next = reinterpret_cast<uint8_t*>(to);
    const auto status = BrotliDecoderDecompressStream(state.get(), &left, &in, &room, &next, nullptr);
    out.grow(kRoom - room);
    if (out.size() > most) return larger_than(most);
    if (status == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) continue;
    if (status == BROTLI_DECODER_RESULT_ERROR && out.empty()) return damage("damaged brotli");
    return out;
  }
}

// "deflate" is zlib's format, and in practice bare deflate too. Gzip's decompressor reads both when a gzip head
// and nothing else is put before the bare one; its trailer is missing then, which does not matter here.
Result<Bytes> unpack_deflate(std::string_view body, uint64_t most) {
  const bool has_head = body.size() > 2 && (body[0] & 0x0F) == 8 &&
                        (static_cast<unsigned char>(body[0]) * 256 + static_cast<unsigned char>(body[1])) % 31 == 0;
  if (has_head) body.remove_prefix(2);
  std::string packed("\x1F\x8B\x08\0\0\0\0\0\0\x03", 10);
  packed += body;
  return unpack(packed, most);
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
  const std::string_view status_line = take_line(&rest);
  const size_t space = status_line.find(' ');
  if (space != std::string_view::npos) {
    const std::string_view digits = status_line.substr(space + 1, 3);
    std::from_chars(digits.data(), digits.data() + digits.size(), response.status);
  }
  while (!rest.empty()) {
    const std::string_view line = take_line(&rest);
    if (line.empty()) break;
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string name = lowered(trimmed(line.substr(0, colon)));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (name == "content-type") {
      response.content_type = value;
    } else if (name == "transfer-encoding") {
      response.transfer_encoding = value;
    } else if (name == "content-encoding") {
      response.content_encoding = value;
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
  std::vector<std::string> contents = codings(response.content_encoding);
  while (!contents.empty()) {
    const std::string coding = std::move(contents.back());
    contents.pop_back();
    const bool by_magic = codec_of(body) != Codec::none;
    Result<Bytes> unpacked = Bytes();
    if ((coding == "gzip" || coding == "x-gzip" || coding == "zstd") && by_magic) {
      unpacked = unpack(body, most);
    } else if (coding == "deflate" && !looks_like_text(body)) {
      unpacked = unpack_deflate(body, most);
    } else if (coding == "br" && !looks_like_text(body)) {
      unpacked = unpack_brotli(body, most);
    } else {
      continue;
    }
    if (!unpacked) return Error{"its " + coding + " body: " + unpacked.error().message, unpacked.error().kind};
    *held = std::move(*unpacked);
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
