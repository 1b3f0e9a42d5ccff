// The rule file that `dehusk new site HOST` prints: every kind of thing a site's rules are made of,
// one of each, with a test that passes as it stands.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace dehusk {

/// The skeleton for a host such as "example.com", in upper or lower case. An error for anything
/// that `sites` could not hold, with the host that a URL was meant to name.
Result<std::string> site_skeleton(std::string_view host);

}  // namespace dehusk
