// Read, work in parallel, deliver in order; memory has a bound.
//
//   read (one at a time) -> work (on all threads) -> deliver (one at a time, in the order read)
//
// What was read and not yet delivered counts as in flight. While more than a budget is, reading waits; what is
// larger than the budget goes through alone.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace dehusk {

struct PipelineOptions {
  unsigned jobs = 0;                          ///< threads; 0: one for each core
  uint64_t most_in_flight = uint64_t{64} << 20;  ///< in the units of Load::size
};

/// What is read at once and goes through as one.
class Load {
 public:
  virtual ~Load() = default;
  virtual uint64_t size() const = 0;  ///< in bytes
};

struct PipelineSteps {
  std::function<std::unique_ptr<Load>()> read;          ///< null at the end
  std::function<void(Load*, unsigned worker)> work;     ///< `worker` is below workers_for(jobs), and never twice at once
  std::function<bool(Load*)> deliver;                   ///< false: no more is read, and nothing more delivered
};

void run_pipeline(const PipelineOptions& options, const PipelineSteps& steps);

/// The threads that `jobs` means: itself, or one for each core.
unsigned workers_for(unsigned jobs);

}  // namespace dehusk
