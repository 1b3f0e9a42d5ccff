// Of what kind an input's fault is.
#include "batch/file_io.h"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

namespace dehusk {
namespace {

namespace fs = std::filesystem;

// A folder that lives as long as this.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "dehusk.XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

TEST_CASE("the faults of inputs have a kind") {
  const Folder folder;
  const fs::path file = folder.path() / "a.txt";
  std::ofstream(file) << "ten bytes\n";
  const struct {
    fs::path path;
    uint64_t most;
    ErrorKind kind;
    std::string message;
  } cases[] = {
      {folder.path() / "none", 100, ErrorKind::io, "No such file or directory"},
      {folder.path(), 100, ErrorKind::io, "is a folder; -r cleans what is in it"},
      {file, 9, ErrorKind::too_large, "has 10 bytes, more than --max-bytes allows (9)"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.path);
    const Result<Bytes> bytes = read_file(c.path.string(), c.most);
    REQUIRE(!bytes);
    CHECK(bytes.error().kind == c.kind);
    CHECK(bytes.error().message == c.message);
  }
  CHECK(read_file(file.string(), 10)->view() == "ten bytes\n");
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  const Result<Bytes> grown = read_descriptor(fd, 5, 9);  // it was guessed to be small enough
  close(fd);
  REQUIRE(!grown);
  CHECK(grown.error().kind == ErrorKind::too_large);
}

}  // namespace
}  // namespace dehusk
