#include "batch/output_set.h"

#include <catch2/catch.hpp>
#include <csignal>

#include "batch/document_run.h"

namespace dehusk {
namespace {

TEST_CASE("a run that goes on does not start again") {
  for (const Layout& layout : kLayouts) {
    CAPTURE(layout.name);
    Run run(layout);
    write_inputs(&run, 200);
    const int late = run.calls() * 4 / 5;
    REQUIRE(run.process(Start::fresh, [&] { plan_fault(CallFault::kill, late); }) == -SIGKILL);
    const Result<std::unique_ptr<OutputSet>> set = run.open(Start::resume);
    REQUIRE(set);
    CHECK((*set)->documents() > (layout.shard_size == 1 ? 25 : 100));
    CHECK((*set)->changed().empty());
    CHECK((*set)->position().input >= 2);
  }
}

TEST_CASE("what is said of a run that cannot go on") {
  Run run(kLayouts[1]);
  write_inputs(&run, 100);
  const auto kill_at = [&](int call) {
    REQUIRE(run.process(Start::fresh, [&] { plan_fault(CallFault::kill, call); }) == -SIGKILL);
  };
  kill_at(25);
  run.set_rules("{b}");
  CHECK((*run.open(Start::resume))->changed() == "rules changed");
  run.set_rules("{a}");
  kill_at(25);
  run.write_input(0, 9, 1);
  CHECK((*run.open(Start::resume))->changed() == "inputs changed");
  write_inputs(&run, 100);
  kill_at(25);
  fs::remove(run.out("o.jsonl.part"));
  CHECK((*run.open(Start::resume))->changed() == "what was written is not there any more");
  run.clear();
  CHECK((*run.open(Start::resume))->changed().empty());
  CHECK(run.outputs().empty());
}

TEST_CASE("another layout of the files is another run") {
  for (const Layout& layout : kLayouts) {
    for (const Layout& other : kLayouts) {
      if (layout.output != other.output) continue;
      CAPTURE(layout.name, other.name);
      Run run(layout);
      write_inputs(&run, 100);
      REQUIRE(run.process(Start::fresh, [] { plan_fault(CallFault::kill, 30); }) == -SIGKILL);
      OutputPlan plan;
      plan.output = run.out(other.output);
      plan.shards = other.shards;
      plan.shard_size = other.shard_size;
      if (!layout.removed.empty()) plan.removed = run.out(layout.removed);
      Result<std::unique_ptr<OutputSet>> set = OutputSet::open(plan, {}, {}, Start::fresh);
      REQUIRE(set);
      REQUIRE((*set)->finish({}, "").status == WriteStatus::done);
      for (const auto& [name, bytes] : run.outputs()) CHECK(!name.ends_with(".part"));
    }
  }
}

TEST_CASE("of two runs to one output the second is refused, and the first goes on") {
  for (const Layout& layout : kLayouts) {
    CAPTURE(layout.name);
    Run run(layout);
    const Result<std::unique_ptr<OutputSet>> first = run.open(Start::fresh);
    REQUIRE(first);
    REQUIRE((*first)->add("one\n", "").status == WriteStatus::done);
    for (const Start start : {Start::fresh, Start::resume}) {
      const Result<std::unique_ptr<OutputSet>> second = run.open(start);
      REQUIRE(!second);
      CHECK(second.error().message ==
            run.out(layout.output) + ": is being written by another dehusk");
    }
    if ((*first)->checkpoint_due())
      REQUIRE((*first)->checkpoint({}, "").status == WriteStatus::done);
    REQUIRE((*first)->finish({}, "").status == WriteStatus::done);
  }
}

TEST_CASE("plans that make no sense are refused") {
  const TemporaryFolder folder;
  const struct {
    const char* output;
    const char* removed;
    uint64_t shard_size;
    Start start;
    const char* message;
  } cases[] = {
      {"a", "a", 0, Start::fresh, "' cannot be both the output and the list of what was removed"},
      {"a", "./a.part", 0, Start::fresh,
       "' cannot be both the output and the list of what was removed"},
      {"a.gz", "a-00003.gz", 5, Start::fresh,
       "' cannot be both the output and the list of what was removed"},
      {"a", "", 5, Start::fresh, ""},
      {"a", "b", 0, Start::resume, ""},
  };
  for (const auto& c : cases) {
    CAPTURE(c.output, c.removed);
    OutputPlan plan;
    plan.output = folder / c.output;
    if (*c.removed != '\0') plan.removed = folder / c.removed;
    plan.shard_size = c.shard_size;
    const Result<std::unique_ptr<OutputSet>> set = OutputSet::open(plan, {}, {}, c.start);
    const std::string message = set ? "" : set.error().message;
    CHECK(message == (*c.message == '\0' ? "" : "'" + plan.removed + c.message));
  }
  OutputPlan plan;
  CHECK(OutputSet::open(plan, {}, {}, Start::resume).error().message ==
        "standard output is no file that could be gone on with");
  plan.shards = 2;
  CHECK(OutputSet::open(plan, {}, {}, Start::fresh).error().message ==
        "standard output is no file that could be cut into shards");
  plan = {};
  plan.output = folder / "none/a";
  CHECK(OutputSet::open(plan, {}, {}, Start::fresh).error().message ==
        plan.output + ": cannot open '" + plan.output + ".resume': No such file or directory");
}

TEST_CASE("a run that ends early leaves only what --resume needs") {
  Run run(kLayouts[2]);
  write_inputs(&run, 100);
  {
    const Result<std::unique_ptr<OutputSet>> set = run.open(Start::fresh);
    REQUIRE(set);
    REQUIRE((*set)->add("text\n", "").status == WriteStatus::done);
  }
  CHECK(run.outputs().empty());
  {
    const Result<std::unique_ptr<OutputSet>> set = run.open(Start::fresh);
    REQUIRE((*set)->add(std::string(5000, 'x'), "").status == WriteStatus::done);
    REQUIRE((*set)->checkpoint_due());
    REQUIRE((*set)->checkpoint({}, "").status == WriteStatus::done);
  }
  CHECK(run.outputs().size() == 3);
  (*run.open(Start::resume))->discard();
  CHECK(run.outputs().empty());
}

TEST_CASE("a shard from an older run that would be the next is told of") {
  Run run(kLayouts[6]);
  write_inputs(&run, 30);
  const Files whole = run.undisturbed();
  REQUIRE(whole.size() > 1);
  write_text(run.out("o-00003.jsonl"), "old");
  const Result<std::unique_ptr<OutputSet>> set = run.open(Start::fresh);
  REQUIRE((*set)->add("text\n", "").status == WriteStatus::done);
  REQUIRE((*set)->finish({}, "").status == WriteStatus::done);
  CHECK((*set)->leftover().empty());
  write_text(run.out("o-00001.jsonl"), "old");
  CHECK((*set)->leftover() == run.out("o-00001.jsonl"));
}

}  // namespace
}  // namespace dehusk
