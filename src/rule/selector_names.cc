#include "rule/selector_names.h"

#include <algorithm>
#include <iterator>

namespace dehusk {
namespace {

using Form = PseudoForm;
using Kind = SimpleSelector::Kind;
using State = ElementState;

constexpr Pseudo plain(std::string_view name, Kind kind) {
  return {name, Form::plain, kind, State::any_link, {}};
}
constexpr Pseudo nth(std::string_view name, Kind kind) {
  return {name, Form::plain, kind, State::any_link, {0, 1}};
}
constexpr Pseudo state(std::string_view name, State state) {
  return {name, Form::plain, Kind::state, state, {}};
}
constexpr Pseudo function(std::string_view name, Form form, Kind kind) {
  return {name, form, kind, State::any_link, {}};
}
constexpr Pseudo never(std::string_view name) {
  return {name, Form::never, Kind::never, State::any_link, {}};
}

// By name. The parser makes two parts of only-child and only-of-type.
constexpr Pseudo kPseudos[] = {
    function("-abp-contains", Form::text, Kind::has_text),
    function("-abp-has", Form::relative, Kind::has),
    never("-webkit-autofill"),
    never("active"),
    never("active-view-transition"),
    never("active-view-transition-type"),
    never("after"),
    state("any-link", State::any_link),
    never("autofill"),
    never("before"),
    never("blank"),
    never("buffering"),
    state("checked", State::checked),
    function("contains", Form::text, Kind::has_text),
    never("current"),
    state("default", State::default_),
    never("defined"),
    function("dir", Form::direction, Kind::dir),
    state("disabled", State::disabled),
    plain("empty", Kind::empty),
    state("enabled", State::enabled),
    nth("first-child", Kind::nth_child),
    never("first-letter"),
    never("first-line"),
    nth("first-of-type", Kind::nth_of_type),
    never("focus"),
    never("focus-visible"),
    never("focus-within"),
    never("fullscreen"),
    never("future"),
    function("has", Form::relative, Kind::has),
    function("has-text", Form::text, Kind::has_text),
    never("host"),
    never("host-context"),
    never("hover"),
    state("in-range", State::in_range),
    state("indeterminate", State::indeterminate),
    never("invalid"),
    function("is", Form::list, Kind::is),
    function("lang", Form::ranges, Kind::lang),
    nth("last-child", Kind::nth_last_child),
    nth("last-of-type", Kind::nth_last_of_type),
    state("link", State::any_link),
    never("local-link"),
    function("matches-attr", Form::attribute, Kind::matches_attr),
    never("modal"),
    never("muted"),
    function("not", Form::list, Kind::not_),
    function("nth-ancestor", Form::levels, Kind::upward),
    function("nth-child", Form::nth_of, Kind::nth_child),
    function("nth-last-child", Form::nth_of, Kind::nth_last_child),
    function("nth-last-of-type", Form::nth, Kind::nth_last_of_type),
    function("nth-of-type", Form::nth, Kind::nth_of_type),
    nth("only-child", Kind::nth_child),
    nth("only-of-type", Kind::nth_of_type),
    state("open", State::open),
    state("optional", State::optional),
    state("out-of-range", State::out_of_range),
    never("past"),
    never("paused"),
    never("picture-in-picture"),
    state("placeholder-shown", State::placeholder_shown),
    never("playing"),
    never("popover-open"),
    state("read-only", State::read_only),
    state("read-write", State::read_write),
    state("required", State::required),
    plain("root", Kind::root),
    plain("scope", Kind::scope),
    never("seeking"),
    never("stalled"),
    never("state"),
    never("target"),
    never("target-current"),
    never("target-within"),
    function("upward", Form::levels_or_list, Kind::upward),
    never("user-invalid"),
    never("user-valid"),
    never("valid"),
    never("visited"),
    never("volume-locked"),
    function("where", Form::list, Kind::is),
    never("xr-overlay"),
};

constexpr Pseudo kElements[] = {
    never("after"), never("backdrop"), never("before"), never("cue"), never("cue-region"),
    never("details-content"), never("file-selector-button"), never("first-letter"),
    never("first-line"), never("grammar-error"), never("highlight"), never("marker"),
    never("part"), never("placeholder"), never("scroll-marker"), never("selection"),
    never("slotted"), never("spelling-error"), never("target-text"), never("view-transition"),
};

constexpr auto kByName = [](const Pseudo& a, const Pseudo& b) { return a.name < b.name; };
static_assert(std::is_sorted(std::begin(kPseudos), std::end(kPseudos), kByName));
static_assert(std::is_sorted(std::begin(kElements), std::end(kElements), kByName));

// What people bring along from elsewhere.
struct Refused {
  std::string_view name;
  std::string_view advice;
};
constexpr Refused kRefused[] = {
    {"-abp-properties", "style sheets are not read"},
    {"-moz-any", "it is ':is' now"},
    {"-webkit-any", "it is ':is' now"},
    {"any", "it is ':is' now"},
    {"eq", "the first is ':nth-child(1)'"},
    {"gt", "use ':nth-child(n+2)'"},
    {"if", "it is ':has' now"},
    {"if-not", "it is ':not(:has(...))' now"},
    {"lt", "use ':nth-child(-n+2)'"},
    {"matches", "it is ':is' now"},
    {"matches-css", "style sheets are not read"},
    {"matches-css-after", "style sheets are not read"},
    {"matches-css-before", "style sheets are not read"},
    {"matches-media", "there is no screen"},
    {"matches-path", "say it with 'sites'"},
    {"matches-prop", "scripts are not run"},
    {"min-text-length", "say it with 'when'"},
    {"nth-col", "columns are not known"},
    {"nth-last-col", "columns are not known"},
    {"others", "it would need every element"},
    {"remove", "the rule's kind says what happens"},
    {"remove-attr", "the rule's kind says what happens"},
    {"remove-class", "the rule's kind says what happens"},
    {"shadow", "scripts are not run"},
    {"style", "the rule's kind says what happens"},
    {"watch-attr", "scripts are not run"},
    {"xpath", "there is no XPath; ':has', ':has-text' and ':upward' say nearly all of it"},
};

template <size_t n>
const Pseudo* find(const Pseudo (&table)[n], std::string_view name) {
  const auto found = std::lower_bound(std::begin(table), std::end(table), name,
                                      [](const Pseudo& p, std::string_view s) { return p.name < s; });
  return found != std::end(table) && found->name == name ? found : nullptr;
}

}  // namespace

const Pseudo* find_pseudo(std::string_view name) { return find(kPseudos, name); }

const Pseudo* find_pseudo_element(std::string_view name) {
  static constexpr Pseudo kVendor = never("-webkit-");
  if (name.starts_with("-webkit-") || name.starts_with("-moz-")) return &kVendor;
  return find(kElements, name);
}

std::string unknown_pseudo(std::string_view name, std::string_view colons) {
  const std::string quoted = "'" + std::string(colons) + std::string(name) + "'";
  const bool is_element = colons.size() == 2;
  for (const Refused& refused : kRefused) {
    if (refused.name == name && !is_element) {
      return quoted + " is not supported: " + std::string(refused.advice);
    }
  }
  std::vector<std::string_view> known;
  if (is_element) {
    for (const Pseudo& pseudo : kElements) known.push_back(pseudo.name);
  } else {
    for (const Pseudo& pseudo : kPseudos) known.push_back(pseudo.name);
  }
  const std::string_view near = nearest_word(name, known);
  return std::string("unknown pseudo-") + (is_element ? "element " : "class ") + quoted +
         (near.empty() ? ""
                       : "; did you mean '" + std::string(colons) + std::string(near) + "'?");
}

}  // namespace dehusk
