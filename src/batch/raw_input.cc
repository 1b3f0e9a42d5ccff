#include "batch/raw_input.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "batch/faults.h"
#include "batch/interruption.h"

namespace dehusk {

Result<FileInput> FileInput::open(const std::string& path) {
  const bool standard = path == "-";
  const int fd = standard ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return system_error(errno);
  FileInput input(fd, !standard);
  struct stat info {};
  if (fstat(fd, &info) != 0) return system_error(errno);
  if (S_ISDIR(info.st_mode)) return Error{"is a folder; -r cleans what is in it", ErrorKind::io};
  input.regular_ = S_ISREG(info.st_mode);
  if (input.regular_) {
    // Standard input may stand behind the first byte: what is left counts.
    const off_t at = standard ? lseek(fd, 0, SEEK_CUR) : 0;
    input.size_ = static_cast<uint64_t>(std::max<off_t>(info.st_size - std::max<off_t>(at, 0), 0));
  }
  return input;
}

FileInput::FileInput(FileInput&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      owned_(std::exchange(other.owned_, false)),
      regular_(other.regular_),
      size_(other.size_) {}

FileInput& FileInput::operator=(FileInput&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(owned_, other.owned_);
  regular_ = other.regular_;
  size_ = other.size_;
  return *this;
}

FileInput::~FileInput() {
  if (owned_ && fd_ >= 0) close(fd_);
}

Result<size_t> FileInput::read(char* to, size_t most) {
  for (;;) {
    // Of a pipe nothing may come for long: who asked to stop does not wait for it.
    for (bool waits = !regular_; waits;) {
      constexpr int kMilliseconds = 100;
      pollfd waiting{fd_, POLLIN, 0};
      waits = poll(&waiting, 1, kMilliseconds) == 0;
      if (stop_requested()) return Error{"interrupted", ErrorKind::io};
    }
    const ssize_t got = ::read(fd_, to, std::min<size_t>(most, 1 << 24));
    if (got >= 0) return static_cast<size_t>(got);
    if (errno != EINTR) return system_error(errno);
  }
}

bool FileInput::seek(uint64_t offset) {
  return can_seek() && lseek(fd_, static_cast<off_t>(offset), SEEK_SET) >= 0;
}

bool FileInput::ready() const {
  if (regular_) return true;
  pollfd waiting{fd_, POLLIN, 0};
  return poll(&waiting, 1, 0) != 0;
}

Result<size_t> MemoryInput::read(char* to, size_t most) {
  const size_t count = std::min(most, bytes_.size() - at_);
  std::copy_n(bytes_.data() + at_, count, to);
  at_ += count;
  return count;
}

bool MemoryInput::seek(uint64_t offset) {
  if (offset > bytes_.size()) return false;
  at_ = offset;
  return true;
}

}  // namespace dehusk
