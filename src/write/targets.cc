#include "write/targets.h"

#include <algorithm>

#include "doc/attributes.h"
#include "write/url.h"

namespace dehusk {
namespace {

struct AllowedScheme {
  std::string_view name;
  bool link;
  bool image;
};

constexpr AllowedScheme kAllowedSchemes[] = {
    {"http", true, true},    {"https", true, true}, {"ftp", true, false},
    {"mailto", true, false}, {"tel", true, false},
};

constexpr std::string_view kImageData[] = {
    "data:image/png",
    "data:image/jpeg",
    "data:image/gif",
    "data:image/webp",
};

constexpr std::string_view kImageSources[] = {"src", "data-src", "data-lazy-src", "data-original"};

bool is_image_data(std::string_view url) {
  return std::any_of(std::begin(kImageData), std::end(kImageData), [&](std::string_view kind) {
    return url.size() > kind.size() && equals_ignoring_case(url.substr(0, kind.size()), kind) &&
           (url[kind.size()] == ';' || url[kind.size()] == ',');
  });
}

bool is_allowed(std::string_view url, UrlUse use) {
  if (url.empty()) return false;
  const size_t colon = url.find_first_of(":/?#");
  if (colon == std::string_view::npos || url[colon] != ':') return true;
  if (use == UrlUse::image && is_image_data(url)) return true;
  const std::string_view name = url.substr(0, colon);
  return std::any_of(std::begin(kAllowedSchemes), std::end(kAllowedSchemes),
                     [&](const AllowedScheme& scheme) {
                       return (use == UrlUse::link ? scheme.link : scheme.image) &&
                              equals_ignoring_case(name, scheme.name);
                     });
}

}  // namespace

std::optional<std::string> safe_url(std::string_view raw, UrlUse use, std::string_view base_url) {
  std::string url = tidy_url(raw);
  if (!is_allowed(url, use)) return std::nullopt;
  if (base_url.empty() || is_image_data(url)) return url;
  url = resolve_url(base_url, url);
  if (!is_allowed(url, use)) return std::nullopt;  // what the base made of it
  return url;
}

std::optional<std::string> link_target(const Page& page, uint32_t element,
                                       std::string_view base_url) {
  const auto href = page.attribute(element, "href");
  return href ? safe_url(*href, UrlUse::link, base_url) : std::nullopt;
}

std::optional<ImageTarget> image_target(const Page& page, uint32_t element,
                                        std::string_view base_url) {
  std::optional<std::string> found;
  for (const std::string_view name : kImageSources) {
    const auto value = page.attribute(element, name);
    if (!value) continue;
    auto url = safe_url(*value, UrlUse::image, base_url);
    if (!url) continue;
    const bool stand_in = is_image_data(*url);
    if (!stand_in || !found) found = std::move(url);
    if (!stand_in) break;
  }
  if (!found) return std::nullopt;
  ImageTarget target{std::move(*found), page.attribute(element, "alt").value_or("")};
  std::replace_if(
      target.alt.begin(), target.alt.end(), [](char c) { return static_cast<uint8_t>(c) < ' '; },
      ' ');
  return target;
}

}  // namespace dehusk
