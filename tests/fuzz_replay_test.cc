// The corpora of the fuzzers, run through their targets: what they once broke stays mended, in every
// build. What the fuzzers check is told in fuzz/targets.h.
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "targets.h"

#ifndef DEHUSK_SOURCE_DIR
#define DEHUSK_SOURCE_DIR "."
#endif

namespace dehusk {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> corpus_of(std::string_view target) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(DEHUSK_SOURCE_DIR) / "fuzz/corpus" / target)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Sends standard output and error to a file while it lives.
class Muffler {
 public:
  Muffler() {
    flush();
    for (const int fd : {1, 2}) {
      kept_[fd - 1] = dup(fd);
      dup2(fileno(file_), fd);
    }
  }
  ~Muffler() { let_go(); }
  Muffler(const Muffler&) = delete;
  Muffler& operator=(const Muffler&) = delete;

  /// Lets both go and says how many bytes came.
  long let_go() {
    if (file_ == nullptr) return 0;
    flush();
    for (const int fd : {1, 2}) {
      dup2(kept_[fd - 1], fd);
      close(kept_[fd - 1]);
    }
    std::fseek(file_, 0, SEEK_END);
    const long size = std::ftell(file_);
    std::fclose(file_);
    file_ = nullptr;
    return size;
  }

 private:
  static void flush() {
    std::fflush(stdout);
    std::fflush(stderr);
  }
  std::FILE* file_ = std::tmpfile();
  int kept_[2] = {-1, -1};
};

TEST_CASE("the corpora of the fuzzers hold and print nothing") {
  size_t ran = 0;
  for (const fuzz::Target& target : fuzz::kTargets) {
    size_t of_target = 0;
    for (const fs::path& path : corpus_of(target.name)) {
      CAPTURE(path);
      const std::string bytes = read_file(path);
      CHECK(bytes.size() < 2048);
      Muffler muffler;
      std::string broken;
      try {
        target.run(bytes);
      } catch (const std::exception& fault) {
        broken = fault.what();
      }
      const long printed = muffler.let_go();
      CHECK(broken == "");
      CHECK(printed == 0);
      ++of_target;
    }
    CAPTURE(target.name);
    CHECK(of_target >= 6);
    ran += of_target;
  }
  CHECK(ran >= 80);
}

}  // namespace
}  // namespace dehusk
