#include "rule/check_pattern.h"

#include <algorithm>

#include "core/utf8.h"
#include "rule/placeholders.h"

namespace dehusk {
namespace {

using Kind = PatternPart::Kind;

// Offset of the first bracket that is never closed, or of the first that closes nothing.
size_t unmatched_bracket(std::string_view regex) {
  std::vector<size_t> open;
  for (size_t at = 0; at < regex.size(); ++at) {
    const char c = regex[at];
    if (c == '\\') {
      ++at;
    } else if (c == '[') {
      const size_t begin = at++;
      if (at < regex.size() && regex[at] == '^') ++at;
      if (at < regex.size() && regex[at] == ']') ++at;
      while (at < regex.size() && regex[at] != ']') {
        if (regex[at] == '\\') ++at;
        if (regex.substr(at).starts_with("[:")) {
          const size_t end = regex.find(":]", at);
          if (end != std::string_view::npos) at = end + 1;
        }
        ++at;
      }
      if (at >= regex.size()) return begin;
    } else if (c == '(') {
      open.push_back(at);
    } else if (c == ')') {
      if (open.empty()) return at;
      open.pop_back();
    }
  }
  return open.empty() ? std::string_view::npos : open.back();
}

// RE2 names the part it rejects, but for a bracket it names the whole: then we look ourselves.
void report_regex(const RegexFault& fault, std::string_view regex, const Text& text, size_t offset,
                  Faults& faults) {
  const bool bracket = fault.message.find("missing") != std::string::npos ||
                       fault.message.find("unexpected )") != std::string::npos;
  size_t at = bracket ? unmatched_bracket(regex) : regex.find(fault.argument);
  std::string message = fault.message;
  std::string label;
  if (bracket && at != std::string_view::npos) {
    label = regex[at] == ')' ? "closes nothing" : "opened here";
    if (regex[at] == '(') message = "missing ) in pattern";
    if (regex[at] == '[') message = "missing ] in pattern";
    if (regex[at] == ')') message = "unexpected ) in pattern";
  } else if (!fault.argument.empty() && fault.argument != regex) {
    message += ": '" + fault.argument + "'";
  }
  if (at == std::string_view::npos) at = 0;
  faults.add(Code::bad_regex, faults.inside(text, offset + at), std::move(message),
             std::move(label));
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

void check_reach(const Text& text, const PatternSyntax& syntax, PatternUse use,
                 const PlaceholderScope& scope, bool star_is_fine, Faults& faults) {
  const bool lone_star = syntax.size() == 1 && syntax[0].kind == Kind::star;
  if (lone_star && star_is_fine) return;
  const Pattern pattern(syntax, use == PatternUse::span ? PatternUse::inside : use, scope);
  if (syntax.empty() || lone_star || matches_any_line(pattern)) {
    faults.add(syntax.empty() ? Code::matches_empty : Code::matches_all, text.place,
               syntax.empty() ? "the pattern is empty" : "the pattern matches any line at all");
    return;
  }
  CanonicalBuffer folded;
  CanonicalBuffer canonical;
  if (pattern.matches(LineText("", &folded, &canonical))) {
    faults.add(Code::matches_empty, text.place, "the pattern matches the empty line");
  }
}

void check(const Text& text, PatternUse use, const PlaceholderScope& scope, bool star_is_fine,
           Faults& faults) {
  std::vector<PatternFault> found;
  const PatternSyntax syntax = parse_pattern(text.text, &found);
  bool sound = found.empty();
  for (PatternFault& fault : found) {
    faults.add(fault.code, faults.inside(text, fault.offset), std::move(fault.message),
               std::move(fault.label));
  }
  for (const PatternPart& part : syntax) {
    if (part.kind == Kind::placeholder && scope.find(part.text) == nullptr &&
        find_placeholder(part.text) == nullptr) {
      sound = false;
      std::vector<std::string_view> known;
      for (const Placeholder& builtin : builtin_placeholders()) known.push_back(builtin.name);
      for (const NamedPattern* named : scope.all()) known.push_back(named->name);
      const std::string_view near = nearest_word(part.text, known);
      faults.add(Code::unknown_placeholder, faults.inside(text, text.text.find("{" + part.text)),
                 "unknown placeholder '{" + part.text + "}'" +
                     (near.empty() ? "" : "; did you mean '{" + std::string(near) + "}'?"));
    }
    if (part.kind != Kind::regex) continue;
    const Regex regex(part.text);
    if (const auto fault = regex.fault()) {
      sound = false;
      report_regex(*fault, part.text, text, 1, faults);
    }
  }
  if (sound) check_reach(text, syntax, use, scope, star_is_fine, faults);
}

}  // namespace

void check_pattern(const Text& text, PatternUse use, const PlaceholderScope& scope,
                   Faults& faults) {
  check(text, use, scope, false, faults);
}

void check_group_entry(const Text& text, const PlaceholderScope& scope, Faults& faults) {
  check(text, PatternUse::whole_line, scope, true, faults);
}

void check_named_pattern(const NamedPattern& named, Faults& faults) {
  if (find_placeholder(named.name) != nullptr) {
    faults.add(Code::bad_value, named.place,
               "'" + named.name + "' is a built-in placeholder; choose another name");
  }
  for (const Text& literal : named.literals) {
    for (size_t at = 0; at < literal.text.size(); ++at) {
      const bool star = literal.text[at] == '*';
      const bool braces = literal.text[at] == '{' &&
                          literal.text.find('}', at) != std::string::npos;
      if (star || braces) {
        faults.add(Code::bad_pattern, faults.inside(literal, at),
                   "[patterns] hold no '*' and no placeholders; a list of literals or one /RE2/");
        break;
      }
    }
    if (literal.text.empty()) faults.add(Code::matches_empty, literal.place, "the pattern is empty");
  }
  if (named.regex.text.empty()) return;
  const Regex regex(named.regex.text);
  if (const auto fault = regex.fault()) {
    report_regex(*fault, named.regex.text, named.regex, 1, faults);
  }
}

}  // namespace dehusk
