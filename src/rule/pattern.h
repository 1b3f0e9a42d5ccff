// One pattern of a rule: what the string says (PatternSyntax), and what runs (Pattern).
//
//   "By {proper:author} | *"    literal "By ", placeholder proper -> author, literal " | ", star
//   "/Photo: (\w+)/"            an RE2
//
// Three ways to run, the first that can say the pattern:
//
//   globs      literals and stars: bytes of the folded line are compared
//   sequence   literals, lists of them, placeholders and stars (sequence.h)
//   regex      everything else
//
// Nothing is made before a line has passed the index.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/span.h"
#include "doc/canonical.h"
#include "rule/diagnostic.h"
#include "rule/literal_info.h"
#include "rule/needle.h"
#include "rule/regex.h"
#include "rule/rule.h"
#include "rule/sequence.h"

namespace dehusk {

struct PatternPart {
  enum class Kind : uint8_t { literal, star, placeholder, regex };
  Kind kind = Kind::literal;
  std::string text;     ///< the literal, the placeholder's name, or the RE2
  std::string capture;  ///< metadata field, "" for none
};

/// A fault in a pattern; `offset` counts bytes from the start of the string.
struct PatternFault {
  Code code = Code::bad_pattern;
  size_t offset = 0;
  std::string message;
  std::string label;
};

using PatternSyntax = std::vector<PatternPart>;

/// Splits a pattern's string into parts. Faults are appended; the parts read so far come back.
PatternSyntax parse_pattern(std::string_view text, std::vector<PatternFault>* faults);

/// The placeholders that a file sees: its own, those of files it uses, and the built-in ones.
class PlaceholderScope {
 public:
  /// Adds a user's pattern; owner: the RuleFile, alive as long as the scope.
  void add(const NamedPattern& pattern);

  /// The user's pattern of that name, or nullptr.
  const NamedPattern* find(std::string_view name) const;
  const std::vector<const NamedPattern*>& all() const { return patterns_; }

  /// The RE2 of a placeholder, shared by all patterns; nullptr for an unknown name.
  const Regex* regex(std::string_view name) const;

  /// What is known of a placeholder; computed once. An unknown name is anything.
  const LiteralInfo& info(std::string_view name) const;

 private:
  struct Own {
    explicit Own(const NamedPattern& pattern);
    const NamedPattern* pattern;
    Regex regex;
    std::once_flag once;
    LiteralInfo info;
  };
  std::vector<const NamedPattern*> patterns_;
  std::map<std::string, std::unique_ptr<Own>, std::less<>> own_;
};

/// What a pattern must match: the whole line, or something in it. In a `span` a star at the end
/// reaches to the end of the line; elsewhere a star is the shortest text.
enum class PatternUse : uint8_t { whole_line, inside, span };

/// What can be known of a pattern without running it.
LiteralInfo info_of_pattern(const PatternSyntax& syntax, const PlaceholderScope& scope);

/// A pattern that is made ready when it is first asked. Immutable to its users, shared by threads.
class Pattern {
 public:
  /// Borrows `text` and `scope` for its own lifetime. Placeholders that the scope lacks match
  /// nothing.
  Pattern(std::string_view text, PatternUse use, const PlaceholderScope* scope)
      : text_(text), scope_(scope), use_(use) {}
  ~Pattern();
  Pattern(Pattern&& other) noexcept
      : text_(other.text_), scope_(other.scope_), use_(other.use_), body_(other.body_.exchange(nullptr)) {}
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;
  Pattern& operator=(Pattern&&) = delete;

  /// True if the pattern fits the line in the way its use says.
  bool matches(const LineText& line) const;

  /// The ranges a `span` cuts, in bytes of the canonical line, appended to `*found`.
  void find_all(const LineText& line, std::vector<Span>* found) const;

  /// The metadata fields that a whole-line match captures and their canonical ranges.
  std::vector<std::pair<std::string, Span>> captures(const LineText& line) const;

  std::string_view text() const { return text_; }
  const PlaceholderScope* scope() const { return scope_; }

  /// True if the pattern captures metadata. Costs a look at its text.
  bool has_captures() const {
    return text_.find(':') != std::string_view::npos && body().has_captures;
  }

 private:
  // Literals in order; any text between two of them, and before or behind where open.
  struct Glob {
    std::vector<Needle> literals;
    bool open_front = false;
    bool open_back = false;
  };
  struct Body {
    PatternSyntax parts;
    std::vector<Glob> globs;
    Sequence sequence;
    size_t max_bytes = SIZE_MAX;  // of a whole line
    bool has_captures = false;
    Regex::Part cut = Regex::Part::whole;  // of a span
    mutable std::once_flag once;
    mutable std::unique_ptr<Regex> regex;  // of the whole pattern, made when nothing else will do
  };

  const Regex& whole_regex(const Body& body) const;
  // The same for a line that it is about to be run on.
  const Regex& counted_regex(const Body& body, const LineText& line) const;
  static std::vector<std::string> choices_of(const PatternPart& part,
                                             const PlaceholderScope& scope);
  const Body& body() const;
  std::unique_ptr<Body> make_body() const;
  bool make_globs(const PatternSyntax& syntax, Body* body) const;
  Sequence make_sequence(const PatternSyntax& syntax) const;
  static bool glob_matches(const Glob& glob, std::string_view folded, uint64_t* tries);

  std::string_view text_;
  const PlaceholderScope* scope_;
  PatternUse use_;
  mutable std::atomic<const Body*> body_ = nullptr;
};

/// True if any of the patterns fits the line.
inline bool any_matches(const std::vector<Pattern>& patterns, const LineText& line) {
  for (const Pattern& pattern : patterns) {
    if (pattern.matches(line)) return true;
  }
  return false;
}

}  // namespace dehusk
