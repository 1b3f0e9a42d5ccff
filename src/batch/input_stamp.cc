#include "batch/input_stamp.h"

#include <sys/stat.h>
#include <unistd.h>

#include "batch/file_io.h"

namespace dehusk {
namespace {

InputStamp stamp_of(const std::string& path, const struct stat* info) {
  if (info == nullptr) return {.path = path, .size = kNoLimit};
  constexpr int64_t kSecond = 1'000'000'000;
  return {.path = path,
          .size = static_cast<uint64_t>(info->st_size),
          .mtime_ns = info->st_mtim.tv_sec * kSecond + info->st_mtim.tv_nsec,
          .can_repeat = S_ISREG(info->st_mode) || S_ISDIR(info->st_mode)};
}

}  // namespace

InputStamp stamp_of(const std::string& path) {
  if (path == "-") return stamp_of(path, STDIN_FILENO);
  struct stat info {};
  return stamp_of(path, stat(path.c_str(), &info) == 0 ? &info : nullptr);
}

InputStamp stamp_of(const std::string& path, int fd) {
  struct stat info {};
  return stamp_of(path, fstat(fd, &info) == 0 ? &info : nullptr);
}

RowHash hash_of(const InputStamp& stamp) {
  RowHash hash;
  hash.add(stamp.path);
  hash.add(std::to_string(stamp.size) + " " + std::to_string(stamp.mtime_ns));
  return hash;
}

void InputChain::add(const InputStamp& stamp) {
  hash_.add(hash_of(stamp).hex());
  can_repeat_ = can_repeat_ && stamp.can_repeat;
  ++count_;
}

}  // namespace dehusk
