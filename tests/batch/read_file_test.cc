// Of what kind an input's fault is.
#include "batch/file_io.h"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <string>

#include "support/temporary_folder.h"

namespace dehusk {
namespace {

TEST_CASE("the faults of inputs have a kind") {
  const TemporaryFolder folder;
  const std::string file = folder / "a.txt";
  write_text(file, "ten bytes\n");
  const struct {
    std::string path;
    uint64_t most;
    ErrorKind kind;
    std::string message;
  } cases[] = {
      {folder / "none", 100, ErrorKind::io, "No such file or directory"},
      {folder.path(), 100, ErrorKind::io, "is a folder; -r cleans what is in it"},
      {file, 9, ErrorKind::too_large, "has 10 bytes, more than --max-bytes allows (9)"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.path);
    const Result<Bytes> bytes = read_file(c.path, c.most);
    REQUIRE(!bytes);
    CHECK(bytes.error().kind == c.kind);
    CHECK(bytes.error().message == c.message);
  }
  CHECK(read_file(file, 10)->view() == "ten bytes\n");
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  const Result<Bytes> grown = read_descriptor(fd, 5, 9);  // it was guessed to be small enough
  close(fd);
  REQUIRE(!grown);
  CHECK(grown.error().kind == ErrorKind::too_large);
}

}  // namespace
}  // namespace dehusk
