#include "batch/compress.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "support/temporary_folder.h"

namespace dehusk {
namespace {

TEST_CASE("a file's name asks for its compression") {
  const struct {
    const char* path;
    Compression compression;
  } cases[] = {
      {"a.jsonl", Compression::none}, {"a.jsonl.gz", Compression::gzip},
      {"a.zst", Compression::zstd},   {"a.gz.txt", Compression::none},
      {"a.gzip", Compression::none},  {"dir.gz/a", Compression::none},
      {"", Compression::none},
  };
  for (const auto& c : cases) {
    CAPTURE(c.path);
    CHECK(compression_of(c.path) == c.compression);
  }
}

TEST_CASE("the tools read a row of members as one text") {
  const TemporaryFolder folder;
  std::string large;
  for (int i = 0; i < 100000; ++i) large += std::to_string(i * 7919) + "\n";
  const std::string texts[] = {"first\n", "", large, "last\n"};
  for (const auto& [compression, command] :
       {std::pair(Compression::gzip, "gzip -dc "), std::pair(Compression::zstd, "zstd -qdc ")}) {
    if (std::system((std::string(command) + "--version >/dev/null 2>&1").c_str()) != 0) continue;
    std::string file;
    std::string whole;
    for (const std::string& text : texts) {
      const Result<std::string> member = compress_member(compression, text);
      REQUIRE(member);
      CHECK(*member == *compress_member(compression, text));
      file += *member;
      whole += text;
    }
    CHECK(file.size() < whole.size());
    write_text(folder / "packed", file);
    const std::string shell = command + ("<'" + folder / "packed") + "' >'" + folder / "text" + "'";
    CHECK(std::system(shell.c_str()) == 0);
    CHECK(read_text(folder / "text") == whole);
  }
}

TEST_CASE("members tell no time and have a checksum") {
  const std::string gzip = *compress_member(Compression::gzip, "text");
  CHECK(gzip.substr(0, 8) == std::string("\x1F\x8B\x08\0\0\0\0\0", 8));
  const std::string zstd = *compress_member(Compression::zstd, "text");
  CHECK((zstd[4] & 4) == 4);
}

}  // namespace
}  // namespace dehusk
