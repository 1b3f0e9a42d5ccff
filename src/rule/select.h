// One list of selectors on a page, for `article`, `dehusk select` and their like. Many lists at once:
// selector_index.h.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "doc/document.h"
#include "rule/selector_program.h"
#include "rule/selector_scratch.h"

namespace dehusk {

/// A compiled list; immutable, shared by threads.
class ElementSelector {
 public:
  explicit ElementSelector(const SelectorList& list);

  /// The elements that any of the selectors finds, in document order; none in plain text. Begins
  /// `*scratch`. O(elements * size of the list).
  std::vector<uint32_t> all(const Document& doc, SelectorScratch* scratch) const;

 private:
  SelectorProgram program_;
  std::vector<uint32_t> chains_;
};

/// The same for a list that is used once.
std::vector<uint32_t> select_all(const Document& doc, const SelectorList& list);

}  // namespace dehusk
