// What a crawler kept of an HTTP exchange (RFC 9112): a head, and a body as it came over the wire.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "batch/bytes.h"
#include "core/result.h"

namespace dehusk {

struct HttpResponse {
  int status = 0;                ///< 0 where there is no head
  std::string content_type;      ///< the header's value, with its charset
  std::string transfer_encoding;
  std::string content_encoding;
  std::string_view body;         ///< in what was parsed
};

/// Reads the head of a response. Without one, all is body.
HttpResponse parse_http_response(std::string_view block);

/// A body without its transfer and content encodings (chunked; gzip, deflate, br, zstd). `held` is where it is
/// put if it had any. Crawlers often unpack a body and leave the header as it was: what does not look
/// encoded is taken as it is. More than `most` bytes and damage are errors.
Result<std::string_view> decode_http_body(const HttpResponse& response, uint64_t most, Bytes* held);

}  // namespace dehusk
