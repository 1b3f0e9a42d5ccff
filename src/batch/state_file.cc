#include "batch/state_file.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include "batch/locked_file.h"

namespace dehusk {

Result<StateFile> StateFile::open(const std::string& path) {
  constexpr mode_t kPrivate = 0600;
  Result<Descriptor> file = open_locked(path, Lock::exclusive, kPrivate);
  if (!file) {
    const bool is_taken = file.error().message == kLockedElsewhere;
    return is_taken ? file.error() : Error{"cannot open '" + path + "': " + file.error().message};
  }
  const Result<Bytes> bytes = read_descriptor(file->get(), 0, kNoLimit - 1);
  if (!bytes) return Error{"cannot read '" + path + "': " + bytes.error().message};
  StateFile state;
  state.path_ = path;
  state.text_ = bytes->view();
  state.size_ = state.text_.size();
  state.file_ = std::move(*file);
  return state;
}

Written StateFile::cut(uint64_t size) {
  const auto end = static_cast<off_t>(size);
  if (ftruncate(file_.get(), end) != 0 || lseek(file_.get(), end, SEEK_SET) != end) {
    return {WriteStatus::failed, "cannot cut '" + path_ + "': " + std::strerror(errno)};
  }
  size_ = size;
  text_ = {};
  return {};
}

Written StateFile::append(std::string_view line) {
  const Written written = write_descriptor(file_.get(), line);
  if (written.status != WriteStatus::done) {
    static_cast<void>(cut(size_));
    return {WriteStatus::failed, "cannot write '" + path_ + "': " + written.message};
  }
  size_ += line.size();
  return {};
}

void StateFile::remove() { unlink(path_.c_str()); }

}  // namespace dehusk
