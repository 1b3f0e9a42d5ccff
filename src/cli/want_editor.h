// Puts new texts into strings of a TOML file and leaves every other byte as it is: `dehusk test
// --update` goes through files that people wrote and will review.
//
//   want = """          the style stays ("..." '...' """...""" '''...'''), and with it whether the
//   A story.            text begins on a line of its own, whether it ends with a line end, and the
//   """                 kind of line end; a text that '...' or '''...''' cannot hold gets the
//                       double quotes of the same form
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "rule/rule.h"

namespace dehusk {

/// What a string is to say from now on.
struct WantEdit {
  Place place;       ///< of the string's opening quote, as TestCase::want_place
  std::string text;  ///< UTF-8; lines end with LF
};

/// `toml`, which must be a file that parses, with its strings rewritten. A text's last line end is
/// left out where the old string had none. Errors: a place where no string begins, two edits of one
/// string. O(size) for each edit.
Result<std::string> edit_wants(std::string_view toml, std::vector<WantEdit> edits);

}  // namespace dehusk
