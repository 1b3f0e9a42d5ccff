// What a Summary counts of a cleaned document.
#pragma once

#include <string>

#include "batch/clean_item.h"
#include "batch/summary.h"
#include "cleaner.h"

namespace dehusk {

/// Facts of a document that was cleaned in so many seconds, from Detail::removed on. What stayed is
/// counted in Cleaned::text. O(size).
DocumentFacts facts_of(const Cleaned& cleaned, std::string name, double seconds);

/// Facts of an item that was cleaned or failed.
DocumentFacts facts_of(const Outcome& outcome, std::string name);

/// Facts of one that failed; `bytes` of it were read.
DocumentFacts failed_facts(std::string name, uint64_t bytes, const Error& error);

}  // namespace dehusk
