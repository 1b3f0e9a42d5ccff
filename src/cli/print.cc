#include "cli/print.h"

#include <unistd.h>

#include <iostream>

#include "batch/file_io.h"
#include "cli/options.h"

namespace dehusk {

int print(std::string_view text, int code) {
  const Written written = write_descriptor(STDOUT_FILENO, text);
  if (written.status == WriteStatus::pipe_closed) return kDone;
  if (written.status == WriteStatus::done) return code;
  std::cerr << "dehusk: standard output: " << written.message << "\n";
  return kSomeFailed;
}

}  // namespace dehusk
