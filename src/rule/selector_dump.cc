#include "rule/regex_fault.h"
#include "rule/selector.h"
#include "rule/selector_scan.h"

namespace dehusk {
namespace {

using Kind = SimpleSelector::Kind;

constexpr std::string_view kStates[] = {
    "any-link", "checked",    "disabled",          "enabled", "required",      "optional", "read-only",
    "read-write", "placeholder-shown", "default", "indeterminate", "in-range", "out-of-range", "open"};

std::string_view sign_of(AttributeSelector::Op op) {
  constexpr std::string_view kSigns[] = {"", "=", "~=", "|=", "^=", "$=", "*="};
  return kSigns[static_cast<size_t>(op)];
}

// Slashes inside are written so that they end nothing.
std::string dump(const TextPattern& pattern) {
  const std::string& text = pattern.text;
  if (!pattern.is_regex) {
    return text.starts_with('/') ? "\"\\2f " + css_string(text.substr(1)).substr(1) : css_string(text);
  }
  std::string out = "/";
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '/') out += '\\';
    if (text[i] == '\\' && i + 1 < text.size()) out += text[i++];
    out += text[i];
  }
  return out + "/";
}

std::string dump_attribute(const SimpleSelector& part) {
  using Case = AttributeSelector::Case;
  std::string out = "[" + css_name(part.name);
  if (part.attribute.op != AttributeSelector::Op::present) {
    out += std::string(sign_of(part.attribute.op)) + css_string(part.attribute.value);
    if (part.attribute.letters != Case::by_name) {
      out += part.attribute.letters == Case::ignore ? " i" : " s";
    }
  }
  return out + "]";
}

std::string dump_nth(std::string_view name, const SimpleSelector& part) {
  const std::string of = part.list.empty() ? "" : " of " + dump(part.list);
  return ":" + std::string(name) + "(" + dump(part.nth) + of + ")";
}

std::string dump_ranges(const std::vector<std::string>& ranges) {
  std::string out;
  for (const std::string& range : ranges) out += (out.empty() ? "" : ", ") + css_string(range);
  return ":lang(" + out + ")";
}

std::string dump_matches_attr(const SimpleSelector& part) {
  return ":matches-attr(" + dump(part.name_pattern) +
         (part.has_value ? "=" + dump(part.value_pattern) : "") + ")";
}

std::string dump(const SimpleSelector& part) {
  switch (part.kind) {
    case Kind::universal: return "*";
    case Kind::type: return css_name(part.name);
    case Kind::id: return "#" + css_name(part.name);
    case Kind::class_: return "." + css_name(part.name);
    case Kind::attribute: return dump_attribute(part);
    case Kind::is: return ":is(" + dump(part.list) + ")";
    case Kind::not_: return ":not(" + dump(part.list) + ")";
    case Kind::has: return ":has(" + dump(part.list) + ")";
    case Kind::nth_child: return dump_nth("nth-child", part);
    case Kind::nth_last_child: return dump_nth("nth-last-child", part);
    case Kind::nth_of_type: return dump_nth("nth-of-type", part);
    case Kind::nth_last_of_type: return dump_nth("nth-last-of-type", part);
    case Kind::empty: return ":empty";
    case Kind::root: return ":root";
    case Kind::scope: return ":scope";
    case Kind::lang: return dump_ranges(part.ranges);
    case Kind::dir: return part.direction == Direction::right_to_left ? ":dir(rtl)" : ":dir(ltr)";
    case Kind::state: return ":" + std::string(name_of(part.state));
    case Kind::has_text: return ":has-text(" + dump(part.value_pattern) + ")";
    case Kind::matches_attr: return dump_matches_attr(part);
    case Kind::upward:
      return ":upward(" + (part.levels > 0 ? std::to_string(part.levels) : dump(part.list)) + ")";
    case Kind::never: return part.name;
  }
  return "";
}

std::string dump(const ComplexSelector& selector) {
  std::string out;
  for (const CompoundSelector& compound : selector.compounds) {
    const bool first = &compound == &selector.compounds[0];
    switch (compound.before) {
      case Combinator::descendant: out += first ? "" : " "; break;
      case Combinator::child: out += first ? "> " : " > "; break;
      case Combinator::next_sibling: out += first ? "+ " : " + "; break;
      case Combinator::later_sibling: out += first ? "~ " : " ~ "; break;
    }
    for (const SimpleSelector& part : compound.parts) out += dump(part);
  }
  return out;
}

void find_regex_faults(const TextPattern& pattern, std::vector<SelectorFault>* faults) {
  if (!pattern.is_regex) return;
  const auto fault = find_regex_fault(pattern.text);
  if (fault) faults->push_back({fault->code, pattern.offset + fault->offset, fault->message, fault->label});
}

}  // namespace

std::string_view name_of(ElementState state) { return kStates[static_cast<size_t>(state)]; }

std::string dump(const SelectorList& list) {
  std::string out;
  for (const ComplexSelector& selector : list) out += (out.empty() ? "" : ", ") + dump(selector);
  return out;
}

void find_regex_faults(const SelectorList& list, std::vector<SelectorFault>* faults) {
  for (const ComplexSelector& selector : list) {
    for (const CompoundSelector& compound : selector.compounds) {
      for (const SimpleSelector& part : compound.parts) {
        find_regex_faults(part.name_pattern, faults);
        find_regex_faults(part.value_pattern, faults);
        find_regex_faults(part.list, faults);
      }
    }
  }
}

}  // namespace dehusk
