#include "doc/attributes.h"

#include <algorithm>

namespace dehusk {
namespace {

bool is_html_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

AttributeWalk::AttributeWalk(std::string_view tag) : tag_(tag), at_(1) {
  while (at_ < tag_.size() && !is_html_space(tag_[at_]) && tag_[at_] != '/' && tag_[at_] != '>') {
    ++at_;
  }
}

// The states of the HTML standard from "before attribute name" (13.2.5.32) to "after attribute value".
std::optional<RawAttribute> AttributeWalk::next() {
  while (at_ < tag_.size() && (is_html_space(tag_[at_]) || tag_[at_] == '/')) ++at_;
  if (at_ >= tag_.size() || tag_[at_] == '>') return std::nullopt;
  const size_t name = at_++;  // a name may begin with '='
  while (at_ < tag_.size() && !is_html_space(tag_[at_]) && tag_[at_] != '/' && tag_[at_] != '>' &&
         tag_[at_] != '=') {
    ++at_;
  }
  RawAttribute attribute{tag_.substr(name, at_ - name), {}};
  size_t next = at_;
  while (next < tag_.size() && is_html_space(tag_[next])) ++next;
  if (next >= tag_.size() || tag_[next] != '=') return attribute;
  at_ = next + 1;
  while (at_ < tag_.size() && is_html_space(tag_[at_])) ++at_;
  if (at_ >= tag_.size() || tag_[at_] == '>') return attribute;
  if (tag_[at_] == '"' || tag_[at_] == '\'') {
    const size_t end = std::min(tag_.find(tag_[at_], at_ + 1), tag_.size());
    attribute.value = tag_.substr(at_ + 1, end - at_ - 1);
    at_ = std::min(end + 1, tag_.size());
    return attribute;
  }
  const size_t value = at_;
  while (at_ < tag_.size() && !is_html_space(tag_[at_]) && tag_[at_] != '>') ++at_;
  attribute.value = tag_.substr(value, at_ - value);
  return attribute;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  if (part.empty()) return true;
  const char first = lower(part[0]);
  for (size_t at = 0; at + part.size() <= text.size(); ++at) {
    if (lower(text[at]) == first && equals_ignoring_case(text.substr(at, part.size()), part)) return true;
  }
  return false;
}

}  // namespace dehusk
