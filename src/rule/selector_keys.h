// What an element must have for a selector to match it, as far as one look-up can tell: what
// selectors are filed under.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "doc/tag.h"
#include "rule/selector_program.h"

namespace dehusk {

struct SelectorKey {
  /// The rarest first.
  enum class Kind : uint8_t {
    id,       ///< `text`
    class_,   ///< `text`
    value,    ///< attribute `name` is `text`
    part,     ///< attribute `name` holds `text`
    present,  ///< attribute `name`
    name,     ///< of an element that Tag does not know: `text`
    tag,      ///< `tag`
    any,      ///< every element
  };
  Kind kind = Kind::any;
  std::string name;
  std::string text;
  Tag tag = Tag::unknown;
};

/// Of a choice an element must have one.
using SelectorChoice = std::vector<SelectorKey>;

/// The choices for the element that SelectorMatcher::subject_from() starts at: each of them holds of
/// every such element, if letters are compared in any case. Never empty.
std::vector<SelectorChoice> choices_of(const SelectorProgram& program, uint32_t chain);

/// What else must be somewhere on a page for the selector to match anything: what its other compounds
/// and its :has ask for. May be empty.
std::vector<SelectorChoice> needs_of(const SelectorProgram& program, uint32_t chain);

/// Attribute values of fewer bytes are not filed as parts.
inline constexpr size_t kPartBytes = 4;

}  // namespace dehusk
