// An+B of CSS: "2n+1", "odd", "-n+3", "5" (CSS Syntax 3, section 6).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dehusk {

/// The positions a*n + b for n = 0, 1, 2...
struct Nth {
  int32_t a = 0;
  int32_t b = 0;
  friend bool operator==(const Nth&, const Nth&) = default;
};

/// True if the 1-based `position` is one of them.
bool matches_nth(Nth nth, uint32_t position);

/// Reads An+B at `*at` and moves behind it; nothing if there is none. Numbers beyond a thousand
/// million are cut to that.
std::optional<Nth> parse_nth(std::string_view text, size_t* at);

/// "2n+1", "5", "-n+3".
std::string dump(Nth nth);

}  // namespace dehusk
