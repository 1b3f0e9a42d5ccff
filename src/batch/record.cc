#include "batch/record.h"

#include <nlohmann/json.hpp>

namespace dehusk {
namespace {

using Json = nlohmann::ordered_json;

// Paths are bytes and may be no UTF-8: what is not becomes U+FFFD.
std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json range_json(const ReportedRange& range) {
  Json json;
  json["rule"] = range.rule.name;
  json["category"] = name_of(range.rule.category);
  json["begin"] = range.begin;
  json["end"] = range.end;
  json["line"] = range.line;
  json["text"] = range.text;
  json["rule_at"] = range.rule.path + ":" + std::to_string(range.rule.line);
  if (!range.also.empty()) json["also"] = range.also;
  return json;
}

Json stats_json(const Cleaned& cleaned) {
  const CleanStats& stats = cleaned.stats;
  Json json;
  json["bytes_in"] = stats.bytes_in;
  json["bytes_out"] = stats.bytes_out;
  json["lines"] = stats.lines_in;
  json["ranges_removed"] = stats.ranges_removed;
  json["chars_removed"] = stats.visible_removed;
  json["encoding"] = cleaned.encoding;
  if (cleaned.replaced > 0) json["undecodable"] = cleaned.replaced;
  json["packs"] = cleaned.packs;
  json["level"] = cleaned.level ? Json(name_of(*cleaned.level)) : Json(nullptr);
  if (cleaned.guarded) json["guarded"] = true;
  return json;
}

Json or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace

std::string document_record(const Cleaned& cleaned, std::string_view path, std::string_view url,
                            RecordRanges ranges) {
  Json json;
  json["path"] = path;
  json["url"] = or_null(url);
  json["title"] = or_null(cleaned.title);
  json["author"] = or_null(cleaned.author);
  json["published"] = or_null(cleaned.published);
  json["source"] = or_null(cleaned.source);
  json["text"] = cleaned.text;
  json["stats"] = stats_json(cleaned);
  if (ranges == RecordRanges::removed) {
    json["removed"] = Json::array();
    for (const ReportedRange& range : cleaned.removed) json["removed"].push_back(range_json(range));
  }
  return dump(json);
}

std::string removed_records(const Cleaned& cleaned, std::string_view path) {
  std::string out;
  for (const ReportedRange& range : cleaned.removed) {
    Json json;
    json["path"] = path;
    json.update(range_json(range));
    out += dump(json);
  }
  return out;
}

}  // namespace dehusk
