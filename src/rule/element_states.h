// What HTML says about an element by its attributes and those of its ancestors: states of form
// controls, language, direction. Each kind is worked out for the whole page in one pass when first
// asked for. As a page at rest has it: nothing was typed, no script has run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doc/document.h"
#include "rule/element_attributes.h"
#include "rule/selector.h"

namespace dehusk {

class ElementStates {
 public:
  /// Forgets the page before. Borrows both until the next begin().
  void begin(const Document& doc, ElementAttributes* attributes);

  /// True if the element is in that state. Source: HTML standard, 4.16.3.
  bool is(uint32_t element, ElementState state);

  /// The language of an element's content, from `lang`, `xml:lang` or a meta; "" where unknown.
  std::string_view language(uint32_t element);

  /// From `dir`; for `auto` from the first 1,000 characters.
  Direction direction(uint32_t element);

 private:
  enum Bit : uint8_t {
    barred = 1,          ///< in a disabled fieldset, but not in its legend
    editable = 2,        ///< by `contenteditable`
    default_button = 4,  ///< of its form
    group_checked = 8,   ///< a radio button whose group has a checked one
    closed = 16,         ///< a fieldset or optgroup that says `disabled` itself
  };
  bool has(uint32_t element, std::string_view name) { return attributes_->has(element, name); }
  std::string_view value(uint32_t element, std::string_view name) {
    return attributes_->value(element, name).value_or("");
  }
  bool bit(uint32_t element, Bit bit);
  void fill_bits();
  void fill_radio_groups(const std::vector<uint32_t>& forms);
  void fill_languages();
  void fill_directions();
  std::string language_of_meta();
  std::string input_type(uint32_t element);
  bool is_submit_button(uint32_t element);
  bool is_control(uint32_t element) const;
  bool is_disabled(uint32_t element);
  bool is_required(uint32_t element);
  bool is_writable(uint32_t element);
  bool shows_placeholder(uint32_t element);
  bool is_default(uint32_t element);
  bool is_indeterminate(uint32_t element);
  bool is_in_range(uint32_t element, ElementState state);
  bool is_checked(uint32_t element);

  const Document* doc_ = nullptr;
  const Page* page_ = nullptr;
  ElementAttributes* attributes_ = nullptr;
  std::vector<uint8_t> bits_;
  std::vector<std::string> languages_;    ///< the first is that of elements without one
  std::vector<uint32_t> language_of_;     ///< index into languages_
  std::vector<Direction> direction_of_;
};

/// The value of an input of `type` as a number that grows with it: "2024-05-31" is more than
/// "2024-05-30". Nothing if `text` is no such value. `types` are those with a minimum and a maximum.
std::optional<double> input_number(std::string_view type, std::string_view text);

}  // namespace dehusk
