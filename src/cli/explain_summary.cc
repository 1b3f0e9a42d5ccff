#include "cli/explain_summary.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <utility>

#include "cli/explain_marks.h"
#include "core/visible.h"
#include "engine/features.h"

namespace dehusk {
namespace {

constexpr size_t kCountColumns = 6;
constexpr size_t kCategoryColumns = 12;
constexpr size_t kMostNameColumns = 40;  // longer names of rules stick out

}  // namespace

std::vector<RuleCount> count_by_rule(const std::vector<LaidRange>& ranges) {
  std::map<std::pair<Fate, std::string_view>, RuleCount> by_rule;
  for (const LaidRange& laid : ranges) {
    RuleCount& count = by_rule[{laid.fate, laid.range->rule.name}];
    count.example = laid;
    ++count.ranges;
    if (laid.fate == Fate::removed) count.characters += count_visible(laid.range->text);
  }
  std::vector<RuleCount> counts;
  for (const auto& [key, count] : by_rule) counts.push_back(count);
  std::stable_sort(counts.begin(), counts.end(), [](const RuleCount& a, const RuleCount& b) {
    return a.ranges > b.ranges;
  });
  return counts;
}

std::string headline(const CleanStats& stats, uint64_t ranges) {
  if (ranges == 0) return "removed nothing";
  char share[32];
  std::snprintf(share, sizeof share, "%.1f %%",
                100.0 * static_cast<double>(stats.visible_removed) /
                    static_cast<double>(std::max<uint64_t>(stats.visible_in, 1)));
  return "removed " + std::to_string(stats.visible_removed) + " of " +
         counted(stats.visible_in, "character") + " (" + share + ") in " +
         counted(ranges, "range");
}

namespace {

void write_line(std::string_view text, RowWriter* rows) {
  rows->begin("", "", 0);
  rows->put(text, kBold);
  rows->end();
}

void write_count(const RuleCount& count, size_t name_columns, RowWriter* rows) {
  const LaidRange& laid = count.example;
  const RuleName& rule = laid.range->rule;
  std::string number = std::to_string(count.ranges);
  number.insert(0, kCountColumns - std::min(number.size(), kCountColumns), ' ');
  rows->begin(number + "  ", std::string(kCountColumns + 2, ' '), kCountColumns + 2);

  std::string category(name_of(rule.category));
  category.resize(kCategoryColumns, ' ');
  rows->put(category, laid.fate == Fate::removed ? ink_of(rule.category) : kPlain);
  std::string name = rule.name;
  name.resize(std::max(name.size(), name_columns), ' ');
  rows->put_unbroken(name, kPlain);
  rows->put("  ", kPlain);
  rows->put_unbroken(place_of(rule), kDim);
  rows->put("  ", kPlain);
  if (laid.fate == Fate::removed) {
    rows->put_unbroken(counted(count.characters, "character"), kPlain);
  } else {
    rows->put_unbroken(meaning_of(mark_of(laid.fate)), kPlain);
  }
  rows->end();
}

}  // namespace

void write_summary(const Cleaned& cleaned, const std::vector<LaidRange>& ranges, RowWriter* rows) {
  const std::vector<RuleCount> counts = count_by_rule(ranges);
  uint64_t removed = 0;
  bool any_left = false;
  size_t name_columns = 0;
  for (const RuleCount& count : counts) {
    if (count.example.fate == Fate::removed) removed += count.ranges;
    any_left = any_left || count.example.fate != Fate::removed;
    const size_t size = count.example.range->rule.name.size();
    if (size <= kMostNameColumns) name_columns = std::max(name_columns, size);
  }
  write_line(headline(cleaned.stats, removed), rows);
  for (const RuleCount& count : counts) {
    if (count.example.fate == Fate::removed) write_count(count, name_columns, rows);
  }
  if (any_left) write_line("left standing", rows);
  for (const RuleCount& count : counts) {
    if (count.example.fate != Fate::removed) write_count(count, name_columns, rows);
  }
}

}  // namespace dehusk
