#include "batch/done_list.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "batch/locked_file.h"
#include "batch/target.h"

namespace dehusk {
namespace {

constexpr size_t kFields = 6;
constexpr mode_t kMode = 0666;

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F && byte != '%') {
      out.push_back(c);
      continue;
    }
    out += {'%', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15]};
  }
  return out;
}

std::string unescape(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(&text[i + 1], &text[i + 1] + 2, byte, 16).ec == std::errc()) {
      out.push_back(static_cast<char>(byte));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> fields;
  for (size_t tab; (tab = line.find('\t')) != std::string_view::npos;) {
    fields.push_back(line.substr(0, tab));
    line.remove_prefix(tab + 1);
  }
  fields.push_back(line);
  return fields;
}

template <typename Number>
bool read_number(std::string_view text, Number* number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
  return error == std::errc() && end == text.data() + text.size();
}

// Calls take(begin, line) for each line that has its end.
template <typename Take>
void for_each_line(std::string_view text, const Take& take) {
  size_t begin = 0;
  for (size_t end; (end = text.find('\n', begin)) != std::string_view::npos; begin = end + 1) {
    take(begin, text.substr(begin, end - begin));
  }
}

struct Line {
  std::string_view fingerprint;
  uint64_t output_size = 0;
  InputStamp input;
  std::string name;
};

std::optional<Line> read_line(std::string_view text) {
  const std::vector<std::string_view> fields = split(text);
  if (fields.size() != kFields) return std::nullopt;
  Line line;
  line.fingerprint = fields[0];
  line.name = unescape(fields[4]);
  line.input.path = unescape(fields[5]);
  const bool is_good = read_number(fields[1], &line.output_size) &&
                       read_number(fields[2], &line.input.size) &&
                       read_number(fields[3], &line.input.mtime_ns);
  return is_good ? std::optional(line) : std::nullopt;
}

std::string short_hex(const Fingerprint& fingerprint) { return fingerprint.hex().substr(0, 16); }

std::string header_of(const Fingerprint& fingerprint) {
  std::string header = "#\t" + short_hex(fingerprint);
  for (const auto& [name, hash] : fingerprint.parts()) header += "\t" + name + "=" + hash;
  return header;
}

Fingerprint::Parts parts_of(std::string_view header) {
  Fingerprint::Parts parts;
  for (const std::string_view field : split(header)) {
    const size_t equals = field.find('=');
    if (equals == std::string_view::npos) continue;
    parts[std::string(field.substr(0, equals))] = field.substr(equals + 1);
  }
  return parts;
}

std::optional<uint64_t> file_size(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
  return static_cast<uint64_t>(info.st_size);
}

// Ends a line that was torn, so that it has more fields than any; begins a list that is empty.
Written make_ready(int fd, const std::string& header) {
  const off_t size = lseek(fd, 0, SEEK_END);
  if (size <= 0) return write_descriptor(fd, header + "\n");
  char last = '\n';
  static_cast<void>(pread(fd, &last, 1, size - 1) == 1);
  return last == '\n' ? Written{} : write_descriptor(fd, std::string(kFields, '\t') + "\n");
}

}  // namespace

Result<DoneList> DoneList::open(const std::string& directory, const Fingerprint& fingerprint,
                                Start start) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return Error{directory + ": " + error.message(), ErrorKind::io};
  DoneList list;
  list.directory_ = directory;
  list.fingerprint_ = short_hex(fingerprint);
  list.header_ = header_of(fingerprint);
  const std::string path = directory + "/.dehusk-done";
  const auto failed = [&](const std::string& message) {
    return Error{"'" + path + "': " + message};
  };
  bool was_read = start == Start::fresh;
  if (!was_read) {
    // Where another run has it, it is read as it is.
    const Result<Descriptor> alone = open_locked(path, Lock::exclusive, kMode);
    if (alone) {
      if (const Error fault = list.read(alone->get(), fingerprint); !fault.message.empty()) {
        return failed(fault.message);
      }
      const Written written = list.compact(path);
      if (written.status != WriteStatus::done) return failed(written.message);
      was_read = true;
    }
  }
  Result<Descriptor> file = open_locked(path, Lock::shared, kMode);
  if (!file) return failed(file.error().message);
  list.file_ = std::move(*file);
  if (!was_read) {
    if (const Error fault = list.read(list.file_.get(), fingerprint); !fault.message.empty()) {
      return failed(fault.message);
    }
  }
  list.text_ = Bytes();
  fcntl(list.file_.get(), F_SETFL, O_APPEND);
  const Written written = make_ready(list.file_.get(), list.header_);
  if (written.status != WriteStatus::done) return failed(written.message);
  return list;
}

// Without a message where all is well.
Error DoneList::read(int fd, const Fingerprint& fingerprint) {
  Result<Bytes> bytes = read_descriptor(fd, 0, kNoLimit - 1);
  if (!bytes) return bytes.error();
  text_ = std::move(*bytes);
  std::string_view other_header;
  for_each_line(text_.view(), [&](size_t begin, std::string_view line) {
    if (line.starts_with('#') && line != header_) other_header = line;
    const std::optional<Line> noted = read_line(line);
    if (!noted) return;
    if (noted->fingerprint == fingerprint_) {
      done_[noted->name] = {noted->output_size, hash_of(noted->input), begin};
    } else {
      done_.erase(noted->name);
      ++outdated_;
    }
  });
  if (outdated_ > 0 && !other_header.empty()) {
    changed_ = differing_parts(parts_of(other_header), fingerprint.parts());
  }
  return {};
}

Written DoneList::compact(const std::string& path) const {
  std::string valid = header_ + "\n";
  for_each_line(text_.view(), [&](size_t begin, std::string_view line) {
    const std::optional<Line> noted = read_line(line);
    if (!noted) return;
    const auto done = done_.find(noted->name);
    if (done == done_.end() || done->second.line != begin) return;
    valid.append(line);
    valid.push_back('\n');
  });
  return valid == text_.view() ? Written{} : replace_file(path, valid, "");
}

bool DoneList::is_done(const std::string& name, const InputStamp& input) const {
  const auto done = done_.find(name);
  return done != done_.end() && input.can_repeat && done->second.input == hash_of(input) &&
         file_size(directory_ + "/" + name) == done->second.output_size;
}

Written DoneList::add(const std::string& name, const InputStamp& input) {
  const std::optional<uint64_t> output_size = file_size(directory_ + "/" + name);
  if (!output_size || !input.can_repeat) return {};
  const std::string line = fingerprint_ + "\t" + std::to_string(*output_size) + "\t" +
                           std::to_string(input.size) + "\t" + std::to_string(input.mtime_ns) +
                           "\t" + escape(name) + "\t" + escape(input.path) + "\n";
  return write_descriptor(file_.get(), line);
}

void DoneList::remove() { unlink((directory_ + "/.dehusk-done").c_str()); }

bool has_backup(const std::string& path, const std::string& suffix) {
  struct stat file {};
  struct stat backup {};
  const std::string target = find_target(path).path;
  if (suffix.empty() || stat((target + suffix).c_str(), &backup) != 0) return false;
  if (stat(target.c_str(), &file) != 0) return true;
  return file.st_dev != backup.st_dev || file.st_ino != backup.st_ino;
}

}  // namespace dehusk
