// What comes out of an input: documents, and what is to be said of the rest.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "batch/bytes.h"
#include "batch/http_response.h"
#include "batch/input_stamp.h"
#include "batch/position.h"
#include "core/result.h"

namespace dehusk {

struct SourceItem {
  enum class Kind : uint8_t {
    document,
    passed_over,  ///< a record that is no HTML or text, see `what`
    fault,        ///< a stretch of the input that cannot be used, see `error`
    input_end,    ///< the last one of each input
  };
  /// How the document lies in `bytes`.
  enum class Form : uint8_t { plain, text, http, json_line };

  Kind kind = Kind::document;
  uint64_t input = 0;    ///< index in the list of inputs
  Form form = Form::plain;
  Bytes bytes;
  HttpResponse http;     ///< for Form::http; its body lies in `bytes`
  std::string entry;     ///< its path in an archive
  std::optional<uint64_t> offset;  ///< where it begins in a container that has no names
  uint64_t line = 0;     ///< of JSONL, 1-based
  std::string id;        ///< WARC-Record-ID
  std::string url;
  std::string date;      ///< WARC-Date
  std::string what;      ///< of what is passed over: a content type, a type of records
  Error error;
  bool from_container = false;
  bool is_packed = false;
  std::shared_ptr<const InputStamp> begins;  ///< on the first item of each input: what is being read
  Position after;        ///< where to go on once this item is done
};

}  // namespace dehusk
