#include "batch/file_io.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>

#include "batch/done_list.h"
#include "support/system_calls.h"
#include "support/temporary_folder.h"

namespace dehusk {
namespace {

using Files = std::map<std::string, std::string>;

// Replaces a file in a process that dies at a call; false where it came to its end before.
bool replace_killed_at(int call, const std::string& path, const std::string& backup) {
  const pid_t child = fork();
  if (child == 0) {
    plan_fault(CallFault::kill_torn, call);
    _exit(replace_file(path, "new text", backup).status == WriteStatus::done ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));
  return WIFSIGNALED(status);
}

TEST_CASE("a new file is there whole or not at all, and nothing else is") {
  const TemporaryFolder folder;
  int call = 0;
  for (; replace_killed_at(call, folder / "out", ""); ++call) {
    CAPTURE(call);
    CHECK(files_below(folder.path()).empty());
  }
  CHECK(call > 1);
  CHECK(files_below(folder.path()) == Files{{"out", "new text"}});
}

TEST_CASE("killed at each call, a file is the old or the new one, and its backup tells which") {
  for (int call = 0;; ++call) {
    CAPTURE(call);
    const TemporaryFolder folder;
    const std::string path = folder / "in";
    write_text(path, "old");
    const bool is_killed = replace_killed_at(call, path, ".bak");
    const Files files = files_below(folder.path());
    CHECK(has_backup(path, ".bak") == (files.at("in") == "new text"));
    CHECK(has_backup(path, ".bak") == !is_killed);
    if (!is_killed) {
      CHECK(files == Files{{"in", "new text"}, {"in.bak", "old"}});
      break;
    }
    CHECK(files.at("in") == "old");
    REQUIRE(replace_file(path, "new text", ".bak").status == WriteStatus::done);
    CHECK(read_text(path) == "new text");
    CHECK(read_text(path + ".bak") == "old");
  }
}

TEST_CASE("where nothing can be written, the old file stays and nothing is left beside it") {
  const TemporaryFolder folder;
  const std::string path = folder / "out";
  for (const bool exists : {false, true}) {
    if (exists) write_text(path, "old");
    const Files before = files_below(folder.path());
    const pid_t child = fork();
    if (child == 0) {
      plan_fault(CallFault::disk_full, 0);
      _exit(replace_file(path, "new text", "").message == "No space left on device" ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(status == 0);
    CHECK(files_below(folder.path()) == before);
  }
}

TEST_CASE("a file that is replaced keeps its mode, and a link stays one") {
  const TemporaryFolder folder;
  write_text(folder / "out", "old");
  REQUIRE(chmod((folder / "out").c_str(), 0604) == 0);
  std::filesystem::create_symlink("out", folder / "link");
  REQUIRE(replace_file(folder / "link", "new", "").status == WriteStatus::done);
  struct stat info {};
  REQUIRE(lstat((folder / "out").c_str(), &info) == 0);
  CHECK((info.st_mode & 07777) == 0604);
  CHECK(read_text(folder / "out") == "new");
  CHECK(std::filesystem::is_symlink(folder / "link"));
}

}  // namespace
}  // namespace dehusk
