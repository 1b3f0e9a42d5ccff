// A run that is asked to stop: from a signal handler, or by who runs it.
#pragma once

namespace dehusk {

/// Asks the run to read no more. Async-signal-safe.
void request_stop();

/// Whether it was asked.
bool stop_requested();

}  // namespace dehusk
