// `at`: which matches near an edge hold, given what all the others remove.
//
//   block     0  1  2  3  4  5 ...
//   removed   x  x        x
//   head 2    ^-----^ fewer than two surviving blocks lie before a match that begins here
//
// More removals only bring a block nearer to an edge, so there is one smallest fixpoint. For each
// number n that rules use, the position of the n-th survivor from either end is kept; it only moves
// inwards. When it passes a waiting match, the match holds, and its removals may move it on. Every
// block is removed once, every position passes every block once: linear, times the (few) numbers n.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/match.h"

namespace dehusk {

/// Which of `matches` hold; those held back by a limit are judged too, and remove nothing. `spared[b]` is
/// true for blocks that something keeps visible whatever matches; `dropped`, if it is there, for blocks
/// that do not count since the model drops them. Answer: one flag a match; not all of
/// them where `work` is exceeded.
std::vector<uint8_t> resolve_edges(const Document& doc, const Program& program,
                                   const std::vector<Match>& matches,
                                   const std::vector<uint8_t>& spared,
                                   const std::vector<uint8_t>* dropped, Work* work);

}  // namespace dehusk
