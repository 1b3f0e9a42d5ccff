// The labels of the Encoding Standard and the encodings that they mean: what a page, a server or a
// user may call an encoding. Labels lie, and the standard knows how: "iso-8859-1" means
// windows-1252, "gb2312" means gbk, "utf-16" means utf-16le.
//
// All 228 labels are known but one: "replacement", which means no encoding. The five that the
// standard sends there as well (hz-gb-2312, iso-2022-cn, iso-2022-cn-ext, iso-2022-kr, csiso2022kr)
// keep their own meaning: a browser shows one U+FFFD instead of such a page, since scripts can be
// smuggled in; we run none, and would lose the text.
#pragma once

#include <string>
#include <string_view>

namespace dehusk {

/// Name in lower case of the encoding that `label` means, in any case, white space around it; empty
/// if the standard has no such label. Source: encoding.spec.whatwg.org, 4.2, "get an encoding".
std::string_view encoding_of_label(std::string_view label);

/// `label` as it stands in the table: in lower case, without ASCII white space around it.
std::string normal_label(std::string_view label);

}  // namespace dehusk
