// Ctrl-C, and what a machine that shuts down sends.
#pragma once

namespace dehusk {

/// From now on SIGINT, SIGTERM and SIGHUP ask the run to stop; a second one ends the process at once, with no file half
/// written.
void catch_interrupts();

/// The signal that came; 0 for none.
int caught_signal();

}  // namespace dehusk
