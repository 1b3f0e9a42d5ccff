// What the first bytes of a page say about their encoding, before anybody can read them: the
// prescan of the HTML standard, step for step, so that a page is read here as browsers read it. It
// is no parser: it knows comments, tags with their attributes and what starts with <!, </ or <?,
// but no scripts.
//
//   <meta charset=x>                                    x
//   <meta http-equiv=content-type content="..charset=x">  x, the attributes in any order
//   <?xml version="1.0" encoding="x"?>                  x, at the very start, where no meta says
//   more
//
// A meta that names utf-16 is wrong, since it could be read: it means utf-8. x-user-defined means
// windows-1252. Labels that no browser knows are passed over.
// Source: html.spec.whatwg.org, 13.2.3.2 "prescan a byte stream to determine its encoding"
// and 2.5.2.
#pragma once

#include <cstddef>
#include <string_view>

namespace dehusk {

/// How many bytes browsers wait for before they prescan.
inline constexpr size_t kPrescanBytes = 1024;

/// Name of the encoding that a meta or the XML declaration in `bytes` declares, in lower case;
/// empty for none. What `bytes` cut short does not count. O(size).
std::string_view prescan_encoding(std::string_view bytes);

/// Name of the encoding in the `content` of a meta or the Content-Type of a response: what stands
/// behind "charset=", quoted or up to white space or a semicolon; empty for none.
std::string_view encoding_in_content(std::string_view content);

}  // namespace dehusk
