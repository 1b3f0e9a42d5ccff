// What a page has besides the lines of its text: elements, blocks, runs, images, and where in the
// source each piece of text came from. All arrays are flat, in document order, joined by index.
//
//   source     <body><nav><a href=/>Home</a></nav><p>Fish &amp; chips.<br>And <b>peas</b>.
//   text       Home \n \n Fish & chips. \n And peas.
//   lines      [Home]     [Fish & chips.]  [And peas.]         Document::blocks
//   blocks     p          p ------------------------
//   elements   0 html 1 head 2 body 3 nav 4 a 5 p 6 br 7 b     pre-order: a subtree is an interval
//   runs       link                            bold
//   pieces     Home <- 22..26, "Fish " <- 40..45, & <- 45..50 ...
//
// The text is made as a browser would show it: white space collapsed outside of `pre`, a line for
// each <br>, a block for each block-level element that has text of its own. Cells of a table row
// stand in one line, a tab between them; no other tab outside of `pre` is left.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/span.h"
#include "core/work.h"
#include "doc/attributes.h"
#include "doc/tag.h"

namespace dehusk {

inline constexpr uint32_t kNoElement = UINT32_MAX;

enum class Namespace : uint8_t { html, svg, mathml };

/// An element of the tree. Those of drawings inside svg that hold nothing are left out.
struct Element : TagNotes {
  Tag tag = Tag::unknown;
  Namespace space = Namespace::html;
  uint32_t parent = kNoElement;  ///< index of the parent; kNoElement for the root
  uint32_t end = 0;           ///< one past the index of its last descendant
  Span tag_source;            ///< its start tag in the source; empty where the parser made it up
  Span source;                ///< from its start tag to the end of its last descendant or end tag
  Span text;                  ///< its part of Document::text, line ends around it not counted

  /// Takes what was noted of its start tag; what is hidden already stays so.
  void note(const TagNotes& notes) {
    const bool was_hidden = hidden;
    static_cast<TagNotes&>(*this) = notes;
    hidden = hidden || was_hidden;
  }

  /// Whatever the place of the attributes.
  friend bool operator==(const Element& a, const Element& b) {
    const auto rest = [](const Element& e) {
      return std::tie(e.tag, e.space, e.hidden, e.parent, e.end, e.tag_source, e.source, e.text, e.id, e.classes, e.href,
                      e.names, e.attribute_count);
    };
    return rest(a) == rest(b);
  }
};

enum class BlockKind : uint8_t {
  paragraph,
  heading,       ///< PageBlock::level says which
  list_item,     ///< the first block of an item; later ones are paragraphs with the same list_depth
  term,          ///< of a definition list
  definition,
  table_row,     ///< cells in one line, a tab between them
  preformatted,  ///< white space as it stands
  caption,       ///< of a figure or a table
};

/// A stretch of text that a browser sets apart from what is before and behind it.
struct PageBlock {
  BlockKind kind = BlockKind::paragraph;
  uint8_t level = 0;        ///< 1 to 6 for headings
  uint8_t list_depth = 0;   ///< lists around it
  uint8_t quote_depth = 0;  ///< `blockquote`s around it
  bool header = false;      ///< a table row of `th` alone
  uint32_t number = 0;      ///< of a list item: its number; 0 in a list of bullets
  uint32_t element = 0;     ///< the nearest block-level element
  uint32_t first_line = 0;  ///< into Document::blocks; never empty
  uint32_t end_line = 0;

  friend bool operator==(const PageBlock&, const PageBlock&) = default;
};

enum class RunKind : uint8_t { bold, italic, code, link };

/// Inline markup of a stretch of text; several may nest. Never blank, within one element.
struct Run {
  RunKind kind = RunKind::bold;
  Span text;             ///< in Document::text; may go over several lines of one block
  uint32_t element = 0;  ///< for a link the `a`, whose href says where to

  friend bool operator==(const Run&, const Run&) = default;
};

/// An image with an `alt`, or one in a `figure`. It is no text; writers that can show it do.
struct Image {
  uint32_t element = 0;
  uint32_t at = 0;  ///< offset in Document::text of the line before which, or in which, it stands

  friend bool operator==(const Image&, const Image&) = default;
};

/// Where text came from: `size` bytes of text from `source`. Where the sizes differ (a character
/// reference, a line end) the piece is one whole. White space between lines belongs to no piece.
struct TextPiece {
  uint32_t text = 0;
  uint32_t size = 0;
  Span source;

  friend bool operator==(const TextPiece&, const TextPiece&) = default;
};

/// What a page says about itself; empty where it does not.
struct PageMeta {
  std::string title;
  std::string author;
  std::string published;
  std::string modified;
  std::string description;
  std::string language;
  std::string canonical;  ///< the URL that the page calls its own
  std::string site_name;
  uint32_t broken_json = 0;  ///< JSON-LD scripts that could not be read
};

/// Attributes that later <html> and <body> tags added to the first.
struct AddedAttribute {
  uint32_t element = 0;
  std::string name;   ///< lower case
  std::string value;  ///< decoded

  friend bool operator==(const AddedAttribute&, const AddedAttribute&) = default;
};

struct Page {
  std::string_view source;  ///< UTF-8; owner: the caller of the reader
  std::string text;         ///< what Document::text shows
  std::vector<Element> elements;
  std::vector<SourceAttribute> attributes;  ///< of the start tags, a tag's own side by side
  std::vector<PageBlock> blocks;
  std::vector<Run> runs;          ///< by begin, outer ones first
  std::vector<Image> images;      ///< by place
  std::vector<TextPiece> pieces;  ///< by place in the text
  std::vector<AddedAttribute> added;
  bool quirks = false;       ///< quirks mode: ids and classes match in any case
  uint32_t cut_elements = 0;  ///< start tags left out since they were nested too deep
  uint32_t cut_bytes = 0;     ///< bytes of the source left unread since a limit was reached

  /// Decodes the character references of an attribute's raw value; set by the reader. Asked by decoded_value().
  std::string (*decode_value)(std::string_view raw) = nullptr;
  Work* work = nullptr;  ///< of the document: what is asked of the page later counts too; owner: who read it

  std::string_view source_of(Span span) const { return source.substr(span.begin, span.size()); }

  /// Of its start tag, without those that later tags added.
  std::span<const SourceAttribute> attributes_of(const Element& element) const {
    return {attributes.data() + element.first_attribute, element.attribute_count};
  }

  /// The value of such an attribute as the source has it, `name` in lower case; nothing without one.
  std::optional<std::string_view> raw_attribute(const Element& element, std::string_view name) const {
    if ((element.names & attribute_bit(name)) == 0) return std::nullopt;
    const SourceAttribute* found = find_attribute(source, attributes_of(element), name);
    return found == nullptr ? std::nullopt : std::optional(source_of(found->value));
  }

  /// Name in lower case but for unknown elements, which are as the source has them.
  std::string_view name_of(uint32_t element) const;

  /// The decoded value of an attribute, `name` in lower case; nothing without one.
  std::optional<std::string> attribute(uint32_t element, std::string_view name) const;

  /// What decode_value says, counted; only where there is one.
  std::string decoded_value(std::string_view raw) const;

  void spend(uint64_t steps) const {
    if (work != nullptr) work->add(steps);
  }

  /// Bytes of the source behind a range of the text: from the first piece in it to the last; empty
  /// where it holds none. O(log pieces).
  Span source_of_text(Span text) const;
};

}  // namespace dehusk
