#include "rule/select.h"

#include <algorithm>

#include "rule/selector_match.h"

namespace dehusk {

ElementSelector::ElementSelector(const SelectorList& list) {
  for (const ComplexSelector& selector : list) chains_.push_back(program_.add(selector));
}

std::vector<uint32_t> ElementSelector::all(const Document& doc, SelectorScratch* scratch) const {
  std::vector<uint32_t> found;
  if (!doc.page) return found;
  scratch->begin(doc, program_.slots());
  const SelectorMatcher matcher(program_, scratch);
  for (uint32_t element = 0; element < doc.page->elements.size(); ++element) {
    for (const uint32_t chain : chains_) {
      if (const auto subject = matcher.subject_from(chain, element)) found.push_back(*subject);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::vector<uint32_t> select_all(const Document& doc, const SelectorList& list) {
  SelectorScratch scratch;
  return ElementSelector(list).all(doc, &scratch);
}

}  // namespace dehusk
