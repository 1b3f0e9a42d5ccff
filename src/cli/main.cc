// dehusk: the command. The library behind it never prints or exits; this room does.
#include <csignal>
#include <iostream>

#include "cli/commands.h"
#include "cli/options.h"

namespace {

int run_help(const dehusk::Options& options) {
  dehusk::Command about = dehusk::Command::clean;
  for (const dehusk::Command command :
       {dehusk::Command::explain, dehusk::Command::test, dehusk::Command::lint,
        dehusk::Command::rules, dehusk::Command::create}) {
    if (!options.files.empty() && options.files[0] == name_of(command)) about = command;
  }
  std::cout << help_text(about);
  return dehusk::kDone;
}

int run(const dehusk::Options& options) {
  switch (options.command) {
    case dehusk::Command::clean: return run_clean(options);
    case dehusk::Command::explain: return run_explain(options);
    case dehusk::Command::test: return run_test(options);
    case dehusk::Command::lint: return run_lint(options);
    case dehusk::Command::rules: return run_rules(options);
    case dehusk::Command::create: return run_new(options);
    case dehusk::Command::help: return run_help(options);
    case dehusk::Command::version:
      std::cout << "dehusk " DEHUSK_VERSION "\n";
      return dehusk::kDone;
  }
  return dehusk::kNothingRun;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is seen where it is written to
  std::ios::sync_with_stdio(false);
  const dehusk::ParsedOptions parsed = dehusk::parse_options({argv + 1, argv + argc});
  if (!parsed.options) {
    std::cerr << "dehusk: " << parsed.error << "\nTry 'dehusk --help'.\n";
    return dehusk::kNothingRun;
  }
  return run(*parsed.options);
}
