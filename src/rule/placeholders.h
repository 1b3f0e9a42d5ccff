// The built-in placeholders of the rule language, {number} to {email}: what each stands for as RE2
// source, and facts about it that RE2 does not tell but a prefilter wants.
//
//   {percent}   pattern      [+±-]?(?:...)        what RE2 runs
//               min, max     2, 100 code points   texts outside need not be shown to RE2
//               needs_digit  yes                  nor those without one
//               first_bytes  0-9 + - % D9 ...     nor those that begin otherwise
//
// The facts are proven from the pattern by a walk over its syntax in the test, not by samples.
// {date} is 6,400 instructions and 2.4 ms to compile, {proper} 4,200 and 1 ms, the others at most
// 830 and 0.3 ms. Searched for in a line, {date} outgrows RE2's default cache (8 MB: 50 MB/s, 16 MB:
// 155 MB/s); matched against whole lines it does not (220 MB/s).
#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <string_view>

namespace dehusk {

/// What stands behind a built-in placeholder such as {date}.
struct Placeholder {
  std::string_view name;  ///< as written between the braces, e.g. "date"

  /// RE2 source without capturing groups; wrap it in (?i:...). It is meant for a canonical line
  /// that is not case folded, and asks for upper case where that matters by (?-i:...). It hardly
  /// looks at what stands before or after the match ("Published{date}" may be glued): a search that
  /// must not begin or end inside a word or a number has to see to that itself.
  std::string_view pattern;

  /// The shortest match, in code points.
  uint32_t min_chars = 0;
  /// The longest match to accept, in code points. Where the pattern itself has no bound (digits of
  /// a number, letters of a word, a URL), the caller refuses what is longer.
  uint32_t max_chars = 0;
  /// Every match holds a decimal digit (\p{Nd}).
  bool needs_digit = false;
  /// The bytes that a match can begin with, once it is case folded (simple folding) and in UTF-8.
  /// A superset.
  std::bitset<256> first_bytes;
};

/// The built-in with this name, or nullptr. Names are case-sensitive.
const Placeholder* find_placeholder(std::string_view name);

/// All of them, in the order of the manual. Built on first use, alive until the program ends.
std::span<const Placeholder> builtin_placeholders();

}  // namespace dehusk
