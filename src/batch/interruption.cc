#include "batch/interruption.h"

#include <atomic>

namespace dehusk {
namespace {

std::atomic<bool> stop_asked = false;

}  // namespace

void request_stop() { stop_asked.store(true, std::memory_order_relaxed); }
bool stop_requested() { return stop_asked.load(std::memory_order_relaxed); }

}  // namespace dehusk
