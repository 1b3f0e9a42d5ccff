#include "rule/pattern.h"

#include <algorithm>

#include "rule/placeholders.h"

namespace dehusk {
namespace {

using Kind = PatternPart::Kind;

constexpr size_t kMostGlobs = 64;
// Steps for a pattern that is asked, and for a place where a literal is compared.
constexpr uint64_t kPatternSteps = 8;
constexpr uint64_t kTrySteps = 6;

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
  return scope.info(part.text);
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

// One RE2 for each built-in placeholder, compiled when a line first needs it, and what is known.
struct Builtin {
  explicit Builtin(const Placeholder& builtin)
      : regex(std::string(builtin.pattern)), info(info_of_builtin(builtin)) {}
  Regex regex;
  LiteralInfo info;
};

const Builtin* find_builtin(std::string_view name) {
  static const std::map<std::string_view, Builtin> all = [] {
    std::map<std::string_view, Builtin> made;
    for (const Placeholder& builtin : builtin_placeholders()) {
      made.emplace(builtin.name, builtin);
    }
    return made;
  }();
  const auto found = all.find(name);
  return found == all.end() ? nullptr : &found->second;
}

}  // namespace

PlaceholderScope::Own::Own(const NamedPattern& named)
    : pattern(&named), regex(regex_of_named(named)) {}

void PlaceholderScope::add(const NamedPattern& pattern) {
  patterns_.push_back(&pattern);
  if (!own_.contains(pattern.name)) {
    own_.emplace(pattern.name, std::make_unique<Own>(pattern));
  }
}

const NamedPattern* PlaceholderScope::find(std::string_view name) const {
  const auto own = own_.find(name);
  return own == own_.end() ? nullptr : own->second->pattern;
}

const Regex* PlaceholderScope::regex(std::string_view name) const {
  if (const auto own = own_.find(name); own != own_.end()) return &own->second->regex;
  const Builtin* builtin = find_builtin(name);
  return builtin == nullptr ? nullptr : &builtin->regex;
}

const LiteralInfo& PlaceholderScope::info(std::string_view name) const {
  static const LiteralInfo kAnything = info_of_anything();
  if (const auto found = own_.find(name); found != own_.end()) {
    Own& own = *found->second;
    std::call_once(own.once, [&] { own.info = info_of_named(*own.pattern); });
    return own.info;
  }
  const Builtin* builtin = find_builtin(name);
  return builtin == nullptr ? kAnything : builtin->info;
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
  body->parts = without_repeated_captures(parse_pattern(text_, &faults));
  const PatternSyntax& parts = body->parts;
  body->has_captures = std::any_of(parts.begin(), parts.end(),
                                   [](const PatternPart& part) { return !part.capture.empty(); });
  if (parts.size() == 1 && parts[0].kind == Kind::regex) body->cut = Regex::Part::only_group;
  if (use_ == PatternUse::whole_line) {
    uint64_t chars = 0;
    for (const PatternPart& part : parts) {
      // Stars have no bound, and no more is asked.
      chars += part.kind == Kind::star ? kUnbounded : info_of_part(part, *scope_).max_chars;
    }
    if (chars < kUnbounded / 4) body->max_bytes = chars * 4;
  }
  if (use_ == PatternUse::span || body->has_captures || !make_globs(parts, body.get())) {
    body->sequence = make_sequence(parts);
  }
  return body;
}

// The pattern as one RE2, for what neither globs nor a sequence can say.
const Regex& Pattern::whole_regex(const Body& body) const {
  std::call_once(body.once, [&] {
    std::string source;
    for (size_t i = 0; i < body.parts.size(); ++i) {
      source += regex_of_part(body.parts[i], use_, i + 1 == body.parts.size(), *scope_);
    }
    body.regex = std::make_unique<Regex>(std::move(source));
  });
  return *body.regex;
}

const Regex& Pattern::counted_regex(const Body& body, const LineText& line) const {
  line.spend(Regex::steps_of(line.canonical().size()));
  return whole_regex(body);
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
          grown.back().literals.emplace_back(choice);
        } else {
          Needle& last = grown.back().literals.back();
          last = Needle(last.text() + choice);
        }
      }
    }
    globs = std::move(grown);
    fresh = false;
    star_before = false;
  }
  for (Glob& glob : globs) {
    glob.open_back = star_before || use_ == PatternUse::inside;
    if (glob.literals.empty()) glob.literals.emplace_back("");
  }
  body->globs = std::move(globs);
  return true;
}

// The texts that a part can be, where they are few; empty otherwise.
std::vector<std::string> Pattern::choices_of(const PatternPart& part,
                                             const PlaceholderScope& scope) {
  if (part.kind == Kind::literal) return {folded_piece(part.text)};
  if (part.kind != Kind::placeholder || !part.capture.empty()) return {};
  // Of an RE2 the literals are known folded and over-estimated: it must be asked itself.
  const NamedPattern* named = scope.find(part.text);
  if (named == nullptr || named->literals.empty()) return {};
  std::vector<std::string> choices;
  for (const Text& literal : named->literals) choices.push_back(folded_piece(literal.text));
  return choices;
}

// The pattern's parts as steps; none if it is an RE2 or holds an unknown name.
Sequence Pattern::make_sequence(const PatternSyntax& syntax) const {
  std::vector<SequenceStep> steps;
  for (const PatternPart& part : syntax) {
    if (part.kind == Kind::regex) return {};
    SequenceStep step;
    step.choices = choices_of(part, *scope_);
    step.capture = part.capture;
    if (!step.choices.empty()) {
      for (const std::string& choice : step.choices) {
        if (choice.empty()) return {};
        step.first.set(static_cast<uint8_t>(choice.front()));
      }
      if (step.choices.size() == 1) step.needle.emplace_back(step.choices[0]);
    } else if (part.kind == Kind::star) {
      step.kind = SequenceStep::Kind::star;
      step.can_be_empty = true;
    } else {
      step.kind = SequenceStep::Kind::placeholder;
      step.regex = scope_->regex(part.text);
      if (step.regex == nullptr) return {};
      const LiteralInfo& info = scope_->info(part.text);
      if (info.required.size() == 1) step.needs = info.required[0];
      step.search_first = info.needs_digit;
      step.can_be_empty = info.min_chars == 0;
      step.first = info.first;
      step.builtin = info.begins;
    }
    steps.push_back(std::move(step));
  }
  return Sequence(std::move(steps));
}

bool Pattern::glob_matches(const Glob& glob, std::string_view folded, uint64_t* tries) {
  size_t first = 0;
  size_t last = glob.literals.size();
  if (!glob.open_front) {
    const std::string& head = glob.literals.front().text();
    if (!folded.starts_with(head)) return false;
    if (last == 1 && !glob.open_back) return folded.size() == head.size();
    folded.remove_prefix(head.size());
    ++first;
  }
  if (!glob.open_back && first < last) {
    const std::string& tail = glob.literals.back().text();
    if (!folded.ends_with(tail)) return false;
    folded.remove_suffix(tail.size());
    --last;
  }
  for (; first < last; ++first) {
    const size_t found = glob.literals[first].find_in(folded, 0, tries);
    if (found == std::string_view::npos) return false;
    folded.remove_prefix(found + glob.literals[first].size());
  }
  return true;
}

bool Pattern::matches(const LineText& line) const {
  const Body& body = this->body();
  const std::string_view folded = line.folded();
  if (folded.size() > body.max_bytes) return false;
  if (!body.globs.empty()) {
    uint64_t tries = 0;
    const bool found = std::any_of(body.globs.begin(), body.globs.end(),
                                   [&](const Glob& glob) { return glob_matches(glob, folded, &tries); });
    line.spend(body.globs.size() * (kPatternSteps + folded.size() / 8) + kTrySteps * tries);
    return found;
  }
  if (use_ != PatternUse::whole_line) {
    if (!body.sequence.empty() && !body.sequence.could_match_inside(line)) return false;
    return counted_regex(body, line).partial_match(line.canonical());
  }
  if (!body.sequence.empty()) {
    if (!body.sequence.could_match_whole(line)) return false;
    const Sequence::Answer answer = body.sequence.match(line, nullptr);
    if (answer != Sequence::Answer::gave_up) return answer == Sequence::Answer::yes;
  }
  return counted_regex(body, line).full_match(line.canonical());
}

void Pattern::find_all(const LineText& line, std::vector<Span>* found) const {
  const Body& body = this->body();
  line.spend(kPatternSteps);
  if (!body.sequence.empty() && !body.sequence.could_match_inside(line)) return;
  const size_t before = found->size();
  counted_regex(body, line).find_all(line.canonical(), body.cut, found);
  line.spend(Regex::kCallSteps * (found->size() - before));
}

std::vector<std::pair<std::string, Span>> Pattern::captures(const LineText& line) const {
  const Body& body = this->body();
  if (!body.has_captures) return {};
  std::vector<std::pair<std::string, Span>> found;
  std::vector<Span> spans;
  Sequence::Answer answer = Sequence::Answer::gave_up;
  if (!body.sequence.empty()) {
    if (!body.sequence.could_match_whole(line)) return {};
    answer = body.sequence.match(line, &spans);
  }
  if (answer == Sequence::Answer::gave_up) {
    line.spend(Regex::kGroupSteps * line.canonical().size());
    return counted_regex(body, line).named_groups(line.canonical());
  }
  if (answer == Sequence::Answer::no) return {};
  const std::vector<SequenceStep>& steps = body.sequence.steps();
  for (size_t i = 0; i < steps.size(); ++i) {
    if (!steps[i].capture.empty() && !spans[i].empty()) found.emplace_back(steps[i].capture, spans[i]);
  }
  return found;
}

}  // namespace dehusk
