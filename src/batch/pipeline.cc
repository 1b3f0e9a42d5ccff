#include "batch/pipeline.h"

#include <oneapi/tbb/concurrent_queue.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_pipeline.h>

#include <algorithm>
#include <atomic>
#include <utility>

namespace dehusk {
namespace {

void run_on_one(const PipelineSteps& steps) {
  while (const std::unique_ptr<Load> load = steps.read()) {
    steps.work(load.get(), 0);
    if (!steps.deliver(load.get())) return;
  }
}

class Pipeline {
 public:
  Pipeline(const PipelineOptions& options, const PipelineSteps& steps, unsigned workers)
      : most_(options.most_in_flight), steps_(steps), workers_(workers) {
    for (unsigned worker = 0; worker < workers; ++worker) free_workers_.push(worker);
  }

  void run() {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, workers_);
    using tbb::filter_mode;
    tbb::parallel_pipeline(
        size_t{workers_} * 4,
        tbb::make_filter<void, Load*>(filter_mode::serial_in_order, [&](tbb::flow_control& control) { return read(&control); }) &
            tbb::make_filter<Load*, Load*>(filter_mode::parallel, [&](Load* load) { return work(load); }) &
            tbb::make_filter<Load*, void>(filter_mode::serial_in_order, [&](Load* load) { deliver(load); }));
  }

 private:
  // A token without a load where the budget is used up: it takes its place in the order, and TBB asks again when the
  // tokens before it were delivered. So no thread waits, and every thread could be the one that delivers.
  Load* read(tbb::flow_control* control) {
    if (!stopped_ && !next_) next_ = steps_.read();
    if (stopped_ || !next_) {
      control->stop();
      return nullptr;
    }
    const uint64_t in_flight = in_flight_;
    if (in_flight > 0 && in_flight + next_->size() > most_) return nullptr;
    in_flight_ += next_->size();
    return next_.release();
  }

  Load* work(Load* load) {
    if (load == nullptr || stopped_) return load;
    unsigned worker = 0;
    free_workers_.pop(worker);
    steps_.work(load, worker);
    free_workers_.push(worker);
    return load;
  }

  void deliver(Load* load) {
    if (load == nullptr) return;
    const std::unique_ptr<Load> owned(load);
    const uint64_t size = load->size();
    if (!stopped_ && !steps_.deliver(load)) stopped_ = true;
    in_flight_ -= size;
  }

  uint64_t most_;
  const PipelineSteps& steps_;
  unsigned workers_;
  tbb::concurrent_bounded_queue<unsigned> free_workers_;
  std::unique_ptr<Load> next_;  // read, and waiting for the budget
  std::atomic<uint64_t> in_flight_ = 0;
  std::atomic<bool> stopped_ = false;
};

}  // namespace

unsigned workers_for(unsigned jobs) {
  return jobs > 0 ? jobs : static_cast<unsigned>(std::max(1, tbb::info::default_concurrency()));
}

void run_pipeline(const PipelineOptions& options, const PipelineSteps& steps) {
  const unsigned workers = workers_for(options.jobs);
  if (workers == 1) return run_on_one(steps);
  Pipeline(options, steps, workers).run();
}

}  // namespace dehusk
