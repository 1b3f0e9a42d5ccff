// The pseudo-classes that are known: those that run, those that only a live page could match, and
// those of content blockers that are refused.
#pragma once

#include <string>
#include <string_view>

#include "rule/selector.h"

namespace dehusk {

/// What stands behind the name of a pseudo-class.
enum class PseudoForm : uint8_t {
  plain,           ///< nothing
  list,            ///< (selectors)
  relative,        ///< (selectors that may begin with a combinator)
  nth_of,          ///< (An+B of selectors)
  nth,             ///< (An+B)
  ranges,          ///< (en, "de-*")
  direction,       ///< (ltr) or (rtl)
  text,            ///< (words) or (/re/)
  attribute,       ///< (name=value)
  levels_or_list,  ///< (2) or (selectors)
  levels,          ///< (2)
  never,           ///< nothing, or anything in parentheses
};

struct Pseudo {
  std::string_view name;
  PseudoForm form = PseudoForm::plain;
  SimpleSelector::Kind kind = SimpleSelector::Kind::never;
  ElementState state = ElementState::any_link;
  Nth nth;  ///< of plain ones
};

/// The pseudo-class of that name, in lower case; null if it is not known.
const Pseudo* find_pseudo(std::string_view name);

/// The same for what stands behind "::".
const Pseudo* find_pseudo_element(std::string_view name);

/// What to say about an unknown name, `colons` and all: why it is refused or what may be meant.
std::string unknown_pseudo(std::string_view name, std::string_view colons);

}  // namespace dehusk
