// Where what is written to a path goes.
#pragma once

#include <sys/stat.h>

#include <optional>
#include <string>

namespace dehusk {

/// What stands at a path that is to be written.
struct Target {
  std::string path;                ///< with symbolic links followed
  std::optional<struct stat> old;  ///< of a regular file that is there and will be replaced
  bool is_direct = false;  ///< no file to be replaced: a device, a pipe, /dev/stdout, /dev/fd/N
};

/// Looks at a path; never fails: what cannot be written to, opening tells.
Target find_target(const std::string& path);

/// The mode of a file that is made anew. Its first call must come before threads are started that make files: to
/// read the mask is to change it for a moment.
mode_t new_file_mode();

/// Gives a file that was written the mode of `old`, or that of new files, and, if that is allowed,
/// its owner. False with errno.
bool set_mode(int fd, const std::optional<struct stat>& old);

}  // namespace dehusk
