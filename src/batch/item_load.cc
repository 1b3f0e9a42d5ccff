#include "batch/item_load.h"

#include "batch/interruption.h"

namespace dehusk {

bool ItemLoad::read(DocumentSource* source) {
  constexpr uint64_t kTogether = uint64_t{128} << 10;
  while (items.empty() || (size_ < kTogether && source->ready())) {
    SourceItem item;
    if (!source->next(&item)) break;
    size_ += item.bytes.size() + sizeof item;
    items.push_back(std::move(item));
    // With -d each container that was begun has files open.
    if (items.back().kind == SourceItem::Kind::input_end && items.back().from_container) break;
  }
  bytes_read = source->bytes_read();
  return !items.empty() && !stop_requested();
}

}  // namespace dehusk
