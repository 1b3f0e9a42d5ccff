#include "batch/path_pattern.h"

#include <algorithm>
#include <optional>

namespace dehusk {
namespace {

// Takes `[a-z]` off a pattern; whether it holds `c`. Without a closing bracket it is a character.
bool take_class(std::string_view* pattern, char c) {
  const size_t close = pattern->find(']', pattern->size() > 2 && (*pattern)[1] == '!' ? 3 : 2);
  if (close == std::string_view::npos) {
    pattern->remove_prefix(1);
    return c == '[';
  }
  std::string_view inner = pattern->substr(1, close - 1);
  pattern->remove_prefix(close + 1);
  const bool negated = inner.starts_with('!');
  if (negated) inner.remove_prefix(1);
  bool found = false;
  for (size_t i = 0; i < inner.size(); ++i) {
    const bool is_range = i + 2 < inner.size() && inner[i + 1] == '-';
    found = found || (is_range ? inner[i] <= c && c <= inner[i + 2] : inner[i] == c);
    if (is_range) i += 2;
  }
  return found != negated && c != '/';
}

void take_character(std::string_view* path) {
  do {
    path->remove_prefix(1);
  } while (!path->empty() && (static_cast<unsigned char>((*path)[0]) & 0xC0) == 0x80);
}

// One remembered star of each kind is enough: what a later one cannot mend an earlier one cannot either, but `*`
// stops at a slash, where the last `**` is gone back to.
bool matches_whole(std::string_view pattern, std::string_view path) {
  struct Star {
    std::string_view pattern;
    std::string_view path;
    bool takes_folders = false;  // whole ones, as `**/` does
  };
  Star one;  // none where no path is left to it
  Star any;
  bool at_name = true;  // the pattern stands at the beginning of a name
  for (;;) {
    if (pattern.starts_with("**")) {
      pattern.remove_prefix(std::min(pattern.find_first_not_of('*'), pattern.size()));
      // `**/` is no folder too.
      const bool takes_folders = at_name && pattern.starts_with('/');
      if (takes_folders) pattern.remove_prefix(1);
      any = Star{pattern, path, takes_folders};
      one = Star();
      continue;
    }
    if (pattern.starts_with('*')) {
      pattern.remove_prefix(1);
      one = Star{pattern, path, false};
      continue;
    }
    if (pattern.empty() && path.empty()) return true;
    bool matched = false;
    if (!pattern.empty() && !path.empty()) {
      const char c = path[0];
      at_name = pattern[0] == '/';
      if (pattern[0] == '[') {
        std::string_view rest = pattern;
        matched = take_class(&rest, c);
        if (matched) pattern = rest;
        if (matched) path.remove_prefix(1);
      } else if (pattern[0] == '?') {
        matched = c != '/';
        if (matched) pattern.remove_prefix(1);
        if (matched) take_character(&path);
      } else {
        matched = pattern[0] == c;
        if (matched) pattern.remove_prefix(1);
        if (matched) path.remove_prefix(1);
      }
    }
    if (matched) continue;
    if (!one.path.empty() && one.path[0] != '/') {
      one.path.remove_prefix(1);
      pattern = one.pattern;
      path = one.path;
    } else if (!any.path.empty()) {
      const size_t slash = any.takes_folders ? any.path.find('/') : 0;
      if (slash == std::string_view::npos) return false;
      any.path.remove_prefix(slash + 1);
      one = Star();
      pattern = any.pattern;
      path = any.path;
    } else {
      return false;
    }
  }
}

std::string_view last_name(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// A pattern of names against the names of a path, from its first one on.
std::optional<std::string> url_at(std::string_view pattern, std::string_view path) {
  std::string host;
  std::string rest;
  for (;;) {
    const size_t slash = pattern.find('/');
    const std::string_view part = pattern.substr(0, slash);
    const bool is_last = slash == std::string_view::npos;
    const size_t path_slash = path.find('/');
    const std::string_view name = path.substr(0, path_slash);
    if (part == "{path}") {
      rest = path;
      path = "";
    } else if (part == "*" && is_last) {
      path = "";
    } else {
      if (name.empty()) return std::nullopt;
      if (part == "{host}") {
        host = name;
      } else if (!matches_whole(part, name)) {
        return std::nullopt;
      }
      path.remove_prefix(path_slash == std::string_view::npos ? path.size() : path_slash + 1);
    }
    if (is_last) break;
    pattern.remove_prefix(slash + 1);
  }
  if (!path.empty() || host.empty()) return std::nullopt;
  return "https://" + host + "/" + rest;
}

}  // namespace

bool matches_glob(std::string_view pattern, std::string_view path) {
  return matches_whole(pattern, pattern.find('/') == std::string_view::npos ? last_name(path) : path);
}

bool NameFilter::takes(std::string_view path) const {
  const auto matches = [&](const std::string& pattern) { return matches_glob(pattern, path); };
  if (std::any_of(exclude.begin(), exclude.end(), matches)) return false;
  return include.empty() || std::any_of(include.begin(), include.end(), matches);
}

bool NameFilter::excludes_folder(std::string_view path) const {
  return std::any_of(exclude.begin(), exclude.end(), [&](const std::string& pattern) {
    const std::string_view folder = std::string_view(pattern).ends_with('/') ? std::string_view(pattern).substr(0, pattern.size() - 1) : pattern;
    return matches_glob(folder, path);
  });
}

std::string url_from_path(std::string_view pattern, std::string_view path) {
  for (;;) {
    if (const std::optional<std::string> url = url_at(pattern, path)) return *url;
    const size_t slash = path.find('/');
    if (slash == std::string_view::npos) return "";
    path.remove_prefix(slash + 1);
  }
}

std::string url_pattern_fault(std::string_view pattern) {
  if (pattern.find("{host}") == std::string_view::npos) return "holds no {host}";
  for (std::string_view rest = pattern; !rest.empty();) {
    const size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
    if (part.find('{') != std::string_view::npos && part != "{host}" && part != "{path}") {
      return "takes {host} and {path} as whole names, not '" + std::string(part) + "'";
    }
    if (part == "{path}" && !rest.empty()) return "takes {path} at its end";
  }
  return "";
}

}  // namespace dehusk
