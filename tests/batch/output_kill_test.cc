// Runs that are killed, find the disk full, or find other inputs when they go on: what they leave
// at the end is what an undisturbed run leaves.
#include <catch2/catch.hpp>
#include <csignal>

#include "batch/document_run.h"

namespace dehusk {
namespace {

// Calls check(call) for each call at which a run can be struck by `fault`; how many there were.
int for_each_call(Run* run, CallFault fault, const std::function<void()>& check) {
  for (int call = 0;; call += kSparse) {
    run->clear();
    const int answer = run->process(Start::fresh, [&] { plan_fault(fault, call); });
    if (answer == 0) return call;
    CAPTURE(call);
    REQUIRE(answer == (fault == CallFault::disk_full ? kCut : -SIGKILL));
    check();
  }
}

TEST_CASE("killed at each system call, a run goes on to the same bytes") {
  for (const Layout& layout : kLayouts) {
    Run run(layout);
    write_inputs(&run, 100);
    const Files whole = run.undisturbed();
    CHECK(whole.size() >= 1);
    for (const CallFault fault : {CallFault::kill, CallFault::kill_torn}) {
      CAPTURE(layout.name, static_cast<int>(fault));
      const int calls = for_each_call(&run, fault, [&] {
        REQUIRE(run.process(Start::resume) == 0);
        REQUIRE(difference(run.outputs(), whole) == "");
      });
      CHECK(calls > 20);
    }
  }
}

TEST_CASE("a disk that is full at each write: no half file, and the rest when there is room") {
  for (const Layout& layout : kLayouts) {
    CAPTURE(layout.name);
    Run run(layout);
    write_inputs(&run, 100);
    const Files whole = run.undisturbed();
    const int calls = for_each_call(&run, CallFault::disk_full, [&] {
      for (const auto& [name, bytes] : run.outputs()) {
        if (name.ends_with(".part") || name.ends_with(".resume")) continue;
        REQUIRE((whole.at(name) == bytes));
      }
      REQUIRE(run.process(Start::resume) == 0);
      REQUIRE(difference(run.outputs(), whole) == "");
    });
    CHECK(calls > 20);
  }
}

TEST_CASE("killed again and again, it goes on to the same bytes") {
  std::mt19937 random(6);
  int kills = 0;
  for (const Layout& layout : kLayouts) {
    CAPTURE(layout.name);
    Run run(layout);
    write_inputs(&run, 300);
    const Files whole = run.undisturbed();
    for (int round = 0; round < 25 / kSparse; ++round) {
      CAPTURE(round);
      run.clear();
      int answer = 1;
      for (int process = 0; answer != 0; ++process) {
        const int call = static_cast<int>(random() % 60);
        const CallFault fault = random() % 2 == 0 ? CallFault::kill : CallFault::kill_torn;
        answer = run.process(process == 0 ? Start::fresh : Start::resume,
                             [&] { plan_fault(fault, call); });
        REQUIRE((answer == 0 || answer == -SIGKILL));
        if (answer != 0) ++kills;
        REQUIRE(process < 200);
      }
      REQUIRE(difference(run.outputs(), whole) == "");
    }
  }
  CHECK(kills > 200 / kSparse);
}

TEST_CASE("killed by the clock while members are compressed") {
  std::mt19937 random(7);
  for (const Layout& layout : {kLayouts[1], kLayouts[2], kLayouts[3], kLayouts[5], kLayouts[7]}) {
    CAPTURE(layout.name);
    Layout large = layout;
    if (large.shard_size > 0) large.shard_size = 1 << 18;
    Run run(large);
    for (int i = 0; i < 4; ++i) run.write_input(i, 12, 0, 60'000);
    run.set_inputs(4);
    run.set_checkpoint_bytes(1 << 17);
    const Files whole = run.undisturbed();
    for (int round = 0; round < 10 / kSparse; ++round) {
      run.clear();
      const pid_t child = fork();
      if (child == 0) _exit(run.deliver(Start::fresh));
      usleep(static_cast<useconds_t>(random() % 60'000));
      kill(child, SIGKILL);
      waitpid(child, nullptr, 0);
      const bool was_done = run.outputs() == whole;
      if (!was_done) REQUIRE(run.process(Start::resume) == 0);
      REQUIRE(difference(run.outputs(), whole) == "");
    }
  }
}

TEST_CASE("inputs that changed are redone, whenever the run was killed") {
  for (const Layout& layout : kLayouts) {
    CAPTURE(layout.name);
    Run run(layout);
    write_inputs(&run, 100);
    // Fewer documents than before, so that shards are left over.
    const auto change = [&] { run.write_input(2, 3, 1); };
    const auto restore = [&] { write_inputs(&run, 100); };
    const int late = run.calls() * 4 / 5;
    change();
    const Files changed = run.undisturbed();
    restore();
    for_each_call(&run, CallFault::kill, [&] {
      change();
      REQUIRE(run.process(Start::resume) == 0);
      REQUIRE(difference(run.outputs(), changed) == "");
      restore();
    });
    // And where the run that redoes them is killed, too.
    for (int call = 0;; call += kSparse) {
      run.clear();
      restore();
      REQUIRE(run.process(Start::fresh, [&] { plan_fault(CallFault::kill, late); }) == -SIGKILL);
      change();
      const int answer = run.process(Start::resume, [&] { plan_fault(CallFault::kill, call); });
      CAPTURE(call);
      if (answer == 0) break;
      REQUIRE(answer == -SIGKILL);
      REQUIRE(run.process(Start::resume) == 0);
      REQUIRE(difference(run.outputs(), changed) == "");
    }
  }
}

TEST_CASE("inputs that came or went at the end of the list") {
  for (const Layout& layout : kLayouts) {
    CAPTURE(layout.name);
    Run run(layout);
    write_inputs(&run, 100);
    run.set_inputs(3);
    const Files fewer = run.undisturbed();
    run.set_inputs(4);
    const Files more = run.undisturbed();
    for (const bool grows : {true, false}) {
      CAPTURE(grows);
      run.set_inputs(grows ? 3 : 4);
      for_each_call(&run, CallFault::kill, [&] {
        run.set_inputs(grows ? 4 : 3);
        REQUIRE(run.process(Start::resume) == 0);
        REQUIRE(difference(run.outputs(), (grows ? more : fewer)) == "");
        run.set_inputs(grows ? 3 : 4);
      });
    }
  }
}

TEST_CASE("other rules, or no --resume: from the start") {
  for (const Layout& layout : kLayouts) {
    CAPTURE(layout.name);
    Run run(layout);
    write_inputs(&run, 100);
    const Files old_rules = run.undisturbed();
    run.set_rules("{b}");
    const Files new_rules = run.undisturbed();
    run.set_rules("{a}");
    for_each_call(&run, CallFault::kill, [&] {
      const Files left = run.outputs();
      run.set_rules("{b}");
      REQUIRE(run.process(Start::resume) == 0);
      REQUIRE(difference(run.outputs(), new_rules) == "");
      run.set_rules("{a}");
      REQUIRE(run.process(Start::fresh) == 0);
      REQUIRE(difference(run.outputs(), old_rules) == "");
    });
  }
}

}  // namespace
}  // namespace dehusk
