#include "rule/check_pattern.h"

#include <algorithm>

#include "core/utf8.h"
#include "rule/placeholders.h"
#include "rule/regex_fault.h"

namespace dehusk {
namespace {

using Kind = PatternPart::Kind;

// `text` is the string as the file has it, slashes and all.
void report_regex(const PatternFault& fault, const Text& text, Faults& faults) {
  faults.add(fault.code, faults.inside(text, 1 + fault.offset), fault.message, fault.label);
}

// Lines that have nothing in common: what fits all of them fits any line.
bool matches_any_line(const Pattern& pattern) {
  constexpr std::string_view kLines[] = {
      "x", "Any line at all, with 12 words and a full stop at its end, as prose is.", "42",
      "\xE4\xB8\xAD", "-", "...!"};
  CanonicalBuffer folded;
  CanonicalBuffer canonical;
  return std::all_of(std::begin(kLines), std::end(kLines), [&](std::string_view line) {
    return pattern.matches(LineText(line, &folded, &canonical));
  });
}

enum class LoneStar : uint8_t { fine, fault };

void check_reach(const Text& text, const PatternSyntax& syntax, PatternUse use, LoneStar star,
                 const PatternContext& context) {
  const bool lone_star = syntax.size() == 1 && syntax[0].kind == Kind::star;
  if (lone_star && star == LoneStar::fine) return;
  if (syntax.empty()) {
    context.faults.add(Code::matches_empty, text.place, "the pattern is empty");
    return;
  }
  const bool whole = use == PatternUse::whole_line;
  const Pattern pattern(text.text, whole ? use : PatternUse::inside, &context.scope);
  CanonicalBuffer folded;
  CanonicalBuffer canonical;
  const bool empty = pattern.matches(LineText("", &folded, &canonical));
  if (empty && !whole && !lone_star) {
    context.faults.add(Code::matches_empty, text.place, "the pattern matches the empty text");
  } else if (lone_star || matches_any_line(pattern)) {
    context.faults.add(Code::matches_all, text.place, "the pattern matches any line at all");
  } else if (empty) {
    context.faults.add(Code::matches_empty, text.place, "the pattern matches the empty line");
  }
}

void report_unknown(const Text& text, const std::string& name, const PatternContext& context) {
  std::vector<std::string_view> known;
  for (const Placeholder& builtin : builtin_placeholders()) known.push_back(builtin.name);
  for (const NamedPattern* named : context.scope.all()) known.push_back(named->name);
  const std::string_view near = nearest_word(name, known);
  context.faults.add(Code::unknown_placeholder,
                     context.faults.inside(text, placeholder_offset(text.text, name)),
                     "unknown placeholder '{" + name + "}'; " +
                         (near.empty() ? "a brace that is meant as text is written \\{"
                                       : "did you mean '{" + std::string(near) + "}'?"));
}

void check(const Text& text, PatternUse use, LoneStar star, const PatternContext& context) {
  std::vector<PatternFault> found;
  const PatternSyntax syntax = parse_pattern(text.text, &found);
  bool sound = found.empty();
  for (PatternFault& fault : found) {
    context.faults.add(fault.code, context.faults.inside(text, fault.offset),
                       std::move(fault.message), std::move(fault.label));
  }
  for (const PatternPart& part : syntax) {
    if (part.kind == Kind::placeholder && context.scope.find(part.text) == nullptr &&
        find_placeholder(part.text) == nullptr) {
      sound = false;
      if (context.scope_is_whole) report_unknown(text, part.text, context);
    }
    if (part.kind != Kind::regex) continue;
    if (const auto fault = find_regex_fault(part.text)) {
      sound = false;
      report_regex(*fault, text, context.faults);
    }
  }
  if (sound) check_reach(text, syntax, use, star, context);
}

bool is_placeholder_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_';
  });
}

void check_named_literal(const Text& literal, Faults& faults) {
  const std::string& text = literal.text;
  if (text.empty() || text == "//") {
    faults.add(Code::matches_empty, literal.place, "the pattern is empty");
    return;
  }
  if (text.starts_with('/') && text.size() > 1) {
    faults.add(Code::bad_pattern, literal.place,
               text.ends_with('/') ? "an RE2 in [patterns] stands alone, not in a list"
                                   : "missing / at the end of an expression");
    return;
  }
  for (size_t at = 0; at < text.size(); ++at) {
    const bool braces = text[at] == '{' && text.find('}', at) != std::string::npos;
    if (text[at] != '*' && !braces) continue;
    faults.add(Code::bad_pattern, faults.inside(literal, at),
               "[patterns] hold no '*' and no placeholders; expected literals or one RE2 in slashes");
    return;
  }
}

}  // namespace

PlaceholderScope scope_of(const std::vector<RuleFile>& files, size_t index) {
  PlaceholderScope scope;
  for (const size_t file : files_used_by(files, index)) {
    for (const NamedPattern& pattern : files[file].patterns) scope.add(pattern);
  }
  return scope;
}

std::vector<size_t> files_used_by(const std::vector<RuleFile>& files, size_t index) {
  std::vector<size_t> used{index};
  for (size_t next = 0; next < used.size(); ++next) {
    for (const Text& use : files[used[next]].use) {
      for (size_t i = 0; i < files.size(); ++i) {
        if (files[i].name != use.text) continue;
        if (std::find(used.begin(), used.end(), i) == used.end()) used.push_back(i);
        break;
      }
    }
  }
  return used;
}

bool uses_are_there(const std::vector<RuleFile>& files, size_t index) {
  for (const size_t user : files_used_by(files, index)) {
    for (const Text& use : files[user].use) {
      const bool there = std::any_of(files.begin(), files.end(), [&](const RuleFile& file) {
        return file.name == use.text;
      });
      if (!there) return false;
    }
  }
  return true;
}

void check_pattern(const Text& text, PatternUse use, const PatternContext& context) {
  check(text, use, LoneStar::fault, context);
}

void check_group_entry(const Text& text, const PatternContext& context) {
  check(text, PatternUse::whole_line, LoneStar::fine, context);
}

void check_named_pattern(const NamedPattern& named, Faults& faults) {
  if (find_placeholder(named.name) != nullptr) {
    faults.add(Code::bad_value, named.place,
               "'" + named.name + "' is a built-in placeholder; choose another name");
  } else if (!is_placeholder_name(named.name)) {
    faults.add(Code::bad_value, named.place,
               "'" + named.name + "' cannot name a placeholder; expected letters, digits, '-', '_'");
  }
  for (const Text& literal : named.literals) check_named_literal(literal, faults);
  if (named.regex.text.empty()) return;
  if (const auto fault = find_regex_fault(named.regex.text)) {
    report_regex(*fault, {"/" + named.regex.text + "/", named.regex.place}, faults);
  }
}

size_t placeholder_offset(std::string_view pattern, std::string_view name) {
  for (size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '\\') {
      ++at;
    } else if (pattern[at] == '{' && pattern.substr(at + 1).starts_with(name)) {
      const std::string_view rest = pattern.substr(at + 1 + name.size());
      if (rest.starts_with('}') || rest.starts_with(':')) return at;
    }
  }
  return 0;
}

}  // namespace dehusk
