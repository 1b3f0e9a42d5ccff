#include "batch/bytes.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace dehusk {

void Bytes::Free::operator()(char* data) const { std::free(data); }

char* Bytes::room(size_t more) {
  if (capacity_ - size_ < more || !data_) {
    // What is asked for first is often the size of all; half as much again comes after it.
    size_t capacity = size_ + more;
    if (data_) capacity = std::max(capacity, capacity_ + capacity_ / 2);
    capacity = std::max<size_t>(capacity, 1);
    char* grown = static_cast<char*>(std::realloc(data_.get(), capacity));
    if (grown == nullptr) return nullptr;
    static_cast<void>(data_.release());
    data_.reset(grown);
    capacity_ = capacity;
  }
  return data_.get() + size_;
}

bool Bytes::append(std::string_view text) {
  if (text.empty()) return true;
  char* to = room(text.size());
  if (to == nullptr) return false;
  std::memcpy(to, text.data(), text.size());
  grow(text.size());
  return true;
}

void Bytes::drop_front(size_t count) {
  std::memmove(data_.get(), data_.get() + count, size_ - count);
  size_ -= count;
}

}  // namespace dehusk
