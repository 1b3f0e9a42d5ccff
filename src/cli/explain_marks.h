// What stands in the gutter of an explanation, and in which colours.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cleaner.h"
#include "cli/explain_ranges.h"
#include "cli/explain_rows.h"

namespace dehusk {

/// What became of a line.
enum class Mark : uint8_t { kept, removed, partly, keep, limit, guard, joins };
inline constexpr size_t kMarks = 7;

/// The character of the gutter.
char sign_of(Mark mark);

/// What it stands for, in words.
std::string_view meaning_of(Mark mark);

/// The mark of a line that lies in a range.
Mark mark_of(Fate fate);

inline constexpr Ink kPlain = "";
inline constexpr Ink kDim = "2";
inline constexpr Ink kBold = "1";
inline constexpr Ink kSavedPart = "4;32";  ///< a part of a line that was to go and stays

/// The ink of a category's rules.
Ink ink_of(Category category);

/// The same, struck through.
Ink struck_ink_of(Category category);

/// The ink of what is said about a range.
Ink ink_of(const LaidRange& range);

/// "path:line" of a rule; the path alone of a model.
std::string place_of(const RuleName& rule);

/// "1 range", "2 ranges".
std::string counted(uint64_t n, std::string_view thing);

}  // namespace dehusk
