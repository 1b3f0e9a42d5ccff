#include "cli/page_template.h"

#include <cassert>

namespace dehusk {

std::string fill_template(std::string_view page,
                          const std::map<std::string_view, std::string>& values) {
  constexpr std::string_view kMark = "@@";
  std::string out;
  for (;;) {
    const size_t begin = page.find(kMark);
    if (begin == std::string_view::npos) break;
    const size_t end = page.find(kMark, begin + kMark.size());
    assert(end != std::string_view::npos);
    const auto value = values.find(page.substr(begin + kMark.size(), end - begin - kMark.size()));
    assert(value != values.end());
    out += page.substr(0, begin);
    out += value->second;
    page.remove_prefix(end + kMark.size());
  }
  return out += page;
}

}  // namespace dehusk
