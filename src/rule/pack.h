// The built-in rules inside the binary: checked and turned from TOML into a flat form when dehusk is
// built, since TOML would cost 7 ms at every start (it reads at 43 MB/s).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rule/rule.h"

namespace dehusk {

/// A rule file as text, with the path that messages print.
struct RuleText {
  std::string path;
  std::string text;
};

/// The files as one string of bytes; tests are left out.
std::string pack_rules(const std::vector<RuleFile>& files);

/// What pack_rules() made. The bytes must be its own: they come out of the binary, not from users.
std::vector<RuleFile> unpack_rules(std::string_view bytes);

/// File texts as one string of bytes, and back.
std::string pack_texts(const std::vector<RuleText>& texts);
std::vector<RuleText> unpack_texts(std::string_view bytes);

/// The built-in rule files, without their tests. 
std::vector<RuleFile> builtin_rules();

/// The built-in rule files as they stand in rules/.
std::vector<RuleText> builtin_texts();

}  // namespace dehusk
