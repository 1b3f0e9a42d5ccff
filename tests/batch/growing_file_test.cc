#include "batch/growing_file.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

#include "batch/locked_file.h"
#include "support/system_calls.h"
#include "support/temporary_folder.h"

namespace dehusk {
namespace {

namespace fs = std::filesystem;

bool is_done(const Written& written) { return written.status == WriteStatus::done; }

mode_t mode_of(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 ? info.st_mode & 07777 : 0;
}

// What open() says instead of opening; "" where it opens.
std::string refusal(const std::string& path, uint64_t keep) {
  const Result<GrowingFile> file = GrowingFile::open(path, keep);
  return file ? "" : file.error().message;
}

// Runs `work` in a process of its own; its answer is the exit code, a signal's number negative.
template <typename Work>
int in_child(const Work& work) {
  const pid_t child = fork();
  if (child == 0) _exit(work());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST_CASE("a file grows beside its name and takes it when it is whole") {
  const TemporaryFolder folder;
  const std::string path = folder / "out";
  Result<GrowingFile> file = GrowingFile::open(path, 0);
  REQUIRE(file);
  CHECK(is_done(file->add("one\n")));
  CHECK(file->size() == 0);
  CHECK(is_done(file->flush()));
  CHECK(file->size() == 4);
  CHECK(read_text(path + ".part") == "one\n");
  CHECK(!fs::exists(path));
  CHECK(is_done(file->add("two\n")));
  CHECK(is_done(file->finish()));
  CHECK(files_below(folder.path()) == std::map<std::string, std::string>{{"out", "one\ntwo\n"}});
}

TEST_CASE("a part goes on where it is cut back to") {
  const TemporaryFolder folder;
  const std::string path = folder / "out";
  write_text(path + ".part", "one\ntw");
  CHECK(refusal(path, 7) == "'" + path + ".part' has 6 bytes, expected 7");
  Result<GrowingFile> file = GrowingFile::open(path, 4);
  REQUIRE(file);
  CHECK(file->size() == 4);
  CHECK(is_done(file->add("2\n")));
  CHECK(is_done(file->finish()));
  CHECK(read_text(path) == "one\n2\n");
}

TEST_CASE("of two runs to one output the second is refused") {
  const TemporaryFolder folder;
  const std::string path = folder / "out";
  fs::create_symlink(path, folder / "link");
  Result<GrowingFile> file = GrowingFile::open(path, 0);
  REQUIRE(file);
  CHECK(is_done(file->add("one\n")));
  CHECK(is_done(file->flush()));
  CHECK(refusal(path, 0) == kLockedElsewhere);
  CHECK(in_child([&] { return refusal(path, 0) == kLockedElsewhere ? 0 : 1; }) == 0);
  CHECK(read_text(path + ".part") == "one\n");
  CHECK(is_done(file->finish()));
  CHECK(refusal(path, 0).empty());
}

TEST_CASE("an output that exists stays until its successor is whole, which gets its mode") {
  const TemporaryFolder folder;
  const std::string path = folder / "out";
  write_text(path, "old");
  fs::create_symlink("out", folder / "link");
  REQUIRE(chmod(path.c_str(), 0640) == 0);
  Result<GrowingFile> file = GrowingFile::open(folder / "link", 0);
  REQUIRE(file);
  CHECK(is_done(file->add("new")));
  CHECK(is_done(file->flush()));
  CHECK(read_text(path) == "old");
  CHECK(mode_of(path + ".part") == 0600);
  CHECK(is_done(file->finish()));
  CHECK(read_text(path) == "new");
  CHECK(mode_of(path) == 0640);
  CHECK(fs::is_symlink(folder / "link"));

  // The mask is read once; that it is kept, the tests of the command tell.
  const mode_t mask = umask(0);
  umask(mask);
  CHECK(is_done(GrowingFile::open(folder / "fresh", 0)->finish()));
  CHECK(mode_of(folder / "fresh") == (0666 & ~mask));
}

TEST_CASE("a part that is thrown away leaves the old file") {
  const TemporaryFolder folder;
  write_text(folder / "out", "old");
  Result<GrowingFile> file = GrowingFile::open(folder / "out", 0);
  REQUIRE(file);
  CHECK(is_done(file->add("new")));
  file->discard();
  CHECK(files_below(folder.path()) == std::map<std::string, std::string>{{"out", "old"}});
}

TEST_CASE("where no part can be, that is said") {
  const TemporaryFolder folder;
  CHECK(refusal(folder / "none/out", 0) ==
        "cannot create '" + (folder / "none/out.part") + "': No such file or directory");
  write_text(folder / "victim", "text");
  fs::create_symlink(folder / "victim", folder / "out.part");
  CHECK(refusal(folder / "out", 0) ==
        "cannot create '" + (folder / "out.part") + "': Too many levels of symbolic links");
  CHECK(read_text(folder / "victim") == "text");
  REQUIRE(mkfifo((folder / "pipe.part").c_str(), 0600) == 0);
  CHECK(refusal(folder / "pipe", 0) ==
        "cannot create '" + (folder / "pipe.part") + "': is no regular file");
  CHECK(refusal(folder.path(), 0) == "Is a directory");
  CHECK(refusal("/dev/fd/987", 0) == "No such file or directory");
  CHECK(refusal("/dev/null", 3) == "is no regular file: what was written cannot go on");

  fs::create_directory(folder / "closed");
  const int answer = in_child([&] {
    if (chmod((folder / "closed").c_str(), 0555) != 0) return 2;
    if (geteuid() == 0 && setuid(65534) != 0) return 0;  // nobody: root may write everywhere
    return refusal(folder / "closed/out", 0).ends_with(": Permission denied") ? 0 : 1;
  });
  CHECK(answer == 0);
}

TEST_CASE("a device or a pipe is written to at once") {
  const TemporaryFolder folder;
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  std::string read;
  std::thread reader([&] { read = read_text(folder / "pipe"); });
  Result<GrowingFile> file = GrowingFile::open(folder / "pipe", 0);
  REQUIRE(file);
  CHECK(file->is_direct());
  CHECK(is_done(file->add("one\n")));
  CHECK(is_done(file->finish()));
  file = Error{"closed"};
  reader.join();
  CHECK(read == "one\n");

  const int answer = in_child([&] {
    const int out = ::open((folder / "stdout").c_str(), O_WRONLY | O_CREAT, 0600);
    dup2(out, STDOUT_FILENO);
    for (const char* name : {"-", "/dev/stdout"}) {
      Result<GrowingFile> standard = GrowingFile::open(name, 0);
      if (!standard || !is_done(standard->add("text\n")) || !is_done(standard->finish())) return 1;
    }
    return 0;
  });
  CHECK(answer == 0);
  CHECK(read_text(folder / "stdout") == "text\ntext\n");
  CHECK(GrowingFile::open("/dev/full", 0)->add("text").message == "No space left on device");
}

TEST_CASE("where members end depends on what was added alone") {
  const TemporaryFolder folder;
  for (const char* name : {"out.gz", "out.zst"}) {
    CAPTURE(name);
    std::string first;
    for (int round = 0; round < 3; ++round) {
      Result<GrowingFile> file = GrowingFile::open(folder / name, 0);
      REQUIRE(file);
      std::mt19937 random(5);
      for (int i = 0; i < 400; ++i) {
        std::string record;
        for (int word = 0; word < 1000; ++word) record += std::to_string(random() % 100'000) + " ";
        CHECK(is_done(file->add(record + "\n")));
        if (round == 1 && i % 50 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(3));
      }
      CHECK(is_done(file->finish()));
      const std::string bytes = read_text(folder / name);
      if (round == 0) first = bytes;
      CHECK((bytes == first));
      CHECK(bytes.size() > 100000);
    }
  }
}

TEST_CASE("a compressed file that holds nothing is one") {
  const TemporaryFolder folder;
  for (const char* name : {"out.gz", "out.zst", "out"}) {
    CAPTURE(name);
    CHECK(is_done(GrowingFile::open(folder / name, 0)->finish()));
    CHECK(read_text(folder / name) == *compress_member(compression_of(name), ""));
  }
}

TEST_CASE("a full disk: the part is cut back to the last flush, and nothing more is written") {
  const TemporaryFolder folder;
  for (const char* name : {"out", "out.gz"}) {
    CAPTURE(name);
    const std::string path = folder / name;
    const int answer = in_child([&] {
      Result<GrowingFile> file = GrowingFile::open(path, 0);
      if (!file || !is_done(file->add("one\n")) || !is_done(file->flush())) return 1;
      plan_fault(CallFault::disk_full, 0);
      file->add("two\n");
      if (file->flush().message != "No space left on device") return 2;
      count_calls();  // there is room again, but half of it is missing
      if (file->add("three\n").message != "No space left on device") return 3;
      if (file->finish().message != "No space left on device") return 4;
      return calls_made() == 0 ? 0 : 5;
    });
    CHECK(answer == 0);
    CHECK(!fs::exists(path));
    CHECK(read_text(path + ".part") == *compress_member(compression_of(path), "one\n"));
  }
}

TEST_CASE("a limit on the size of files is a failure like others") {
  const TemporaryFolder folder;
  const std::string path = folder / "out";
  const int answer = in_child([&] {
    const rlimit limit{1 << 17, 1 << 17};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    Result<GrowingFile> file = GrowingFile::open(path, 0);
    if (!file || !is_done(file->add("one\n")) || !is_done(file->flush())) return 1;
    Written written;
    for (int i = 0; i < 100 && is_done(written); ++i) written = file->add(std::string(5000, 'x'));
    return written.message == "File too large" ? 0 : 2;
  });
  CHECK(answer == 0);
  CHECK(read_text(path + ".part") == "one\n");
}

}  // namespace
}  // namespace dehusk
