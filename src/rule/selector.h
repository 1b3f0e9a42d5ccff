// The selector language, as it is written: the symbolic form. What runs is in selector_program.h.
//
//   nav > p.lead:has(> a):upward(1), [class*=share i]
//   ------------ complex -----------  --- complex ----
//   nav | > p.lead:has(> a):upward(1)                   compounds, each with its combinator
//           p .lead :has :upward                        simple selectors
//
// CSS Selectors 4, and what content blockers add to it:
//
//   :has-text(words)  :contains  :-abp-contains   the element's text holds the words. Both are compared
//                     as canonical lines are (doc/canonical.h): in any case, white space unified, ends
//                     trimmed. :has-text(/re/) searches an RE2 in the canonical text, without regard to
//                     case unless it says (?-i), as in patterns; ^ and $ are the ends of that text.
//   :matches-attr(name=value)   either may be /re/ (searched) or in quotes; a literal is all of it
//   :upward(2)  :nth-ancestor(2)  :upward(.box)   what stands behind it is asked of that ancestor, which
//                     becomes the subject (.box: the nearest one that matches)
//   :-abp-has         :has
//
// A selector that starts with :scope inside :has means the element that has :has; elsewhere :scope is
// :root. What only a live page can tell (:hover, ::before) matches nothing and is a warning.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rule/diagnostic.h"
#include "rule/nth.h"

namespace dehusk {

/// How a compound hangs on the one before it. Inside :has the first hangs on the element itself.
enum class Combinator : uint8_t {
  descendant,     ///< a b
  child,          ///< a > b
  next_sibling,   ///< a + b
  later_sibling,  ///< a ~ b
};

/// Pseudo-classes that a page's attributes decide.
enum class ElementState : uint8_t {
  any_link, checked, disabled, enabled, required, optional, read_only, read_write,
  placeholder_shown, default_, indeterminate, in_range, out_of_range, open,
};

enum class Direction : uint8_t { left_to_right, right_to_left };

/// Literal text or an RE2.
struct TextPattern {
  std::string text;
  bool is_regex = false;
  uint32_t offset = 0;  ///< of the text, or of what stands between the slashes, in the selector
};

/// [name op value], name in lower case.
struct AttributeSelector {
  enum class Op : uint8_t { present, equals, word, language, prefix, suffix, substring };
  enum class Case : uint8_t { by_name, ignore, respect };  ///< none, `i`, `s`
  Op op = Op::present;
  Case letters = Case::by_name;
  std::string value;
};

struct SimpleSelector;

struct CompoundSelector {
  Combinator before = Combinator::descendant;
  std::vector<SimpleSelector> parts;  ///< never empty
};

struct ComplexSelector {
  std::vector<CompoundSelector> compounds;  ///< never empty
};

using SelectorList = std::vector<ComplexSelector>;

struct SimpleSelector {
  enum class Kind : uint8_t {
    universal, type, id, class_, attribute,
    is, not_, has,           ///< `list`
    nth_child, nth_last_child,  ///< `nth`; of `list` where that is not empty
    nth_of_type, nth_last_of_type,
    empty, root, scope,
    lang,                    ///< `ranges`
    dir,                     ///< `direction`
    state,                   ///< `state`
    has_text,                ///< `value_pattern`
    matches_attr,            ///< `name_pattern`, and `value_pattern` if it `has_value`
    upward,                  ///< `levels`, or the nearest ancestor of `list` where that is 0
    never,                   ///< known, but nothing that a page at rest could match; `name`
  };
  Kind kind = Kind::universal;
  ElementState state = ElementState::any_link;
  Direction direction = Direction::left_to_right;
  Nth nth;
  uint32_t levels = 0;
  std::string name;  ///< of type, id, class, attribute (lower case)
  AttributeSelector attribute;
  SelectorList list;
  std::vector<std::string> ranges;
  TextPattern name_pattern;
  TextPattern value_pattern;
  bool has_value = false;
};

/// What is wrong with a selector.
struct SelectorFault {
  Code code = Code::bad_selector;
  size_t offset = 0;  ///< byte in the selector, at most its size
  std::string message;
  std::string label;  ///< stands behind the caret; may be empty
};

/// Selectors inside selectors, and compounds in one selector: more are a fault.
inline constexpr size_t kMostNested = 32;
inline constexpr size_t kMostCompounds = 64;

/// Reads a list of selectors. The first error ends it: it is the last of `*faults`, and the list is
/// empty. Warnings (is_error() is false) may stand before it. RE2s are not compiled, see
/// find_regex_faults(). O(size).
SelectorList parse_selector(std::string_view text, std::vector<SelectorFault>* faults);

/// Compiles all RE2s of the selectors and appends what is wrong with them.
void find_regex_faults(const SelectorList& list, std::vector<SelectorFault>* faults);

/// The list in one form: parsed again it gives the same list.
std::string dump(const SelectorList& list);

/// The name of a state as CSS has it, without its colon.
std::string_view name_of(ElementState state);

}  // namespace dehusk
