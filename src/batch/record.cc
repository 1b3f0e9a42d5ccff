#include "batch/record.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace dehusk {
namespace {

using Json = nlohmann::ordered_json;

// Paths are bytes and may be no UTF-8: what is not becomes U+FFFD.
std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string place_of(const RuleName& rule) {
  return rule.line == 0 ? rule.path : rule.path + ":" + std::to_string(rule.line);
}

Json range_json(const ReportedRange& range) {
  Json json;
  json["rule"] = range.rule.name;
  json["category"] = name_of(range.rule.category);
  json["begin"] = range.begin;
  json["end"] = range.end;
  json["line"] = range.line;
  json["text"] = range.text;
  json["rule_at"] = place_of(range.rule);
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
  if (cleaned.meta.broken_json > 0) json["broken_json_ld"] = cleaned.meta.broken_json;
  if (stats.cut_elements > 0) json["cut_elements"] = stats.cut_elements;
  if (stats.cut_bytes > 0) json["cut_bytes"] = stats.cut_bytes;
  json["packs"] = cleaned.packs;
  json["level"] = cleaned.level ? Json(name_of(*cleaned.level)) : Json(nullptr);
  if (cleaned.guarded) json["guarded"] = true;
  if (cleaned.task) json["task"] = *cleaned.task == Task::article ? "article" : "page";
  if (cleaned.other_task) json["other_task"] = true;
  return json;
}

Json or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

// What only pages tell of themselves.
void add_page_meta(const PageMeta& meta, Json* json) {
  (*json)["modified"] = or_null(meta.modified);
  (*json)["description"] = or_null(meta.description);
  (*json)["language"] = or_null(meta.language);
  (*json)["canonical"] = or_null(meta.canonical);
  (*json)["site_name"] = or_null(meta.site_name);
}

void add_source(const RecordSource& source, Json* json) {
  if (source.line != nullptr) return;
  (*json)["path"] = source.path;
  if (!source.entry.empty()) (*json)["entry"] = source.entry;
  if (source.offset) (*json)["offset"] = *source.offset;
  if (!source.id.empty()) (*json)["id"] = source.id;
  (*json)["url"] = or_null(source.url);
  if (!source.date.empty()) (*json)["date"] = source.date;
  if (source.status > 0) (*json)["status"] = source.status;
}

Json document_json(const Cleaned& cleaned, const RecordSource& source, RecordRanges ranges) {
  Json json;
  add_source(source, &json);
  json["title"] = or_null(cleaned.title);
  json["author"] = or_null(cleaned.author);
  json["published"] = or_null(cleaned.published);
  json["source"] = or_null(cleaned.source);
  if (cleaned.is_page) add_page_meta(cleaned.meta, &json);
  json["text"] = cleaned.text;
  json["stats"] = stats_json(cleaned);
  if (ranges == RecordRanges::removed) {
    json["removed"] = Json::array();
    for (const ReportedRange& range : cleaned.removed) json["removed"].push_back(range_json(range));
  }
  return json;
}

// An object that begins with the fields of a line.
std::string behind_fields(const JsonLine& line, const Json& json) {
  const std::string ours = dump(json);
  return line.others.empty() ? ours : "{" + line.others + "," + ours.substr(1);
}

std::string_view name_of(Spared::Why why) {
  switch (why) {
    case Spared::Why::keep: return "keep";
    case Spared::Why::limit: return "limit";
    case Spared::Why::guard: return "guard";
    case Spared::Why::joins: return "joins";
  }
  return "";
}

std::string_view name_of(ReportedPiece::Kind kind) {
  switch (kind) {
    case ReportedPiece::Kind::kept: return "kept";
    case ReportedPiece::Kind::removed: return "removed";
    case ReportedPiece::Kind::space: return "space";
    case ReportedPiece::Kind::mark: return "mark";
  }
  return "";
}

Json spared_json(const ReportedRange& range) {
  Json json;
  json["why"] = name_of(range.why);
  json.update(range_json(range));
  if (range.why == Spared::Why::limit) json.erase("text");
  if (range.saved_by) {
    json["saved_by"] = range.saved_by->name;
    json["saved_by_at"] = place_of(*range.saved_by);
  }
  return json;
}

Json piece_json(const ReportedPiece& piece, std::string_view source) {
  Json json;
  json["kind"] = name_of(piece.kind);
  json["begin"] = piece.begin;
  json["end"] = piece.end;
  json["text"] = source.substr(piece.begin, piece.end - piece.begin);
  if (piece.kind == ReportedPiece::Kind::removed) json["removed"] = piece.removal;
  return json;
}

Json block_json(const ShownBlock& block, const ShownPage& page) {
  const ShownLine& first = page.lines[block.first_line];
  Json json;
  json["kind"] = name_of(block.kind);
  if (block.level > 0) json["level"] = block.level;
  if (block.list_depth > 0) json["list_depth"] = block.list_depth;
  if (block.quote_depth > 0) json["quote_depth"] = block.quote_depth;
  json["begin"] = first.text.begin;
  json["end"] = page.lines[block.end_line - 1].text.end;
  json["line"] = first.source;
  json["element"] = block.element;
  return json;
}

Json verdict_json(const ReportedVerdict& verdict) {
  Json json;
  json["line"] = verdict.line;
  json["shown"] = {verdict.shown.begin, verdict.shown.end};
  json["probability"] = std::round(verdict.probability * 1e4) / 1e4;
  json["keep"] = verdict.keep;
  if (verdict.copy) json["copy"] = true;
  for (const RuleName& rule : verdict.scored_by) json["scored_by"].push_back(rule.name);
  if (!verdict.scored_by.empty()) json["score"] = verdict.score;
  json["pushes"] = Json::object();
  for (const Push& push : verdict.pushes) {
    json["pushes"][std::string(kFeatures[push.feature].name)] = std::round(push.by * 1e3) / 1e3;
  }
  return json;
}

void add_model(const Cleaned& cleaned, Json* json) {
  Json model;
  model["task"] = *cleaned.task == Task::article ? "article" : "page";
  model["threshold"] = std::round(cleaned.threshold * 1e4) / 1e4;
  model["blocks"] = Json::array();
  for (const ReportedVerdict& verdict : cleaned.verdicts) model["blocks"].push_back(verdict_json(verdict));
  (*json)["model"] = std::move(model);
}

// What a reader of the record needs to know of a page.
void add_page(const Cleaned& cleaned, Json* json) {
  for (size_t i = 0; i < cleaned.removed.size(); ++i) {
    const Span shown = cleaned.removed[i].shown;  // in the page's text, as `pieces` are
    (*json)["removed"][i]["shown"] = {shown.begin, shown.end};
  }
  for (size_t i = 0; i < cleaned.spared.size(); ++i) {
    const Span shown = cleaned.spared[i].shown;
    (*json)["spared"][i]["shown"] = {shown.begin, shown.end};
  }
  Json page;
  page["elements"] = cleaned.shown.elements;
  page["element_rules"] = cleaned.stats.element_rules_run;
  page["blocks"] = Json::array();
  for (const ShownBlock& block : cleaned.shown.blocks) {
    page["blocks"].push_back(block_json(block, cleaned.shown));
  }
  (*json)["page"] = std::move(page);
}

}  // namespace

std::string document_record(const Cleaned& cleaned, const RecordSource& source, RecordRanges ranges) {
  Json json = document_json(cleaned, source, ranges);
  if (source.line == nullptr) return dump(json);
  for (const std::string& name : source.line->other_names) json.erase(name);
  return behind_fields(*source.line, json);
}

std::string error_record(const JsonLine* line, uint64_t line_number, const Error& error) {
  Json json;
  if (line == nullptr) {
    json["line"] = line_number;
    json["error"] = error.message;
    return dump(json);
  }
  const bool is_taken = std::find(line->other_names.begin(), line->other_names.end(), "error") != line->other_names.end();
  json[is_taken ? "dehusk_error" : "error"] = error.message;
  return behind_fields(*line, json);
}

std::string explain_record(const Cleaned& cleaned, std::string_view source, std::string_view path,
                           std::string_view url) {
  Json json = document_json(cleaned, {.path = path, .url = url}, RecordRanges::removed);
  json["spared"] = Json::array();
  for (const ReportedRange& range : cleaned.spared) json["spared"].push_back(spared_json(range));
  json["pieces"] = Json::array();
  for (const ReportedPiece& piece : cleaned.pieces) {
    json["pieces"].push_back(piece_json(piece, source));
  }
  if (cleaned.is_page) add_page(cleaned, &json);
  if (cleaned.task) add_model(cleaned, &json);
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
