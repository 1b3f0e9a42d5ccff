// Memory for one document: taken in steps, given back all at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace dehusk {

/// A bump allocator. What it hands out lives until reset() or its end. Not thread-safe.
class Arena {
 public:
  /// `size` bytes, aligned for any type. Throws std::bad_alloc.
  void* allocate(size_t size) {
    size = (size + 15) & ~size_t{15};
    if (size > left_) grow(size);
    void* place = next_;
    next_ += size;
    left_ -= size;
    used_ += size;
    return place;
  }

  /// Frees everything. Keeps memory for as much as was used last, up to kKept.
  void reset() {
    if (chunks_.size() > 1) {
      const size_t size = used_ < kKept ? used_ + used_ / 4 : kChunk;
      chunks_.clear();
      left_ = 0;
      used_ = 0;
      grow(size);
      return;
    }
    if (!chunks_.empty()) {
      next_ = chunks_[0].bytes.get();
      left_ = chunks_[0].size;
    }
    used_ = 0;
  }

  size_t used() const { return used_; }

 private:
  static constexpr size_t kChunk = size_t{256} << 10;
  static constexpr size_t kKept = size_t{16} << 20;
  struct Chunk {
    std::unique_ptr<char[]> bytes;
    size_t size;
  };

  void grow(size_t size) {
    // Chunks double, so that a large document needs few.
    const size_t wanted = chunks_.empty() ? kChunk : chunks_.back().size * 2;
    const size_t chunk = size > wanted ? size : (wanted < kKept ? wanted : kKept);
    const size_t bytes = chunk < size ? size : chunk;
    chunks_.push_back({std::unique_ptr<char[]>(new char[bytes]), bytes});
    next_ = chunks_.back().bytes.get();
    left_ = bytes;
  }

  std::vector<Chunk> chunks_;
  char* next_ = nullptr;
  size_t left_ = 0;
  size_t used_ = 0;
};

}  // namespace dehusk
