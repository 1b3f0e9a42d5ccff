// Cleaning with rules written in the test itself.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "cleaner.h"

namespace dehusk {

/// Cleans `text` with the rules of one file named "t"; `rules` holds its tables. The guard is on.
inline Cleaned clean_with(std::string_view rules, std::string_view text, CleanOptions options = {},
                          std::string_view url = {}) {
  const std::string file = "name = 't'\n" + std::string(rules);
  const Loaded loaded = load_rules({{"t.toml", file}}, {.builtin = false});
  for (const Diagnostic& fault : loaded.faults) UNSCOPED_INFO(format_diagnostic(fault));
  REQUIRE(loaded.rules);
  options.detail = Detail::pieces;
  Result<Cleaned> cleaned = Cleaner(loaded.rules, options).clean(text, {.url = url});
  REQUIRE(cleaned);
  return std::move(*cleaned);
}

}  // namespace dehusk
