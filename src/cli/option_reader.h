// From words on a command line, taken apart, to Options.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/options.h"

namespace dehusk {

/// The options of a command line by their long names, each with its values; a flag has none.
class GivenOptions {
 public:
  void add(const std::string& name, std::vector<std::string> words);
  bool has(const std::string& name) const { return words_.count(name) > 0; }
  std::vector<std::string> list(const std::string& name) const;

 private:
  std::map<std::string, std::vector<std::string>> words_;
};

/// Fills `options`, whose command and operands are there. The first complaint, or "".
std::string read_options(const GivenOptions& given, Options* options);

/// "; did you mean '--level'?", or "".
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace dehusk
