// A process that dies, or whose disk is full, at a chosen system call. The linker leads the calls
// by which files change through here (--wrap in tests/meson.build).
#pragma once

namespace dehusk {

enum class CallFault {
  kill,       ///< SIGKILL in place of the call
  kill_torn,  ///< a write gets half of its bytes out before; other calls as with kill
  disk_full,  ///< from this call on nothing more is written: ENOSPC, the first time after half
};

/// In this process, the call with this number (from 0, counted from now) has the fault. Calls that
/// count: open for writing, write, ftruncate, rename, link, unlink, fchmod. From now on this
/// process does not wait for the disk, either.
void plan_fault(CallFault fault, int call);

/// Starts to count without a fault, and how far that has come.
void count_calls();
int calls_made();

}  // namespace dehusk
