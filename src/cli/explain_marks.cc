#include "cli/explain_marks.h"

namespace dehusk {
namespace {

struct MarkEntry {
  char sign;
  std::string_view meaning;
};
constexpr MarkEntry kMarkEntries[kMarks] = {
    {' ', "kept"},
    {'-', "removed"},
    {'~', "partly removed"},
    {'+', "saved by a keep"},
    {'>', "held back by its limit"},
    {'!', "stopped by the guard"},
    {'&', "not cut: it would join two words"},
};

struct CategoryInk {
  Ink plain;
  Ink struck;
};
constexpr CategoryInk kCategoryInks[kCategories] = {
    {"31", "9;31"},  // ad
    {"35", "9;35"},  // ticker
    {"34", "9;34"},  // cross-link
    {"36", "9;36"},  // related
    {"94", "9;94"},  // navigation
    {"33", "9;33"},  // byline
    {"93", "9;93"},  // dateline
    {"32", "9;32"},  // caption
    {"37", "9;37"},  // legal
    {"95", "9;95"},  // subscribe
    {"96", "9;96"},  // share
    {"92", "9;92"},  // comment
    {"90", "9;90"},  // cookie
    {"91", "9;91"},  // promo
    {"31", "9;31"},  // other
};

constexpr Ink kSavedNote = "32";
constexpr Ink kHeldNote = "33";

}  // namespace

char sign_of(Mark mark) { return kMarkEntries[static_cast<size_t>(mark)].sign; }

std::string_view meaning_of(Mark mark) { return kMarkEntries[static_cast<size_t>(mark)].meaning; }

Mark mark_of(Fate fate) {
  switch (fate) {
    case Fate::removed: return Mark::removed;
    case Fate::keep: return Mark::keep;
    case Fate::limit: return Mark::limit;
    case Fate::guard: return Mark::guard;
    case Fate::joins: return Mark::joins;
  }
  return Mark::kept;
}

Ink ink_of(Category category) { return kCategoryInks[static_cast<size_t>(category)].plain; }

Ink struck_ink_of(Category category) { return kCategoryInks[static_cast<size_t>(category)].struck; }

Ink ink_of(const LaidRange& range) {
  switch (range.fate) {
    case Fate::removed: return ink_of(range.range->rule.category);
    case Fate::keep: return kSavedNote;
    default: return kHeldNote;
  }
}

std::string place_of(const RuleName& rule) {
  return rule.line == 0 ? rule.path : rule.path + ":" + std::to_string(rule.line);
}

std::string counted(uint64_t n, std::string_view thing) {
  return std::to_string(n) + " " + std::string(thing) + (n == 1 ? "" : "s");
}

}  // namespace dehusk
