// tar and zip files, written here: libarchive's writers need libraries that dehusk does not.
#pragma once

#include <zlib.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/packed.h"

namespace dehusk {

using Files = std::vector<std::pair<std::string, std::string>>;

namespace archives {

inline std::string little(uint64_t value, size_t size) {
  std::string out;
  for (size_t i = 0; i < size; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}

inline std::string octal(uint64_t value, size_t digits) {
  std::string out(digits, '0');
  for (size_t i = digits; i > 0; --i, value /= 8) out[i - 1] = static_cast<char>('0' + value % 8);
  return out + '\0';
}

inline uint32_t checksum(std::string_view bytes) {
  return static_cast<uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

}  // namespace archives

/// POSIX ustar; a name that ends with a slash is a folder's.
inline std::string tar_of(const Files& files) {
  using archives::octal;
  std::string out;
  for (const auto& [name, bytes] : files) {
    std::string head = name + std::string(100 - name.size(), '\0') + octal(0644, 7) + octal(0, 7) + octal(0, 7) +
                       octal(bytes.size(), 11) + octal(0, 11) + std::string(8, ' ');
    head += name.ends_with('/') ? '5' : '0';
    head += std::string(100, '\0') + std::string("ustar\0" "00", 8);
    head.resize(512);
    unsigned sum = 0;
    for (const char c : head) sum += static_cast<unsigned char>(c);
    head.replace(148, 8, octal(sum, 6) + ' ');
    out += head + bytes + std::string((512 - bytes.size() % 512) % 512, '\0');
  }
  return out + std::string(1024, '\0');
}

struct ZipForm {
  enum class Sizes : uint8_t { before, behind, behind_unmarked, behind_large };
  bool is_stored = false;
  bool is_encrypted = false;  ///< it says so
  Sizes sizes = Sizes::before;
};

inline std::string zip_of(const Files& files, const ZipForm& form = {}) {
  using archives::little;
  using Sizes = ZipForm::Sizes;
  std::string out;
  std::string directory;
  for (const auto& [name, bytes] : files) {
    const std::string data = form.is_stored ? bytes : deflated(bytes, -15);
    const bool is_behind = form.sizes != Sizes::before;
    const bool is_large = form.sizes == Sizes::behind_large;
    const std::string flags = little((form.is_encrypted ? 1 : 0) + (is_behind ? 8 : 0), 2) + little(form.is_stored ? 0 : 8, 2);
    const std::string sums = little(archives::checksum(bytes), 4);
    const std::string time(4, '\0');
    const std::string extra = is_large ? little(1, 2) + little(16, 2) + std::string(16, '\0') : "";
    const std::string short_sizes = little(data.size(), 4) + little(bytes.size(), 4);
    const uint64_t place = out.size();
    out += "PK\3\4" + little(45, 2) + flags + time;
    out += is_large    ? std::string(4, '\0') + std::string(8, '\xFF')
           : is_behind ? std::string(12, '\0')
                       : sums + short_sizes;
    out += little(name.size(), 2) + little(extra.size(), 2) + name + extra + data;
    if (is_behind && form.sizes != Sizes::behind_unmarked) out += std::string("PK\7\10", 4);
    if (is_behind) out += sums + (is_large ? little(data.size(), 8) + little(bytes.size(), 8) : short_sizes);
    directory += "PK\1\2" + little(45, 2) + little(45, 2) + flags + time + sums + short_sizes + little(name.size(), 2) +
                 std::string(12, '\0') + little(place, 4) + name;
  }
  const uint64_t begin = out.size();
  return out + directory + "PK\5\6" + std::string(4, '\0') + little(files.size(), 2) + little(files.size(), 2) +
         little(directory.size(), 4) + little(begin, 4) + std::string(2, '\0');
}

}  // namespace dehusk
