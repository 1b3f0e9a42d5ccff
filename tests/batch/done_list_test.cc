#include "batch/done_list.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "support/system_calls.h"
#include "support/temporary_folder.h"

namespace dehusk {
namespace {

namespace fs = std::filesystem;

Fingerprint print_of(const std::string& rules) {
  Fingerprint print;
  print.add("rules", rules);
  return print;
}

InputStamp stamp(const std::string& path, uint64_t size = 5) {
  return {.path = path, .size = size, .mtime_ns = 1'700'000'000'123'456'789};
}

// A folder of outputs and its list.
struct Outputs {
  TemporaryFolder folder;

  DoneList open(const std::string& rules, Start start) const {
    Result<DoneList> list = DoneList::open(folder.path(), print_of(rules), start);
    REQUIRE(list);
    return std::move(*list);
  }
  void write(DoneList* list, const std::string& name, const InputStamp& input) const {
    fs::create_directories(fs::path(folder / name).parent_path());
    write_text(folder / name, "out of " + name);
    REQUIRE(list->add(name, input).status == WriteStatus::done);
  }
  std::string list() const { return folder / ".dehusk-done"; }
};

TEST_CASE("what is done is what is there and unchanged") {
  const Outputs outputs;
  const std::string odd = "a/b\tc\n100%25 \xFF";
  {
    DoneList list = outputs.open("a", Start::fresh);
    for (const std::string name : {"one", "two", "three"})
      outputs.write(&list, name, stamp("in/" + name));
    outputs.write(&list, odd, stamp("in/" + odd));
    CHECK(!list.is_done("one", stamp("in/one")));
  }
  fs::remove(outputs.folder / "two");
  write_text(outputs.folder / "three", "");
  const DoneList list = outputs.open("a", Start::resume);
  CHECK(list.size() == 4);
  CHECK(list.is_done("one", stamp("in/one")));
  CHECK(list.is_done(odd, stamp("in/" + odd)));
  CHECK(!list.is_done("one", stamp("in/one", 6)));
  CHECK(!list.is_done("one", stamp("in/other")));
  CHECK(!list.is_done("two", stamp("in/two")));
  CHECK(!list.is_done("three", stamp("in/three")));
  CHECK(!list.is_done("four", stamp("in/four")));
  InputStamp once = stamp("in/one");
  once.can_repeat = false;
  CHECK(!list.is_done("one", once));
  CHECK(outputs.open("a", Start::fresh).size() == 0);
}

TEST_CASE("another fingerprint empties the list") {
  const Outputs outputs;
  {
    DoneList list = outputs.open("a", Start::fresh);
    outputs.write(&list, "one", stamp("1"));
    outputs.write(&list, "two", stamp("2"));
  }
  {
    DoneList list = outputs.open("b", Start::resume);
    CHECK(list.size() == 0);
    CHECK(list.outdated() == 2);
    CHECK(list.changed() == "rules");
    CHECK(!list.is_done("one", stamp("1")));
    outputs.write(&list, "one", stamp("1"));
  }
  CHECK(outputs.open("b", Start::resume).is_done("one", stamp("1")));
  const DoneList back = outputs.open("a", Start::resume);
  CHECK(!back.is_done("one", stamp("1")));
  CHECK(!back.is_done("two", stamp("2")));
}

TEST_CASE("a run without --resume and with other rules takes what it wrote from the list") {
  const Outputs outputs;
  {
    DoneList list = outputs.open("a", Start::fresh);
    outputs.write(&list, "one", stamp("1"));
    outputs.write(&list, "two", stamp("2"));
  }
  {
    DoneList list = outputs.open("b", Start::fresh);
    outputs.write(&list, "one", stamp("1"));
  }
  const DoneList list = outputs.open("a", Start::resume);
  CHECK(!list.is_done("one", stamp("1")));
  CHECK(list.is_done("two", stamp("2")));
}

TEST_CASE("a list that ends anywhere: no line is taken for another one") {
  count_calls();  // does not wait for the disk
  const Outputs outputs;
  {
    DoneList list = outputs.open("a", Start::fresh);
    for (const std::string name : {"one", "two"}) outputs.write(&list, name, stamp(name));
  }
  const std::string text = read_text(outputs.list());
  const size_t first_end = text.find("one\n") + 4;
  for (size_t size = 0; size <= text.size(); ++size) {
    for (const Start start : {Start::resume, Start::fresh}) {
      write_text(outputs.list(), text.substr(0, size));
      {
        DoneList list = outputs.open("a", start);
        outputs.write(&list, "three", stamp("three"));
      }
      const DoneList list = outputs.open("a", Start::resume);
      CAPTURE(size);
      CHECK(list.is_done("one", stamp("one")) == (size >= first_end));
      CHECK(list.is_done("two", stamp("two")) == (size >= text.size()));
      CHECK(list.is_done("three", stamp("three")));
      CHECK(list.size() == 1U + (size >= first_end) + (size >= text.size()));
    }
  }
}

TEST_CASE("opened, the list loses what does not count") {
  const Outputs outputs;
  std::string once;
  for (int round = 0; round < 3; ++round) {
    {
      DoneList list = outputs.open("a", Start::fresh);
      outputs.write(&list, "one", stamp("1"));
    }
    const DoneList list = outputs.open("a", Start::resume);
    if (round == 0) once = read_text(outputs.list());
    CHECK(read_text(outputs.list()) == once);
  }
  CHECK(std::count(once.begin(), once.end(), '\n') == 2);
}

TEST_CASE("runs share a folder") {
  const Outputs outputs;
  {
    DoneList first = outputs.open("a", Start::fresh);
    DoneList second = outputs.open("a", Start::resume);
    DoneList third = outputs.open("b", Start::resume);
    outputs.write(&first, "one", stamp("1"));
    outputs.write(&second, "two", stamp("2"));
    outputs.write(&third, "three", stamp("3"));
  }
  const DoneList list = outputs.open("a", Start::resume);
  CHECK(list.is_done("one", stamp("1")));
  CHECK(list.is_done("two", stamp("2")));
  CHECK(!list.is_done("three", stamp("3")));
}

TEST_CASE("a backup tells that a file is done, unless the file is its own backup") {
  const TemporaryFolder folder;
  write_text(folder / "a", "text");
  CHECK(!has_backup(folder / "a", ".bak"));
  fs::create_hard_link(folder / "a", folder / "a.bak");  // killed before the new text came
  CHECK(!has_backup(folder / "a", ".bak"));
  fs::remove(folder / "a.bak");
  REQUIRE(replace_file(folder / "a", "new", ".bak").status == WriteStatus::done);
  CHECK(has_backup(folder / "a", ".bak"));
  CHECK(read_text(folder / "a.bak") == "text");
  CHECK(!has_backup(folder / "a", ""));
}

}  // namespace
}  // namespace dehusk
