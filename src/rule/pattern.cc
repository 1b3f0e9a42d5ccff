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
  if (builtin.name == "email") info.required = {"@"};
  info.loose_max = true;
  info.holds = info.begins = static_cast<uint16_t>(1U << (&builtin - builtin_placeholders().data()));
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

// As info_of_part().max_chars, without what takes long.
uint32_t max_chars_of_part(const PatternPart& part, const PlaceholderScope& scope) {
  if (part.kind == Kind::placeholder && scope.find(part.text) == nullptr) {
    const Placeholder* builtin = find_placeholder(part.text);
    return builtin == nullptr ? kUnbounded : builtin->max_chars;
  }
  return info_of_part(part, scope).max_chars;
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
  const Regex* regex = scope.regex(part.text);
  const std::string inner = regex == nullptr ? "[^\\x00-\\x{10FFFF}]" : regex->source();
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

// One RE2 for each built-in placeholder, compiled when a line first needs it.
const Regex* builtin_regex(std::string_view name) {
  static const std::map<std::string_view, Regex> all = [] {
    std::map<std::string_view, Regex> made;
    for (const Placeholder& builtin : builtin_placeholders()) {
      made.emplace(builtin.name, std::string(builtin.pattern));
    }
    return made;
  }();
  const auto found = all.find(name);
  return found == all.end() ? nullptr : &found->second;
}

}  // namespace

void PlaceholderScope::add(const NamedPattern& pattern) {
  patterns_.push_back(&pattern);
  regexes_.emplace(pattern.name, std::make_unique<Regex>(regex_of_named(pattern)));
}

const NamedPattern* PlaceholderScope::find(std::string_view name) const {
  for (const NamedPattern* pattern : patterns_) {
    if (pattern->name == name) return pattern;
  }
  return nullptr;
}

const Regex* PlaceholderScope::regex(std::string_view name) const {
  const auto own = regexes_.find(name);
  return own == regexes_.end() ? builtin_regex(name) : own->second.get();
}

LiteralInfo info_of_pattern(const PatternSyntax& syntax, const PlaceholderScope& scope) {
  LiteralInfo info;
  for (const PatternPart& part : syntax) info = info_of_concat(info, info_of_part(part, scope));
  return info;
}

Pattern::~Pattern() { delete body_.load(); }

const Pattern::Body& Pattern::body() const {
  const Body* ready = body_.load(std::memory_order_acquire);
  if (ready != nullptr) return *ready;
  const Body* made = make_body().release();
  if (body_.compare_exchange_strong(ready, made, std::memory_order_acq_rel)) return *made;
  delete made;  // another thread was faster
  return *ready;
}

std::unique_ptr<Pattern::Body> Pattern::make_body() const {
  auto body = std::make_unique<Body>();
  std::vector<PatternFault> faults;  // were reported when the file was checked
  const PatternSyntax parts = without_repeated_captures(parse_pattern(text_, &faults));
  std::string source;
  for (size_t i = 0; i < parts.size(); ++i) {
    source += regex_of_part(parts[i], use_, i + 1 == parts.size(), *scope_);
    body->has_captures = body->has_captures || !parts[i].capture.empty();
  }
  body->regex = std::make_unique<Regex>(std::move(source));
  if (use_ == PatternUse::whole_line) {
    uint64_t chars = 0;
    for (const PatternPart& part : parts) chars += max_chars_of_part(part, *scope_);
    if (chars < kUnbounded / 4) body->max_bytes = chars * 4;
  }
  if (use_ != PatternUse::span && !body->has_captures && make_globs(parts, body.get())) {
    return body;
  }
  if (use_ == PatternUse::whole_line && !make_steps(parts, body.get())) body->steps.clear();
  return body;
}

// Where a pattern is literals, lists of literals and stars alone, it becomes a few globs.
bool Pattern::make_globs(const PatternSyntax& syntax, Body* body) const {
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
      const NamedPattern* named = scope_->find(part.text);
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
  body->globs = std::move(globs);
  return true;
}

// The texts that a part can be, where they are few; empty otherwise.
std::vector<std::string> Pattern::choices_of(const PatternPart& part,
                                             const PlaceholderScope& scope) {
  if (part.kind == Kind::literal) return {folded_piece(part.text)};
  const NamedPattern* named =
      part.kind == Kind::placeholder && part.capture.empty() ? scope.find(part.text) : nullptr;
  if (named == nullptr) return {};
  const LiteralInfo info = info_of_named(*named);
  return info.exact && shortest(*info.exact) > 0 ? *info.exact : std::vector<std::string>{};
}

// What follows a placeholder must be literal, the end, or a star that is the end; what follows a
// star, literal or the end.
bool Pattern::make_steps(const PatternSyntax& syntax, Body* body) const {
  for (const PatternPart& part : syntax) {
    Step step{part.kind, choices_of(part, *scope_), nullptr, part.capture, "", false};
    if (part.kind == Kind::regex) return false;
    if (!step.choices.empty()) {
      step.kind = Kind::literal;
    } else if (part.kind == Kind::placeholder) {
      step.regex = scope_->regex(part.text);
      if (step.regex == nullptr) return false;
      const LiteralInfo info = info_of_part(part, *scope_);
      if (info.required.size() == 1) step.needs = info.required[0];
      step.search_first = info.needs_digit;
    }
    body->steps.push_back(std::move(step));
  }
  for (size_t i = 0; i + 1 < body->steps.size(); ++i) {
    const Kind next = body->steps[i + 1].kind;
    const bool open_end = next == Kind::star && i + 2 == body->steps.size() &&
                          body->steps[i].kind == Kind::placeholder;
    if (body->steps[i].kind != Kind::literal && next != Kind::literal && !open_end) return false;
  }
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

// Finds a way to lay the steps over a line, each placeholder as long as it can be. A failed pair of
// step and position is not tried again: the work is bounded by steps times positions squared, on
// lines of bounded length.
class Pattern::SequenceMatch {
 public:
  SequenceMatch(const std::vector<Step>& steps, const LineText& line)
      : steps_(steps),
        line_(line),
        canonical_(line.canonical()),
        folded_(line.folded()),
        spans_(steps.size()) {}

  bool run() { return could_fit() && from(0, 0); }
  const std::vector<Span>& spans() const { return spans_; }

 private:
  // Cheap questions first, which nearly every line fails: are the literals there in their order,
  // and is there any date, number or time at all (asked once a line, for all patterns).
  bool could_fit() const {
    size_t at = 0;
    for (const Step& step : steps_) {
      if (!step.needs.empty() && folded_.find(step.needs, at) == std::string_view::npos) return false;
      if (step.choices.size() != 1) continue;
      const size_t found = folded_.find(step.choices[0], at);
      if (found == std::string_view::npos) return false;
      at = found + step.choices[0].size();
    }
    const Step& first = steps_.front();
    if (first.kind == Kind::placeholder && !begins_with(first)) return false;
    return std::all_of(steps_.begin() + 1, steps_.end(), [&](const Step& step) {
      if (!step.search_first) return true;
      const void* key = &step.regex->source();
      const auto known = line_.recall(key);
      return known ? *known : line_.remember(key, step.regex->partial_match(canonical_));
    });
  }

  // True if some match of the placeholder begins the line.
  bool begins_with(const Step& step) const {
    const auto known = line_.recall(step.regex);
    return known ? *known
                 : line_.remember(step.regex, step.regex->prefix_match(canonical_).has_value());
  }

  bool from(size_t step, size_t at) {
    if (step == steps_.size()) return at == folded_.size();
    if (!failed_.empty() && failed_[step * (folded_.size() + 1) + at]) return false;
    const Kind kind = steps_[step].kind;
    const bool found = kind == Kind::literal ? literal(step, at)
                       : kind == Kind::star  ? star(step, at)
                                             : placeholder(step, at);
    if (!found && at > 0) {
      if (failed_.empty()) failed_.resize(steps_.size() * (folded_.size() + 1), false);
      failed_[step * (folded_.size() + 1) + at] = true;
    }
    return found;
  }

  bool literal(size_t step, size_t at) {
    for (const std::string& text : steps_[step].choices) {
      if (folded_.substr(at).starts_with(text) && from(step + 1, at + text.size())) return true;
    }
    return false;
  }

  // True if the literal of `step` stands at `at`.
  bool literal_at(size_t step, size_t at) const {
    const std::string_view rest = folded_.substr(at);
    return std::any_of(steps_[step].choices.begin(), steps_[step].choices.end(),
                       [&](const std::string& text) { return rest.starts_with(text); });
  }

  bool star(size_t step, size_t at) {
    if (step + 1 == steps_.size()) return true;
    for (size_t end = at; end < folded_.size(); ++end) {
      if (literal_at(step + 1, end) && from(step + 1, end)) return true;
    }
    return false;
  }

  bool placeholder(size_t step, size_t at) {
    const Regex& regex = *steps_[step].regex;
    if (step + 1 == steps_.size()) return take(step, at, folded_.size());
    const auto longest = regex.prefix_match(canonical_.substr(at));
    if (!longest) return false;
    if (steps_[step + 1].kind == Kind::star) {
      set_span(step, at, at + *longest);
      return true;
    }
    for (size_t end = folded_.size(); end > at; --end) {
      if (literal_at(step + 1, end - 1) && take(step, at, end - 1)) return true;
    }
    return false;
  }

  bool take(size_t step, size_t at, size_t end) {
    if (!steps_[step].regex->full_match(canonical_.substr(at, end - at))) return false;
    if (!from(step + 1, end)) return false;
    set_span(step, at, end);
    return true;
  }

  void set_span(size_t step, size_t begin, size_t end) {
    spans_[step] = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }

  const std::vector<Step>& steps_;
  const LineText& line_;
  std::string_view canonical_;
  std::string_view folded_;
  std::vector<bool> failed_;
  std::vector<Span> spans_;
};

namespace {

// The longest line that a sequence is laid over; longer ones go to RE2, which is linear.
constexpr size_t kLongestSequence = 600;

bool fits_sequence(const LineText& line) {
  // Where folding changes no lengths, offsets of both forms are the same.
  return line.folded().size() <= kLongestSequence &&
         line.folded().size() == line.canonical().size();
}

}  // namespace

bool Pattern::matches(const LineText& line) const {
  const Body& body = this->body();
  const std::string_view folded = line.folded();
  if (folded.size() > body.max_bytes) return false;
  if (!body.globs.empty()) {
    return std::any_of(body.globs.begin(), body.globs.end(),
                       [&](const Glob& glob) { return glob_matches(glob, folded); });
  }
  if (!body.steps.empty() && fits_sequence(line)) {
    return SequenceMatch(body.steps, line).run();
  }
  return use_ == PatternUse::whole_line ? body.regex->full_match(line.canonical())
                                        : body.regex->partial_match(line.canonical());
}

void Pattern::find_all(const LineText& line, std::vector<Span>* found) const {
  body().regex->find_all(line.canonical(), found);
}

std::vector<std::pair<std::string, Span>> Pattern::captures(const LineText& line) const {
  const Body& body = this->body();
  if (!body.has_captures) return {};
  if (body.steps.empty() || !fits_sequence(line)) {
    return body.regex->named_groups(line.canonical());
  }
  std::vector<std::pair<std::string, Span>> found;
  SequenceMatch match(body.steps, line);
  if (!match.run()) return found;
  for (size_t i = 0; i < body.steps.size(); ++i) {
    if (!body.steps[i].capture.empty()) found.emplace_back(body.steps[i].capture, match.spans()[i]);
  }
  return found;
}

}  // namespace dehusk
