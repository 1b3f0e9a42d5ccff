// Where links and images of a page point, if it is safe to follow.
//
// Allowed are relative references and the schemes of one table (targets.cc): http, https, ftp,
// mailto and tel; for images http, https and data: of PNG, JPEG, GIF and WebP. The scheme is looked
// at as a browser would see it: character references decoded (Page::attribute did that), control
// characters and white space around it and line ends inside it gone, in any case. What has a colon
// before the first of
// `/?#` and no scheme of the table is not allowed, whatever it may be.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "doc/page.h"

namespace dehusk {

enum class UrlUse : uint8_t { link, image };

/// The URL to write for one found in a page, resolved against `base_url` if that is not empty;
/// nothing if it is empty or not allowed.
std::optional<std::string> safe_url(std::string_view raw, UrlUse use, std::string_view base_url);

/// Where a link goes, by its `href`.
std::optional<std::string> link_target(const Page& page, uint32_t element,
                                       std::string_view base_url);

struct ImageTarget {
  std::string source;
  std::string alt;  ///< without line ends
};

/// What to show for an `img`: its `src`, or where that is missing or a stand-in the place that
/// pages which load late keep it in (`data-src` and its kin).
std::optional<ImageTarget> image_target(const Page& page, uint32_t element,
                                        std::string_view base_url);

}  // namespace dehusk
