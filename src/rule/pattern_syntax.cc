#include "core/utf8.h"
#include "rule/pattern.h"

namespace dehusk {
namespace {

constexpr std::string_view kMetaFields[] = {"published", "author", "title", "source"};

bool is_meta_field(std::string_view name) {
  for (const std::string_view field : kMetaFields) {
    if (field == name) return true;
  }
  return false;
}

void add_literal(std::string_view text, PatternSyntax* parts) {
  if (parts->empty() || parts->back().kind != PatternPart::Kind::literal) {
    parts->push_back({PatternPart::Kind::literal, "", ""});
  }
  parts->back().text += text;
}

// Reads "{name}" or "{name:field}" at `*at`.
void add_placeholder(std::string_view text, size_t* at, PatternSyntax* parts,
                     std::vector<PatternFault>* faults) {
  const size_t begin = *at;
  const size_t end = text.find('}', begin);
  if (end == std::string_view::npos) {
    faults->push_back({Code::bad_pattern, begin, "missing } in pattern", "opened here"});
    *at = text.size();
    return;
  }
  const std::string_view inside = text.substr(begin + 1, end - begin - 1);
  const size_t colon = inside.find(':');
  PatternPart part{PatternPart::Kind::placeholder, std::string(inside.substr(0, colon)), ""};
  if (colon != std::string_view::npos) {
    part.capture = inside.substr(colon + 1);
    if (!is_meta_field(part.capture)) {
      faults->push_back({Code::bad_capture, begin + 1 + colon + 1,
                         "cannot capture into '" + part.capture +
                             "'; expected published, author, title or source",
                         ""});
      part.capture.clear();
    }
  }
  parts->push_back(std::move(part));
  *at = end + 1;
}

PatternSyntax parse_regex(std::string_view text, std::vector<PatternFault>* faults) {
  if (text.size() < 2 || !text.ends_with('/')) {
    faults->push_back({Code::bad_pattern, 0,
                       "missing / at the end of an expression; a literal slash at the start is \\/",
                       "opened here"});
    return {};
  }
  return {{PatternPart::Kind::regex, std::string(text.substr(1, text.size() - 2)), ""}};
}

}  // namespace

PatternSyntax parse_pattern(std::string_view text, std::vector<PatternFault>* faults) {
  if (text.starts_with('/')) return parse_regex(text, faults);
  PatternSyntax parts;
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '*') {
      if (parts.empty() || parts.back().kind != PatternPart::Kind::star) {
        parts.push_back({PatternPart::Kind::star, "", ""});
      }
      ++at;
    } else if (c == '{') {
      add_placeholder(text, &at, &parts, faults);
    } else if (c == '\\') {
      const std::string_view next = text.substr(at + 1, 1);
      if (next.empty() || std::string_view("*{\\/").find(next[0]) == std::string_view::npos) {
        faults->push_back({Code::bad_pattern, at,
                           "unknown escape; a backslash stands only before *, {, / and \\, and an RE2 "
                           "is written /.../",
                           ""});
      }
      add_literal(next, &parts);
      at += 1 + next.size();
    } else {
      size_t next = at;
      next_code_point(text, &next);
      add_literal(text.substr(at, next - at), &parts);
      at = next;
    }
  }
  return parts;
}

}  // namespace dehusk
