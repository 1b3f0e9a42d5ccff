#include "read/meta_names.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace dehusk {
namespace {

using enum MetaField;
using enum Witness;

struct Row {
  std::string_view name;
  MetaField field;
  Witness witness;
};
constexpr Row kNames[] = {
    {"abstract", description, plain},
    {"apple-mobile-web-app-title", site_name, vendor},
    {"application-name", site_name, plain},
    {"article.author", author, vendor},
    {"article.published", published, vendor},
    {"article.updated", modified, vendor},
    {"article:author", author, open_graph},
    {"article:author_name", author, plain},
    {"article:modified", modified, open_graph},
    {"article:modified_time", modified, open_graph},
    {"article:publish_date", published, open_graph},
    {"article:published", published, open_graph},
    {"article:published_time", published, open_graph},
    {"article_date_original", published, vendor},
    {"article_date_updated", modified, vendor},
    {"article_publish_date", published, plain},
    {"author", author, plain},
    {"author_name", author, plain},
    {"authors", author, plain},
    {"book:author", author, open_graph},
    {"bt:author", author, vendor},
    {"bt:moddate", modified, vendor},
    {"bt:pubdate", published, vendor},
    {"bt:title", MetaField::title, vendor},
    {"byl", author, vendor},
    {"byline", author, plain},
    {"citation_abstract", description, scholar},
    {"citation_author", author, scholar},
    {"citation_authors", author, scholar},
    {"citation_date", published, scholar},
    {"citation_journal_title", site_name, scholar},
    {"citation_language", language, scholar},
    {"citation_online_date", published, scholar},
    {"citation_publication_date", published, scholar},
    {"citation_title", MetaField::title, scholar},
    {"content-language", language, plain},
    {"cre", site_name, plain},
    {"created", published, plain},
    {"creator", author, plain},
    {"cxenseparse:author", author, vendor},
    {"cxenseparse:description", description, vendor},
    {"cxenseparse:modifiedtime", modified, vendor},
    {"cxenseparse:publishtime", published, vendor},
    {"cxenseparse:recs:publishtime", published, vendor},
    {"cxenseparse:title", MetaField::title, vendor},
    {"cxenseparse:url", canonical, vendor},
    {"date", published, plain},
    {"date_modified", modified, plain},
    {"date_published", published, plain},
    {"datecreated", published, plain},
    {"datemodified", modified, plain},
    {"datepublished", published, plain},
    {"dateupdated", modified, plain},
    {"dc.created", published, dublin_core},
    {"dc.creator", author, dublin_core},
    {"dc.date", published, dublin_core},
    {"dc.date.created", published, dublin_core},
    {"dc.date.issued", published, dublin_core},
    {"dc.date.modified", modified, dublin_core},
    {"dc.description", description, dublin_core},
    {"dc.issued", published, dublin_core},
    {"dc.language", language, dublin_core},
    {"dc.modified", modified, dublin_core},
    {"dc.publisher", site_name, dublin_core},
    {"dc.title", MetaField::title, dublin_core},
    {"dc:creator", author, dublin_core},
    {"dc:date", published, dublin_core},
    {"dc:description", description, dublin_core},
    {"dc:language", language, dublin_core},
    {"dc:publisher", site_name, dublin_core},
    {"dc:title", MetaField::title, dublin_core},
    {"dcterms.abstract", description, dublin_core},
    {"dcterms.created", published, dublin_core},
    {"dcterms.creator", author, dublin_core},
    {"dcterms.date", published, dublin_core},
    {"dcterms.description", description, dublin_core},
    {"dcterms.issued", published, dublin_core},
    {"dcterms.language", language, dublin_core},
    {"dcterms.modified", modified, dublin_core},
    {"dcterms.publisher", site_name, dublin_core},
    {"dcterms.title", MetaField::title, dublin_core},
    {"dcterms:created", published, dublin_core},
    {"dcterms:creator", author, dublin_core},
    {"dcterms:description", description, dublin_core},
    {"dcterms:issued", published, dublin_core},
    {"dcterms:language", language, dublin_core},
    {"dcterms:modified", modified, dublin_core},
    {"dcterms:title", MetaField::title, dublin_core},
    {"description", description, plain},
    {"hdl", MetaField::title, vendor},
    {"headline", MetaField::title, vendor},
    {"inlanguage", language, plain},
    {"language", language, plain},
    {"last-modified", modified, plain},
    {"last-updated", modified, plain},
    {"last_updated", modified, plain},
    {"lastmod", modified, plain},
    {"moddate", modified, plain},
    {"modified", modified, plain},
    {"og:article:author", author, open_graph},
    {"og:article:modified_time", modified, open_graph},
    {"og:article:published_time", published, open_graph},
    {"og:author", author, open_graph},
    {"og:description", description, open_graph},
    {"og:locale", language, open_graph},
    {"og:modified_time", modified, open_graph},
    {"og:pubdate", published, open_graph},
    {"og:publish_date", published, open_graph},
    {"og:published_time", published, open_graph},
    {"og:site", site_name, open_graph},
    {"og:site_name", site_name, open_graph},
    {"og:title", MetaField::title, open_graph},
    {"og:updated_time", modified, open_graph},
    {"og:url", canonical, open_graph},
    {"originalpublicationdate", published, vendor},
    {"parsely-author", author, vendor},
    {"parsely-description", description, vendor},
    {"parsely-link", canonical, vendor},
    {"parsely-pub-date", published, vendor},
    {"parsely-title", MetaField::title, vendor},
    {"ptime", published, vendor},
    {"pub_date", published, plain},
    {"pubdate", published, plain},
    {"publication_date", published, plain},
    {"publicationdate", published, plain},
    {"publish-date", published, plain},
    {"publish_date", published, plain},
    {"publish_time", published, plain},
    {"publishdate", published, plain},
    {"published", published, plain},
    {"published_time", published, plain},
    {"publisher", site_name, plain},
    {"release_date", published, plain},
    {"revised", modified, plain},
    {"sailthru.author", author, vendor},
    {"sailthru.date", published, vendor},
    {"sailthru.description", description, vendor},
    {"sailthru.title", MetaField::title, vendor},
    {"shareaholic:article_author_name", author, vendor},
    {"shareaholic:article_modified_time", modified, vendor},
    {"shareaholic:article_published_time", published, vendor},
    {"site_name", site_name, plain},
    {"sitename", site_name, plain},
    {"title", MetaField::title, plain},
    {"twitter:description", description, twitter},
    {"twitter:text:description", description, twitter},
    {"twitter:text:title", MetaField::title, twitter},
    {"twitter:title", MetaField::title, twitter},
    {"twitter:url", canonical, twitter},
    {"updated_time", modified, plain},
    {"utime", modified, vendor},
};
static_assert(std::is_sorted(std::begin(kNames), std::end(kNames),
                             [](const Row& a, const Row& b) { return a.name < b.name; }));

constexpr Row kProperties[] = {
    {"author", author, plain},
    {"datecreated", published, plain},
    {"datemodified", modified, plain},
    {"datepublished", published, plain},
    {"headline", MetaField::title, plain},
};

std::string lower(std::string_view name) {
  std::string out(name);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

}  // namespace

MetaName meta_named(std::string_view name) {
  constexpr size_t kLongest = 40;
  if (name.size() > kLongest) return {};
  const std::string key = lower(name);
  const auto row = std::lower_bound(std::begin(kNames), std::end(kNames), key,
                                    [](const Row& r, const std::string& k) { return r.name < k; });
  if (row == std::end(kNames) || row->name != key) return {};
  return {row->field, row->witness};
}

MetaName item_property(std::string_view name) {
  const std::string key = lower(name);
  for (const Row& row : kProperties) {
    if (row.name == key) return {row.field, row.witness};
  }
  return {};
}

}  // namespace dehusk
