// The one home of RE2: a regular expression that compiles when it is first needed.
//
// An RE2 costs 0.4 ms to compile (measured), a page needs a handful of the hundreds that are loaded,
// so nothing is compiled before a line has passed every cheaper test.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/span.h"

namespace re2 {
class RE2;
}

namespace dehusk {

/// Why RE2 rejected an expression.
struct RegexFault {
  std::string message;
  std::string argument;  ///< the part RE2 names; the whole expression for a missing bracket
};

/// An immutable expression, shared by threads. Matching is linear in the text.
class Regex {
 public:
  /// `source` is RE2 syntax with its flags; compiled on first use.
  explicit Regex(std::string source);
  ~Regex();
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;

  const std::string& source() const { return source_; }

  /// What one call on so many bytes counts (work.h): RE2 does not tell how far it looked, nor how. A search for
  /// all matches is one call and kCallSteps for each; groups cost kGroupSteps a byte more.
  static constexpr uint64_t kCallSteps = 64;
  static constexpr uint64_t kGroupSteps = 16;
  static constexpr uint64_t steps_of(size_t bytes) { return kCallSteps + 2 * uint64_t{bytes}; }

  /// The fault in `source`, compiling it now; nothing if it is sound.
  std::optional<RegexFault> fault() const;

  bool full_match(std::string_view text) const { return full_match(text, 0, text.size()); }
  /// True if text[begin, end) matches, seen in its place: \b looks at what stands around it.
  bool full_match(std::string_view text, size_t begin, size_t end) const;
  bool partial_match(std::string_view text) const;

  /// The leftmost match in text[begin, end), seen in its place.
  std::optional<Span> find(std::string_view text, size_t begin, size_t end) const;

  /// The length of the match that begins at text[at], seen in its place, or nothing.
  std::optional<size_t> prefix_match(std::string_view text, size_t at) const;

  /// What find_all() reports of a match: all of it, or the group where the expression has exactly
  /// one (and it took part).
  enum class Part : uint8_t { whole, only_group };

  /// All non-overlapping non-empty matches from the left, appended to `*found`.
  void find_all(std::string_view text, Part part, std::vector<Span>* found) const;

  /// Full match; the groups by name and their ranges, for those that took part.
  std::vector<std::pair<std::string, Span>> named_groups(std::string_view text) const;

  /// The literal text as RE2 syntax.
  static std::string quote(std::string_view literal);

 private:
  const re2::RE2& compiled() const;

  std::string source_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<re2::RE2> re_;
};

}  // namespace dehusk
