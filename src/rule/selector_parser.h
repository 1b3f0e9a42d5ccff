// Reads selectors by recursive descent; each function leaves `at_` behind what it read, or records
// the one error and answers false. For parse_selector() (selector.h) alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rule/selector.h"
#include "rule/selector_names.h"
#include "rule/selector_pattern.h"

namespace dehusk {

class SelectorParser {
 public:
  enum class Form : uint8_t {
    absolute,
    relative,  ///< inside :has: may begin with a combinator
  };

  SelectorParser(std::string_view text, std::vector<SelectorFault>* faults)
      : text_(text), faults_(faults) {}
  SelectorList run();

 private:
  using Kind = SimpleSelector::Kind;
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool at_end() const { return at_ >= text_.size(); }
  bool at_list_end() const { return at_end() || peek() == ')'; }

  bool fail(size_t offset, std::string message, std::string label = "");
  bool fail_nothing();
  bool skip_space();

  // selector_parser.cc
  bool read_list(Form form, SelectorList* list);
  bool read_complex(Form form, ComplexSelector* selector);
  bool count_moves(const CompoundSelector& compound, size_t begin, Form form, size_t* moves);
  static void drop_scope(ComplexSelector* selector);
  bool fail_unexpected();
  bool fail_namespace();
  bool read_compound(CompoundSelector* compound);
  static SimpleSelector* add(Kind kind, std::vector<SimpleSelector>* parts);
  bool read_type(std::vector<SimpleSelector>* parts);
  bool read_name(std::string_view behind, std::string* name);
  bool read_named(Kind kind, std::vector<SimpleSelector>* parts);
  bool fail_open(size_t open);
  bool read_attribute(std::vector<SimpleSelector>* parts);
  bool read_operator(size_t open, AttributeSelector* attribute);
  bool read_value(AttributeSelector* attribute);
  bool read_pseudo(std::vector<SimpleSelector>* parts);
  static bool add_plain(const Pseudo& pseudo, std::string_view name,
                        std::vector<SimpleSelector>* parts);

  // selector_arguments.cc
  bool read_never(size_t begin, const std::string& shown, std::vector<SimpleSelector>* parts);
  bool read_argument(const Pseudo& pseudo, size_t open, SimpleSelector* part);
  bool read_nested(Form form, size_t open, SelectorList* list);
  bool blame_open(size_t open);
  bool read_nth(PseudoForm form, size_t open, SimpleSelector* part);
  bool read_ranges(size_t open, std::vector<std::string>* ranges);
  bool read_direction(Direction* direction);
  bool read_pattern(size_t open, PatternEnd end, TextPattern* pattern);
  bool read_text(size_t open, TextPattern* pattern);
  bool read_attribute_patterns(size_t open, SimpleSelector* part);
  bool read_levels(PseudoForm form, size_t open, SimpleSelector* part);

  std::string_view text_;
  std::vector<SelectorFault>* faults_;
  size_t at_ = 0;
  size_t depth_ = 0;  ///< of selectors in selectors
};

/// ASCII letters made small.
std::string lower_case(std::string text);

}  // namespace dehusk
