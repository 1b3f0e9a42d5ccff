#include "rule/value_syntax.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace dehusk {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Reads a plain decimal number that fills `text`.
std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

// Splits "40%" or "6 lines" into its number and its unit.
std::optional<std::pair<double, std::string_view>> quantity(std::string_view text) {
  text = trim(text);
  const size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  const auto value = number(text.substr(0, end));
  if (!value) return std::nullopt;
  return std::pair(*value, trim(text.substr(end)));
}

Error expected(std::string_view what, std::string_view text) {
  return {"expected " + std::string(what) + ", found '" + std::string(text) + "'"};
}

}  // namespace

Result<At> parse_at(std::string_view text) {
  constexpr std::string_view kForm = "\"head 6\", \"tail 6\" or \"edges 8\" with 1 to 200 lines";
  const std::string_view all = trim(text);
  const size_t space = all.find(' ');
  if (space == std::string_view::npos) return expected(kForm, text);
  At at;
  const std::string_view edge = all.substr(0, space);
  if (edge == "head") {
    at.edge = At::Edge::head;
  } else if (edge == "tail") {
    at.edge = At::Edge::tail;
  } else if (edge == "edges") {
    at.edge = At::Edge::edges;
  } else {
    return expected(kForm, text);
  }
  const auto lines = number(trim(all.substr(space)));
  if (!lines || *lines < 1 || *lines > 200 || *lines != std::floor(*lines)) {
    return expected(kForm, text);
  }
  at.lines = static_cast<uint32_t>(*lines);
  return at;
}

Result<Limit> parse_limit(std::string_view text) {
  constexpr std::string_view kForm = "\"40%\" or \"6 lines\"";
  const auto found = quantity(text);
  if (!found) return expected(kForm, text);
  const auto& [value, unit] = *found;
  if (unit == "%" && value > 0 && value <= 100) return Limit{Limit::Unit::share, value / 100};
  if ((unit == "lines" || unit == "line") && value >= 1 && value <= 1e9 &&
      value == std::floor(value)) {
    return Limit{Limit::Unit::lines, value};
  }
  return expected(kForm, text);
}

Result<double> parse_share(std::string_view text) {
  const auto found = quantity(text);
  if (!found || found->second != "%" || found->first <= 0 || found->first > 100) {
    return expected("a share such as \"85%\"", text);
  }
  return found->first / 100;
}

Result<uint64_t> parse_chars(std::string_view text) {
  const auto found = quantity(text);
  if (!found || (found->second != "chars" && found->second != "char") || found->first > 1e9 ||
      found->first != std::floor(found->first)) {
    return expected("a length such as \"200 chars\"", text);
  }
  return static_cast<uint64_t>(found->first);
}

std::string_view feature_name_in(std::string_view condition) {
  condition = trim(condition);
  return condition.substr(0, condition.find_first_of(" <>=!"));
}

Result<Condition> parse_condition(std::string_view text) {
  constexpr std::string_view kForm = "a condition such as \"words < 12\"";
  const std::string_view name = feature_name_in(text);
  std::string_view rest = trim(trim(text).substr(name.size()));
  Condition condition;
  const auto* const found =
      std::find_if(std::begin(kFeatures), std::end(kFeatures),
                   [&](const FeatureInfo& feature) { return feature.name == name; });
  condition.feature = found == std::end(kFeatures)
                          ? kUnknownFeature
                          : static_cast<uint16_t>(found - std::begin(kFeatures));
  using Op = Condition::Op;
  constexpr std::pair<std::string_view, Op> kOps[] = {
      {"<=", Op::less_equal}, {">=", Op::greater_equal}, {"==", Op::equal},
      {"!=", Op::not_equal},  {"<", Op::less},           {">", Op::greater}};
  const auto* const op = std::find_if(std::begin(kOps), std::end(kOps),
                                      [&](const auto& o) { return rest.starts_with(o.first); });
  if (name.empty() || op == std::end(kOps)) return expected(kForm, text);
  condition.op = op->second;
  const auto value = number(trim(rest.substr(op->first.size())));
  if (!value) return expected(kForm, text);
  condition.value = *value;
  return condition;
}

}  // namespace dehusk
