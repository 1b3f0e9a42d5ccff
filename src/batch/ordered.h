// Work on many things at once, results in their order.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace dehusk {

/// Calls `work(i, worker)` for i in [0, count) on `jobs` threads (0: one for each core) and
/// `deliver(i, result)` for each in ascending order, one at a time. `worker` is below the answer of
/// workers_for(jobs) and is never used by two threads at once. Stops early where deliver() returns
/// false. At most four results a thread wait for delivery.
void run_ordered(size_t count, unsigned jobs,
                 const std::function<std::shared_ptr<void>(size_t i, unsigned worker)>& work,
                 const std::function<bool(size_t i, std::shared_ptr<void> result)>& deliver);

/// The threads that `jobs` means: itself, or one for each core.
unsigned workers_for(unsigned jobs);

}  // namespace dehusk
