#include "batch/resume_state.h"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "batch/state_file.h"
#include "support/system_calls.h"
#include "support/temporary_folder.h"

namespace dehusk {
namespace {

Fingerprint print_of(const std::string& rules) {
  Fingerprint print;
  print.add("rules", rules);
  return print;
}

std::string header_of(const Fingerprint& print) {
  return header_line({
      .fingerprint = print.hex(),
      .parts = print.parts(),
  });
}

InputStamp stamp(uint64_t index) { return {.path = std::to_string(index), .size = index}; }

// A checkpoint in input `input`, whose file has `size` bytes.
Checkpoint point_at(uint64_t input, uint64_t size) {
  Checkpoint point;
  point.at.input = input;
  InputChain chain;
  while (chain.count() <= input) chain.add(stamp(chain.count()));
  point.inputs = chain.count();
  point.inputs_hash = chain.hex();
  point.sizes = {size};
  return point;
}

TEST_CASE("a line of the state comes back as it was") {
  Checkpoint point = point_at(2, 7);
  point.at = {2, 3, uint64_t{1} << 40, 1};
  point.documents = 9;
  point.shard = 4;
  point.filled = 5;
  point.sizes = {7, 8};
  point.sealed = 0;
  point.whole = true;
  point.boot = "b";
  point.note = "{\"failed\":1}\n\"\xC3\xA4\"";
  const Fingerprint print = print_of("a");
  const std::string header = header_line({print.hex(), print.parts(), 3, true});
  const ResumeState state = read_resume_state(header + checkpoint_line(point));
  REQUIRE(state.header);
  CHECK(state.header->fingerprint == print.hex());
  CHECK(state.header->parts == print.parts());
  CHECK(state.header->shards == 3);
  CHECK(state.header->is_sized);
  REQUIRE(state.points.size() == 1);
  CHECK(state.ends[0] == header.size() + checkpoint_line(point).size());
  CHECK(checkpoint_line(state.points[0]) == checkpoint_line(point));
  CHECK(state.points[0].at == point.at);
  CHECK(state.points[0].note == point.note);
}

TEST_CASE("a state that ends anywhere is read up to its last whole line") {
  std::string text = header_of(print_of("a"));
  std::vector<size_t> ends;
  for (uint64_t i = 0; i < 3; ++i) {
    text += checkpoint_line(point_at(i, i));
    ends.push_back(text.size());
  }
  for (size_t size = 0; size <= text.size(); ++size) {
    const ResumeState state = read_resume_state(std::string_view(text).substr(0, size));
    const auto whole =
        std::count_if(ends.begin(), ends.end(), [&](size_t end) { return end <= size; });
    CHECK(state.points.size() == static_cast<size_t>(whole));
  }
  std::string damaged = text;
  damaged.replace(ends[0], 20, 20, '\0');
  CHECK(read_resume_state(damaged).points.size() == 1);
}

TEST_CASE("what is no state is none") {
  for (const char* text : {"", "\n", "{}\n", "null\n", "[1]\n", "{\"dehusk\":2}\n", "\xFF\n",
                           "{\"dehusk\":1,\"fingerprint\":3,\"parts\":{},\"shards\":0}\n",
                           "{\"dehusk\":1,\"fingerprint\":\"\",\"parts\":[],\"shards\":0}\n"}) {
    CAPTURE(text);
    CHECK(!read_resume_state(text).header);
  }
  const std::string header = header_of(print_of("a"));
  for (const char* line :
       {"{}", "{\"at\":[1,2,3]}", "{\"at\":[1,2,3,-4],\"documents\":1}",
        "{\"at\":[0,0,0,0],\"documents\":1,\"inputs\":[1],\"sizes\":[1]}",
        "{\"at\":[0,0,0,0],\"documents\":1,\"inputs\":[1,\"\"],\"sizes\":[\"\"]}"}) {
    CAPTURE(line);
    CHECK(read_resume_state(header + line + "\n").points.empty());
  }
}

TEST_CASE("the point where a run goes on") {
  const Fingerprint print = print_of("a");
  std::string text = header_of(print);
  for (uint64_t i = 0; i < 4; ++i) text += checkpoint_line(point_at(i, i * 10));
  Checkpoint in_boot = point_at(3, 40);
  in_boot.boot = "b1";
  Checkpoint whole = point_at(3, 50);
  whole.whole = true;
  const std::string all = text + checkpoint_line(in_boot) + checkpoint_line(whole);

  struct Case {
    std::string name;
    uint64_t inputs = 4;
    uint64_t changed = 99;  // the input that is another one now
    uint64_t on_disk = 50;  // bytes of the part
    std::string boot = "b1";
    int point = 5;  // -1: none
    std::string why = "";
  };
  const Case cases[] = {
      {.name = "nothing changed"},
      {.name = "added", .inputs = 5, .point = 4, .why = "inputs were added"},
      {.name = "shorter list", .inputs = 2, .point = 1, .why = "inputs changed"},
      {.name = "no list", .inputs = 0, .point = -1, .why = "inputs changed"},
      {.name = "changed", .changed = 2, .point = 1, .why = "inputs changed"},
      {.name = "first changed", .changed = 0, .point = -1, .why = "inputs changed"},
      {.name = "short part",
       .on_disk = 25,
       .point = 2,
       .why = "what was written is not there any more"},
      {.name = "other boot",
       .on_disk = 49,
       .boot = "b2",
       .point = 3,
       .why = "what was written is not there any more"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const ResumeState state = read_resume_state(all);
    REQUIRE(state.points.size() == 6);
    uint64_t asked = 0;
    const ResumeChoice choice = find_resume_point(
        state, {.fingerprint = &print,
                .inputs = c.inputs,
                .stamp =
                    [&](uint64_t i) {
                      ++asked;
                      return i == c.changed ? stamp(i + 100) : stamp(i);
                    },
                .files_are_there = [&](size_t i) { return state.points[i].sizes[0] <= c.on_disk; },
                .boot = c.boot});
    CHECK((choice.point ? static_cast<int>(*choice.point) : -1) == c.point);
    CHECK(choice.why == c.why);
    CHECK(asked <= 4);
    if (choice.point) CHECK(choice.inputs.count() == state.points[*choice.point].inputs);
  }

  const Fingerprint other = print_of("b");
  CHECK(find_resume_point(read_resume_state(all), {.fingerprint = &other}).why == "rules changed");
  CHECK(find_resume_point({}, {.fingerprint = &other}).why.empty());
}

TEST_CASE("an input that is read but once holds no checkpoint") {
  const Fingerprint print = print_of("a");
  Checkpoint point = point_at(0, 0);
  point.inputs_hash = "";
  const ResumeChoice choice = find_resume_point(
      read_resume_state(header_of(print) + checkpoint_line(point)),
      {.fingerprint = &print,
       .inputs = 1,
       .stamp = [](uint64_t) { return InputStamp{.path = "-", .size = 0, .can_repeat = false}; },
       .files_are_there = [](size_t) { return true; }});
  CHECK(!choice.point);
}

TEST_CASE("a line that found the disk full is not there, and the next one is whole") {
  const TemporaryFolder folder;
  const pid_t child = fork();
  if (child == 0) {
    Result<StateFile> state = StateFile::open(folder / "state");
    if (!state || state->append("one\n").status != WriteStatus::done) _exit(1);
    plan_fault(CallFault::disk_full, 0);
    const std::string message = state->append("two\n").message;
    count_calls();
    if (!message.ends_with(": No space left on device")) _exit(2);
    _exit(state->append("three\n").status == WriteStatus::done ? 0 : 3);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(status == 0);
  CHECK(read_text(folder / "state") == "one\nthree\n");
}

}  // namespace
}  // namespace dehusk
