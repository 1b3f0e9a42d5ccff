#include "rule/regex_fault.h"

#include <algorithm>
#include <vector>

#include "rule/regex.h"

namespace dehusk {
namespace {

// What RE2 leaves out and people try all the same.
struct Missing {
  std::string_view argument;
  std::string_view advice;
};
constexpr Missing kMissing[] = {
    {"(?=", "there is no look-ahead; say it with 'unless' or 'when'"},
    {"(?!", "there is no look-ahead; say it with 'unless'"},
    {"(?<", "there is no look-behind; say it with 'unless'; a named group is (?P<name>...)"},
    {"(?>", "there are no atomic groups; RE2 never backtracks"},
    {"\\1", "there are no back-references"},
    {"\\2", "there are no back-references"},
    {"\\Z", "the end of the line is $"},
};

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
        if (at < regex.size() && regex.substr(at).starts_with("[:")) {
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

// RE2's message without the part of the expression that it appends.
std::string kind_of(const RegexFault& fault) {
  const size_t tail = fault.argument.size() + 2;
  const bool has_tail = fault.message.size() > tail && fault.message.ends_with(": " + fault.argument);
  return has_tail ? fault.message.substr(0, fault.message.size() - tail) : fault.message;
}

// Offset of the part that RE2 rejects. It reads from the left and stops at the first fault, so that
// the shortest beginning with the same fault ends where the fault does.
size_t faulty_part(std::string_view regex, const RegexFault& fault) {
  const std::string kind = kind_of(fault);
  size_t sound = 0;
  size_t faulty = regex.size();
  while (faulty - sound > 1) {
    const size_t middle = sound + (faulty - sound) / 2;
    const auto other = Regex(std::string(regex.substr(0, middle))).fault();
    (other && kind_of(*other) == kind ? faulty : sound) = middle;
  }
  if (regex.substr(0, faulty).ends_with(fault.argument)) return faulty - fault.argument.size();
  const size_t found = regex.find(fault.argument);
  return found == std::string_view::npos ? 0 : found;
}

}  // namespace

std::optional<PatternFault> find_regex_fault(std::string_view regex) {
  const auto fault = Regex(std::string(regex)).fault();
  if (!fault) return std::nullopt;
  const bool bracket = fault->message.find("missing ]") != std::string::npos ||
                       fault->message.find("missing )") != std::string::npos ||
                       fault->message.find("unexpected )") != std::string::npos;
  const size_t at = bracket ? unmatched_bracket(regex) : std::string_view::npos;
  if (at != std::string_view::npos) {
    const bool closing = regex[at] == ')';
    const std::string missing = regex[at] == '(' ? ")" : "]";
    return PatternFault{Code::bad_regex, at,
                        closing ? "unexpected ) in pattern" : "missing " + missing + " in pattern",
                        closing ? "closes nothing" : "opened here"};
  }
  std::string message = kind_of(*fault);
  if (!fault->argument.empty()) message += " '" + fault->argument + "'";
  for (const Missing& missing : kMissing) {
    if (!fault->argument.starts_with(missing.argument)) continue;
    message += "; " + std::string(missing.advice);
    break;
  }
  return PatternFault{Code::bad_regex, faulty_part(regex, *fault), std::move(message), ""};
}

}  // namespace dehusk
