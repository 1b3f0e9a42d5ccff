// One pattern and lines to try it on:
//
//   By {own} | {date:published}      the pattern
//   /[A-Z][a-z]+/                    what {own} stands for; empty: nothing is known of {own}
//   By Ann | 3 May 2024              lines
//
// A pattern matches what the RE2 does that RULES.md makes of it; what is known of it without running
// it holds of every line it matches, and the index finds those lines.
#include <algorithm>
#include <memory>
#include <vector>

#include "core/unicode.h"
#include "core/utf8.h"
#include "expect.h"
#include "read/text_reader.h"
#include "rule/check_pattern.h"
#include "rule/line_index.h"
#include "rule/placeholders.h"
#include "targets.h"

namespace dehusk::fuzz {
namespace {

constexpr size_t kLargest = 2048;
constexpr size_t kMostLines = 8;
// Built-in placeholders refuse longer texts than their expressions do.
constexpr size_t kLongestWithBuiltin = 60;

using Kind = PatternPart::Kind;

struct Input {
  std::string pattern;
  NamedPattern own;
  std::string text;
};

// Takes the first line off `*rest`.
std::string take_line(std::string_view* rest) {
  const size_t end = std::min(rest->find('\n'), rest->size());
  std::string line(rest->substr(0, end));
  rest->remove_prefix(std::min(end + 1, rest->size()));
  return line;
}

Input read_input(std::string_view bytes) {
  const std::string text = utf8_of(bytes);
  std::string_view rest = text;
  Input input;
  input.pattern = take_line(&rest);
  const std::string own = take_line(&rest);
  input.own.name = "own";
  if (own.size() > 2 && own.starts_with('/') && own.ends_with('/')) {
    input.own.regex.text = own.substr(1, own.size() - 2);
  } else if (!own.empty()) {
    input.own.literals = {{own, {}}, {"Own words", {}}};
  }
  input.text = rest;
  return input;
}

// True if nothing but its reach is wrong with the pattern: rules with it would load, in a group at
// least.
bool is_sound(const Input& input, PatternUse use, const PlaceholderScope& scope) {
  Diagnostics found;
  Faults faults("t.toml", "", &found);
  check_pattern({input.pattern, {1, 1}}, use, {.scope = scope, .faults = faults});
  return std::all_of(found.begin(), found.end(), [](const Diagnostic& fault) {
    return fault.code == Code::matches_all || fault.code == Code::matches_empty;
  });
}

std::string canonical_literal(std::string_view text) {
  CanonicalBuffer buffer;
  const std::string_view guarded = buffer.canonical("x" + std::string(text) + "x");
  return std::string(guarded.substr(1, guarded.size() - 2));
}

std::string regex_of_own(const NamedPattern& own) {
  std::string all = own.regex.text;
  for (const Text& literal : own.literals) {
    all += (all.empty() ? "" : "|") + Regex::quote(canonical_literal(literal.text));
  }
  return all;
}

// The pattern as one expression.
std::string regex_of(const PatternSyntax& syntax, PatternUse use, const NamedPattern& own) {
  std::string all;
  for (const PatternPart& part : syntax) {
    const bool last = &part == &syntax.back();
    if (part.kind == Kind::literal) {
      all += Regex::quote(canonical_literal(part.text));
    } else if (part.kind == Kind::star) {
      all += last && use == PatternUse::span ? ".*" : ".*?";
    } else if (part.kind == Kind::regex) {
      all += part.text;
    } else {
      const Placeholder* builtin = find_placeholder(part.text);
      all += "(?:" + (builtin ? std::string(builtin->pattern) : regex_of_own(own)) + ")";
    }
  }
  return all;
}

bool has_builtin(const PatternSyntax& syntax) {
  return std::any_of(syntax.begin(), syntax.end(), [](const PatternPart& part) {
    return part.kind == Kind::placeholder && find_placeholder(part.text) != nullptr;
  });
}

bool any_of(const LiteralInfo::Strings& strings, auto holds) {
  return std::any_of(strings.begin(), strings.end(), holds);
}

// What is known without running it must hold of a line that the whole pattern matches.
void check_info(const LiteralInfo& info, const LineText& line) {
  const std::string_view folded = line.folded();
  const size_t chars = count_code_points(line.canonical());
  expect(chars >= info.min_chars, "no match is shorter than min_chars");
  const size_t length = info.loose_max ? folded.size() / 4 : chars;
  expect(info.max_chars == kUnbounded || length <= info.max_chars, "none is longer than max_chars");
  expect((info.marks & ~marks_of(folded)) == 0, "a match holds all marks");
  if (info.needs_digit) {
    bool digit = false;
    for (size_t at = 0; at < folded.size();) digit |= is_digit(next_code_point(folded, &at));
    expect(digit, "a match that needs a digit holds one");
  }
  expect(info.first[static_cast<uint8_t>(folded[0])], "a match begins with one of the first bytes");
  expect(!info.exact || any_of(*info.exact, [&](const std::string& s) { return s == folded; }),
         "a match is one of the exact ones");
  expect(any_of(info.prefix, [&](const std::string& s) { return folded.starts_with(s); }),
         "a match begins with a prefix");
  expect(any_of(info.suffix, [&](const std::string& s) { return folded.ends_with(s); }),
         "a match ends with a suffix");
  expect(info.required.empty() || any_of(info.required, [&](const std::string& s) {
           return folded.find(s) != std::string_view::npos;
         }),
         "a match holds what is required");
}

void check_spans(const std::vector<Span>& spans, const LineText& line) {
  const std::string_view canonical = line.canonical();
  const auto at_character = [&](uint32_t at) {
    return at == canonical.size() || (static_cast<uint8_t>(canonical[at]) & 0xC0) != 0x80;
  };
  uint32_t before = 0;
  for (const Span& span : spans) {
    expect(before <= span.begin && span.begin < span.end && span.end <= canonical.size(),
           "cuts stand apart and in order, none is empty");
    expect(at_character(span.begin) && at_character(span.end), "cuts are whole characters");
    before = span.end;
  }
  for (const Span& source : canonical_to_source(line.source(), spans)) {
    expect(source.begin < source.end && source.end <= line.source().size(),
           "a cut stands for bytes of the source");
  }
}

// One way of using the pattern: its matcher, its twin, its index.
class Trial {
 public:
  Trial(const Input& input, const PatternSyntax& syntax, PatternUse use,
        const PlaceholderScope& scope, std::shared_ptr<const Regex> twin)
      : use_(use),
        pattern_(input.pattern, use, &scope),
        twin_(std::move(twin)),
        info_(info_of_pattern(syntax, scope)),
        key_(key_of(info_, whole() ? KeyUse::whole_line : KeyUse::inside)),
        has_builtin_(has_builtin(syntax)) {
    const auto index_use = whole() ? LineIndex::Use::whole_line : LineIndex::Use::candidate;
    index_.add(pattern_, key_, index_use, 1);
    index_.add(pattern_, key_, index_use, 0);
    index_.build();
  }

  void run(const LineText& line) {
    std::vector<Span> found;
    if (use_ == PatternUse::span) pattern_.find_all(line, &found);
    check_spans(found, line);
    const bool matches = pattern_.matches(line);
    if (whole() && matches) {
      check_info(info_, line);
      for (const auto& [field, span] : pattern_.captures(line)) check_spans({span}, line);
    }
    index(line);
    if (twin_->fault() || (has_builtin_ && line.folded().size() > kLongestWithBuiltin)) return;
    const std::string_view canonical = line.canonical();
    const bool twin = whole() ? twin_->full_match(canonical) : twin_->partial_match(canonical);
    expect(matches == twin, matches ? "its expression matches what the pattern does"
                                    : "the pattern matches what its expression does");
    expect(found.empty() || twin_->partial_match(canonical), "a cut is what the expression finds");
  }

 private:
  bool whole() const { return use_ == PatternUse::whole_line; }

  void index(const LineText& line) {
    std::vector<uint32_t> fast;
    std::vector<uint32_t> slow;
    index_.find(line, &scratch_, &fast);
    index_.find_slowly(line, &slow);
    expect(std::includes(fast.begin(), fast.end(), slow.begin(), slow.end()),
           "the index finds every line that matches");
    if (whole()) expect(fast == slow, "the index finds nothing else");
  }

  PatternUse use_;
  Pattern pattern_;
  std::shared_ptr<const Regex> twin_;
  LiteralInfo info_;
  PatternKey key_;
  bool has_builtin_;
  LineIndex index_;
  LineIndex::Scratch scratch_;
};

bool is_sound(const NamedPattern& own) {
  Diagnostics found;
  Faults faults("t.toml", "", &found);
  check_named_pattern(own, faults);
  return found.empty();
}

}  // namespace

void pattern(std::string_view bytes) {
  if (bytes.size() > kLargest) return;
  const Input input = read_input(bytes);
  std::vector<PatternFault> faults;
  const PatternSyntax syntax = parse_pattern(input.pattern, &faults);
  for (const PatternFault& fault : faults) {
    expect(fault.offset <= input.pattern.size(), "a fault stands inside its pattern");
  }
  PlaceholderScope scope;
  const bool has_own = !input.own.literals.empty() || !input.own.regex.text.empty();
  if (has_own && !is_sound(input.own)) return;
  if (has_own) scope.add(input.own);
  std::vector<std::unique_ptr<Trial>> trials;
  std::shared_ptr<const Regex> twin;  // compiling it takes longest
  for (const PatternUse use : {PatternUse::whole_line, PatternUse::inside, PatternUse::span}) {
    if (!is_sound(input, use, scope)) continue;
    std::string source = regex_of(syntax, use, input.own);
    if (!twin || twin->source() != source) twin = std::make_shared<const Regex>(std::move(source));
    trials.push_back(std::make_unique<Trial>(input, syntax, use, scope, twin));
  }
  if (trials.empty()) return;
  const Document doc = read_text(input.text);
  for (size_t i = 0; i < doc.blocks.size() && i < kMostLines; ++i) {
    CanonicalBuffer folded;
    CanonicalBuffer canonical;
    const LineText line(doc.text_of(doc.blocks[i]), &folded, &canonical);
    for (const auto& trial : trials) trial->run(line);
  }
}

}  // namespace dehusk::fuzz
