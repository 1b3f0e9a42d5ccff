#include "support/system_calls.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <limits>

namespace dehusk {
namespace {

constexpr int kNever = std::numeric_limits<int>::max();

CallFault planned = CallFault::kill;
int fault_at = kNever;
int made = 0;
bool counts = false;

// True where the call that is made now is the one, or comes after it.
bool is_reached() { return made++ >= fault_at; }

void die() {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

void pass() {
  if (is_reached() && planned != CallFault::disk_full) die();
}

}  // namespace

void plan_fault(CallFault fault, int call) {
  planned = fault;
  fault_at = call;
  made = 0;
  counts = true;
}

void count_calls() { plan_fault(CallFault::kill, kNever); }

int calls_made() { return made; }

extern "C" {

ssize_t __real_write(int fd, const void* bytes, size_t size);
ssize_t __wrap_write(int fd, const void* bytes, size_t size) {
  if (!is_reached()) return __real_write(fd, bytes, size);
  const bool is_first = made == fault_at + 1;
  if (planned == CallFault::kill) die();
  if (is_first && size > 1) {
    const ssize_t half = __real_write(fd, bytes, size / 2);
    if (planned == CallFault::kill_torn) die();
    return half;
  }
  if (planned == CallFault::kill_torn) die();
  errno = ENOSPC;
  return -1;
}

int __real_open64(const char* path, int flags, mode_t mode);
int __wrap_open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const bool makes = (flags & (O_CREAT | O_TMPFILE)) != 0;
  const mode_t mode = makes ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  if ((flags & O_CREAT) != 0) pass();
  return __real_open64(path, flags, mode);
}

int __real_ftruncate64(int fd, off_t size);
int __wrap_ftruncate64(int fd, off_t size) {
  pass();
  return __real_ftruncate64(fd, size);
}

int __real_rename(const char* from, const char* to);
int __wrap_rename(const char* from, const char* to) {
  pass();
  return __real_rename(from, to);
}

int __real_link(const char* from, const char* to);
int __wrap_link(const char* from, const char* to) {
  pass();
  return __real_link(from, to);
}

int __real_linkat(int from_folder, const char* from, int to_folder, const char* to, int flags);
int __wrap_linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) {
  pass();
  return __real_linkat(from_folder, from, to_folder, to, flags);
}

int __real_mkostemp64(char* name, int flags);
int __wrap_mkostemp64(char* name, int flags) {
  pass();
  return __real_mkostemp64(name, flags);
}

int __real_unlink(const char* path);
int __wrap_unlink(const char* path) {
  pass();
  return __real_unlink(path);
}

int __real_fchmod(int fd, mode_t mode);
int __wrap_fchmod(int fd, mode_t mode) {
  pass();
  return __real_fchmod(fd, mode);
}

int __real_fsync(int fd);
int __wrap_fsync(int fd) { return counts ? 0 : __real_fsync(fd); }

}  // extern "C"

}  // namespace dehusk
