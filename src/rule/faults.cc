#include "rule/faults.h"

#include <algorithm>

#include "core/utf8.h"

namespace dehusk {

Faults::Faults(std::string path, std::string_view text, Diagnostics* out)
    : path_(std::move(path)), out_(out) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines_.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void Faults::add(Code code, Place place, std::string message, std::string label) {
  out_->push_back({path_, place, code, std::move(message), std::move(label),
                   std::string(line(place.line))});
}

std::string_view Faults::line(uint32_t number) const {
  return number == 0 || number > lines_.size() ? std::string_view() : lines_[number - 1];
}

Place Faults::inside(const Text& value, size_t offset) const {
  const std::string_view source = line(value.place.line);
  size_t at = 0;
  for (uint32_t column = 1; column < value.place.column && at < source.size(); ++column) {
    next_code_point(source, &at);
  }
  if (at >= source.size()) return value.place;
  const char quote = source[at];
  if (quote != '"' && quote != '\'') return value.place;
  const size_t quotes = source.substr(at).starts_with(std::string(3, quote)) ? 3 : 1;
  at += quotes;
  Place place = value.place;
  place.column += static_cast<uint32_t>(quotes);
  size_t decoded = 0;  // bytes of the value passed so far
  while (decoded < offset && at < source.size()) {
    size_t units = 1;
    if (quote == '"' && source[at] == '\\' && at + 1 < source.size()) {
      const char kind = source[at + 1];
      units = kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
      size_t here = decoded;
      if (here < value.text.size()) next_code_point(value.text, &here);
      decoded = here;
      at += units;
    } else {
      const size_t before = at;
      next_code_point(source, &at);
      decoded += at - before;
    }
    place.column += static_cast<uint32_t>(units);
  }
  return decoded < offset ? value.place : place;
}

}  // namespace dehusk
