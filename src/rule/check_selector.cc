#include "rule/check_selector.h"

#include "rule/selector.h"

namespace dehusk {

void check_selector(const Text& text, Faults& faults) {
  std::vector<SelectorFault> found;
  find_regex_faults(parse_selector(text.text, &found), &found);
  for (SelectorFault& fault : found) {
    const bool of_css = fault.code == Code::bad_selector;
    faults.add(fault.code, faults.inside(text, fault.offset),
               of_css ? "bad selector: " + fault.message : std::move(fault.message),
               std::move(fault.label));
  }
}

}  // namespace dehusk
