#include "batch/archive_reader.h"

#include <optional>

namespace dehusk {
namespace {

// How much the checksum of a tar head differs from what it should be: the sum of its bytes, its own eight counted as
// blanks, in octal. None where no number stands there.
std::optional<unsigned> tar_difference(std::string_view head) {
  if (head.size() < 512) return std::nullopt;
  unsigned sum = 0;
  for (size_t i = 0; i < 512; ++i) sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(head[i]);
  unsigned told = 0;
  size_t at = 148;
  while (at < 156 && head[at] == ' ') ++at;
  const size_t first = at;
  for (; at < 156 && head[at] >= '0' && head[at] <= '7'; ++at) told = told * 8 + static_cast<unsigned>(head[at] - '0');
  if (at == first) return std::nullopt;
  // libarchive takes no others.
  if (head.substr(148, 8).find_first_not_of(std::string_view("01234567 \0", 10)) != std::string_view::npos) return std::nullopt;
  return told > sum ? told - sum : sum - told;
}

// A tar entry's head of which a byte is damaged. It is no text: names and numbers end with zeros.
bool resembles_tar(std::string_view head) {
  if (head.size() < 512 || head.substr(0, 512).find('\0') == std::string_view::npos) return false;
  return head.substr(257, 5) == "ustar" || tar_difference(head).value_or(1000) < 256;
}

// By the name of a zip file's first entry.
bool is_office_file(std::string_view head) {
  if (head.size() < 30) return false;
  const size_t length = static_cast<unsigned char>(head[26]) + 256U * static_cast<unsigned char>(head[27]);
  const std::string_view name = head.substr(30, length);
  return name == "mimetype" || name == "[Content_Types].xml" || name.starts_with("META-INF/") || name == "_rels/.rels";
}

// A zip entry's head, but for one byte of its first four. What follows them, a version and flags, is no text.
bool resembles_zip(std::string_view head) {
  constexpr std::string_view kMagic = "PK\3\4";
  size_t same = 0;
  for (size_t i = 0; i < kMagic.size() && i < head.size(); ++i) same += head[i] == kMagic[i] ? 1 : 0;
  return head.size() >= 30 && same == 3 && head[5] == '\0' && head[9] == '\0';
}

}  // namespace

bool is_tar_head(std::string_view head) { return tar_difference(head) == 0U; }

ArchiveKind archive_kind(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.starts_with("PK\3\4"sv) || resembles_zip(head)) {
    return is_office_file(head) ? ArchiveKind::none : ArchiveKind::zip;
  }
  if (head.starts_with("PK\5\6"sv) && head.size() >= 22) return ArchiveKind::zip;
  return is_tar_head(head) || resembles_tar(head) ? ArchiveKind::tar : ArchiveKind::none;
}

std::unique_ptr<ArchiveReader> open_archive_reader(ArchiveKind kind, ByteStream* stream) {
  return kind == ArchiveKind::zip ? open_zip(stream) : open_tar(stream);
}

}  // namespace dehusk
