// dehusk: the command. The library behind it never prints or exits; this room does.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <iostream>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/print.h"

namespace {

int run_help(const dehusk::Options& options) {
  dehusk::Command about = dehusk::Command::clean;
  for (const dehusk::Command command :
       {dehusk::Command::explain, dehusk::Command::test, dehusk::Command::lint,
        dehusk::Command::select, dehusk::Command::features, dehusk::Command::rules, dehusk::Command::stats, dehusk::Command::create}) {
    if (!options.files.empty() && options.files[0] == name_of(command)) about = command;
  }
  return dehusk::print(help_text(about), dehusk::kDone);
}

int run(const dehusk::Options& options) {
  switch (options.command) {
    case dehusk::Command::clean: return run_clean(options);
    case dehusk::Command::explain: return run_explain(options);
    case dehusk::Command::test: return run_test(options);
    case dehusk::Command::lint: return run_lint(options);
    case dehusk::Command::select: return run_select(options);
    case dehusk::Command::features: return run_features(options);
    case dehusk::Command::rules: return run_rules(options);
    case dehusk::Command::stats: return run_stats(options);
    case dehusk::Command::create: return run_new(options);
    case dehusk::Command::help: return run_help(options);
    case dehusk::Command::version:
      return dehusk::print("dehusk " DEHUSK_VERSION "\n", dehusk::kDone);
  }
  return dehusk::kNothingRun;
}

// A file must not get the number of a standard stream that is closed: another thread would read it as standard
// input, or write a text into it. Opened the wrong way round they fail as closed ones do.
void hold_standard_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) != -1) continue;
    ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);  // the lowest that is free
  }
}

// With -d each archive in work has files open, and there may be hundreds of threads.
void allow_many_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main(int argc, char** argv) {
  hold_standard_streams();
  allow_many_files();
  // A closed pipe and a file that may not grow are seen where they are written to.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  std::ios::sync_with_stdio(false);
  const dehusk::ParsedOptions parsed = dehusk::parse_options({argv + 1, argv + argc});
  if (!parsed.options) {
    std::cerr << "dehusk: " << parsed.error << "\nTry 'dehusk --help'.\n";
    return dehusk::kNothingRun;
  }
  return run(*parsed.options);
}
