// A tree into a Document: which element begins a block, which lines and blocks there are, what is
// bold or a link in them.
#pragma once

#include "doc/document.h"
#include "read/gumbo_tree.h"
#include "read/typesetter.h"

namespace dehusk {

/// Builds the Document of a page. Elements move out of `*tree`. O(size). `work`, which may be null, counts this
/// and what is asked of the page later; where it is exceeded the page ends early.
Document build_page(std::string_view source, Tree* tree, ReferenceCache* references, Work* work);

}  // namespace dehusk
