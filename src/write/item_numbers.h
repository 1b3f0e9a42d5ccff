// The numbers of list items, of those too whose first block is a heading or a table and says none.
#pragma once

#include <cstdint>
#include <vector>

#include "doc/page.h"

namespace dehusk {

/// By element: the number of an item in an `ol`, 0 for every other. From `start` and `value` as
/// PageBlock::number is; empty if the page has no `ol`. O(elements).
std::vector<uint32_t> item_numbers(const Page& page);

}  // namespace dehusk
