#include "doc/page.h"

#include <algorithm>

#include "doc/attributes.h"

namespace dehusk {

std::string_view Page::name_of(uint32_t element) const {
  const Element& e = elements[element];
  if (e.tag != Tag::unknown) return dehusk::name_of(e.tag);
  std::string_view name = source_of(e.tag_source);
  if (!name.empty()) name.remove_prefix(1);
  return name.substr(0, name.find_first_of(" \t\n\f\r/>"));
}

std::optional<std::string> Page::attribute(uint32_t element, std::string_view name) const {
  const Element& e = elements[element];
  if ((e.names & attribute_bit(name)) == 0) return std::nullopt;
  spend(8 + 2 * uint64_t{e.attribute_count});
  if (const auto raw = raw_attribute(e, name)) {
    const bool plain = raw->find_first_of("&\r") == std::string_view::npos;
    return plain || decode_value == nullptr ? std::string(*raw) : decoded_value(*raw);
  }
  for (const AddedAttribute& extra : added) {
    if (extra.element == element && extra.name == name) return extra.value;
  }
  return std::nullopt;
}

std::string Page::decoded_value(std::string_view raw) const {
  // Gumbo reads a document of one tag for it.
  constexpr uint64_t kDocument = 2000;
  constexpr uint64_t kByte = 24;
  spend(kDocument + kByte * raw.size());
  return decode_value(raw);
}

Span Page::source_of_text(Span text) const {
  const auto first = std::partition_point(pieces.begin(), pieces.end(), [&](const TextPiece& piece) {
    return piece.text + piece.size <= text.begin;
  });
  const auto end = std::partition_point(first, pieces.end(), [&](const TextPiece& piece) {
    return piece.text < text.end;
  });
  if (first == end) return {};
  const auto place = [](const TextPiece& piece, uint32_t at, uint32_t whole) {
    if (piece.size != piece.source.size() || at < piece.text) return whole;
    return std::min(piece.source.begin + (at - piece.text), piece.source.end);
  };
  // Trees are not always in the order of the source (text is moved out of tables): the range covers
  // what lies between its ends.
  const TextPiece& last = *(end - 1);
  const uint32_t begin = place(*first, std::max(text.begin, first->text), first->source.begin);
  const uint32_t stop = place(last, text.end, last.source.end);
  return {std::min(begin, stop), std::max(begin, stop)};
}

}  // namespace dehusk
