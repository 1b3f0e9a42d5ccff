#include "rule/rule.h"

#include <algorithm>

namespace dehusk {
namespace {

constexpr std::string_view kKinds[] = {"remove", "keep", "score"};
constexpr std::string_view kLevels[] = {"safe", "normal", "aggressive"};
constexpr std::string_view kCategoryNames[] = {
    "ad",      "ticker", "cross-link", "related", "navigation", "byline", "dateline", "caption",
    "legal",   "subscribe", "share",   "comment", "cookie",     "promo",  "other"};

template <typename Enum, size_t n>
std::optional<Enum> find_name(const std::string_view (&names)[n], std::string_view name) {
  const auto* const found = std::find(std::begin(names), std::end(names), name);
  if (found == std::end(names)) return std::nullopt;
  return static_cast<Enum>(found - std::begin(names));
}

}  // namespace

std::string_view name_of(RuleKind kind) { return kKinds[static_cast<size_t>(kind)]; }
std::string_view name_of(Level level) { return kLevels[static_cast<size_t>(level)]; }
std::string_view name_of(Category category) {
  return kCategoryNames[static_cast<size_t>(category)];
}
std::optional<Level> level_named(std::string_view name) { return find_name<Level>(kLevels, name); }
std::optional<Category> category_named(std::string_view name) {
  return find_name<Category>(kCategoryNames, name);
}

}  // namespace dehusk
