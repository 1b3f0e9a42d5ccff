// A unified diff of two short texts, for failed tests.
//
//   @@ -1,3 +1,2 @@
//    A story.
//   -Advertisement
//    It goes on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dehusk {

/// Whether text for people carries terminal colours.
enum class Paint : uint8_t { plain, ansi };

/// The lines that differ, with two lines around them; "" where all are the same. Lines end with LF;
/// whether the last one does is not shown. O(pairs of lines between the first and the last that
/// differ); where those are more than four million, all of them are shown as replaced.
std::string line_diff(std::string_view want, std::string_view got, Paint paint);

}  // namespace dehusk
