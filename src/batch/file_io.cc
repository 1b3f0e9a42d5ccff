#include "batch/file_io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "batch/descriptor.h"
#include "batch/faults.h"
#include "batch/target.h"

namespace dehusk {
namespace {

std::string system_message(int error) { return std::strerror(error); }

Written failed(const std::string& what, int error) {
  return {WriteStatus::failed, what + ": " + system_message(error)};
}

constexpr char kOpenFiles[] = "/proc/self/fd/";

// A file that is made beside the one whose place it takes. Where the file system allows, it has no
// name until it is whole: a run that is killed leaves nothing.
class NewFile {
 public:
  NewFile() = default;
  ~NewFile() {
    if (!temporary_.empty()) unlink(temporary_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  int get() const { return file_.get(); }

  // These are false with errno.
  bool open(const std::string& target) {
    target_ = target;
    const size_t slash = target.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : target.substr(0, slash + 1);
    // A name is given by way of this folder, which a chroot may lack.
    if (access(kOpenFiles, X_OK) == 0) {
      file_ = Descriptor(::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
    }
    if (file_.get() >= 0) return true;
    temporary_ = target + ".XXXXXX";
    file_ = Descriptor(mkostemp(temporary_.data(), O_CLOEXEC));
    if (file_.get() < 0) temporary_.clear();
    return file_.get() >= 0;
  }

  // Some file systems tell only when a file is closed that it could not be written.
  bool has_written() const { return Descriptor(dup(file_.get())).close_now(); }

  // Where no file has the name yet, the one step that is needed.
  bool take_free_name() { return temporary_.empty() && link_as(target_); }

  bool take_temporary_name() {
    for (unsigned number = 0; temporary_.empty(); ++number) {
      std::string name = target_ + "." + std::to_string(getpid()) + "-" + std::to_string(number);
      if (link_as(name)) {
        temporary_ = std::move(name);
      } else if (errno != EEXIST) {
        return false;
      }
    }
    return true;
  }

  bool take_name() {
    if (rename(temporary_.c_str(), target_.c_str()) != 0) return false;
    temporary_.clear();
    return true;
  }

 private:
  bool link_as(const std::string& name) const {
    const std::string open_file = kOpenFiles + std::to_string(file_.get());
    return linkat(AT_FDCWD, open_file.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
  }

  std::string target_;
  std::string temporary_;  // its name while it has one
  Descriptor file_;
};

}  // namespace

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
  NewFile file;
  if (!file.open(target.path)) return failed("cannot create a temporary file", errno);
  const Written written = write_descriptor(file.get(), text);
  if (written.status != WriteStatus::done) return written;
  if (!set_mode(file.get(), target.old)) return failed("cannot set the mode", errno);
  // Waiting for the disk takes 3 to 5 ms a file: only where there is something to lose.
  if (target.old && fsync(file.get()) != 0) return failed("cannot write to disk", errno);
  if (!file.has_written()) return failed("cannot close the file", errno);
  if (!target.old && file.take_free_name()) return {};
  if (!file.take_temporary_name()) return failed("cannot create a temporary file", errno);
  if (target.old && !backup.empty()) {
    const std::string kept = target.path + backup;
    unlink(kept.c_str());
    if (link(target.path.c_str(), kept.c_str()) != 0) return failed("cannot keep a backup", errno);
  }
  if (!file.take_name()) return failed("cannot rename", errno);
  return {};
}

}  // namespace dehusk
