// The items of one input: one document, or all that a WARC, JSONL, tar or zip file holds.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "batch/byte_stream.h"
#include "batch/json_line.h"
#include "batch/path_pattern.h"
#include "batch/source_item.h"

namespace dehusk {

/// What inputs are taken for.
enum class From : uint8_t {
  detect,  ///< what they look like
  files,   ///< one document each
  warc,
  jsonl,
};

struct SourceOptions {
  From from = From::detect;
  JsonFields fields = {};
  NameFilter filter = {};                  ///< of entries of archives
  uint64_t max_bytes = uint64_t{1} << 30;  ///< of one document
};

class Container {
 public:
  virtual ~Container() = default;

  /// The next item, all but its position; false at the end. Never an input_end.
  virtual bool next(SourceItem* item) = 0;

  /// Where in the raw input reading may start again, and how many items came between there and now.
  struct Restart {
    uint64_t offset = 0;
    uint64_t since = 0;
  };
  virtual Restart restart() const = 0;

  /// Whether the next item is there without waiting.
  virtual bool ready() const { return true; }

  /// Of the raw input, for progress.
  virtual uint64_t raw_offset() const = 0;
};

enum class ContainerKind : uint8_t { document, warc, jsonl, tar, zip };

/// What a stream holds. Looks at as much as it must: of text whose first character is "{" 64 kB, or a line. Where
/// the first bytes are damaged, at what follows them. `path`: its name counts where the content leaves it open.
ContainerKind recognise(ByteStream* stream, const SourceOptions& options, std::string_view path = "");

/// A container over a stream, at its beginning or at a Restart's offset. `depth`: how many archives it lies in.
std::unique_ptr<Container> open_container(ContainerKind kind, std::unique_ptr<ByteStream> stream,
                                          const SourceOptions& options, int depth);

std::unique_ptr<Container> open_document(std::unique_ptr<ByteStream> stream, const SourceOptions& options);
std::unique_ptr<Container> open_warc(std::unique_ptr<ByteStream> stream, const SourceOptions& options);
std::unique_ptr<Container> open_jsonl(std::unique_ptr<ByteStream> stream, const SourceOptions& options);
std::unique_ptr<Container> open_archive(ContainerKind kind, std::unique_ptr<ByteStream> stream,
                                        const SourceOptions& options, int depth);

}  // namespace dehusk
