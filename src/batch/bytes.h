// The bytes of one document.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace dehusk {

/// Bytes that grow at their end. Grown by realloc, which moves pages and not bytes: a large document is
/// held once.
class Bytes {
 public:
  std::string_view view() const { return {data_.get(), size_}; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  /// Room for `more` bytes behind the last; null where there is no memory. grow() says how many were
  /// then written there.
  char* room(size_t more);
  void grow(size_t by) { size_ += by; }

  /// False where there is no memory.
  bool append(std::string_view text);

  /// Forgets the bytes and keeps their memory.
  void clear() { size_ = 0; }

  /// Forgets the first `count` bytes. O(size).
  void drop_front(size_t count);

 private:
  struct Free {
    void operator()(char* data) const;
  };
  std::unique_ptr<char, Free> data_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace dehusk
