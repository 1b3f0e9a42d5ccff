// Attributes of the elements of a page, decoded, for selectors: one start tag is read once, however
// many questions are asked about it in a row.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doc/page.h"

namespace dehusk {

class ElementAttributes {
 public:
  struct Entry {
    std::string_view name;  ///< in any case; the first of that name in its tag
    std::string_view raw;   ///< as the source has it
  };

  /// Forgets the page before. Borrows `page` until the next begin().
  void begin(const Page& page);

  /// The value of an attribute, `name` in lower case. Valid until another element is asked for.
  std::optional<std::string_view> value(uint32_t element, std::string_view name);
  bool has(uint32_t element, std::string_view name) { return value(element, name).has_value(); }

  /// All attributes of an element, of doubles the first. Valid as value() is.
  const std::vector<Entry>& all(uint32_t element);
  /// The value of all(element)[index].
  std::string_view value_of(uint32_t element, size_t index);

  /// The values of `id` and `class`, "" without one: no start tag is read for them. Valid until the
  /// same is asked of another element.
  std::string_view id(uint32_t element) { return known(element, "id", &id_); }
  std::string_view classes(uint32_t element) { return known(element, "class", &classes_); }

 private:
  struct Known {
    uint32_t element = kNoElement;
    std::string value;
  };
  std::string_view known(uint32_t element, std::string_view name, Known* known);
  void load(uint32_t element);
  void drop_doubles();

  const Page* page_ = nullptr;
  uint32_t element_ = kNoElement;
  std::vector<Entry> entries_;
  std::vector<std::string> values_;  ///< of entries_, decoded
  std::vector<bool> is_decoded_;
  Known id_;
  Known classes_;
};

/// Calls `use(token)` for each token of a list like that of `class`, until it answers true; says
/// whether it did.
template <typename Use>
bool any_token(std::string_view list, Use use) {
  const auto is_space = [](char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
  };
  for (size_t at = 0; at < list.size();) {
    while (at < list.size() && is_space(list[at])) ++at;
    const size_t begin = at;
    while (at < list.size() && !is_space(list[at])) ++at;
    if (at > begin && use(list.substr(begin, at - begin))) return true;
  }
  return false;
}

/// What most values with '&' are can be decoded without HTML's table of names: query strings
/// ("?a=1&b=2"), "&amp;" and an '&' that begins no reference. Nothing for others.
std::optional<std::string> decode_plain_references(std::string_view raw);

/// The value of an attribute of that page, decoded: `raw` itself or what is then in `*buffer`.
std::string_view decode_attribute(const Page& page, std::string_view raw, std::string* buffer);

}  // namespace dehusk
