// Where bytes come from: a file, a pipe, an entry of an archive, memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace dehusk {

/// Bytes in their order, as they lie there: compressed ones still are.
class RawInput {
 public:
  virtual ~RawInput() = default;

  /// Reads up to `most` bytes; 0 at the end. Waits for the first one only.
  virtual Result<size_t> read(char* to, size_t most) = 0;

  /// Goes to a byte. False where that cannot be done.
  virtual bool seek(uint64_t /*offset*/) { return false; }
  virtual bool can_seek() const { return false; }

  /// The size in bytes; 0 where it is not known.
  virtual uint64_t size() const { return 0; }

  /// Whether read() would answer at once.
  virtual bool ready() const { return true; }
};

/// An open file.
class FileInput : public RawInput {
 public:
  /// Opens a file, or standard input for "-". A folder is an error.
  static Result<FileInput> open(const std::string& path);

  FileInput(FileInput&& other) noexcept;
  FileInput& operator=(FileInput&& other) noexcept;
  ~FileInput() override;

  Result<size_t> read(char* to, size_t most) override;
  bool seek(uint64_t offset) override;
  bool can_seek() const override { return regular_ && owned_; }
  uint64_t size() const override { return size_; }
  bool ready() const override;
  int descriptor() const { return fd_; }

 private:
  FileInput(int fd, bool owned) : fd_(fd), owned_(owned) {}

  int fd_ = -1;
  bool owned_ = false;
  bool regular_ = false;
  uint64_t size_ = 0;
};

/// Bytes that somebody holds. They live longer than this.
class MemoryInput : public RawInput {
 public:
  explicit MemoryInput(std::string_view bytes) : bytes_(bytes) {}
  Result<size_t> read(char* to, size_t most) override;
  bool seek(uint64_t offset) override;
  bool can_seek() const override { return true; }
  uint64_t size() const override { return bytes_.size(); }

 private:
  std::string_view bytes_;
  size_t at_ = 0;
};

}  // namespace dehusk
