// explain --why TEXT: what became of one place of a document, and why.
//
//   page.html:14: Two thirds of those who voted said no [...]
//     stays: no rule took it
//     model: p 0.93 over 0.55  doc_good +0.8  ...  links -0.3
#pragma once

#include <string>
#include <string_view>

#include "cleaner.h"

namespace dehusk {

/// One answer for each block, or line, that holds `text` (case, white space and quotes do not matter);
/// empty if none does. `cleaned` was made with Detail::pieces. O(size of the document).
std::string explain_why(const Cleaned& cleaned, std::string_view name, std::string_view text);

}  // namespace dehusk
