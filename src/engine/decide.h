// From matches to decisions: removed = all remove matches less all keep matches.
#pragma once

#include "doc/decision.h"
#include "doc/document.h"
#include "engine/match.h"
#include "rule/program.h"

namespace dehusk {

/// Decides the document by the matches of rules up to `level`. The answer does not depend on the
/// order of rules or matches. `dropped`, if it is there, is true for lines that `at` does not count since
/// the model drops them. O(n log n) in the matches, linear in the document. `work`, which may be null, counts; where
/// it is exceeded the decisions are worth nothing.
Decisions decide(const Document& doc, const Program& program, const Matches& matches, Level level,
                 const std::vector<uint8_t>* dropped, Work* work = nullptr);

/// True if the guard lets the decisions pass. Reads only as much of what stays as it takes to know.
bool guard_allows(const Guard& guard, const Document& doc, const Decisions& decisions);

/// The same for a page, most of which may well be menus: what the level `safe` removes (`safest`; what
/// lies outside of the article is a part of it) does not count for `max_removed`.
bool guard_allows_page(const Guard& guard, const Document& doc, const Decisions& decisions,
                       const Decisions& safest);

/// True if guard_allows_page() allows it whatever safe rules would leave: nearly always, and without asking them.
bool guard_surely_allows_page(const Guard& guard, const Document& doc, const Decisions& decisions);

}  // namespace dehusk
