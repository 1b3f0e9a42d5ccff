// What the targets share: a way to say that something does not hold, and what holds of every clean.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "cleaner.h"

namespace dehusk::fuzz {

/// Something that must hold does not.
struct Broken : std::logic_error {
  using std::logic_error::logic_error;
};

/// Throws where `holds` is false; `what` says what should have been.
inline void expect(bool holds, const char* what) {
  if (!holds) throw Broken(what);
}

/// Throws with both texts where they differ.
void expect_same(std::string_view a, std::string_view b, const char* what);

/// `bytes` as UTF-8, each undecodable sequence as U+FFFD.
std::string utf8_of(std::string_view bytes);

/// All of a Cleaned but the places of its rules in their files, as text.
std::string dump(const Cleaned& cleaned);

/// What holds of every document cleaned with Detail::pieces: pieces tile the input, the kept ones
/// are the output, its words are a subsequence of the input's, ranges name lines and rules rightly.
void check_cleaned(const Cleaned& cleaned, std::string_view bytes);

}  // namespace dehusk::fuzz
