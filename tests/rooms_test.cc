// The arrows between the rooms, as src/README.md tells them: which room may include which.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

#ifndef DEHUSK_SOURCE_DIR
#define DEHUSK_SOURCE_DIR "."
#endif

namespace dehusk {
namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"core", {}},
    {"doc", {"core"}},
    {"read", {"core", "doc"}},
    {"rule", {"core", "doc"}},
    {"engine", {"core", "doc", "rule"}},
    {"write", {"core", "doc"}},
    {"batch", {"core", "cleaner.h"}},
    {"cli", {"core", "doc", "read", "rule", "engine", "write", "batch", "cleaner.h"}},
};

// Each library has one home.
const std::map<std::string, std::set<std::string>> kHomes = {
    {"<toml++/", {"rule/toml_reader.cc"}},
    {"<re2/", {"rule/regex.cc"}},
    {"<boost/program_options", {"cli/options.cc"}},
    {"<uchardet", {"read/detect.cc"}},
    {"<unicode/ucnv", {"read/convert.cc"}},
    {"<unicode/uchar", {"core/unicode.cc"}},
    {"<simdjson", {"read/json_ld.cc", "batch/json_line.cc"}},
    {"<oneapi/", {"batch/pipeline.cc"}},
    {"<archive", {"batch/tar_reader.cc"}},
    {"<zlib", {"batch/decompress_gzip.cc", "batch/zip_reader.cc", "batch/compress.cc"}},
    {"<brotli/", {"batch/http_response.cc"}},
};

TEST_CASE("rooms include only what their arrows allow") {
  const fs::path root = fs::path(DEHUSK_SOURCE_DIR) / "src";
  int includes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const std::string name = entry.path().lexically_relative(root).string();
    if (entry.path().extension() != ".cc" && entry.path().extension() != ".h") continue;
    const size_t slash = name.find('/');
    const std::string room = slash == std::string::npos ? "" : name.substr(0, slash);
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      if (!line.starts_with("#include ")) continue;
      ++includes;
      CAPTURE(name, line);
      for (const auto& [library, homes] : kHomes) {
        if (line.find(library) != std::string::npos) CHECK(homes.count(name) == 1);
      }
      if (line[9] != '"') continue;
      const std::string target = line.substr(10, line.find('"', 10) - 10);
      const size_t end = target.find('/');
      const std::string target_room = end == std::string::npos ? target : target.substr(0, end);
      if (room.empty()) {
        CHECK(target_room != "batch");
        CHECK(target_room != "cli");
      } else if (target_room != room) {
        REQUIRE(kMayInclude.count(room) == 1);
        CHECK(kMayInclude.at(room).count(target_room) == 1);
      }
    }
  }
  CHECK(includes > 200);
}

}  // namespace
}  // namespace dehusk
