// dehusk new site HOST: prints a commented rule file.
#include <iostream>

#include "cli/commands.h"
#include "cli/new_site.h"
#include "cli/print.h"

namespace dehusk {

int run_new(const Options& options) {
  const auto refuse = [](const std::string& message) {
    std::cerr << "dehusk: " << message << "\nTry 'dehusk new --help'.\n";
    return kNothingRun;
  };
  if (options.files.empty()) return refuse("say what is to be new: dehusk new site HOST");
  if (options.files[0] != "site") {
    return refuse("'" + options.files[0] + "' is nothing that can be made new; expected 'site'");
  }
  if (options.files.size() != 2) return refuse("expected one host: dehusk new site HOST");
  const Result<std::string> skeleton = site_skeleton(options.files[1]);
  return skeleton ? print(*skeleton, kDone) : refuse(skeleton.error().message);
}

}  // namespace dehusk
