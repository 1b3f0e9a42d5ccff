#include "cli/interrupt.h"

#include <unistd.h>

#include <csignal>
#include <initializer_list>

#include "batch/interruption.h"

namespace dehusk {
namespace {

volatile std::sig_atomic_t caught = 0;

void on_signal(int signal) {
  // What is being written has no name yet, or one that --resume knows.
  if (caught != 0) _exit(128 + signal);
  caught = signal;
  request_stop();
}

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction old {};
    // What a parent wanted to be ignored, as nohup does, stays so.
    if (sigaction(signal, nullptr, &old) == 0 && old.sa_handler == SIG_IGN) continue;
    sigaction(signal, &action, nullptr);
  }
}

int caught_signal() { return caught; }

}  // namespace dehusk
