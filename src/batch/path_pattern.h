// Patterns over paths: --include, --exclude, --url-from-path.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dehusk {

/// Whether a path matches a glob: `?` and `*` stand for characters of one name, `**` for any, `[a-z]` and `[!a-z]` for
/// one. A pattern without a slash is held against the last name of the path. O(pattern * path).
bool matches_glob(std::string_view pattern, std::string_view path);

/// Which of the files that are found are wanted.
struct NameFilter {
  std::vector<std::string> include;  ///< none: all
  std::vector<std::string> exclude;

  bool takes(std::string_view path) const;
  /// Whether what lies below a folder is of no interest.
  bool excludes_folder(std::string_view path) const;
};

/// The URL that a path stands for, by a pattern such as "data/{host}/*": `{host}` is a name in the path, `{path}` all
/// that follows there, `*` any name, and at the end anything. The pattern may begin at any folder of the path. "" where
/// it does not match.
std::string url_from_path(std::string_view pattern, std::string_view path);

/// What is wrong with such a pattern; "" for nothing.
std::string url_pattern_fault(std::string_view pattern);

}  // namespace dehusk
