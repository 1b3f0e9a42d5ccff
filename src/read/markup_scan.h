// The lexical forms of HTML as its tokenizer sees them: where a tag, a comment or a script ends.
// Source: HTML standard, 13.2.5; where Gumbo 0.10.1 differs from it, Gumbo is followed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/span.h"
#include "doc/attributes.h"
#include "doc/tag.h"

namespace dehusk {

inline bool is_html_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

inline bool is_ascii_letter(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }

/// Attributes of one tag that the tree builder sees: it compares each with all before it.
inline constexpr uint32_t kMaxAttributes = 256;

/// A start or end tag, and what is asked of attributes so often that it is noted in passing.
struct TagToken : TagNotes {
  size_t end = 0;          ///< one past `>`; npos where the text ends inside the tag
  size_t name_end = 0;
  bool self_closing = false;
  uint32_t attributes = 0;  ///< of which kMaxAttributes at most are noted
  size_t limit = 0;        ///< where the first attribute beyond kMaxAttributes begins, if there is one
};

/// Scans the tag whose name begins at `name` (behind `<` or `</`). Names and attributes end where the
/// tokenizer ends them; `>` inside quotes does not count. Appends to `attributes`, if given.
TagToken scan_tag(std::string_view text, size_t name, std::vector<SourceAttribute>* attributes = nullptr);

/// The end of markup that begins with `<!` or `<?` or `</` before something that is no letter: one
/// past it, or the text's end. Doctypes too.
size_t scan_declaration(std::string_view text, size_t at);

/// Digits of a numeric character reference, whose `&#` stands at `at`, that stand beyond what any
/// character needs: Gumbo counts on until its int overflows. Without them it is U+FFFD as with them.
/// Empty in nearly all.
Span digits_too_many(std::string_view text, size_t at);

/// `raw` without such digits.
std::string without_digits_too_many(std::string_view raw);

/// What a character reference is if it may be white space for the tree builder; nothing for others.
struct SpaceReference {
  bool may_be_space = false;
  size_t end = 0;  ///< one past its `;`; 0 where it is not told here which digits belong to it
};

/// The reference whose `&` stands at `at`.
SpaceReference space_reference(std::string_view text, size_t at);

/// True if `<` at `at` begins markup and is no text.
bool begins_markup(std::string_view text, size_t at);

/// Where the content of a raw text element (style, title, textarea, iframe...) ends that begins at
/// `at`: at the `<` of its end tag, or at the text's end.
size_t scan_raw_text(std::string_view text, size_t at, std::string_view name);

/// The same for a script, whose comments hide end tags.
size_t scan_script(std::string_view text, size_t at);

}  // namespace dehusk
