#include "cli/explain_verdict.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "rule/feature.h"

namespace dehusk {
namespace {

constexpr float kLeastShown = 0.05F;  // what is less would be printed as 0

std::string with_digits(const char* format, double number) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, format, number);
  return buffer;
}

}  // namespace

const ReportedVerdict* verdict_at(const Cleaned& cleaned, uint32_t shown) {
  const auto next = std::upper_bound(cleaned.verdicts.begin(), cleaned.verdicts.end(), shown,
                                     [](uint32_t at, const ReportedVerdict& v) { return at < v.shown.begin; });
  if (next == cleaned.verdicts.begin()) return nullptr;
  const ReportedVerdict& verdict = *(next - 1);
  return shown < verdict.shown.end ? &verdict : nullptr;
}

std::vector<std::string> verdict_items(const Cleaned& cleaned, const ReportedVerdict& verdict) {
  std::vector<std::string> items;
  if (verdict.copy) items.emplace_back("repeats what stands before");
  items.push_back("p " + with_digits("%.2f", verdict.probability) +
                  (verdict.probability < cleaned.threshold ? " under " : " over ") + with_digits("%.2f", cleaned.threshold));
  for (const Push& push : verdict.pushes) {
    if (std::abs(push.by) < kLeastShown) continue;
    items.push_back(std::string(kFeatures[push.feature].name) + with_digits(" %+.1f", push.by));
  }
  for (const RuleName& rule : verdict.scored_by) items.push_back("scored by " + rule.name);
  if (!verdict.scored_by.empty()) items.push_back(with_digits("in all %+.1f", verdict.score));
  return items;
}

std::string describe_model(const Cleaned& cleaned) {
  if (!cleaned.task) return "none: rules alone";
  std::string out = *cleaned.task == Task::article ? "article" : "page";
  if (cleaned.other_task) out += ", since article would leave next to nothing";
  return out + "; keeps from p " + with_digits("%.2f", cleaned.threshold) + " on";
}

}  // namespace dehusk
