#include "batch/ordered.h"

#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <utility>

namespace dehusk {
namespace {

struct Done {
  size_t index;
  std::shared_ptr<void> result;
};

}  // namespace

unsigned workers_for(unsigned jobs) {
  return jobs > 0 ? jobs : static_cast<unsigned>(std::max(1, tbb::info::default_concurrency()));
}

void run_ordered(size_t count, unsigned jobs,
                 const std::function<std::shared_ptr<void>(size_t, unsigned)>& work,
                 const std::function<bool(size_t, std::shared_ptr<void>)>& deliver) {
  const unsigned workers = workers_for(jobs);
  if (workers == 1 || count < 2) {
    for (size_t i = 0; i < count; ++i) {
      if (!deliver(i, work(i, 0))) return;
    }
    return;
  }
  // Tokens bound the results that wait; a worker number is taken from the queue for each call.
  const size_t tokens = size_t{workers} * 4;
  tbb::concurrent_bounded_queue<unsigned> free_workers;
  for (unsigned worker = 0; worker < workers; ++worker) free_workers.push(worker);
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, workers);
  size_t next = 0;
  std::atomic<bool> stopped = false;
  tbb::parallel_pipeline(
      tokens, tbb::make_filter<void, size_t>(tbb::filter_mode::serial_in_order,
                                             [&](tbb::flow_control& control) -> size_t {
                                               if (next == count || stopped) {
                                                 control.stop();
                                                 return 0;
                                               }
                                               return next++;
                                             }) &
                  tbb::make_filter<size_t, Done>(tbb::filter_mode::parallel,
                                                 [&](size_t i) -> Done {
                                                   unsigned worker = 0;
                                                   free_workers.pop(worker);
                                                   Done done{i, work(i, worker)};
                                                   free_workers.push(worker);
                                                   return done;
                                                 }) &
                  tbb::make_filter<Done, void>(tbb::filter_mode::serial_in_order, [&](Done done) {
                    if (!stopped && !deliver(done.index, std::move(done.result))) stopped = true;
                  }));
}

}  // namespace dehusk
