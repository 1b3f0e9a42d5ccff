#include "cli/explain_html.h"

#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "cli/explain_blocks.h"
#include "cli/explain_header.h"
#include "cli/explain_marks.h"
#include "cli/explain_markup.h"
#include "cli/explain_ranges.h"
#include "cli/explain_summary.h"
#include "cli/page_template.h"
#include "engine/features.h"

extern "C" {
extern const char dehusk_explain_begin[];
extern const char dehusk_explain_end[];
}

namespace dehusk {
namespace {

using Json = nlohmann::ordered_json;

std::string_view page_template() {
  return {dehusk_explain_begin, static_cast<size_t>(dehusk_explain_end - dehusk_explain_begin)};
}

std::string header_html(const Cleaned& cleaned, Level asked) {
  std::string out;
  for (const auto& [key, value] : header_fields(cleaned, asked)) {
    out += "<div><dt>" + shown_html(key) + "</dt><dd><bdi>" + shown_html(value) + "</bdi></dd></div>\n";
  }
  return out;
}

// --- how much of each category went ---

struct CategoryCount {
  uint64_t ranges = 0;
  uint64_t characters = 0;  // removed
};
using CategoryCounts = std::map<Category, CategoryCount>;

CategoryCounts count_by_category(const std::vector<RuleCount>& rules) {
  CategoryCounts counts;
  for (const RuleCount& rule : rules) {
    CategoryCount& count = counts[rule.example.range->rule.category];
    count.ranges += rule.ranges;
    count.characters += rule.characters;
  }
  return counts;
}

// A bar as wide as the text, each category's share in its colour.
std::string bar_html(const CleanStats& stats, const CategoryCounts& counts) {
  const double all = static_cast<double>(std::max<uint64_t>(stats.visible_in, 1));
  std::string out;
  double at = 0;
  for (const auto& [category, count] : counts) {
    const double share = 1000.0 * static_cast<double>(count.characters) / all;
    if (share <= 0) continue;
    out += "<rect class=\"c-" + std::string(name_of(category)) + "\" x=\"" + std::to_string(at) +
           "\" width=\"" + std::to_string(share) + "\" height=\"8\"/>";
    at += share;
  }
  return out;
}

std::string categories_html(const CategoryCounts& counts) {
  std::string out;
  for (const auto& [category, count] : counts) {
    const std::string name(name_of(category));
    out += "<button type=\"button\" class=\"cat c-" + name + "\" data-c=\"" + name +
           "\" aria-pressed=\"false\"><span class=\"dot\"></span>" + name + " <small>" +
           std::to_string(count.ranges) + "</small></button>\n";
  }
  return out;
}

// --- rules ---

std::string option_html(const RuleCount& count, size_t index) {
  const LaidRange& laid = count.example;
  const RuleName& rule = laid.range->rule;
  std::string out = "<li role=\"option\" aria-selected=\"false\" tabindex=\"-1\" class=\"c-" +
                    std::string(name_of(rule.category)) + " " + std::string(class_of(laid.fate)) +
                    "\" data-i=\"" + std::to_string(index) + "\"><span class=\"hits\">" +
                    std::to_string(count.ranges) + "</span><span class=\"name\"><bdi>" +
                    shown_html(rule.name) + "</bdi></span><span class=\"more\">";
  out += std::string(name_of(rule.category)) + " \xC2\xB7 ";
  out += laid.fate == Fate::removed ? counted(count.characters, "character")
                                    : std::string(meaning_of(mark_of(laid.fate)));
  out += "</span><span class=\"at\"><bdi>" + shown_html(place_of(rule)) + "</bdi></span></li>\n";
  return out;
}

std::string rules_html(const std::vector<RuleCount>& counts) {
  std::string removed;
  std::string left;
  for (size_t i = 0; i < counts.size(); ++i) {
    (counts[i].example.fate == Fate::removed ? removed : left) += option_html(counts[i], i);
  }
  const auto group = [](std::string_view title, std::string_view id, const std::string& options) {
    if (options.empty()) return std::string();
    return "<ul role=\"group\" aria-labelledby=\"" + std::string(id) +
           "\"><li role=\"presentation\" class=\"title\" id=\"" + std::string(id) + "\">" +
           std::string(title) + "</li>\n" + options + "</ul>\n";
  };
  return group("Removed", "removed", removed) + group("Left standing", "left", left);
}

// --- data ---

// Names of rules with their places, each once.
class NameTable {
 public:
  size_t add(const RuleName& rule) { return add(rule.name, place_of(rule)); }
  size_t add(const std::string& name) { return add(name, ""); }
  const Json& json() const { return json_; }

 private:
  size_t add(const std::string& name, const std::string& place) {
    const auto [entry, added] = index_.emplace(name, json_.size());
    if (added) json_.push_back({name, place});
    if (!place.empty()) json_[entry->second][1] = place;
    return entry->second;
  }

  std::map<std::string, size_t> index_;
  Json json_ = Json::array();
};

// {"names": [[name, place]...], "rules": [[fate, name, category]...],
//  "ranges": [[rule, line, begin, end, first part, last part, saver or -1, [also...]]...]}
std::string data_of(const std::vector<LaidRange>& ranges, const std::vector<RuleCount>& counts,
                    const ShownBlocks& blocks) {
  NameTable names;
  std::map<std::pair<Fate, std::string_view>, size_t> rule_index;
  Json rules = Json::array();
  for (const RuleCount& count : counts) {
    const RuleName& rule = count.example.range->rule;
    rule_index[{count.example.fate, rule.name}] = rules.size();
    rules.push_back({class_of(count.example.fate), names.add(rule), name_of(rule.category)});
  }
  Json rows = Json::array();
  for (size_t i = 0; i < ranges.size(); ++i) {
    const ReportedRange& range = *ranges[i].range;
    Json also = Json::array();
    for (const std::string& name : range.also) also.push_back(names.add(name));
    const int64_t saver = range.saved_by ? static_cast<int64_t>(names.add(*range.saved_by)) : -1;
    rows.push_back({rule_index[{ranges[i].fate, range.rule.name}], range.line, range.begin,
                    range.end, blocks.parts[i].first, blocks.parts[i].second, saver,
                    std::move(also)});
  }
  const Json data = {{"names", names.json()}, {"rules", rules}, {"ranges", rows}};
  return json_in_script(data.dump(-1, ' ', true, Json::error_handler_t::replace));
}

}  // namespace

std::string explain_html(const Cleaned& cleaned, std::string_view name, std::string_view bytes,
                         Level asked) {
  const std::string_view source = reported_source(cleaned, bytes);
  const std::vector<SourceLine> lines = split_lines(source);
  const std::vector<LaidRange> ranges = lay_out_ranges(cleaned, source, lines);
  const std::vector<RuleCount> counts = count_by_rule(ranges);
  const CategoryCounts categories = count_by_category(counts);
  uint64_t removed = 0;
  for (const LaidRange& range : ranges) removed += range.fate == Fate::removed;
  ShownBlocks blocks = shown_blocks(cleaned, source, lines, ranges);
  std::string title;
  append_plain(name, &title);
  std::string data = data_of(ranges, counts, blocks);
  return fill_template(page_template(), {
                                     {"TITLE", std::move(title)},
                                     {"NAME", shown_path_html(name)},
                                     {"HEADLINE", headline(cleaned.stats, removed)},
                                     {"KIND", cleaned.is_page ? "page" : "text"},
                                     {"FIELDS", header_html(cleaned, asked)},
                                     {"BAR", bar_html(cleaned.stats, categories)},
                                     {"CATEGORIES", categories_html(categories)},
                                     {"RULES", rules_html(counts)},
                                     {"BLOCKS", std::move(blocks.html)},
                                     {"DATA", std::move(data)},
                                 });
}

}  // namespace dehusk
