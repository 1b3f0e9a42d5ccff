// The text of a block as it will be written, with the markup and images inside it at offsets of
// their own. What a cut took is not there; runs nest, none is blank, none has white space at its
// ends.
//
//   kept     [Read ][more now.]     cut between the two
//   runs     bold "Read this more"
//   result   "Read more now."  bold 0..9
//
// A run inside one of its kind adds nothing and goes; two of a kind that touch become one (not
// links).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "doc/document.h"
#include "write/kept_text.h"

namespace dehusk {

struct InlineRun {
  RunKind kind = RunKind::bold;
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t element = 0;
};

struct InlineImage {
  uint32_t at = 0;
  uint32_t element = 0;
  bool spaced = false;  ///< white space has to be written behind it
};

struct InlineText {
  std::string text;             ///< lines with an LF between them
  std::vector<InlineRun> runs;  ///< by begin, outer ones first
  std::vector<InlineImage> images;
};

enum class LineEnds : uint8_t {
  one,  ///< between two lines
  all,  ///< as many as there were
};

/// Puts lines of a block together. `runs` and `images` are those that begin in them. O(size + runs
/// log).
InlineText inline_text(const Document& doc, const KeptBlock& kept, std::span<const KeptLine> lines,
                       std::span<const Run> runs, std::span<const Image> images, LineEnds ends);

}  // namespace dehusk
