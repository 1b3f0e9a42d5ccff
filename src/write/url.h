// References into URLs: RFC 3986, with what browsers do besides (WHATWG): white space around and
// line ends inside do not count, a backslash is a slash, what must not stand in a URL is
// percent-encoded. Not done: host names are left as they are, and so is what is not ASCII.
#pragma once

#include <string>
#include <string_view>

namespace dehusk {

/// A reference as a browser would read it; see above. Idempotent, O(size).
std::string tidy_url(std::string_view reference);

/// The part before the first ':' where that comes before any of `/?#`; empty where there is none.
/// It may be no well-formed scheme.
std::string_view scheme_of(std::string_view url);

/// The URL that `reference` means in a page at `base` (RFC 3986 5.2). A base without a scheme, or
/// one that is no hierarchy (`mailto:`), leaves it as it is but tidied. O(size).
std::string resolve_url(std::string_view base, std::string_view reference);

}  // namespace dehusk
