#include "engine/link_text.h"

#include "core/utf8.h"
#include "core/visible.h"

namespace dehusk {
namespace {

// The longest link text and target that count as one, in bytes: keeps the search linear.
constexpr size_t kLongestLinkText = 500;
constexpr size_t kLongestTarget = 2000;

// The end of the markdown link `[text](target)` that begins at `at`, or npos.
size_t markdown_link_end(std::string_view text, size_t at, size_t* text_end) {
  const size_t length = text.substr(at, kLongestLinkText).find(']');
  if (length == std::string_view::npos) return length;
  *text_end = at + length;
  if (text.substr(*text_end + 1, 1) != "(") return std::string_view::npos;
  const size_t target = text.substr(*text_end, kLongestTarget).find(')');
  return target == std::string_view::npos ? target : *text_end + target + 1;
}

}  // namespace

LinkText link_text(std::string_view text) {
  LinkText out;
  for (size_t at = 0; at < text.size();) {
    size_t text_end = 0;
    const size_t end = text[at] == '[' ? markdown_link_end(text, at, &text_end)
                                       : std::string_view::npos;
    if (end != std::string_view::npos) {
      const uint64_t inside = count_visible(text.substr(at + 1, text_end - at - 1));
      out.linked += inside;
      out.all += inside;
      ++out.count;
      at = end;
      continue;
    }
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.")) {
      const std::string_view url = rest.substr(0, rest.find_first_of(" \t)>\""));
      out.linked += count_visible(url);
      out.all += count_visible(url);
      ++out.count;
      at += url.size();
      continue;
    }
    out.all += is_visible(next_code_point(text, &at));
  }
  return out;
}

}  // namespace dehusk
