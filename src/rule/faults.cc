#include "rule/faults.h"

#include "core/utf8.h"

namespace dehusk {

void Faults::add(Code code, Place place, std::string message, std::string label) {
  out_->push_back({path_, place, code, std::move(message), std::move(label),
                   std::string(line(place.line))});
}

std::string_view Faults::line(uint32_t number) const {
  if (number == 0) return {};
  size_t begin = 0;
  for (uint32_t n = 1; n < number; ++n) {
    const size_t end = text_.find('\n', begin);
    if (end == std::string_view::npos) return {};
    begin = end + 1;
  }
  std::string_view found = text_.substr(begin, text_.find('\n', begin) - begin);
  if (found.ends_with('\r')) found.remove_suffix(1);
  return found;
}

Place Faults::inside(const Text& value, size_t offset) const {
  const std::string_view source = line(value.place.line);
  size_t at = 0;
  for (uint32_t column = 1; column < value.place.column && at < source.size(); ++column) {
    next_code_point(source, &at);
  }
  if (at >= source.size()) return value.place;
  const char quote = source[at];
  const std::string_view rest = source.substr(at);
  if ((quote != '"' && quote != '\'') || rest.starts_with("\"\"\"") || rest.starts_with("'''")) {
    return value.place;
  }
  Place place = value.place;
  ++at;
  ++place.column;
  size_t decoded = 0;  // bytes of the value passed so far
  while (decoded < offset && at < source.size()) {
    size_t units = 1;
    if (quote == '"' && source[at] == '\\' && at + 1 < source.size()) {
      const char kind = source[at + 1];
      units = kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
      size_t here = decoded;
      next_code_point(value.text, &here);
      decoded = here;
      at += units;
    } else {
      const size_t before = at;
      next_code_point(source, &at);
      decoded += at - before;
    }
    place.column += static_cast<uint32_t>(units);
  }
  return place;
}

}  // namespace dehusk
