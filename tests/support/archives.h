// tar and zip files, written by libarchive.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dehusk {

using Files = std::vector<std::pair<std::string, std::string>>;

/// `format`: "ustar", "pax", "gnutar" or "zip"; `options` as libarchive takes them: "zip:compression=store".
inline std::string archive_of(const Files& files, const char* format, const char* options = nullptr) {
  archive* writer = archive_write_new();
  // One by one: who asks by name links all formats, and what they need.
  const std::string_view name(format);
  if (name == "ustar") archive_write_set_format_ustar(writer);
  if (name == "pax") archive_write_set_format_pax(writer);
  if (name == "gnutar") archive_write_set_format_gnutar(writer);
  if (name == "zip") archive_write_set_format_zip(writer);
  archive_write_set_bytes_in_last_block(writer, 1);
  archive_write_set_passphrase(writer, "secret");
  if (options != nullptr) archive_write_set_options(writer, options);
  size_t total = 20000;
  for (const auto& [name, bytes] : files) total += bytes.size() + bytes.size() / 100 + 4 * name.size() + 3000;
  std::string out(total, '\0');
  size_t used = 0;
  archive_write_open_memory(writer, out.data(), out.size(), &used);
  for (const auto& [name, bytes] : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_filetype(entry, name.ends_with('/') ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
    archive_write_header(writer, entry);
    archive_write_data(writer, bytes.data(), bytes.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  out.resize(used);
  return out;
}

}  // namespace dehusk
