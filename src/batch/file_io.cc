#include "batch/file_io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "batch/descriptor.h"
#include "batch/target.h"

#include "batch/faults.h"

namespace dehusk {
namespace {

std::string system_message(int error) { return std::strerror(error); }

Written failed(const std::string& what, int error) {
  return {WriteStatus::failed, what + ": " + system_message(error)};
}

// Names the temporary file that is being written, for a signal handler.
char unfinished_name[4096];
std::atomic<bool> is_unfinished = false;

class Unfinished {
 public:
  explicit Unfinished(const std::string& path) {
    if (path.size() >= sizeof unfinished_name) return;
    std::memcpy(unfinished_name, path.c_str(), path.size() + 1);
    is_unfinished.store(true);
  }
  ~Unfinished() { is_unfinished.store(false); }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
};

}  // namespace

void remove_unfinished_file() {
  if (is_unfinished.load()) unlink(unfinished_name);
}

Result<Bytes> read_descriptor(int fd, uint64_t expected, uint64_t most) {
  constexpr size_t kAtOnce = size_t{1} << 24;
  Bytes bytes;
  // One byte more than the file has: its end is seen without growing.
  size_t room = std::max<size_t>(static_cast<size_t>(std::min(expected, most)) + 1, 1 << 16);
  for (;;) {
    char* to = bytes.room(room);
    if (to == nullptr) return out_of_memory();
    const ssize_t got = read(fd, to, std::min(room, kAtOnce));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(errno);
    if (got == 0) return bytes;
    bytes.grow(static_cast<size_t>(got));
    room = room > static_cast<size_t>(got) ? room - static_cast<size_t>(got) : 1 << 16;
    if (bytes.size() > most) {
      return larger_than(most);
    }
  }
}

Result<Bytes> read_file(const std::string& path, uint64_t most) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return system_error(errno);
  struct stat info {};
  if (fstat(file.get(), &info) != 0) return system_error(errno);
  if (S_ISDIR(info.st_mode)) return Error{"is a folder; -r cleans what is in it", ErrorKind::io};
  const auto size = static_cast<uint64_t>(std::max<off_t>(info.st_size, 0));
  if (S_ISREG(info.st_mode) && size > most) {
    return larger_than(most, size);
  }
  return read_descriptor(file.get(), size, most);
}

Result<Bytes> read_standard_input(uint64_t most) {
  struct stat info {};
  uint64_t size = 0;
  if (fstat(STDIN_FILENO, &info) == 0 && S_ISREG(info.st_mode)) {
    size = static_cast<uint64_t>(info.st_size);
  }
  return read_descriptor(STDIN_FILENO, size, most);
}

Written write_descriptor(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = write(fd, text.data(), std::min<size_t>(text.size(), 1 << 24));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EPIPE) return {WriteStatus::pipe_closed, ""};
    if (n < 0) return {WriteStatus::failed, system_message(errno)};
    text.remove_prefix(static_cast<size_t>(n));
  }
  return {};
}

void PartWriter::add(std::string_view part) {
  constexpr size_t kTogether = 1 << 16;
  const bool large = part.size() > kTogether / 4;
  if (large || held_.size() + part.size() > kTogether) {
    write_out(held_);
    held_.clear();
  }
  if (large) return write_out(part);
  held_.append(part);
}

Written PartWriter::finish() {
  write_out(held_);
  held_.clear();
  return written_;
}

void PartWriter::write_out(std::string_view text) {
  if (written_.status == WriteStatus::done) written_ = write_descriptor(fd_, text);
}

Written replace_file(const std::string& path, std::string_view text, const std::string& backup) {
  const Target target = find_target(path);
  if (target.is_direct) {
    const Descriptor file(open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
    if (file.get() < 0) return {WriteStatus::failed, system_message(errno)};
    return write_descriptor(file.get(), text);
  }
  std::string temporary = target.path + ".XXXXXX";
  Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) return failed("cannot create a temporary file", errno);
  const Unfinished unfinished(temporary);
  const auto give_up = [&](const std::string& what, int why) {
    unlink(temporary.c_str());
    return failed(what, why);
  };
  Written written = write_descriptor(file.get(), text);
  if (written.status != WriteStatus::done) {
    unlink(temporary.c_str());
    return written;
  }
  if (!set_mode(file.get(), target.old)) return give_up("cannot set the mode", errno);
  // Waiting for the disk takes 3 to 5 ms a file: only where there is something to lose.
  if (target.old && fsync(file.get()) != 0) return give_up("cannot write to disk", errno);
  if (!file.close_now()) return give_up("cannot close the file", errno);
  if (target.old && !backup.empty()) {
    const std::string kept = target.path + backup;
    unlink(kept.c_str());
    if (link(target.path.c_str(), kept.c_str()) != 0) return give_up("cannot keep a backup", errno);
  }
  if (rename(temporary.c_str(), target.path.c_str()) != 0) return give_up("cannot rename", errno);
  return {};
}

}  // namespace dehusk
