#include "batch/target.h"

#include <unistd.h>

#include <filesystem>
#include <string_view>

namespace dehusk {
namespace {

namespace fs = std::filesystem;

// Names of what is open already: such a file is written to where it stands.
bool names_descriptor(std::string_view path) {
  return path == "/dev/stdout" || path == "/dev/stderr" || path.starts_with("/dev/fd/") ||
         path.starts_with("/proc/self/fd/");
}

}  // namespace

Target find_target(const std::string& path) {
  Target target;
  target.path = path;
  struct stat info {};
  const bool exists = stat(path.c_str(), &info) == 0;
  target.is_direct = names_descriptor(path) || (exists && !S_ISREG(info.st_mode));
  if (target.is_direct) return target;
  if (exists) target.old = info;
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(path, error);
  if (!error) target.path = whole.string();
  return target;
}

mode_t new_file_mode() {
  static const mode_t mask = [] {
    const mode_t found = umask(0);
    umask(found);
    return found;
  }();
  return 0666 & ~mask;
}

// Writing and a change of owner take set-id bits off, so the mode comes last.
bool set_mode(int fd, const std::optional<struct stat>& old) {
  if (!old) {
    return fchmod(fd, new_file_mode()) == 0;
  }
  mode_t mode = old->st_mode & 07777;
  const bool is_own = old->st_uid == geteuid() && old->st_gid == getegid();
  // Only root may give files away; set-id bits are for the old owner.
  if (!is_own && fchown(fd, old->st_uid, old->st_gid) != 0) mode &= 01777;
  return fchmod(fd, mode) == 0;
}

}  // namespace dehusk
