// What stands in the parentheses of pseudo-classes.
#include <optional>
#include <utility>
#include <variant>

#include "doc/attributes.h"
#include "doc/canonical.h"
#include "rule/selector_parser.h"
#include "rule/selector_scan.h"

namespace dehusk {
namespace {

constexpr uint32_t kMostLevels = 255;

}  // namespace

bool SelectorParser::read_never(size_t begin, const std::string& shown,
                                std::vector<SimpleSelector>* parts) {
  add(Kind::never, parts)->name = text_.substr(begin, at_ - begin);
  faults_->push_back(
      {Code::live_page, begin, shown + " matches nothing: only a live page could tell", ""});
  if (peek() != '(') return true;
  const size_t open = at_;
  const auto end = closing_parenthesis(text_, open);
  if (!end) return fail_open(open);
  at_ = *end + 1;
  return true;
}

bool SelectorParser::read_argument(const Pseudo& pseudo, size_t open, SimpleSelector* part) {
  if (at_end()) return fail_open(open);
  switch (pseudo.form) {
    case PseudoForm::list:
      return read_nested(Form::absolute, open, &part->list);
    case PseudoForm::relative:
      return read_nested(Form::relative, open, &part->list);
    case PseudoForm::nth:
    case PseudoForm::nth_of:
      return read_nth(pseudo.form, open, part);
    case PseudoForm::ranges:
      return read_ranges(open, &part->ranges);
    case PseudoForm::direction:
      return read_direction(&part->direction);
    case PseudoForm::text:
      return read_text(open, &part->value_pattern);
    case PseudoForm::attribute:
      return read_attribute_patterns(open, part);
    case PseudoForm::levels:
    case PseudoForm::levels_or_list:
      return read_levels(pseudo.form, open, part);
    default:
      return true;
  }
}

bool SelectorParser::read_nested(Form form, size_t open, SelectorList* list) {
  if (!read_list(form, list)) return at_end() && blame_open(open);
  return !at_end() || fail_open(open);
}

// A list that breaks off at the end of the text lacks its parenthesis.
bool SelectorParser::blame_open(size_t open) {
  if (faults_->back().offset < text_.size() || faults_->back().code != Code::bad_selector) {
    return false;
  }
  faults_->pop_back();
  return fail_open(open);
}

bool SelectorParser::read_nth(PseudoForm form, size_t open, SimpleSelector* part) {
  const auto nth = parse_nth(text_, &at_);
  if (!nth) return fail(at_, "expected a number, 'odd', 'even' or a form like '2n+1'");
  part->nth = *nth;
  const size_t behind = at_;
  if (!skip_space()) return false;
  if (form == PseudoForm::nth || at_list_end()) return true;
  if (at_ == behind || !equals_ignoring_case(text_.substr(at_, 2), "of")) return true;
  at_ += 2;
  return read_nested(Form::absolute, open, &part->list);
}

bool SelectorParser::read_ranges(size_t open, std::vector<std::string>* ranges) {
  do {
    if (!skip_space()) return false;
    if (at_end()) return fail_open(open);
    if (peek() == '"' || peek() == '\'') {
      const auto range = read_css_string(text_, &at_);
      if (!range) return fail(at_, "missing closing quote", "opened here");
      ranges->push_back(lower_case(*range));
    } else {
      std::string range = peek() == '*' ? std::string(1, text_[at_++]) : "";
      if (range.empty() && !starts_css_name(text_, at_)) {
        return fail(at_, "expected a language like en or \"de-*\"");
      }
      ranges->push_back(lower_case(range + read_css_name(text_, &at_)));
    }
    if (!skip_space()) return false;
  } while (peek() == ',' && ++at_ > 0);
  return true;
}

bool SelectorParser::read_direction(Direction* direction) {
  const size_t begin = at_;
  const std::string word = lower_case(read_css_name(text_, &at_));
  *direction = word == "rtl" ? Direction::right_to_left : Direction::left_to_right;
  return word == "ltr" || word == "rtl" || fail(begin, "expected ltr or rtl");
}

bool SelectorParser::read_pattern(size_t open, PatternEnd end, TextPattern* pattern) {
  const auto read = read_text_pattern(text_, &at_, end);
  if (const auto* fault = std::get_if<SelectorFault>(&read)) {
    if (fault->message.empty()) return fail_open(open);
    return fail(fault->offset, fault->message, fault->label);
  }
  *pattern = std::get<TextPattern>(read);
  return true;
}

bool SelectorParser::read_text(size_t open, TextPattern* pattern) {
  const size_t begin = at_;
  if (!read_pattern(open, PatternEnd::parenthesis, pattern)) return false;
  const bool empty = !pattern->is_regex && CanonicalBuffer().folded(pattern->text).empty();
  return !empty || fail(begin, "expected words or an expression in slashes");
}

bool SelectorParser::read_attribute_patterns(size_t open, SimpleSelector* part) {
  if (!read_pattern(open, PatternEnd::equals_or_parenthesis, &part->name_pattern)) return false;
  if (!part->name_pattern.is_regex) part->name_pattern.text = lower_case(part->name_pattern.text);
  if (!skip_space()) return false;
  part->has_value = peek() == '=';
  if (!part->has_value) return true;
  ++at_;
  if (!skip_space()) return false;
  return read_pattern(open, PatternEnd::parenthesis_or_nothing, &part->value_pattern);
}

bool SelectorParser::read_levels(PseudoForm form, size_t open, SimpleSelector* part) {
  const size_t begin = at_;
  while (peek() >= '0' && peek() <= '9') ++at_;
  if (at_ == begin) {
    return form == PseudoForm::levels_or_list ? read_nested(Form::absolute, open, &part->list)
                                              : fail(at_, "expected a number");
  }
  for (size_t i = begin; i < at_ && part->levels <= kMostLevels; ++i) {
    part->levels = part->levels * 10 + static_cast<uint32_t>(text_[i] - '0');
  }
  return (part->levels > 0 && part->levels <= kMostLevels) ||
         fail(begin, "expected a number from 1 to " + std::to_string(kMostLevels));
}

}  // namespace dehusk
