#include "rule/selector_parser.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "rule/selector_scan.h"

namespace dehusk {
namespace {

std::optional<Combinator> combinator_of(char c) {
  if (c == '>') return Combinator::child;
  if (c == '+') return Combinator::next_sibling;
  if (c == '~') return Combinator::later_sibling;
  return std::nullopt;
}

}  // namespace

std::string lower_case(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

SelectorList SelectorParser::run() {
  SelectorList list;
  if (!read_list(Form::absolute, &list)) return {};
  if (at_ < text_.size()) {
    fail(at_, "unexpected '" + std::string(1, text_[at_]) + "'");
    return {};
  }
  return list;
}

bool SelectorParser::fail(size_t offset, std::string message, std::string label) {
  faults_->push_back({Code::bad_selector, offset, std::move(message), std::move(label)});
  return false;
}

bool SelectorParser::fail_nothing() {
  return fail(at_, at_end() ? "nothing stands here"
                            : "nothing stands before '" + std::string(1, peek()) + "'");
}

bool SelectorParser::skip_space() {
  const size_t begin = at_;
  return skip_css_space(text_, &at_) || fail(begin, "missing */", "opened here");
}

// Up to the end or a ')'.
bool SelectorParser::read_list(Form form, SelectorList* list) {
  do {
    list->emplace_back();
    if (!read_complex(form, &list->back())) return false;
  } while (peek() == ',' && ++at_ > 0);
  return true;
}

bool SelectorParser::read_complex(Form form, ComplexSelector* selector) {
  if (!skip_space()) return false;
  Combinator before = Combinator::descendant;
  if (const auto leading = combinator_of(peek()); leading && form == Form::relative) {
    before = *leading;
    ++at_;
    if (!skip_space()) return false;
  }
  size_t moves = 0;
  while (true) {
    if (selector->compounds.size() == kMostCompounds) {
      return fail(at_, "more than " + std::to_string(kMostCompounds) + " parts in one selector");
    }
    selector->compounds.push_back({before, {}});
    const size_t begin = at_;
    if (!read_compound(&selector->compounds.back())) return false;
    if (!count_moves(selector->compounds.back(), begin, form, &moves)) return false;
    const size_t behind = at_;
    if (!skip_space()) return false;
    if (at_list_end() || peek() == ',') break;
    const auto combinator = combinator_of(peek());
    if (!combinator && at_ == behind) return fail_unexpected();
    before = combinator.value_or(Combinator::descendant);
    if (!combinator) continue;
    ++at_;
    if (!skip_space()) return false;
  }
  if (form == Form::relative) drop_scope(selector);
  return true;
}

bool SelectorParser::count_moves(const CompoundSelector& compound, size_t begin, Form form,
                                 size_t* moves) {
  *moves += static_cast<size_t>(
      std::count_if(compound.parts.begin(), compound.parts.end(),
                    [](const SimpleSelector& part) { return part.kind == Kind::upward; }));
  if (*moves > 0 && form == Form::relative) return fail(begin, "':upward' leads out of ':has'");
  return *moves <= kMostNested || fail(begin, "more than " + std::to_string(kMostNested) +
                                                  " times ':upward' in one selector");
}

// ":has(:scope > a)" is ":has(> a)".
void SelectorParser::drop_scope(ComplexSelector* selector) {
  std::vector<CompoundSelector>& compounds = selector->compounds;
  const std::vector<SimpleSelector>& first = compounds[0].parts;
  const bool lone_scope = first.size() == 1 && first[0].kind == Kind::scope;
  if (lone_scope && compounds.size() > 1 && compounds[0].before == Combinator::descendant) {
    compounds.erase(compounds.begin());
  }
}

bool SelectorParser::fail_unexpected() {
  const char c = peek();
  if (c == '"' || c == '\'') return fail(at_, "a string outside of brackets");
  if (c == '\\') return fail(at_, "a backslash at the end");
  if (c == '|') return fail_namespace();
  if (c == '*') return fail(at_, "'*' must stand first");
  if (starts_css_name(text_, at_)) {
    const size_t begin = at_;
    const std::string name = read_css_name(text_, &at_);
    return fail(begin, "the name of an element, '" + name + "', must stand first");
  }
  return fail(at_, "unexpected '" + std::string(1, c) + "'");
}

bool SelectorParser::fail_namespace() {
  return fail(at_, text_.substr(at_).starts_with("||")
                       ? "columns are not known"
                       : "namespaces are not supported; leave out what stands before '|'");
}

bool SelectorParser::read_compound(CompoundSelector* compound) {
  if (const char c = peek(); at_list_end() || c == ',' || combinator_of(c)) {
    // A ')' that nothing opened is reported as such.
    if (c == ')' && depth_ == 0) return fail(at_, "unexpected ')'");
    return fail_nothing();
  }
  std::vector<SimpleSelector>* parts = &compound->parts;
  if (!read_type(parts)) return false;
  while (!at_end()) {
    const char c = peek();
    if (c == '#') {
      if (!read_named(Kind::id, parts)) return false;
    } else if (c == '.') {
      if (!read_named(Kind::class_, parts)) return false;
    } else if (c == '[') {
      if (!read_attribute(parts)) return false;
    } else if (c == ':') {
      if (!read_pseudo(parts)) return false;
    } else {
      break;
    }
  }
  return !parts->empty() || fail_unexpected();
}

SimpleSelector* SelectorParser::add(Kind kind, std::vector<SimpleSelector>* parts) {
  parts->emplace_back();
  parts->back().kind = kind;
  return &parts->back();
}

bool SelectorParser::read_type(std::vector<SimpleSelector>* parts) {
  if (peek() == '*') {
    add(Kind::universal, parts);
    ++at_;
  } else if (starts_css_name(text_, at_)) {
    add(Kind::type, parts)->name = read_css_name(text_, &at_);
  }
  return peek() != '|' || fail_namespace();
}

bool SelectorParser::read_name(std::string_view behind, std::string* name) {
  if (!starts_css_name(text_, at_)) {
    const bool digit = peek() >= '0' && peek() <= '9';
    return fail(
        at_ - 1,
        "expected a name after '" + std::string(behind) + "'" +
            (digit ? std::string("; a digit at its start is written '\\3") + peek() + " '" : ""));
  }
  *name = read_css_name(text_, &at_);
  return true;
}

bool SelectorParser::read_named(Kind kind, std::vector<SimpleSelector>* parts) {
  const char sign = text_[at_++];
  return read_name(std::string_view(&sign, 1), &add(kind, parts)->name);
}

// What stands between brackets of both kinds may be cut off.
bool SelectorParser::fail_open(size_t open) {
  return fail(open, text_[open] == '[' ? "missing ]" : "missing )", "opened here");
}

bool SelectorParser::read_attribute(std::vector<SimpleSelector>* parts) {
  const size_t open = at_++;
  SimpleSelector* part = add(Kind::attribute, parts);
  if (!skip_space()) return false;
  if (at_end()) return fail_open(open);
  if (peek() == '|' || peek() == '*') return fail_namespace();
  if (!starts_css_name(text_, at_)) return fail(at_, "expected the name of an attribute");
  part->name = lower_case(read_css_name(text_, &at_));
  if (peek() == '|' && text_.substr(at_ + 1, 1) != "=") return fail_namespace();
  if (!skip_space()) return false;
  if (at_end()) return fail_open(open);
  if (peek() != ']' && !read_operator(open, &part->attribute)) return false;
  ++at_;
  return true;
}

// Up to the ']'.
bool SelectorParser::read_operator(size_t open, AttributeSelector* attribute) {
  using Op = AttributeSelector::Op;
  constexpr std::pair<std::string_view, Op> kOps[] = {{"=", Op::equals},    {"~=", Op::word},
                                                      {"|=", Op::language}, {"^=", Op::prefix},
                                                      {"$=", Op::suffix},   {"*=", Op::substring}};
  for (const auto& [sign, op] : kOps) {
    if (text_.substr(at_).starts_with(sign)) attribute->op = op;
  }
  if (attribute->op == Op::present) {
    return fail(at_, "expected ], =, ~=, |=, ^=, $= or *= after the attribute's name");
  }
  at_ += attribute->op == Op::equals ? 1 : 2;
  if (!skip_space()) return false;
  if (at_end()) return fail_open(open);
  if (!read_value(attribute) || !skip_space()) return false;
  if (const char flag = static_cast<char>(peek() | 0x20); flag == 'i' || flag == 's') {
    using Case = AttributeSelector::Case;
    attribute->letters = flag == 'i' ? Case::ignore : Case::respect;
    ++at_;
    if (!skip_space()) return false;
  }
  if (at_end()) return fail_open(open);
  return peek() == ']' || fail(at_, "expected ] after the attribute's value");
}

bool SelectorParser::read_value(AttributeSelector* attribute) {
  if (peek() == '"' || peek() == '\'') {
    const auto value = read_css_string(text_, &at_);
    if (!value) return fail(at_, "missing closing quote", "opened here");
    attribute->value = *value;
    return true;
  }
  if (!starts_css_name(text_, at_)) {
    return fail(at_, peek() == ']' ? "expected a value before ']'"
                                   : "a value that is no plain name stands in quotes");
  }
  attribute->value = read_css_name(text_, &at_);
  return true;
}

bool SelectorParser::read_pseudo(std::vector<SimpleSelector>* parts) {
  const size_t begin = at_++;
  const bool is_element = peek() == ':';
  if (is_element) ++at_;
  const std::string_view colons = is_element ? "::" : ":";
  if (!starts_css_name(text_, at_))
    return fail(begin, "expected a name after '" + std::string(colons) + "'");
  const std::string name = lower_case(read_css_name(text_, &at_));
  const Pseudo* pseudo = is_element ? find_pseudo_element(name) : find_pseudo(name);
  if (pseudo == nullptr) return fail(begin, unknown_pseudo(name, colons));
  const std::string shown = "'" + std::string(colons) + name + "'";
  if (pseudo->form == PseudoForm::never) return read_never(begin, shown, parts);
  const bool wants = pseudo->form != PseudoForm::plain;
  if (wants != (peek() == '(')) {
    return fail(begin, shown + (wants ? " needs something in parentheses"
                                      : " takes nothing in parentheses"));
  }
  if (!wants) return add_plain(*pseudo, name, parts);
  const size_t open = at_++;
  if (depth_ == kMostNested) {
    return fail(begin, "more than " + std::to_string(kMostNested) + " selectors in each other");
  }
  ++depth_;
  SimpleSelector part;
  part.kind = pseudo->kind;
  if (!skip_space() || !read_argument(*pseudo, open, &part) || !skip_space()) return false;
  --depth_;
  if (at_end()) return fail_open(open);
  if (peek() != ')') return fail(at_, "expected ) after the argument of " + shown);
  ++at_;
  parts->push_back(std::move(part));
  return true;
}

bool SelectorParser::add_plain(const Pseudo& pseudo, std::string_view name,
                               std::vector<SimpleSelector>* parts) {
  SimpleSelector* part = add(pseudo.kind, parts);
  part->state = pseudo.state;
  part->nth = pseudo.nth;
  if (!name.starts_with("only-")) return true;
  const bool of_type = pseudo.kind == Kind::nth_of_type;
  add(of_type ? Kind::nth_last_of_type : Kind::nth_last_child, parts)->nth = pseudo.nth;
  return true;
}

SelectorList parse_selector(std::string_view text, std::vector<SelectorFault>* faults) {
  return SelectorParser(text, faults).run();
}

}  // namespace dehusk
