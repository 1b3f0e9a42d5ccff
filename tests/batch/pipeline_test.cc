// Order, memory and ends of the pipeline.
#include "batch/pipeline.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

namespace dehusk {
namespace {

struct Item : Load {
  Item(uint64_t number_, uint64_t size_) : number(number_), bytes(size_) { ++alive; }
  ~Item() override { --alive; }
  Item(const Item&) = delete;
  Item& operator=(const Item&) = delete;
  uint64_t size() const override { return bytes; }

  uint64_t number;
  uint64_t bytes;
  uint64_t result = 0;
  static inline std::atomic<int> alive = 0;
};

// What a run was seen to do.
struct Seen {
  uint64_t delivered = 0;
  uint64_t most_in_flight = 0;  // where more than one load was
  bool in_order = true;
  bool all_worked = true;
  bool workers_alone = true;
};

constexpr uint64_t kBudget = 1000;

// Runs `sizes` through; each load's work is `work(size)` steps. Stops when `most` were delivered.
Seen run(const std::vector<uint64_t>& sizes, unsigned jobs, uint64_t steps, uint64_t most = UINT64_MAX) {
  Seen seen;
  uint64_t next = 0;
  std::atomic<uint64_t> in_flight = 0;
  std::atomic<uint64_t> loads = 0;
  std::vector<std::atomic<int>> busy(jobs);
  std::atomic<bool> alone = true;
  run_pipeline({.jobs = jobs, .most_in_flight = kBudget},
               {.read = [&]() -> std::unique_ptr<Load> {
                  if (next == sizes.size()) return nullptr;
                  auto item = std::make_unique<Item>(next, sizes[next]);
                  ++next;
                  return item;
                },
                .work =
                    [&](Load* load, unsigned worker) {
                      if (worker >= jobs || busy[worker]++ > 0) alone = false;
                      auto* item = static_cast<Item*>(load);
                      // What is worked on is in flight, and was let in.
                      const uint64_t now = in_flight += item->bytes;
                      if (++loads > 1 && now > kBudget) seen.most_in_flight = std::max(seen.most_in_flight, now);
                      uint64_t value = item->number;
                      for (uint64_t i = 0; i < item->bytes * steps; ++i) value = value * 6364136223846793005 + 1;
                      item->result = value | 1;
                      --busy[worker];
                    },
                .deliver =
                    [&](Load* load) {
                      auto* item = static_cast<Item*>(load);
                      seen.in_order = seen.in_order && item->number == seen.delivered;
                      seen.all_worked = seen.all_worked && item->result != 0;
                      in_flight -= item->bytes;
                      --loads;
                      return ++seen.delivered < most;
                    }});
  seen.workers_alone = alone;
  CHECK(Item::alive == 0);
  return seen;
}

std::vector<uint64_t> random_sizes(uint64_t count, uint64_t most, unsigned seed) {
  std::mt19937 chance(seed);
  std::vector<uint64_t> sizes(count);
  // Most are small, and some larger than the budget.
  for (uint64_t& size : sizes) size = chance() % 10 == 0 ? 1 + chance() % most : 1 + chance() % 20;
  return sizes;
}

TEST_CASE("loads are delivered in the order in which they were read") {
  for (const unsigned jobs : {1U, 2U, 3U, 8U}) {
    for (const uint64_t steps : {0, 3, 50}) {
      for (const uint64_t most : {20, 600, 3000}) {
        CAPTURE(jobs, steps, most);
        const std::vector<uint64_t> sizes = random_sizes(3000, most, jobs + static_cast<unsigned>(steps + most));
        const Seen seen = run(sizes, jobs, steps);
        CHECK(seen.delivered == sizes.size());
        CHECK(seen.in_order);
        CHECK(seen.all_worked);
        CHECK(seen.workers_alone);
        CHECK(seen.most_in_flight == 0);
      }
    }
  }
}

TEST_CASE("what is larger than the budget goes through alone") {
  for (const unsigned jobs : {2U, 4U}) {
    const std::vector<uint64_t> sizes(200, 5 * kBudget);
    const Seen seen = run(sizes, jobs, 10);
    CHECK(seen.delivered == sizes.size());
    CHECK(seen.in_order);
    CHECK(seen.most_in_flight == 0);
  }
}

TEST_CASE("no load, one load") {
  for (const unsigned jobs : {1U, 2U, 8U}) {
    CHECK(run({}, jobs, 1).delivered == 0);
    CHECK(run({7}, jobs, 1).delivered == 1);
    CHECK(run({0}, jobs, 1).delivered == 1);
    CHECK(run({7 * kBudget}, jobs, 1).delivered == 1);
  }
}

TEST_CASE("delivery may stop a run") {
  for (const unsigned jobs : {1U, 2U, 8U}) {
    for (const uint64_t most : {uint64_t{1}, uint64_t{2}, uint64_t{100}}) {
      CAPTURE(jobs, most);
      const Seen seen = run(random_sizes(2000, 2000, 5), jobs, 5, most);
      CHECK(seen.delivered == most);
      CHECK(seen.in_order);
    }
  }
}

TEST_CASE("a slow load holds up the others, and memory stays bounded") {
  // The first one takes long: what follows waits behind it, up to the budget.
  for (const unsigned jobs : {2U, 4U}) {
    std::vector<uint64_t> sizes(5000, 9);
    sizes[0] = kBudget / 2;
    const Seen seen = run(sizes, jobs, 20000);
    CHECK(seen.delivered == sizes.size());
    CHECK(seen.in_order);
    CHECK(seen.most_in_flight == 0);
  }
}

TEST_CASE("work is done on several threads") {
  std::mutex lock;
  std::vector<std::thread::id> threads;
  uint64_t next = 0;
  run_pipeline({.jobs = 2},
               {.read = [&]() -> std::unique_ptr<Load> { return next == 64 ? nullptr : std::make_unique<Item>(next++, 1); },
                .work =
                    [&](Load*, unsigned) {
                      std::this_thread::sleep_for(std::chrono::milliseconds(1));
                      const std::lock_guard<std::mutex> held(lock);
                      if (std::find(threads.begin(), threads.end(), std::this_thread::get_id()) == threads.end()) {
                        threads.push_back(std::this_thread::get_id());
                      }
                    },
                .deliver = [](Load*) { return true; }});
  CHECK(threads.size() <= 2);
  CHECK(workers_for(3) == 3);
  CHECK(workers_for(0) >= 1);
}

}  // namespace
}  // namespace dehusk
