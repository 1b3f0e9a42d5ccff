#include "batch/locked_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace dehusk {
namespace {

// A lock on a file that lost its name meanwhile, by rename or removal, is worth nothing.
bool is_still_at(const std::string& path, const struct stat& open) {
  struct stat named {};
  return lstat(path.c_str(), &named) == 0 && named.st_dev == open.st_dev &&
         named.st_ino == open.st_ino;
}

}  // namespace

Result<Descriptor> open_locked(const std::string& path, Lock lock, mode_t mode) {
  for (;;) {
    // Not blocking: a pipe of that name would wait for its other end.
    Descriptor file(
        open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, mode));
    if (file.get() < 0) return Error{std::strerror(errno)};
    struct stat info {};
    if (fstat(file.get(), &info) != 0) return Error{std::strerror(errno)};
    if (!S_ISREG(info.st_mode)) return Error{"is no regular file"};
    const int how = lock == Lock::shared ? LOCK_SH : LOCK_EX | LOCK_NB;
    if (flock(file.get(), how) != 0 && errno == EWOULDBLOCK) {
      return Error{kLockedElsewhere};
    }
    if (is_still_at(path, info)) return file;
  }
}

}  // namespace dehusk
