// One pattern of a rule: what the string says (PatternSyntax), and what runs (Pattern).
//
//   "By {proper:author} | *"    literal "By ", placeholder proper -> author, literal " | ", star
//   "/Photo: (\w+)/"            an RE2
//
// Most patterns are literals and stars alone. They are decided on the folded line by comparing
// bytes; only the rest ever needs RE2, and only on lines that hold what LiteralInfo says they must.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/span.h"
#include "doc/canonical.h"
#include "rule/diagnostic.h"
#include "rule/literal_info.h"
#include "rule/regex.h"
#include "rule/rule.h"

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

/// The user's placeholders that a file sees, by name: its own and those of files it uses.
class PlaceholderScope {
 public:
  void add(const NamedPattern& pattern) { patterns_.push_back(&pattern); }
  /// The pattern of that name, or nullptr. Owner: the RuleFile it came from.
  const NamedPattern* find(std::string_view name) const;
  const std::vector<const NamedPattern*>& all() const { return patterns_; }

 private:
  std::vector<const NamedPattern*> patterns_;
};

/// What a pattern must match: the whole line, or something in it. In a `span` a star at the end
/// reaches to the end of the line; elsewhere a star is the shortest text.
enum class PatternUse : uint8_t { whole_line, inside, span };

/// A compiled pattern. Immutable, shared by threads.
class Pattern {
 public:
  /// Placeholders that `scope` and the built-ins lack match nothing.
  Pattern(const PatternSyntax& syntax, PatternUse use, const PlaceholderScope& scope);

  /// True if the pattern fits the line in the way `use` says.
  bool matches(const LineText& line) const;

  /// The ranges a `span` cuts, in bytes of the canonical line, appended to `*found`.
  void find_all(const LineText& line, std::vector<Span>* found) const;

  /// The metadata fields that a whole-line match captures and their canonical ranges.
  std::vector<std::pair<std::string, Span>> captures(const LineText& line) const;

  const LiteralInfo& info() const { return info_; }
  bool has_captures() const { return has_captures_; }
  const Regex& regex() const { return *regex_; }

 private:
  // Literals in order; any text between two of them, and before or behind where open.
  struct Glob {
    std::vector<std::string> literals;
    bool open_front = false;
    bool open_back = false;
  };
  static bool glob_matches(const Glob& glob, std::string_view folded);
  bool make_globs(const PatternSyntax& syntax, const PlaceholderScope& scope);

  PatternUse use_;
  bool has_captures_ = false;
  LiteralInfo info_;
  std::vector<Glob> globs_;  ///< alternatives; empty where RE2 decides
  std::unique_ptr<Regex> regex_;
};

}  // namespace dehusk
