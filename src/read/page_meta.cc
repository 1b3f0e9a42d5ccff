#include "read/page_meta.h"

#include <algorithm>
#include <utility>

#include "doc/attributes.h"
#include "read/json_ld.h"
#include "read/meta_choice.h"
#include "read/meta_names.h"

namespace dehusk {
namespace {

constexpr std::string_view kSpace = " \t\n\f\r";

bool has_token(std::string_view tokens, std::string_view token) {
  for (size_t at = 0; (at = tokens.find_first_not_of(kSpace, at)) != tokens.npos;) {
    const size_t end = std::min(tokens.find_first_of(kSpace, at), tokens.size());
    if (equals_ignoring_case(tokens.substr(at, end - at), token)) return true;
    at = end;
  }
  return false;
}

constexpr TagSet kTelling(Tag::html, Tag::title, Tag::meta, Tag::link, Tag::script, Tag::h1,
                          Tag::time);
constexpr size_t kMostHeadings = 16;

class MetaReader {
 public:
  explicit MetaReader(const Document& doc) : doc_(doc), page_(*doc.page) {}

  PageMeta read() {
    const auto count = static_cast<uint32_t>(page_.elements.size());
    page_.spend(4 * uint64_t{count});
    for (uint32_t i = 0; i < count; ++i) {
      const Element& e = page_.elements[i];
      if (kTelling.has(e.tag) && e.space == Namespace::html) read_element(i);
    }
    read_linked_data();
    if (chosen_.lacks(MetaField::author) || chosen_.lacks(MetaField::published)) read_body();
    read_times();
    read_headings();
    PageMeta meta;
    meta.title = chosen_.take(MetaField::title);
    meta.author = chosen_.take(MetaField::author);
    meta.published = chosen_.take(MetaField::published);
    meta.modified = chosen_.take(MetaField::modified);
    meta.description = chosen_.take(MetaField::description);
    meta.language = chosen_.take(MetaField::language);
    meta.canonical = chosen_.take(MetaField::canonical);
    meta.site_name = chosen_.take(MetaField::site_name);
    meta.broken_json = broken_json_;
    return meta;
  }

 private:
  std::string attribute(uint32_t element, std::string_view name) const {
    return page_.attribute(element, name).value_or("");
  }

  /// As it stands in the source: what is asked for most and has no character references.
  std::string_view raw_attribute(uint32_t element, std::string_view name) const {
    return page_.raw_attribute(page_.elements[element], name).value_or("");
  }

  std::string decoded(std::string_view raw) const {
    const bool plain = raw.find('&') == raw.npos || page_.decode_value == nullptr;
    return collapsed(plain ? std::string(raw) : page_.decoded_value(raw));
  }

  /// What stands in an element whose contents are no markup.
  std::string_view raw_contents(const Element& e) const {
    const std::string_view all =
        page_.source_of({e.tag_source.end, std::max(e.tag_source.end, e.source.end)});
    return all.substr(0, all.rfind("</"));
  }

  /// The first line of an element's text; empty where it is too long for a name or a date.
  std::string line_of(uint32_t element) const {
    constexpr size_t kLongest = 400;
    const std::string_view text =
        doc_.text_of(page_.elements[element].text).substr(0, kLongest + 1);
    const size_t begin = std::min(text.find_first_not_of(" \t\n"), text.size());
    const size_t end = std::min(text.find('\n', begin), text.size());
    return end > kLongest ? std::string() : collapsed(text.substr(begin, end - begin));
  }

  void read_element(uint32_t i) {
    const Element& e = page_.elements[i];
    switch (e.tag) {
      case Tag::html: {
        std::string language = attribute(i, "lang");
        if (language.empty()) language = attribute(i, "xml:lang");
        chosen_.offer(MetaField::language, Witness::page, collapsed(language));
        break;
      }
      case Tag::title:
        chosen_.offer(MetaField::title, Witness::element, remember_title(decoded(raw_contents(e))));
        break;
      case Tag::meta:
        read_meta(i);
        break;
      case Tag::link:
        if (has_token(raw_attribute(i, "rel"), "canonical")) {
          chosen_.offer(MetaField::canonical, Witness::page, collapsed(attribute(i, "href")));
        }
        break;
      case Tag::script:
        if (is_linked_data(i)) {
          page_.spend(4 * uint64_t{e.source.size()});
          broken_json_ += !read_json_ld(raw_contents(e), &data_);
        }
        break;
      case Tag::h1:
        if (headings_.size() < kMostHeadings) headings_.push_back(i);
        break;
      case Tag::time:
        times_.push_back(i);
        break;
      default:
        break;
    }
  }

  bool is_linked_data(uint32_t i) const {
    const std::string_view type = raw_attribute(i, "type");
    return contains_ignoring_case(type, "json") &&
           contains_ignoring_case(attribute(i, "type"), "ld+json");
  }

  void read_meta(uint32_t i) {
    // Most tell nothing: their contents are not looked at.
    MetaName told;
    for (const SourceAttribute& raw : page_.attributes_of(page_.elements[i])) {
      if (told.field != MetaField::none) break;
      const std::string_view own = page_.source_of(raw.name_span());
      const auto is = [&](std::string_view name) { return equals_ignoring_case(own, name); };
      if (is("property") || is("name") || is("http-equiv")) told = meta_named(decoded(page_.source_of(raw.value)));
      if (is("itemprop")) told = item_property(decoded(page_.source_of(raw.value)));
    }
    if (told.field == MetaField::none) return;
    const std::string content = collapsed(attribute(i, "content"));
    if (told.field == MetaField::title) remember_title(content);
    if (told.field == MetaField::author) return chosen_.offer_author(told.witness, content);
    chosen_.offer(told.field, told.witness, content);
  }

  std::string remember_title(std::string title) {
    constexpr size_t kMost = 16;
    if (titles_.size() < kMost) titles_.push_back(bare(title));
    return title;
  }

  // --- JSON-LD -----------------------------------------------------------------------------------

  /// The article that the page is. Of several it is the one with the page's address or title; a
  /// page with none of these lists them.
  const LinkedItem* article() const {
    const std::vector<LinkedItem>& articles = data_.articles;
    if (articles.size() == 1) return &articles[0];
    const std::string& canonical = chosen_.text(MetaField::canonical);
    for (const LinkedItem& item : articles) {
      if (!canonical.empty() && decoded(item.url) == canonical) return &item;
    }
    for (const LinkedItem& item : articles) {
      const std::string title = bare(decoded(item.title));
      const auto starts = [&](const std::string& other) { return other.starts_with(title); };
      if (!title.empty() && std::any_of(titles_.begin(), titles_.end(), starts)) return &item;
    }
    return nullptr;
  }

  void read_linked_data() {
    if (const LinkedItem* item = article()) {
      remember_title(decoded(item->title));
      offer_item(*item, Witness::article);
      // A publisher may stand behind many sites.
      chosen_.offer(MetaField::site_name, Witness::element, decoded(item->site_name));
    }
    chosen_.offer(MetaField::site_name, Witness::web_page, decoded(data_.site_name));
    if (data_.pages.size() == 1) offer_item(data_.pages[0], Witness::web_page);
  }

  void offer_item(const LinkedItem& item, Witness witness) {
    const std::pair<MetaField, const std::string*> fields[] = {
        {MetaField::title, &item.title},
        {MetaField::author, &item.author},
        {MetaField::published, &item.published},
        {MetaField::modified, &item.modified},
        {MetaField::description, &item.description},
        {MetaField::language, &item.language},
        {MetaField::canonical, &item.url},
    };
    for (const auto& [field, value] : fields) chosen_.offer(field, witness, decoded(*value));
  }

  // --- the body ----------------------------------------------------------------------------------

  /// Authors and dates in the text, where its markup says so.
  void read_body() {
    page_.spend(page_.source.size() / 16 + 4 * page_.elements.size());
    for (uint32_t i = 0; i < page_.elements.size(); ++i) {
      const Element& e = page_.elements[i];
      const std::string_view tag = page_.source_of(e.tag_source);
      const bool may_be_author = tag.find("author") != tag.npos;
      if (!may_be_author && tag.find("datePublished") == tag.npos) continue;
      if (e.tag == Tag::meta || e.tag == Tag::link || e.tag == Tag::script) continue;
      const std::string_view property = raw_attribute(i, "itemprop");
      if (chosen_.lacks(MetaField::author) &&
          (has_token(property, "author") || has_token(raw_attribute(i, "rel"), "author"))) {
        chosen_.offer(MetaField::author, Witness::element, line_of(name_within(i)));
      }
      if (chosen_.lacks(MetaField::published) && has_token(property, "datePublished")) {
        chosen_.offer(MetaField::published, Witness::element, date_of(i));
      }
    }
  }

  /// The element with the name of a person, or the person's own.
  uint32_t name_within(uint32_t person) const {
    constexpr uint32_t kMost = 64;
    const uint32_t end = std::min(page_.elements[person].end, person + kMost);
    for (uint32_t i = person + 1; i < end; ++i) {
      const std::string_view tag = page_.source_of(page_.elements[i].tag_source);
      if (tag.find("name") != tag.npos && has_token(raw_attribute(i, "itemprop"), "name")) return i;
    }
    return person;
  }

  std::string date_of(uint32_t i) const {
    for (const std::string_view name : {"datetime", "content"}) {
      if (std::string value = collapsed(attribute(i, name)); !value.empty()) return value;
    }
    return line_of(i);
  }

  /// <time>: with a mark that it is the date of publication, or the only one in an article or main.
  void read_times() {
    std::string only;
    bool several = false;
    for (const uint32_t i : times_) {
      const std::string date = date_of(i);
      const std::string_view classes = raw_attribute(i, "class");
      const std::string_view property = raw_attribute(i, "itemprop");
      const auto has = [&](std::string_view token) { return has_token(classes, token); };
      if (has_token(property, "dateModified") || has("updated")) {
        chosen_.offer(MetaField::modified, Witness::element, date);
      }
      if (page_.attribute(i, "pubdate") || has("published") || has("entry-date") ||
          has("dt-published")) {
        chosen_.offer(MetaField::published, Witness::element, date);
      }
      if (!page_.attribute(i, "datetime") || !is_in_article(i)) continue;
      several |= !only.empty() && only != date;
      only = date;
    }
    if (!several) chosen_.offer(MetaField::published, Witness::guess, only);
  }

  bool is_in_article(uint32_t i) const {
    constexpr TagSet kAround(Tag::article, Tag::main);
    uint64_t steps = 32;
    for (; i != kNoElement && !kAround.has(page_.elements[i].tag); ++steps) i = page_.elements[i].parent;
    page_.spend(steps);
    return i != kNoElement;
  }

  void read_headings() {
    const std::string site = bare(chosen_.text(MetaField::site_name));
    for (const uint32_t i : headings_) {
      std::string heading = collapsed(doc_.text_of(page_.elements[i].text));
      const std::string words = bare(heading);
      const auto starts = [&](const std::string& title) { return title.starts_with(words); };
      if (words.empty() || words == site) continue;
      const bool confirmed = std::any_of(titles_.begin(), titles_.end(), starts);
      chosen_.offer(MetaField::title, confirmed ? Witness::page : Witness::guess,
                    std::move(heading));
    }
  }

  const Document& doc_;
  const Page& page_;
  MetaChoice chosen_;
  LinkedData data_;
  std::vector<std::string> titles_;  ///< of witnesses in the head, bare
  std::vector<uint32_t> headings_;
  std::vector<uint32_t> times_;
  uint32_t broken_json_ = 0;
};

}  // namespace

PageMeta read_page_meta(const Document& doc) {
  return doc.page == nullptr ? PageMeta{} : MetaReader(doc).read();
}

}  // namespace dehusk
