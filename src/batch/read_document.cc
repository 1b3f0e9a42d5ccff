#include "batch/read_document.h"

#include "batch/container.h"

namespace dehusk {

Result<Bytes> read_document(const Input& input, uint64_t most) {
  Result<FileInput> file = FileInput::open(input.path);
  if (!file) return file.error();
  auto stream = std::make_unique<ByteStream>(std::make_unique<FileInput>(std::move(*file)), codec_named_by(input.path));
  const SourceOptions options{.max_bytes = most};
  const ContainerKind kind = recognise(stream.get(), options, input.path);
  // A text may be JSON lines, and somebody wants to see it as text.
  if (kind != ContainerKind::document && kind != ContainerKind::jsonl) {
    return Error{"holds many documents, and this command takes one"};
  }
  const std::unique_ptr<Container> container = open_document(std::move(stream), options);
  SourceItem item;
  container->next(&item);
  if (item.kind == SourceItem::Kind::fault) return item.error;
  return std::move(item.bytes);
}

}  // namespace dehusk
