#include <cmath>
#include <nlohmann/json.hpp>

#include "batch/summary.h"
#include "cli/stats_report.h"

namespace dehusk {
namespace {

using Json = nlohmann::ordered_json;

Json rule_json(const RuleHits& hits) {
  Json json;
  json["rule"] = hits.rule.name;
  json["kind"] = name_of(hits.kind);
  json["category"] =
      hits.kind == RuleKind::remove ? Json(name_of(hits.rule.category)) : Json(nullptr);
  json["path"] = hits.rule.path;
  json["line"] = hits.rule.line > 0 ? Json(hits.rule.line) : Json(nullptr);
  json["ran_on"] = hits.ran_on;
  json["documents"] = hits.documents;
  json["ranges"] = hits.ranges;
  json["chars"] = hits.characters;
  json["shared"] = hits.shared;
  json["held_back"] = hits.held;
  json["examples"] = Json::array();
  for (const RuleExample& example : hits.examples) {
    json["examples"].push_back({{"text", example.text}, {"path", example.document}});
  }
  return json;
}

Json shares_json(const std::vector<DocumentShare>& documents) {
  Json json = Json::array();
  for (const DocumentShare& document : documents) {
    const double share = share_of(document.chars_removed, document.chars_kept);
    json.push_back({{"path", document.name},
                    {"share_removed", std::round(share * 1e6) / 1e6},
                    {"chars_removed", document.chars_removed},
                    {"chars_kept", document.chars_kept}});
  }
  return json;
}

}  // namespace

std::string stats_json(const RuleTally& tally, uint64_t failed) {
  Json json;
  json["documents"] = tally.documents();
  json["failed"] = failed;
  json["bytes"] = tally.bytes();
  json["chars_kept"] = tally.chars_kept();
  json["chars_removed"] = tally.chars_removed();
  json["packs"] = tally.packs();
  json["rules"] = Json::array();
  for (const RuleHits& hits : tally.rules()) json["rules"].push_back(rule_json(hits));
  json["highest"] = shares_json(tally.highest());
  json["lowest"] = shares_json(tally.lowest());
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace dehusk
