#include "write/url.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "doc/attributes.h"

namespace dehusk {
namespace {

struct Parts {
  std::string_view scheme;
  std::string_view authority;  // with its "//"
  std::string_view path;
  std::string_view query;     // with its "?"
  std::string_view fragment;  // with its "#"
};

// RFC 3986, appendix B.
Parts split(std::string_view url) {
  Parts parts;
  const auto cut = [&url](size_t at) {
    const std::string_view head = url.substr(0, at);
    url.remove_prefix(head.size());
    return head;
  };
  parts.scheme = scheme_of(url);
  if (!parts.scheme.empty()) url.remove_prefix(parts.scheme.size() + 1);
  if (url.starts_with("//")) parts.authority = cut(url.find_first_of("/?#", 2));
  parts.path = cut(url.find_first_of("?#"));
  parts.query = cut(url.find('#'));
  parts.fragment = url;
  return parts;
}

bool is_web(std::string_view scheme) {
  return equals_ignoring_case(scheme, "http") || equals_ignoring_case(scheme, "https") ||
         equals_ignoring_case(scheme, "ftp");
}

// RFC 3986 5.2.4.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  const bool absolute = path.starts_with('/');
  if (absolute) path.remove_prefix(1);
  for (size_t at = 0;;) {
    const size_t end = std::min(path.find('/', at), path.size());
    const std::string_view segment = path.substr(at, end - at);
    const bool last = end == path.size();
    if (segment == "." || segment == "..") {
      if (segment == ".." && !kept.empty()) kept.pop_back();
      if (last) kept.push_back("");
    } else {
      kept.push_back(segment);
    }
    if (last) break;
    at = end + 1;
  }
  std::string out;
  for (size_t i = 0; i < kept.size(); ++i) {
    if (i > 0 || absolute) out += '/';
    out += kept[i];
  }
  return out;
}

std::string joined(std::string_view scheme, std::string_view authority, std::string_view path,
                   std::string_view query, std::string_view fragment) {
  std::string out(scheme);
  out += ':';
  out += authority;
  if (!authority.empty() && !path.starts_with('/')) out += '/';
  out += path;
  out += query;
  out += fragment;
  return out;
}

// Whether a browser would encode it; in paths RFC 3986 allows none of these.
bool is_encoded(char c) {
  return static_cast<uint8_t>(c) <= 0x20 || c == 0x7F || c == '"' || c == '<' || c == '>' ||
         c == '`';
}

}  // namespace

std::string_view scheme_of(std::string_view url) {
  const size_t end = url.find_first_of(":/?#");
  return end != std::string_view::npos && url[end] == ':' ? url.substr(0, end) : std::string_view();
}

std::string tidy_url(std::string_view reference) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  while (!reference.empty() && static_cast<uint8_t>(reference.front()) <= ' ') {
    reference.remove_prefix(1);
  }
  while (!reference.empty() && static_cast<uint8_t>(reference.back()) <= ' ') {
    reference.remove_suffix(1);
  }
  std::string out;
  out.reserve(reference.size());
  for (const char c : reference) {
    if (c == '\t' || c == '\n' || c == '\r') continue;
    if (is_encoded(c)) {
      out += '%';
      out += kHex[static_cast<uint8_t>(c) >> 4];
      out += kHex[static_cast<uint8_t>(c) & 15];
    } else {
      out += c;
    }
  }
  const std::string_view scheme = scheme_of(out);
  if (!scheme.empty() && !is_web(scheme)) return out;
  const size_t end = std::min(out.find_first_of("?#"), out.size());
  for (size_t i = 0; i < end; ++i) {
    if (out[i] == '\\') out[i] = '/';
  }
  return out;
}

std::string resolve_url(std::string_view base_url, std::string_view reference) {
  const std::string tidied = tidy_url(reference);
  const std::string base_text = tidy_url(base_url);
  const Parts base = split(base_text);
  if (base.scheme.empty() || (base.authority.empty() && !base.path.starts_with('/'))) return tidied;
  Parts parts = split(tidied);
  const bool same = equals_ignoring_case(parts.scheme, base.scheme) && parts.authority.empty() &&
                    is_web(base.scheme);  // "http:g" is relative to browsers
  if (!parts.scheme.empty() && !same) {
    if (parts.authority.empty()) return tidied;
    return joined(parts.scheme, parts.authority, without_dots(parts.path), parts.query,
                  parts.fragment);
  }
  if (!parts.authority.empty()) {
    return joined(base.scheme, parts.authority, without_dots(parts.path), parts.query,
                  parts.fragment);
  }
  if (parts.path.empty()) {
    const std::string_view query = parts.query.empty() ? base.query : parts.query;
    return joined(base.scheme, base.authority, base.path, query, parts.fragment);
  }
  std::string path(parts.path);
  if (!path.starts_with('/')) {
    path.insert(0, base.path.substr(0, base.path.rfind('/') + 1));
    if (!path.starts_with('/')) path.insert(0, "/");
  }
  return joined(base.scheme, base.authority, without_dots(path), parts.query, parts.fragment);
}

}  // namespace dehusk
