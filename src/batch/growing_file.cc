#include "batch/growing_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <thread>
#include <utility>

#include "batch/locked_file.h"
#include "batch/target.h"

namespace dehusk {
namespace {

constexpr size_t kPlainBuffer = 1 << 16;
// fsync takes 3 to 5 ms: next to nothing where so much was cleaned.
constexpr uint64_t kWorthWaiting = 1 << 20;

std::string with_suffix(const std::string& target) { return target + ".part"; }

// A few members wait for each core, so that memory is bounded.
size_t most_pending() { return std::thread::hardware_concurrency() + 1; }

std::future<Result<std::string>> start_compressing(Compression compression, std::string text) {
  const auto make = [compression, text = std::move(text)] {
    return compress_member(compression, text);
  };
  try {
    return std::async(std::launch::async, make);
  } catch (const std::system_error&) {  // no more threads: made when it is asked for
    return std::async(std::launch::deferred, make);
  }
}

Result<Descriptor> open_direct(const std::string& path) {
  Descriptor file(path == "-" ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
                              : open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
  if (file.get() < 0) return Error{std::strerror(errno)};
  return file;
}

Result<Descriptor> open_part(const std::string& part, uint64_t keep) {
  // Whom an old file was hidden from must not read the new one while it grows.
  constexpr mode_t kPrivate = 0600;
  Result<Descriptor> file = open_locked(part, Lock::exclusive, kPrivate);
  if (!file) {
    const bool is_taken = file.error().message == kLockedElsewhere;
    return is_taken ? file.error() : Error{"cannot create '" + part + "': " + file.error().message};
  }
  struct stat info {};
  if (fstat(file->get(), &info) != 0) return Error{std::strerror(errno)};
  if (static_cast<uint64_t>(info.st_size) < keep) {
    return Error{"'" + part + "' has " + std::to_string(info.st_size) + " bytes, expected " +
                 std::to_string(keep)};
  }
  const auto end = static_cast<off_t>(keep);
  if (ftruncate(file->get(), end) != 0 || lseek(file->get(), end, SEEK_SET) != end) {
    return Error{"cannot cut '" + part + "': " + std::strerror(errno)};
  }
  return file;
}

// Some file systems tell only when a file is closed that it could not be written.
bool would_close(int fd) { return Descriptor(dup(fd)).close_now(); }

}  // namespace

std::string part_path(const std::string& path) { return with_suffix(find_target(path).path); }

Result<GrowingFile> GrowingFile::open(const std::string& path, uint64_t keep) {
  const Target target = find_target(path);
  GrowingFile growing;
  growing.target_ = target.path;
  growing.compression_ = compression_of(path);
  const bool is_direct = path == "-" || target.is_direct;
  if (is_direct && keep > 0) return Error{"is no regular file: what was written cannot go on"};
  if (!is_direct) growing.part_ = with_suffix(target.path);
  Result<Descriptor> file = is_direct ? open_direct(path) : open_part(growing.part_, keep);
  if (!file) return file.error();
  growing.file_ = std::move(*file);
  growing.written_ = growing.flushed_ = keep;
  return growing;
}

Written GrowingFile::add(std::string_view text) {
  if (state_.status != WriteStatus::done) return state_;
  // Whoever reads a pipe waits for each text.
  if (is_direct() && compression_ == Compression::none) return write_out(text);
  held_.append(text);
  if (compression_ == Compression::none) return held_.size() < kPlainBuffer ? state_ : end_member();
  return held_.size() < member_bytes(compression_) ? state_ : end_member();
}

Written GrowingFile::end_member() {
  if (state_.status != WriteStatus::done || held_.empty()) return state_;
  if (compression_ == Compression::none) {
    write_out(held_);
    held_.clear();
    return state_;
  }
  pending_.push_back(start_compressing(compression_, std::exchange(held_, {})));
  while (pending_.size() > most_pending()) {
    if (write_first_pending().status != WriteStatus::done) break;
  }
  return state_;
}

Written GrowingFile::flush() {
  end_member();
  while (state_.status == WriteStatus::done && !pending_.empty()) write_first_pending();
  if (state_.status == WriteStatus::done) flushed_ = written_;
  return state_;
}

Written GrowingFile::seal() {
  if (flush().status != WriteStatus::done) return state_;
  if (written_ > 0 || compression_ == Compression::none) return state_;
  const Result<std::string> member = compress_member(compression_, "");
  if (!member) return fail({WriteStatus::failed, member.error().message});
  write_out(*member);
  return flush();
}

Written GrowingFile::sync() {
  if (flush().status != WriteStatus::done || is_direct()) return state_;
  if (fsync(file_.get()) != 0) return fail("cannot write to disk", errno);
  return state_;
}

Written GrowingFile::finish() {
  if (seal().status != WriteStatus::done || is_direct()) return state_;
  struct stat info {};
  std::optional<struct stat> old;
  if (stat(target_.c_str(), &info) == 0 && S_ISREG(info.st_mode)) old = info;
  if (!set_mode(file_.get(), old)) return fail("cannot set the mode", errno);
  if (old || flushed_ >= kWorthWaiting) {
    if (sync().status != WriteStatus::done) return state_;
  }
  if (!would_close(file_.get())) return fail("cannot close the file", errno);
  // Renamed while it is locked: nobody else takes the part for theirs.
  if (rename(part_.c_str(), target_.c_str()) != 0) return fail("cannot rename", errno);
  file_ = Descriptor();
  return state_;
}

void GrowingFile::discard() {
  pending_.clear();
  held_.clear();
  if (!is_direct() && file_.get() >= 0) unlink(part_.c_str());
  file_ = Descriptor();
}

Written GrowingFile::write_out(std::string_view bytes) {
  if (state_.status != WriteStatus::done) return state_;
  const Written result = write_descriptor(file_.get(), bytes);
  if (result.status != WriteStatus::done) return fail(result);
  written_ += bytes.size();
  return state_;
}

Written GrowingFile::write_first_pending() {
  const Result<std::string> member = pending_.front().get();
  pending_.pop_front();
  return member ? write_out(*member) : fail({WriteStatus::failed, member.error().message});
}

// Half a member, or records that no checkpoint speaks of, would only take room.
Written GrowingFile::fail(Written why) {
  state_ = std::move(why);
  pending_.clear();
  held_.clear();
  if (!is_direct()) static_cast<void>(ftruncate(file_.get(), static_cast<off_t>(flushed_)) == 0);
  return state_;
}

Written GrowingFile::fail(const std::string& what, int error) {
  return fail({WriteStatus::failed, what + ": " + std::strerror(error)});
}

}  // namespace dehusk
