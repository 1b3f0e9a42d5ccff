// What JSON-LD scripts of a page say about it. simdjson lives here alone.
//
// Sites write it in many ways: one object, a list, an @graph of objects that point at each other by
// @id; an author as a string, an object, a list of either, or a pointer. All of them are read. What
// the page embeds (comments, products, videos, related articles, entries of a list) is not looked
// at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dehusk {

/// An article, or the page around it, as it stands in the script: character references and all.
struct LinkedItem {
  std::string title;   ///< headline, else name
  std::string author;  ///< several with ", " between them
  std::string published;
  std::string modified;
  std::string description;
  std::string language;
  std::string url;
  std::string site_name;  ///< of the publisher
};

/// What all scripts of a page say.
struct LinkedData {
  std::vector<LinkedItem>
      articles;  ///< Article, BlogPosting, Report, Recipe ..., the Question of a QAPage
  std::vector<LinkedItem> pages;  ///< WebPage and its kinds
  std::string site_name;          ///< of a WebSite
};

/// Adds what `script` says, the contents of a script element: JSON, in a comment or CDATA or not.
/// False, and nothing added, if it is no JSON but for control characters in strings, which many
/// sites write. Nothing throws. O(size).
bool read_json_ld(std::string_view script, LinkedData* data);

}  // namespace dehusk
