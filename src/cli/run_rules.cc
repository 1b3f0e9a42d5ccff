// dehusk rules: lists the rules that are loaded, and from where.
#include <algorithm>
#include <array>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/commands.h"
#include "cli/print.h"
#include "cli/rule_files.h"
#include "core/utf8.h"

namespace dehusk {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kWidth = 100;

bool applies_to_text(const Rule& rule) {
  return rule.select.empty() && rule.kind != RuleKind::score;
}

std::string_view category_of(const Rule& rule) {
  return rule.kind == RuleKind::remove ? name_of(rule.category) : "-";
}

std::string_view level_of(const Rule& rule) {
  return rule.kind == RuleKind::remove ? name_of(rule.level) : "-";
}

// The rules in the order of the file.
std::vector<const Rule*> rules_of(const RuleFile& file) {
  std::vector<const Rule*> rules;
  for (const Rule& rule : file.rules) rules.push_back(&rule);
  std::stable_sort(rules.begin(), rules.end(),
                   [](const Rule* a, const Rule* b) { return a->place < b->place; });
  return rules;
}

std::string place_of(const RuleFile& file, Place place) {
  return file.path + ":" + std::to_string(place.line);
}

std::vector<std::string> texts_of(const std::vector<Text>& texts) {
  std::vector<std::string> plain;
  for (const Text& text : texts) plain.push_back(text.text);
  return plain;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

// "40%" or "6 lines", as rules write it.
std::string limit_text(const Limit& limit) {
  std::ostringstream out;
  if (limit.unit == Limit::Unit::share) {
    out << limit.value * 100 << "%";
  } else {
    out << static_cast<uint64_t>(limit.value) << " lines";
  }
  return out.str();
}

// The keys that an override sets.
std::vector<std::string> keys_of(const Override& change) {
  std::vector<std::string> keys;
  if (change.enabled) keys.emplace_back(*change.enabled ? "enabled = true" : "enabled = false");
  if (change.level) keys.push_back("level = " + std::string(name_of(*change.level)));
  if (change.limit) keys.push_back("limit = " + limit_text(*change.limit));
  if (!change.unless.empty()) keys.emplace_back("unless");
  return keys;
}

struct Counts {
  size_t files = 0;
  size_t rules = 0;
  size_t kinds[3] = {};
  size_t not_for_text = 0;
};

Counts count(const std::vector<RuleFile>& files) {
  Counts counts;
  counts.files = files.size();
  for (const RuleFile& file : files) {
    counts.rules += file.rules.size();
    for (const Rule& rule : file.rules) {
      ++counts.kinds[static_cast<size_t>(rule.kind)];
      counts.not_for_text += !applies_to_text(rule);
    }
  }
  return counts;
}

std::string padded(std::string_view text, size_t width) {
  std::string out(text);
  const size_t size = count_code_points(text);
  if (size < width) out.append(width - size, ' ');
  return out;
}

// Breaks at spaces so that no line is longer than kWidth; each line is indented.
std::string wrapped(std::string_view text, size_t indent) {
  std::string out;
  std::string line;
  const auto flush = [&] {
    if (!line.empty()) out += std::string(indent, ' ') + line + "\n";
    line.clear();
  };
  while (!text.empty()) {
    const size_t end = std::min(text.find_first_of(" \n"), text.size());
    const std::string_view word = text.substr(0, end);
    const size_t width = indent + count_code_points(line) + 1 + count_code_points(word);
    if (width > kWidth) flush();
    if (!word.empty()) line += (line.empty() ? "" : " ") + std::string(word);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  flush();
  return out;
}

// The cells of a rule's row, but for the place.
std::vector<std::string> cells_of(const RuleFile& file, const Rule& rule) {
  return {file.name + ":" + rule.id, std::string(name_of(rule.kind)),
          std::string(category_of(rule)), std::string(level_of(rule))};
}

using Widths = std::array<size_t, 4>;

std::string show_rule(const RuleFile& file, const Rule& rule, const Widths& widths) {
  const std::vector<std::string> cells = cells_of(file, rule);
  std::string out = " ";
  for (size_t i = 0; i < cells.size(); ++i) out += padded(cells[i], widths[i]) + "  ";
  out += place_of(file, rule.place) + "\n";
  std::string notes = rule.about;
  const auto add = [&](const std::string& note) {
    notes += (notes.empty() ? "[" : " [") + note + "]";
  };
  if (!rule.sites.empty()) add("sites: " + joined(rule.sites));
  if (!applies_to_text(rule)) add("does not apply to text");
  return out + wrapped(notes, 4);
}

std::string show_file(const RuleFile& file) {
  std::string out = file.name + "  (" + (file.builtin ? "built in, " : "") + file.path + ")\n";
  out += wrapped(file.about, 1);
  if (!file.use.empty()) out += wrapped("use: " + joined(texts_of(file.use)), 1);
  if (!file.sites.empty()) out += wrapped("sites: " + joined(file.sites), 1);
  Widths widths{};
  const std::vector<const Rule*> rules = rules_of(file);
  for (const Rule* rule : rules) {
    const std::vector<std::string> cells = cells_of(file, *rule);
    for (size_t i = 0; i < cells.size(); ++i) {
      widths[i] = std::max(widths[i], count_code_points(cells[i]));
    }
  }
  for (const Rule* rule : rules) out += show_rule(file, *rule, widths);
  for (const Override& change : file.overrides) {
    out += " " + padded(change.id.text, widths[0]) + "  override: " + joined(keys_of(change)) + "  " +
           place_of(file, change.place) + "\n";
  }
  return out + "\n";
}

std::string show_all(const std::vector<RuleFile>& files) {
  std::string out;
  for (const RuleFile& file : files) out += show_file(file);
  const Counts counts = count(files);
  out += std::to_string(counts.files) + (counts.files == 1 ? " file, " : " files, ") +
         std::to_string(counts.rules) + (counts.rules == 1 ? " rule: " : " rules: ");
  for (const RuleKind kind : {RuleKind::remove, RuleKind::keep, RuleKind::score}) {
    out += std::to_string(counts.kinds[static_cast<size_t>(kind)]) + " " +
           std::string(name_of(kind)) + (kind == RuleKind::score ? "; " : ", ");
  }
  return out + std::to_string(counts.not_for_text) + " do not apply to text\n";
}

Json rule_json(const RuleFile& file, const Rule& rule) {
  Json json = {{"name", file.name + ":" + rule.id}, {"id", rule.id}, {"kind", name_of(rule.kind)}};
  const bool removes = rule.kind == RuleKind::remove;
  json["category"] = removes ? Json(name_of(rule.category)) : Json(nullptr);
  json["level"] = removes ? Json(name_of(rule.level)) : Json(nullptr);
  json["line"] = rule.place.line;
  json["about"] = rule.about;
  json["sites"] = rule.sites;
  json["applies_to_text"] = applies_to_text(rule);
  return json;
}

Json file_json(const RuleFile& file) {
  Json json = {{"name", file.name},
               {"path", file.path},
               {"builtin", file.builtin},
               {"about", file.about},
               {"use", texts_of(file.use)},
               {"sites", file.sites},
               {"article", texts_of(file.article)}};
  json["rules"] = Json::array();
  for (const Rule* rule : rules_of(file)) json["rules"].push_back(rule_json(file, *rule));
  json["overrides"] = Json::array();
  for (const Override& change : file.overrides) {
    Json one = {{"id", change.id.text}, {"line", change.place.line}};
    if (change.enabled) one["enabled"] = *change.enabled;
    if (change.level) one["level"] = name_of(*change.level);
    if (change.limit) one["limit"] = limit_text(*change.limit);
    if (!change.unless.empty()) one["unless"] = texts_of(change.unless);
    json["overrides"].push_back(std::move(one));
  }
  return json;
}

std::string all_json(const std::vector<RuleFile>& files) {
  Json json;
  json["files"] = Json::array();
  for (const RuleFile& file : files) json["files"].push_back(file_json(file));
  const Counts counts = count(files);
  json["counts"] = {{"files", counts.files},
                    {"rules", counts.rules},
                    {"remove", counts.kinds[0]},
                    {"keep", counts.kinds[1]},
                    {"score", counts.kinds[2]},
                    {"not_for_text", counts.not_for_text}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

int run_rules(const Options& options) {
  if (!options.files.empty()) {
    std::cerr << "dehusk: 'rules' takes no files; --rules " << options.files[0]
              << " loads one\nTry 'dehusk rules --help'.\n";
    return kNothingRun;
  }
  const std::shared_ptr<const RuleSet> rules = load_rules_or_report(options.rules);
  if (!rules) return kNothingRun;
  return print(options.json ? all_json(rules->files()) : show_all(rules->files()), kDone);
}

}  // namespace dehusk
