// GFM's own parser, Debian's cmark-gfm, as the judge of Markdown that is written here.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace dehusk {

inline bool has_cmark() { return std::system("command -v cmark-gfm >/dev/null 2>&1") == 0; }

/// autolinks: GFM makes links of bare URLs, too.
enum class Autolinks { off, on };

/// The HTML that `markdown` means, raw HTML and all links let through.
inline std::string cmark(const std::string& markdown, Autolinks autolinks) {
  char name[] = "/tmp/dehusk_cmark_XXXXXX";
  const int file = mkstemp(name);
  if (file < 0) return "no temporary file";
  close(file);
  std::ofstream(name, std::ios::binary) << markdown;
  std::string command = "cmark-gfm --unsafe -e table -e strikethrough -e tasklist ";
  if (autolinks == Autolinks::on) command += "-e autolink ";
  std::string html;
  if (FILE* pipe = popen((command + name).c_str(), "r")) {
    char buffer[1 << 16];
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) html.append(buffer, n);
    if (pclose(pipe) != 0) html = "cmark-gfm failed";
  }
  unlink(name);
  return html;
}

}  // namespace dehusk
