// What a page's <meta name=... property=... itemprop=...> are called, of those that tell something
// about it, and how much each is worth.
#pragma once

#include <cstdint>
#include <string_view>

namespace dehusk {

enum class MetaField : uint8_t {
  none,
  title,
  author,
  published,
  modified,
  description,
  language,
  canonical,
  site_name,
};

/// Who speaks, the most trustworthy first.
enum class Witness : uint8_t {
  page,        ///< what HTML has for it: <html lang>, <link rel=canonical>
  article,     ///< an article in JSON-LD
  scholar,     ///< citation_*, which journals write for search engines
  open_graph,  ///< og:*, article:*
  vendor,      ///< parsely-*, sailthru.*, cxenseparse:* and other tools of newsrooms
  dublin_core,
  plain,  ///< name=author, itemprop=headline and the like
  twitter,
  web_page,  ///< the page or site around the article in JSON-LD
  element,   ///< <title>, <time>, rel=author
  guess,
};

struct MetaName {
  MetaField field = MetaField::none;
  Witness witness = Witness::guess;
};

/// What a `name`, `property` or `http-equiv` in any case tells; none for nothing.
MetaName meta_named(std::string_view name);

/// The same for an `itemprop`. Most of them speak of what the page embeds and tell nothing.
MetaName item_property(std::string_view name);

}  // namespace dehusk
