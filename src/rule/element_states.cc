#include "rule/element_states.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "core/unicode.h"
#include "core/utf8.h"
#include "doc/attributes.h"

namespace dehusk {
namespace {

using State = ElementState;

constexpr uint64_t kFillSteps = 24;  // for an element, where a table of all is filled

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// True if `text` looks like `shape`, in which '0' is any digit.
bool has_shape(std::string_view text, std::string_view shape) {
  return text.size() == shape.size() &&
         std::equal(text.begin(), text.end(), shape.begin(),
                    [](char c, char s) { return s == '0' ? is_digit(c) : c == s; });
}

double digits_of(std::string_view text) {
  double number = 0;
  for (const char c : text) {
    if (is_digit(c)) number = number * 10 + (c - '0');
  }
  return number;
}

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) {
    return std::nullopt;
  }
  return number;
}

// "hh:mm", "hh:mm:ss", "hh:mm:ss.fff" as hhmmss.fff
std::optional<double> time_of(std::string_view text) {
  if (has_shape(text, "00:00")) return digits_of(text) * 100;
  if (text.size() < 8 || !has_shape(text.substr(0, 8), "00:00:00")) return std::nullopt;
  if (text.size() == 8) return digits_of(text);
  const auto fraction = number_of(text.substr(8));
  if (text[8] != '.' || !fraction) return std::nullopt;
  return digits_of(text.substr(0, 8)) + *fraction;
}

}  // namespace

std::optional<double> input_number(std::string_view type, std::string_view text) {
  const auto shaped = [&](std::string_view shape) -> std::optional<double> {
    return has_shape(text, shape) ? std::optional(digits_of(text)) : std::nullopt;
  };
  if (type == "number" || type == "range") return number_of(text);
  if (type == "date") return shaped("0000-00-00");
  if (type == "month") return shaped("0000-00");
  if (type == "week") return shaped("0000-W00");
  if (type == "time") return time_of(text);
  const size_t middle = text.find_first_of("T ");
  if (type != "datetime-local" || middle == std::string_view::npos) return std::nullopt;
  const auto date = input_number("date", text.substr(0, middle));
  const auto time = time_of(text.substr(middle + 1));
  if (!date || !time) return std::nullopt;
  return *date * 1e6 + *time;
}

void ElementStates::begin(const Document& doc, ElementAttributes* attributes) {
  doc_ = &doc;
  page_ = doc.page.get();
  attributes_ = attributes;
  bits_.clear();
  languages_.clear();
  language_of_.clear();
  direction_of_.clear();
}

bool ElementStates::is(uint32_t element, ElementState state) {
  const Element& e = page_->elements[element];
  if (e.space != Namespace::html) {
    return state == State::any_link && e.tag == Tag::a &&
           (has(element, "href") || has(element, "xlink:href"));
  }
  const bool written = e.tag == Tag::input || e.tag == Tag::select || e.tag == Tag::textarea;
  switch (state) {
    case State::any_link: return (e.tag == Tag::a || e.tag == Tag::area) && has(element, "href");
    case State::checked: return is_checked(element);
    case State::disabled: return is_control(element) && is_disabled(element);
    case State::enabled: return is_control(element) && !is_disabled(element);
    case State::required: return written && is_required(element);
    case State::optional: return written && !is_required(element);
    case State::read_only: return !is_writable(element);
    case State::read_write: return is_writable(element);
    case State::placeholder_shown: return shows_placeholder(element);
    case State::default_: return is_default(element);
    case State::indeterminate: return is_indeterminate(element);
    case State::in_range:
    case State::out_of_range: return e.tag == Tag::input && is_in_range(element, state);
    case State::open: return (e.tag == Tag::details || e.tag == Tag::dialog) && has(element, "open");
  }
  return false;
}

std::string ElementStates::input_type(uint32_t element) {
  constexpr std::string_view kTypes[] = {
      "hidden", "search", "tel", "url", "email", "password", "date", "month", "week", "time",
      "datetime-local", "number", "range", "color", "checkbox", "radio", "file", "submit", "image",
      "reset", "button"};
  const std::string_view given = value(element, "type");
  for (const std::string_view type : kTypes) {
    if (equals_ignoring_case(type, given)) return std::string(type);
  }
  return "text";
}

bool ElementStates::is_control(uint32_t element) const {
  static constexpr TagSet kControls(Tag::button, Tag::input, Tag::select, Tag::textarea,
                                    Tag::fieldset, Tag::option, Tag::optgroup);
  return kControls.has(page_->elements[element].tag);
}

bool ElementStates::is_disabled(uint32_t element) {
  if (has(element, "disabled")) return true;
  const Element& e = page_->elements[element];
  if (e.tag == Tag::optgroup) return false;
  if (e.tag != Tag::option) return bit(element, barred);
  return e.parent != kNoElement && page_->elements[e.parent].tag == Tag::optgroup &&
         bit(e.parent, closed);
}

bool ElementStates::is_required(uint32_t element) {
  if (!has(element, "required")) return false;
  return page_->elements[element].tag != Tag::input ||
         !is_one_of(input_type(element),
                    {"hidden", "range", "color", "submit", "image", "reset", "button"});
}

bool ElementStates::is_writable(uint32_t element) {
  const Tag tag = page_->elements[element].tag;
  if (tag != Tag::input && tag != Tag::textarea) return bit(element, editable);
  if (has(element, "readonly") || is_disabled(element)) return false;
  return tag == Tag::textarea ||
         !is_one_of(input_type(element), {"hidden", "range", "color", "checkbox", "radio", "file",
                                          "submit", "image", "reset", "button"});
}

bool ElementStates::shows_placeholder(uint32_t element) {
  const Element& e = page_->elements[element];
  if (!has(element, "placeholder")) return false;
  if (e.tag == Tag::textarea) {
    const std::string_view source = page_->source_of(e.source);
    const std::string_view inside = source.substr(std::min<size_t>(e.tag_source.size(), source.size()));
    return inside.empty() || inside.starts_with("</") || inside.starts_with("\n</");
  }
  return e.tag == Tag::input && value(element, "value").empty() &&
         is_one_of(input_type(element),
                   {"text", "search", "url", "tel", "email", "password", "number"});
}

bool ElementStates::is_checked(uint32_t element) {
  const Tag tag = page_->elements[element].tag;
  if (tag == Tag::option) return has(element, "selected");
  return tag == Tag::input && has(element, "checked") &&
         is_one_of(input_type(element), {"checkbox", "radio"});
}

bool ElementStates::is_submit_button(uint32_t element) {
  const Tag tag = page_->elements[element].tag;
  if (tag == Tag::button) {
    const std::string_view type = value(element, "type");
    return !equals_ignoring_case(type, "reset") && !equals_ignoring_case(type, "button");
  }
  return tag == Tag::input && is_one_of(input_type(element), {"submit", "image"});
}

bool ElementStates::is_default(uint32_t element) {
  return is_checked(element) || bit(element, default_button);
}

bool ElementStates::is_indeterminate(uint32_t element) {
  const Tag tag = page_->elements[element].tag;
  if (tag == Tag::progress) return !has(element, "value");
  return tag == Tag::input && input_type(element) == "radio" && !bit(element, group_checked);
}

bool ElementStates::is_in_range(uint32_t element, ElementState state) {
  const std::string type = input_type(element);
  if (!is_one_of(type, {"number", "range", "date", "month", "week", "time", "datetime-local"})) {
    return false;
  }
  if (has(element, "readonly") || is_disabled(element)) return false;
  if (type == "range") return state == State::in_range;  // its value is moved into its range
  const auto least = input_number(type, value(element, "min"));
  const auto most = input_number(type, value(element, "max"));
  if (!least && !most) return false;
  const auto number = input_number(type, value(element, "value"));
  const bool below = number && least && *number < *least;
  const bool above = number && most && *number > *most;
  const bool around = type == "time" && least && most && *least > *most;  // over midnight
  const bool outside = around ? below && above : below || above;
  return outside == (state == State::out_of_range);
}

bool ElementStates::bit(uint32_t element, Bit bit) {
  if (bits_.empty()) fill_bits();
  return (bits_[element] & bit) != 0;
}

void ElementStates::fill_bits() {
  const std::vector<Element>& elements = page_->elements;
  page_->spend(kFillSteps * elements.size());
  bits_.assign(elements.size(), 0);
  std::vector<uint32_t> forms(elements.size(), kNoElement);  // the nearest around each
  std::set<uint32_t> legends;  // fieldsets whose legend was seen
  std::set<uint32_t> buttons;  // forms whose default button was
  for (uint32_t i = 0; i < elements.size(); ++i) {
    const Element& e = elements[i];
    if (e.parent != kNoElement) {
      const Element& parent = elements[e.parent];
      bits_[i] = bits_[e.parent] & (barred | editable);
      const bool in_fieldset = parent.tag == Tag::fieldset;
      const bool legend = in_fieldset && e.tag == Tag::legend && legends.insert(e.parent).second;
      if (in_fieldset && !legend && (bits_[e.parent] & closed)) bits_[i] |= barred;
      forms[i] = forms[e.parent];
    }
    if (e.tag == Tag::form) forms[i] = i;
    const bool closes = e.tag == Tag::fieldset || e.tag == Tag::optgroup;
    if (closes && has(i, "disabled")) bits_[i] |= closed;
    if (const auto given = attributes_->value(i, "contenteditable")) {
      if (given->empty() || equals_ignoring_case(*given, "true") ||
          equals_ignoring_case(*given, "plaintext-only")) {
        bits_[i] |= editable;
      } else if (equals_ignoring_case(*given, "false")) {
        bits_[i] &= static_cast<uint8_t>(~editable);
      }
    }
    if (forms[i] != kNoElement && is_submit_button(i) && buttons.insert(forms[i]).second) {
      bits_[i] |= default_button;
    }
  }
  fill_radio_groups(forms);
}

// A group are those of one form and one name; without a name each is alone.
void ElementStates::fill_radio_groups(const std::vector<uint32_t>& forms) {
  std::vector<uint32_t> radios;
  std::set<std::pair<uint32_t, std::string>> checked;
  const auto group = [&](uint32_t i) {
    return std::pair(forms[i], std::string(value(i, "name")));
  };
  for (uint32_t i = 0; i < bits_.size(); ++i) {
    if (page_->elements[i].tag != Tag::input || input_type(i) != "radio") continue;
    radios.push_back(i);
    page_->spend(kFillSteps + 8 * uint64_t{page_->elements[i].tag_source.size()});
    if (!has(i, "checked")) continue;
    bits_[i] |= group_checked;
    if (!value(i, "name").empty()) checked.insert(group(i));
  }
  for (const uint32_t i : radios) {
    if (checked.count(group(i)) > 0) bits_[i] |= group_checked;
  }
}

std::string ElementStates::language_of_meta() {
  for (uint32_t i = 0; i < page_->elements.size(); ++i) {
    if (page_->elements[i].tag != Tag::meta) continue;
    if (!equals_ignoring_case(value(i, "http-equiv"), "content-language")) continue;
    std::string_view content = value(i, "content");
    content.remove_prefix(std::min(content.find_first_not_of(" \t\n\r\f"), content.size()));
    if (content.find(',') != std::string_view::npos) continue;
    return std::string(content.substr(0, content.find_first_of(" \t\n\r\f")));
  }
  return "";
}

void ElementStates::fill_languages() {
  page_->spend(kFillSteps * page_->elements.size());
  languages_.push_back(language_of_meta());
  language_of_.assign(page_->elements.size(), 0);
  for (uint32_t i = 0; i < language_of_.size(); ++i) {
    const Element& e = page_->elements[i];
    if (e.parent != kNoElement) language_of_[i] = language_of_[e.parent];
    auto given = attributes_->value(i, "xml:lang");
    if (!given || e.space == Namespace::html) given = attributes_->value(i, "lang");
    if (!given) continue;
    language_of_[i] = static_cast<uint32_t>(languages_.size());
    languages_.emplace_back(*given);
  }
}

std::string_view ElementStates::language(uint32_t element) {
  if (languages_.empty()) fill_languages();
  return languages_[language_of_[element]];
}

namespace {

constexpr size_t kLookedAt = 1000;

// Of Hebrew, Arabic and their kin: what is written from the right.
bool is_right_to_left(char32_t c) {
  return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFF) ||
         (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF);
}

Direction direction_of_text(std::string_view text) {
  size_t at = 0;
  for (size_t n = 0; n < kLookedAt && at < text.size(); ++n) {
    const char32_t c = next_code_point(text, &at);
    if (!is_word(c) || dehusk::is_digit(c)) continue;
    return is_right_to_left(c) ? Direction::right_to_left : Direction::left_to_right;
  }
  return Direction::left_to_right;
}

}  // namespace

void ElementStates::fill_directions() {
  page_->spend(kFillSteps * page_->elements.size());
  direction_of_.assign(page_->elements.size(), Direction::left_to_right);
  for (uint32_t i = 0; i < direction_of_.size(); ++i) {
    const Element& e = page_->elements[i];
    if (e.parent != kNoElement) direction_of_[i] = direction_of_[e.parent];
    if (e.space != Namespace::html) continue;
    const std::string_view given = value(i, "dir");
    if (equals_ignoring_case(given, "rtl")) {
      direction_of_[i] = Direction::right_to_left;
    } else if (equals_ignoring_case(given, "ltr")) {
      direction_of_[i] = Direction::left_to_right;
    } else if (equals_ignoring_case(given, "auto") || e.tag == Tag::bdi) {
      page_->spend(4 * std::min<uint64_t>(e.text.size(), kLookedAt));
      direction_of_[i] = direction_of_text(doc_->text_of(e.text));
    } else if (e.tag == Tag::input && input_type(i) == "tel") {
      direction_of_[i] = Direction::left_to_right;
    }
  }
}

Direction ElementStates::direction(uint32_t element) {
  if (direction_of_.empty()) fill_directions();
  return direction_of_[element];
}

}  // namespace dehusk
