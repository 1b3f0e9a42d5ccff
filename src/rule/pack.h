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

/// A packed file: its header is read at once, its rules when they are needed.
struct PackedFile {
  RuleFile header;        ///< name, path, about, use, sites
  std::string_view body;  ///< owner: the bytes given to unpack_rules()
};

/// The files as one string of bytes; tests are left out. Keys of rules must be filled.
std::string pack_rules(const std::vector<RuleFile>& files);

/// What pack_rules() made. The bytes must be its own: they come out of the binary, not from users.
std::vector<PackedFile> unpack_rules(std::string_view bytes);

/// Reads the rest of a packed file into `*file`.
void unpack_body(std::string_view body, RuleFile* file);

/// File texts as one string of bytes, and back.
std::string pack_texts(const std::vector<RuleText>& texts);
std::vector<RuleText> unpack_texts(std::string_view bytes);

/// The built-in rule files, without their tests. The bodies live as long as the program.
std::vector<PackedFile> builtin_rules();

/// The text of a built-in model, rules/model/NAME.model; empty if there is none.
std::string_view builtin_model(std::string_view name);

/// The built-in rule files as they stand in rules/.
std::vector<RuleText> builtin_texts();

}  // namespace dehusk
