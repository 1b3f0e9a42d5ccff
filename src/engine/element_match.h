// Rules with `select`: what they match on a page.
//
//   select                the element's text, its lines whole or in part; with `to` its next siblings too
//   select and line       lines of the element, or what of them lies in it
//   select and group      runs of such lines
//   select and span       parts of such lines
//
// And `article`: what lies outside of its root.
#pragma once

#include "engine/line_sizes.h"
#include "engine/match.h"

namespace dehusk {

/// Appends what rules with `select` match in a page, and what lies outside of the article.
void match_elements(const Document& doc, const Program& program, MatchMode mode, LineSizes* sizes,
                    MatchScratch* scratch, Matches* matches);

}  // namespace dehusk
