#include "rule/pattern.h"

#include <algorithm>

#include "rule/placeholders.h"

namespace dehusk {
namespace {

using Kind = PatternPart::Kind;

constexpr size_t kMostGlobs = 64;

// The canonical form of a literal, not folded, spaces at its ends left standing.
std::string canonical_piece(std::string_view text) {
  CanonicalBuffer buffer;
  const std::string guarded = "x" + std::string(text) + "x";
  const std::string_view canonical = buffer.canonical(guarded);
  return std::string(canonical.substr(1, canonical.size() - 2));
}

std::string regex_of_named(const NamedPattern& named) {
  if (named.literals.empty()) return named.regex.text;
  std::string all;
  for (const Text& literal : named.literals) {
    all += (all.empty() ? "" : "|") + Regex::quote(canonical_piece(literal.text));
  }
  return all;
}

LiteralInfo info_of_named(const NamedPattern& named) {
  if (named.literals.empty()) return info_of_regex(named.regex.text);
  LiteralInfo info = info_of_literal(folded_piece(named.literals[0].text));
  for (size_t i = 1; i < named.literals.size(); ++i) {
    info = info_of_either(info, info_of_literal(folded_piece(named.literals[i].text)));
  }
  return info;
}

LiteralInfo info_of_builtin(const Placeholder& builtin) {
  LiteralInfo info = info_of_anything();
  info.min_chars = builtin.min_chars;
  info.max_chars = builtin.max_chars;
  info.needs_digit = builtin.needs_digit;
  info.first = builtin.first_bytes;
  return info;
}

LiteralInfo info_of_part(const PatternPart& part, const PlaceholderScope& scope) {
  switch (part.kind) {
    case Kind::literal:
      return info_of_literal(folded_piece(part.text));
    case Kind::star:
      return info_of_anything();
    case Kind::regex:
      return info_of_regex(part.text);
    case Kind::placeholder:
      break;
  }
  if (const NamedPattern* named = scope.find(part.text)) return info_of_named(*named);
  if (const Placeholder* builtin = find_placeholder(part.text)) return info_of_builtin(*builtin);
  return info_of_anything();
}

std::string regex_of_part(const PatternPart& part, PatternUse use, bool last,
                          const PlaceholderScope& scope) {
  switch (part.kind) {
    case Kind::literal:
      return Regex::quote(canonical_piece(part.text));
    case Kind::star:
      return last && use == PatternUse::span ? ".*" : ".*?";
    case Kind::regex:
      return part.text;
    case Kind::placeholder:
      break;
  }
  std::string inner = "[^\\x00-\\x{10FFFF}]";  // matches nothing
  if (const NamedPattern* named = scope.find(part.text)) {
    inner = regex_of_named(*named);
  } else if (const Placeholder* builtin = find_placeholder(part.text)) {
    inner = builtin->pattern;
  }
  return (part.capture.empty() ? "(?:" : "(?P<" + part.capture + ">") + inner + ")";
}

// Two captures of one field would be two groups of one name, which RE2 rejects: the first counts.
PatternSyntax without_repeated_captures(PatternSyntax syntax) {
  std::vector<std::string> seen;
  for (PatternPart& part : syntax) {
    if (part.capture.empty()) continue;
    if (std::find(seen.begin(), seen.end(), part.capture) != seen.end()) part.capture.clear();
    seen.push_back(part.capture);
  }
  return syntax;
}

}  // namespace

const NamedPattern* PlaceholderScope::find(std::string_view name) const {
  for (const NamedPattern* pattern : patterns_) {
    if (pattern->name == name) return pattern;
  }
  return nullptr;
}

Pattern::Pattern(const PatternSyntax& syntax, PatternUse use, const PlaceholderScope& scope)
    : use_(use) {
  std::string source;
  const PatternSyntax parts = without_repeated_captures(syntax);
  for (size_t i = 0; i < parts.size(); ++i) {
    info_ = info_of_concat(info_, info_of_part(parts[i], scope));
    source += regex_of_part(parts[i], use, i + 1 == parts.size(), scope);
    has_captures_ = has_captures_ || !parts[i].capture.empty();
  }
  regex_ = std::make_unique<Regex>(std::move(source));
  if (!has_captures_ && use != PatternUse::span) make_globs(parts, scope);
}

// Where a pattern is literals, lists of literals and stars alone, it becomes a few globs.
bool Pattern::make_globs(const PatternSyntax& syntax, const PlaceholderScope& scope) {
  std::vector<Glob> globs(1);
  bool star_before = use_ == PatternUse::inside;
  for (Glob& glob : globs) glob.open_front = star_before;
  bool fresh = true;  // the next literal starts a new one
  for (const PatternPart& part : syntax) {
    if (part.kind == Kind::star) {
      if (fresh && globs[0].literals.empty()) {
        for (Glob& glob : globs) glob.open_front = true;
      }
      fresh = true;
      star_before = true;
      continue;
    }
    std::vector<std::string> choices;
    if (part.kind == Kind::literal) {
      choices = {folded_piece(part.text)};
    } else if (part.kind == Kind::placeholder) {
      const NamedPattern* named = scope.find(part.text);
      if (named == nullptr || named->literals.empty()) return false;
      for (const Text& literal : named->literals) choices.push_back(folded_piece(literal.text));
    } else {
      return false;
    }
    if (globs.size() * choices.size() > kMostGlobs) return false;
    std::vector<Glob> grown;
    for (const Glob& glob : globs) {
      for (const std::string& choice : choices) {
        grown.push_back(glob);
        if (fresh) {
          grown.back().literals.push_back(choice);
        } else {
          grown.back().literals.back() += choice;
        }
      }
    }
    globs = std::move(grown);
    fresh = false;
    star_before = false;
  }
  for (Glob& glob : globs) {
    glob.open_back = star_before || use_ == PatternUse::inside;
    if (glob.literals.empty()) glob.literals.emplace_back();
  }
  globs_ = std::move(globs);
  return true;
}

bool Pattern::glob_matches(const Glob& glob, std::string_view folded) {
  size_t first = 0;
  size_t last = glob.literals.size();
  if (!glob.open_front) {
    const std::string& head = glob.literals.front();
    if (!folded.starts_with(head)) return false;
    if (last == 1 && !glob.open_back) return folded.size() == head.size();
    folded.remove_prefix(head.size());
    ++first;
  }
  if (!glob.open_back && first < last) {
    const std::string& tail = glob.literals.back();
    if (!folded.ends_with(tail)) return false;
    folded.remove_suffix(tail.size());
    --last;
  }
  for (; first < last; ++first) {
    const size_t found = folded.find(glob.literals[first]);
    if (found == std::string_view::npos) return false;
    folded.remove_prefix(found + glob.literals[first].size());
  }
  return true;
}

bool Pattern::matches(const LineText& line) const {
  if (!globs_.empty()) {
    return std::any_of(globs_.begin(), globs_.end(),
                       [&](const Glob& glob) { return glob_matches(glob, line.folded()); });
  }
  return use_ == PatternUse::whole_line ? regex_->full_match(line.canonical())
                                        : regex_->partial_match(line.canonical());
}

void Pattern::find_all(const LineText& line, std::vector<Span>* found) const {
  regex_->find_all(line.canonical(), found);
}

std::vector<std::pair<std::string, Span>> Pattern::captures(const LineText& line) const {
  if (!has_captures_) return {};
  return regex_->named_groups(line.canonical());
}

}  // namespace dehusk
