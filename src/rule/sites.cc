#include <algorithm>

#include "rule/rule.h"

namespace dehusk {
namespace {

// "a.b" covers itself and everything below it.
bool covers(std::string_view entry, std::string_view host) {
  if (host.size() < entry.size() || !host.ends_with(entry)) return false;
  return host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
}

// "example.*": the name before a public suffix. Without a list of suffixes one or two labels may
// follow; of two, the first must be short ("co.uk", "com.au"), as nearly all public suffixes are.
bool covers_any_suffix(std::string_view name, std::string_view host) {
  for (size_t end = host.rfind('.'); end != std::string_view::npos && end > 0;
       end = host.rfind('.', end - 1)) {
    const std::string_view suffix = host.substr(end + 1);
    const size_t dot = suffix.find('.');
    if (dot != std::string_view::npos) {
      const bool one_dot = suffix.find('.', dot + 1) == std::string_view::npos;
      if (!one_dot || dot > 3) return false;
    }
    if (covers(name, host.substr(0, end))) return true;
  }
  return false;
}

bool entry_matches(std::string_view entry, std::string_view host) {
  if (entry.ends_with(".*")) return covers_any_suffix(entry.substr(0, entry.size() - 2), host);
  return covers(entry, host);
}

}  // namespace

bool site_matches(const std::vector<std::string>& sites, std::string_view host) {
  bool included = false;
  for (const std::string& entry : sites) {
    if (entry.starts_with('!')) {
      if (entry_matches(std::string_view(entry).substr(1), host)) return false;
    } else {
      included = included || entry_matches(entry, host);
    }
  }
  return included;
}

}  // namespace dehusk
