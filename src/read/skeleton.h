// A page reduced to what steers the building of its tree, so that Gumbo reads little of it.
//
//   source    <div class="a b"><!-- x --><p>Fish &amp; chips<script>...</script><a href="/x">more</a>
//   skeleton  <div><p>x<script></script>o
//   tags      <div> -> 0..17, <p> -> ...    where each tag came from
//   runs      x -> "Fish &amp; chips" ...   where each text came from
//   islands   o -> <a>, "more", </a>
//
// What is strictly nested (islands.h) becomes one letter, `o`; in tables, forms and formatting elements one `img`,
// which the tree builder treats as it does an element. That is most of a page: Gumbo sees what holds it together.
//
// Left out: comments, contents of scripts and styles, drawings inside svg, and all attributes but those
// that the tree builder looks at: those of `html`, `body` and in foreign content, and `type=hidden` of input. It
// compares those of formatting elements, and copies them with these: a number stands for them. A text becomes one letter, its leading white space
// one blank, since the tree builder treats these apart. White space alone goes where a block begins or ends
// beside it, or between elements of the head, unless a formatting element is open that it would open again.
//
// Some constructs would need the tree builder's state to be told apart: framesets, `plaintext`, NULs,
// CDATA behind an svg... Then there is no skeleton, and the caller gives Gumbo the page itself. What
// the skeleton guesses about raw text elements and svg can be seen in the tree that comes out; the
// reader checks it (see gumbo_tree.cc) and falls back too.
//
// The same pass cuts what nests too deep (nesting.h), for the page itself as for its skeleton.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/span.h"
#include "core/work.h"
#include "doc/attributes.h"
#include "doc/tag.h"
#include "read/islands.h"
#include "read/nesting.h"

namespace dehusk {

/// Limits on a page; what lies behind is not read, and Page::cut_bytes says how much that is.
inline constexpr uint32_t kMaxPageBytes = 128u << 20;
inline constexpr uint32_t kMaxPageTags = 1'000'000;
inline constexpr uint32_t kMaxPageAttributes = 4'000'000;
inline constexpr uint32_t kMaxPageParts = 3'000'000;  ///< tags, texts and comments

/// What the tree must show of a tag for the skeleton to be right.
enum class TagGuess : uint8_t {
  none,
  html,     ///< an HTML element: raw text, or a block beside which white space was left out
  head,     ///< an HTML element in `head` or `noscript`
  closes,   ///< of an end tag: it ends a block
  foreign,  ///< math, or something in it or in svg that would be raw text elsewhere
  svg,      ///< an svg, whose drawing was left out
  island,   ///< it is the first one of an island, which stands in an HTML element
};

/// Block-level: white space beside their tags is not seen.
inline constexpr TagSet kSpacelessTags(
    Tag::p, Tag::div, Tag::ul, Tag::ol, Tag::li, Tag::h1, Tag::h2, Tag::h3, Tag::h4, Tag::h5, Tag::h6,
    Tag::section, Tag::article, Tag::header, Tag::footer, Tag::nav, Tag::main, Tag::aside, Tag::figure,
    Tag::figcaption, Tag::blockquote, Tag::dl, Tag::dt, Tag::dd, Tag::table, Tag::tbody, Tag::thead,
    Tag::tfoot, Tag::tr, Tag::td, Tag::th, Tag::address, Tag::center);

/// A tag of the parsed text.
struct SourceTag : TagNotes {
  uint32_t at = 0;  ///< offset in the parsed text
  Span source;      ///< of the tag, from `<` to one past `>`
  bool closed = false;  ///< it has no end tag
  Tag tag = Tag::unknown;
  TagGuess guess = TagGuess::none;
};

/// A stretch of text between two tags.
struct SourceRun {
  uint32_t at = 0;    ///< offset in the skeleton
  Span source;        ///< white space at its start counted
  uint32_t lead = 0;  ///< bytes of white space at its start
  bool raw = false;   ///< inside iframe, xmp...: `&` is a letter
};

/// A strictly nested part of the page: one element or more, in the order of the source.
struct Island {
  uint32_t at = 0;        ///< offset of its letter in the skeleton
  uint32_t first_tag = 0;  ///< into Skeleton::tags, and so on; never empty
  uint32_t end_tag = 0;
  uint32_t first_end_tag = 0;
  uint32_t end_end_tag = 0;
  uint32_t first_run = 0;
  uint32_t end_run = 0;
  uint16_t needs = 0;     ///< of IslandNeed
};

/// From `at` in the parsed text on, bytes are those from `source` on.
struct Shift {
  uint32_t at = 0;
  uint32_t source = 0;
};

/// The text that Gumbo reads, and where it came from. Buffers are kept from page to page.
struct Skeleton {
  std::string text;
  std::vector<SourceTag> tags;      ///< start tags, by `at`
  std::vector<SourceAttribute> attributes;  ///< of `tags`
  std::vector<SourceTag> end_tags;  ///< by `at`; source and guess are set
  std::vector<SourceRun> runs;      ///< by `at`
  std::vector<Island> islands;      ///< by `at`; the `at` of what is in one is the island's
  std::vector<Shift> shifts;        ///< of a plain text of which something was cut, ascending
  uint32_t cut_elements = 0;
  uint32_t cut_bytes = 0;
  Nesting nesting;
  IslandFinder finder;
};

/// Makes the skeleton of `source` (valid UTF-8). False if the page needs its whole text. O(size). `work` counts
/// this pass and what the tree builder will look through; where it is exceeded the pass ends early.
bool make_skeleton(std::string_view source, Skeleton* skeleton, Work* work);

/// The page itself in `skeleton->text`, less what nests too deep or lies beyond a limit; `shifts`
/// say where what is left came from, there are no tags and runs. The twin of make_skeleton().
void make_plain(std::string_view source, Skeleton* skeleton, Work* work);

/// A skeleton of text, paragraphs and headings alone, for pages that Gumbo fails on (one in many
/// million random rows of tags does).
void make_tame_skeleton(std::string_view source, Skeleton* skeleton, Work* work);

}  // namespace dehusk
