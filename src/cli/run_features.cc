// dehusk features [FILE...]: what the article model and `when` measure, as JSONL for training.
#include <unistd.h>

#include <charconv>
#include <iostream>
#include <nlohmann/json.hpp>

#include "batch/file_io.h"
#include "batch/inputs.h"
#include "batch/read_document.h"
#include "cli/commands.h"
#include "cli/print.h"
#include "cli/rule_files.h"

namespace dehusk {
namespace {

std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void append_number(double number, std::string* out) {
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof(buffer), static_cast<float>(number));
  out->append(buffer, error == std::errc() ? end : buffer);
}

// A line that names the columns, then a line a row.
std::string records(const Measured& measured, const std::string& path) {
  std::string out = "{\"path\":" + quoted(path) + ",\"as\":\"" + (measured.is_page ? "html" : "text") +
                    "\",\"rows\":" + std::to_string(measured.rows.size()) + ",\"features\":[";
  for (size_t f = 0; f < measured.table.features(); ++f) {
    out += (f == 0 ? "\"" : ",\"") + std::string(kFeatures[f].name) + "\"";
  }
  out += "]}\n";
  for (uint32_t row = 0; row < measured.rows.size(); ++row) {
    const Measured::Row& what = measured.rows[row];
    out += "{\"line\":" + std::to_string(what.line) + ",\"text\":" + quoted(what.text) + ",\"removed\":";
    append_number(what.removed, &out);
    out += ",\"score\":";
    append_number(what.score, &out);
    out += ",\"values\":[";
    for (size_t f = 0; f < measured.table.features(); ++f) {
      if (f > 0) out += ',';
      append_number(measured.table.at(f, row), &out);
    }
    out += "]}\n";
  }
  return out;
}

// The table of all features, for people.
std::string list_features() {
  std::string out;
  for (size_t f = 0; f < kFeatureCount; ++f) {
    const FeatureInfo& info = kFeatures[f];
    std::string name(info.name);
    name.resize(std::max<size_t>(name.size() + 1, 20), ' ');
    std::string unit(info.unit);
    unit.resize(std::max<size_t>(unit.size() + 1, 12), ' ');
    out += name + (f < kTextFeatures ? "text,page  " : "page       ") + unit + std::string(info.meaning) + "\n";
  }
  return out;
}

}  // namespace

int run_features(const Options& options) {
  if (options.format == "list") return print(list_features(), kDone);
  std::shared_ptr<const RuleSet> rules = load_rules_or_report(options.rules);
  if (!rules || !packs_are_known(options.clean.use, *rules)) return kNothingRun;
  Cleaner cleaner(std::move(rules), options.clean);
  const Inputs inputs = list_inputs(input_query(options));
  int code = kDone;
  const auto complain = [&](const std::string& message) {
    std::cerr << "dehusk: " << message << "\n";
    code = kSomeFailed;
  };
  for (const std::string& fault : inputs.faults) complain(fault);
  for (const Input& input : inputs.found) {
    const std::string name = input.path == "-" ? "standard input" : input.path;
    const uint64_t most = options.clean.max_bytes;
    const Result<Bytes> bytes = read_document(input, most);
    if (!bytes) {
      complain(name + ": " + bytes.error().message);
      continue;
    }
    const Result<Measured> measured = cleaner.measure(bytes->view(), {.url = options.url});
    if (!measured) {
      complain(name + ": " + measured.error().message);
      continue;
    }
    const Written written = write_descriptor(STDOUT_FILENO, records(*measured, input.path));
    if (written.status == WriteStatus::done) continue;
    if (written.status == WriteStatus::failed) complain("standard output: " + written.message);
    break;
  }
  return code;
}

}  // namespace dehusk
