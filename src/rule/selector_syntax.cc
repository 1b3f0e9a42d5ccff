#include "rule/selector_syntax.h"

#include <vector>

namespace dehusk {
namespace {

struct SelectorFault {
  size_t offset;
  std::string message;
  std::string label;
};

bool is_combinator(char c) { return c == '>' || c == '+' || c == '~'; }

// The end of a quoted string that begins at `at`, or npos.
size_t string_end(std::string_view text, size_t at) {
  const char quote = text[at];
  for (size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      return i;
    }
  }
  return std::string_view::npos;
}

// Walks the selector once; the first fault found comes back in `*fault`.
bool find_fault(std::string_view text, SelectorFault* fault) {
  std::vector<size_t> open;
  bool part_empty = true;          // nothing of the current compound yet
  bool combinator_waits = false;   // a combinator needs something behind it
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\\') {
      if (at + 1 == text.size()) {
        *fault = {at, "a backslash at the end", ""};
        return true;
      }
      ++at;
      part_empty = combinator_waits = false;
    } else if (c == '"' || c == '\'') {
      if (open.empty()) {
        *fault = {at, "a string outside of brackets", ""};
        return true;
      }
      const size_t end = string_end(text, at);
      if (end == std::string_view::npos) {
        *fault = {at, "missing closing quote", "opened here"};
        return true;
      }
      at = end;
    } else if (c == '[' || c == '(') {
      open.push_back(at);
      part_empty = combinator_waits = false;
    } else if (c == ']' || c == ')') {
      if (open.empty() || text[open.back()] != (c == ']' ? '[' : '(')) {
        *fault = {at, std::string("unexpected '") + c + "'", ""};
        return true;
      }
      open.pop_back();
    } else if (!open.empty()) {
      continue;
    } else if (c == ',') {
      if (part_empty || combinator_waits) {
        *fault = {at, "nothing stands before ','", ""};
        return true;
      }
      part_empty = true;
    } else if (is_combinator(c)) {
      if (part_empty || combinator_waits) {
        *fault = {at, std::string("nothing stands before '") + c + "'", ""};
        return true;
      }
      combinator_waits = true;
    } else if (c == '.' || c == '#' || c == ':') {
      const char next = at + 1 < text.size() ? text[at + 1] : ' ';
      const bool names = (next | 0x20) >= 'a' && (next | 0x20) <= 'z';
      if (!names && next != '-' && next != '_' && next != '\\' && next != ':' &&
          static_cast<unsigned char>(next) < 0x80) {
        *fault = {at, std::string("expected a name after '") + c + "'", ""};
        return true;
      }
      part_empty = combinator_waits = false;
    } else if (c != ' ' && c != '\t' && c != '\n') {
      if (std::string_view("!$%&/;<=?@^`{|}").find(c) != std::string_view::npos) {
        *fault = {at, std::string("unexpected '") + c + "'", ""};
        return true;
      }
      part_empty = combinator_waits = false;
    }
  }
  if (!open.empty()) {
    *fault = {open.back(), std::string("missing ") + (text[open.back()] == '[' ? "]" : ")"),
              "opened here"};
    return true;
  }
  if (part_empty || combinator_waits) {
    *fault = {text.size(), "nothing stands here", ""};
    return true;
  }
  return false;
}

}  // namespace

void check_selector(const Text& text, Faults& faults) {
  SelectorFault fault;
  if (find_fault(text.text, &fault)) {
    faults.add(Code::bad_selector, faults.inside(text, fault.offset),
               "bad selector: " + fault.message, std::move(fault.label));
  }
}

}  // namespace dehusk
