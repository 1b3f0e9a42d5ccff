// The attributes of start tags, as they stand in the source: where each is was noted when the tag was read.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/span.h"

namespace dehusk {

/// A number below 64 for an attribute's name, in any case: what an element has, roughly. Names like
/// `data-x` have bits of their own. Of the start tags of 125 pages 22 % have an attribute besides class, id
/// and href that the built-in rules ask for; by their bits it is 30 %.
inline unsigned attribute_number(std::string_view name) {
  const auto letter = [](char c) { return static_cast<unsigned char>(c | 0x20) * 1u; };
  const auto size = static_cast<unsigned>(name.size());
  const unsigned last = letter(name.back());
  const bool has_prefix = size > 5 && name[4] == '-';
  const unsigned bit = has_prefix ? 48 + (letter(name[5]) * 30 + last * 39 + size * 54) % 16
                                  : (letter(name.front()) * 13 + last * 60 + size) % 48;
  return bit;
}
inline uint64_t attribute_bit(std::string_view name) { return uint64_t{1} << attribute_number(name); }

/// An attribute of a start tag. Of one name the first counts; doubles are listed.
struct SourceAttribute {
  static constexpr size_t kLongestName = UINT16_MAX;

  uint32_t name = 0;       ///< where its name begins in the source; in any case, never empty
  uint16_t name_size = 0;  ///< of a longer one than kLongestName only that much
  uint8_t number = 0;      ///< attribute_number() of the name
  Span value;              ///< without its quotes; character references as they stand

  Span name_span() const { return {name, name + name_size}; }
};

/// What is noted of a start tag when it is read, and of the element that it makes.
struct TagNotes {
  Span id;             ///< raw value of its `id` in the source; empty without one
  Span classes;        ///< of its `class`
  Span href;           ///< of its `href`
  uint64_t names = 0;  ///< attribute_bit() of each attribute that it has, and maybe of others
  uint32_t first_attribute = 0;  ///< index into the list of attributes
  uint16_t attribute_count = 0;
  bool hidden = false;  ///< `hidden`, `aria-hidden=true` or a style with display:none; of an element: it or an ancestor
};

/// The first attribute of that name, in lower case, of a tag in `source`; null without one.
const SourceAttribute* find_attribute(std::string_view source, std::span<const SourceAttribute> attributes,
                                      std::string_view name);

/// A number that is the same for tags with the same attributes, in any order: of one name the first counts, and
/// values are compared as the source has them. O(n log n).
uint64_t signature_of(std::string_view source, std::span<const SourceAttribute> attributes);

/// True if `a` and `b` are the same but for the case of ASCII letters.
bool equals_ignoring_case(std::string_view a, std::string_view b);

/// True if `text` holds `part`, ASCII letters in any case.
bool contains_ignoring_case(std::string_view text, std::string_view part);

}  // namespace dehusk
