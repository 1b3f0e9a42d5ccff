#include "batch/resume_state.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "batch/file_io.h"

namespace dehusk {
namespace {

using Json = nlohmann::ordered_json;

constexpr uint64_t kFormat = 1;

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// Reads the fields of one line. What is missing or of another kind makes the line none.
class Fields {
 public:
  explicit Fields(std::string_view line)
      : json_(Json::parse(line, nullptr, /*allow_exceptions=*/false)) {
    is_good_ = json_.is_object();
  }

  bool is_good() const { return is_good_; }
  bool has(const char* name) const { return is_good_ && json_.contains(name); }

  std::string text(const char* name) { return text_of(field(name)); }
  uint64_t number(const char* name) { return number_of(field(name)); }
  bool truth(const char* name) {
    const Json* value = field(name);
    return value != nullptr && value->is_boolean() ? value->get<bool>() : bad(false);
  }

  std::vector<uint64_t> numbers(const char* name) {
    std::vector<uint64_t> numbers;
    for (const Json& item : array(name)) numbers.push_back(number_of(&item));
    return numbers;
  }

  Position position(const char* name) {
    const std::vector<uint64_t> parts = numbers(name);
    if (parts.size() != 4) return bad(Position{});
    return {parts[0], parts[1], parts[2], parts[3]};
  }

  void inputs(const char* name, Checkpoint* point) {
    const Json& pair = array(name);
    is_good_ = is_good_ && pair.size() == 2;
    if (!is_good_) return;
    point->inputs = number_of(&pair[0]);
    point->inputs_hash = text_of(&pair[1]);
  }

  Fingerprint::Parts parts(const char* name) {
    Fingerprint::Parts parts;
    const Json* object = field(name);
    if (object == nullptr || !object->is_object()) return bad(parts);
    for (const auto& item : object->items()) parts[item.key()] = text_of(&item.value());
    return parts;
  }

 private:
  template <typename T>
  T bad(T value) {
    is_good_ = false;
    return value;
  }
  const Json* field(const char* name) {
    return has(name) ? &json_[name] : bad<const Json*>(nullptr);
  }
  const Json& array(const char* name) {
    static const Json kNone = Json::array();
    const Json* value = field(name);
    if (value != nullptr && value->is_array()) return *value;
    return bad<const Json&>(kNone);
  }
  std::string text_of(const Json* value) {
    if (value != nullptr && value->is_string()) return value->get<std::string>();
    return bad(std::string());
  }
  uint64_t number_of(const Json* value) {
    if (value != nullptr && value->is_number_unsigned()) return value->get<uint64_t>();
    return bad(uint64_t{0});
  }

  Json json_;
  bool is_good_ = false;
};

std::optional<ResumeHeader> read_header(std::string_view line) {
  Fields fields(line);
  ResumeHeader header;
  if (fields.number("dehusk") != kFormat) return std::nullopt;
  header.fingerprint = fields.text("fingerprint");
  header.parts = fields.parts("parts");
  header.shards = fields.number("shards");
  header.is_sized = fields.truth("sized");
  return fields.is_good() ? std::optional(header) : std::nullopt;
}

std::optional<Checkpoint> read_checkpoint(std::string_view line) {
  Fields fields(line);
  Checkpoint point;
  point.at = fields.position("at");
  point.documents = fields.number("documents");
  fields.inputs("inputs", &point);
  point.sizes = fields.numbers("sizes");
  if (fields.has("shard")) point.shard = fields.number("shard");
  if (fields.has("filled")) point.filled = fields.number("filled");
  if (fields.has("added")) point.added = fields.number("added");
  if (fields.has("sealed")) point.sealed = fields.number("sealed");
  if (fields.has("boot")) point.boot = fields.text("boot");
  if (fields.has("note")) point.note = fields.text("note");
  if (fields.has("whole")) point.whole = fields.truth("whole");
  return fields.is_good() ? std::optional(point) : std::nullopt;
}

// The first n inputs as they are now, for each n from 0 to `most`; up to one that is read but once.
std::vector<InputChain> chains_now(const ResumeQuestion& question, uint64_t most) {
  std::vector<InputChain> chains(1);
  while (chains.size() <= std::min(most, question.inputs) && !chains.back().hex().empty()) {
    InputChain chain = chains.back();
    chain.add(question.stamp(chain.count()));
    chains.push_back(chain);
  }
  return chains;
}

}  // namespace

std::string header_line(const ResumeHeader& header) {
  Json json;
  json["dehusk"] = kFormat;
  json["fingerprint"] = header.fingerprint;
  json["parts"] = header.parts;
  json["shards"] = header.shards;
  json["sized"] = header.is_sized;
  return dump(json);
}

std::string checkpoint_line(const Checkpoint& point) {
  Json json;
  json["at"] = {point.at.input, point.at.items, point.at.offset, point.at.offset_items};
  json["documents"] = point.documents;
  json["inputs"] = Json::array({point.inputs, point.inputs_hash});
  json["sizes"] = point.sizes;
  if (point.shard > 0) json["shard"] = point.shard;
  if (point.filled > 0) json["filled"] = point.filled;
  if (point.added > 0) json["added"] = point.added;
  if (point.sealed) json["sealed"] = *point.sealed;
  if (point.whole) json["whole"] = true;
  if (!point.boot.empty()) json["boot"] = point.boot;
  if (!point.note.empty()) json["note"] = point.note;
  return dump(json);
}

ResumeState read_resume_state(std::string_view text) {
  ResumeState state;
  size_t begin = 0;
  for (size_t end; (end = text.find('\n', begin)) != std::string_view::npos; begin = end + 1) {
    const std::string_view line = text.substr(begin, end - begin);
    if (!state.header) {
      state.header = read_header(line);
      if (!state.header) break;
      continue;
    }
    std::optional<Checkpoint> point = read_checkpoint(line);
    if (!point) break;
    state.points.push_back(std::move(*point));
    state.ends.push_back(end + 1);
  }
  return state;
}

ResumeChoice find_resume_point(const ResumeState& state, const ResumeQuestion& question) {
  ResumeChoice choice;
  if (!state.header) return choice;
  if (state.header->fingerprint != question.fingerprint->hex()) {
    const std::string parts = differing_parts(state.header->parts, question.fingerprint->parts());
    choice.why = (parts.empty() ? "what decides the output" : parts) + " changed";
    return choice;
  }
  uint64_t most = 0;
  for (const Checkpoint& point : state.points) most = std::max(most, point.inputs);
  const std::vector<InputChain> chains = chains_now(question, most);
  for (size_t i = state.points.size(); i-- > 0;) {
    const Checkpoint& point = state.points[i];
    std::string why;
    if (point.inputs >= chains.size() || point.inputs_hash.empty() ||
        chains[point.inputs].hex() != point.inputs_hash) {
      why = "inputs changed";
    } else if (point.whole && point.inputs != question.inputs) {
      why = "inputs were added";
    } else if (!point.boot.empty() && point.boot != question.boot) {
      why = "the machine was started anew";
    } else if (!question.files_are_there(i)) {
      why = "what was written is not there any more";
    } else {
      choice.point = i;
      choice.inputs = chains[point.inputs];
      return choice;
    }
    if (choice.why.empty()) choice.why = why;
  }
  return choice;
}

std::string boot_mark() {
  const Result<Bytes> id = read_file("/proc/sys/kernel/random/boot_id", 1 << 10);
  RowHash hash;
  hash.add(id ? id->view() : "");
  return hash.hex().substr(0, 8);
}

}  // namespace dehusk
