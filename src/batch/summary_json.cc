// A Summary as JSON, and back.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "batch/summary.h"

namespace dehusk {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kLeast = 8000;  // what is never cut has room in it

// How much of the lists is told.
struct Room {
  size_t entries = std::numeric_limits<size_t>::max();
  size_t bytes = std::numeric_limits<size_t>::max();  // of a name or a message
};

double milliseconds(double seconds) { return std::round(seconds * 1000) / 1000; }

Json kinds_json(const KindCounts& kinds, const Room& room) {
  Json json = Json::object();
  uint64_t others = kinds.others();
  size_t told = 0;
  for (const auto& [kind, count] : kinds.most_first()) {
    if (told++ < room.entries) {
      Json& told_count = json[cut_to(kind, room.bytes)];
      told_count = (told_count.is_null() ? 0 : told_count.get<uint64_t>()) + count;
    } else {
      others += count;
    }
  }
  if (others > 0) json["others"] = others;
  return json;
}

template <typename List, typename Tell>
Json list_json(const List& list, const Room& room, Tell tell) {
  Json json = Json::array();
  for (size_t i = 0; i < std::min(list.size(), room.entries); ++i) json.push_back(tell(list[i]));
  return json;
}

Json summary_json(const SummaryCounts& counts, const Room& room) {
  Json json;
  json["documents"] = counts.documents();
  json["cleaned"] = counts.cleaned;
  json["failed"] = counts.failed;
  json["unchanged"] = counts.unchanged;
  json["without_text"] = counts.without_text;
  json["bytes_in"] = counts.bytes_in;
  json["bytes_out"] = counts.bytes_out;
  json["bytes_failed"] = counts.bytes_failed;
  json["chars_kept"] = counts.chars_kept;
  json["chars_removed"] = counts.removed();
  json["share_removed"] = std::round(counts.share_removed() * 1e6) / 1e6;
  json["seconds"] = milliseconds(counts.seconds);
  json["elapsed"] = milliseconds(counts.elapsed);
  json["runs"] = counts.runs;
  json["removed_by_category"] = Json::object();
  for (size_t i = 0; i < kCategories; ++i) {
    const uint64_t chars = counts.chars_removed[i];
    if (chars > 0)
      json["removed_by_category"][std::string(name_of(static_cast<Category>(i)))] = chars;
  }
  json["by_share_removed"] = counts.by_share;
  json["by_size"] = Json::object();
  for (size_t i = 0; i < counts.by_size.size(); ++i) {
    if (counts.by_size[i] > 0)
      json["by_size"][std::to_string(size_bin_begin(i))] = counts.by_size[i];
  }
  const auto cut = [&](const std::string& text) { return cut_to(text, room.bytes); };
  json["errors_by_kind"] = kinds_json(counts.error_kinds, room);
  json["errors"] = list_json(counts.errors, room, [&](const FailedDocument& failed) {
    return Json{
        {"name", cut(failed.name)}, {"kind", cut(failed.kind)}, {"message", cut(failed.message)}};
  });
  json["fault_count"] = counts.fault_count;
  json["faults"] = list_json(counts.faults, room, [&](const ArchiveFault& fault) {
    return Json{
        {"archive", cut(fault.archive)}, {"offset", fault.offset}, {"message", cut(fault.message)}};
  });
  json["passed_over"] = kinds_json(counts.passed_over, room);
  json["slowest"] = list_json(counts.slowest, room, [&](const SlowDocument& slow) {
    Json one{{"name", cut(slow.name)},
             {"bytes_in", slow.bytes_in},
             {"seconds", milliseconds(slow.seconds)}};
    if (slow.work > 0) one["work"] = slow.work;
    return one;
  });
  return json;
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// --- reading: what is not what it should be counts as missing ---

uint64_t number_at(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_number_unsigned() ? at->get<uint64_t>() : 0;
}

double seconds_at(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_number() ? std::max(0.0, at->get<double>()) : 0;
}

std::string text_at(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

// Calls `take(object)` for at most `most` of a list.
template <typename Take>
void read_list(const Json& json, const char* key, size_t most, Take take) {
  const auto list = json.find(key);
  if (list == json.end() || !list->is_array()) return;
  for (const Json& one : *list) {
    if (most-- == 0) return;
    if (one.is_object()) take(one);
  }
}

// Calls `take(key, number)` for all of an object.
template <typename Take>
void read_counts(const Json& json, const char* key, Take take) {
  const auto counts = json.find(key);
  if (counts == json.end() || !counts->is_object()) return;
  for (const auto& [name, count] : counts->items()) {
    if (count.is_number_unsigned()) take(name, count.template get<uint64_t>());
  }
}

void read_kinds(const Json& json, const char* key, KindCounts* kinds) {
  read_counts(json, key, [&](const std::string& kind, uint64_t count) {
    if (kind == "others") {
      kinds->add_others(count);
    } else {
      kinds->add(kind, count);
    }
  });
}

void read_histograms(const Json& json, SummaryCounts* counts) {
  const auto shares = json.find("by_share_removed");
  if (shares != json.end() && shares->is_array()) {
    for (size_t i = 0; i < std::min(shares->size(), counts->by_share.size()); ++i) {
      if ((*shares)[i].is_number_unsigned()) counts->by_share[i] = (*shares)[i].get<uint64_t>();
    }
  }
  read_counts(json, "by_size", [&](const std::string& begin, uint64_t count) {
    for (size_t i = 0; i < counts->by_size.size(); ++i) {
      if (std::to_string(size_bin_begin(i)) == begin) counts->by_size[i] += count;
    }
  });
}

}  // namespace

std::string Summary::to_json(size_t most_bytes) const {
  std::string text = dump(summary_json(counts_, {}));
  // Each step halves what is listed; the last one lists nothing and is all counts.
  for (Room room{32, 160}; text.size() > std::max(most_bytes, kLeast); room.entries /= 2) {
    text = dump(summary_json(counts_, room));
    if (room.entries == 0) break;
  }
  return text;
}

Result<Summary> Summary::from_json(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("cleaned") || !json.contains("by_share_removed")) {
    return Error{"not a summary of a run"};
  }
  Summary summary;
  SummaryCounts& counts = summary.counts_;
  counts.cleaned = number_at(json, "cleaned");
  counts.failed = number_at(json, "failed");
  counts.unchanged = number_at(json, "unchanged");
  counts.without_text = number_at(json, "without_text");
  counts.bytes_in = number_at(json, "bytes_in");
  counts.bytes_out = number_at(json, "bytes_out");
  counts.bytes_failed = number_at(json, "bytes_failed");
  counts.chars_kept = number_at(json, "chars_kept");
  counts.seconds = seconds_at(json, "seconds");
  counts.elapsed = seconds_at(json, "elapsed");
  counts.runs = number_at(json, "runs");
  counts.fault_count = number_at(json, "fault_count");
  read_counts(json, "removed_by_category", [&](const std::string& name, uint64_t chars) {
    if (const auto category = category_named(name)) {
      counts.chars_removed[static_cast<size_t>(*category)] = chars;
    }
  });
  read_histograms(json, &counts);
  read_kinds(json, "errors_by_kind", &counts.error_kinds);
  read_kinds(json, "passed_over", &counts.passed_over);
  read_list(json, "errors", kErrors, [&](const Json& one) {
    counts.errors.push_back({text_at(one, "name"), text_at(one, "kind"), text_at(one, "message")});
  });
  read_list(json, "faults", kFaults, [&](const Json& one) {
    counts.faults.push_back(
        {text_at(one, "archive"), number_at(one, "offset"), text_at(one, "message")});
  });
  read_list(json, "slowest", kSlowest, [&](const Json& one) {
    counts.slowest.push_back({text_at(one, "name"), number_at(one, "bytes_in"),
                              seconds_at(one, "seconds"), number_at(one, "work")});
  });
  return summary;
}

}  // namespace dehusk
