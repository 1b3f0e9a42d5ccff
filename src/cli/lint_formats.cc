#include "cli/lint_formats.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#ifndef DEHUSK_VERSION
#define DEHUSK_VERSION "0"
#endif

namespace dehusk {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kFormats[] = {"text", "json", "sarif", "github"};

std::string_view severity(Code code) { return is_error(code) ? "error" : "warning"; }

// Paths and messages may hold bytes that are no UTF-8: those become U+FFFD.
std::string dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string count_of(size_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

std::string text_report(const Diagnostics& faults, size_t files) {
  std::string out;
  for (const Diagnostic& fault : faults) out += format_diagnostic(fault);
  const auto errors = static_cast<size_t>(std::count_if(
      faults.begin(), faults.end(), [](const Diagnostic& fault) { return is_error(fault.code); }));
  return out + count_of(errors, "error") + ", " + count_of(faults.size() - errors, "warning") +
         " in " + count_of(files, "file") + "\n";
}

std::string json_report(const Diagnostics& faults) {
  Json all = Json::array();
  for (const Diagnostic& fault : faults) {
    all.push_back({{"path", fault.path},
                   {"line", fault.place.line},
                   {"column", fault.place.column},
                   {"code", name_of(fault.code)},
                   {"severity", severity(fault.code)},
                   {"message", fault.message},
                   {"label", fault.label}});
  }
  return dump(all);
}

// A path as a URI reference (RFC 3986): relative stays relative.
std::string uri_of(std::string_view path) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const auto byte = static_cast<uint8_t>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      uri += c;
    } else {
      uri += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return uri;
}

Json sarif_rules() {
  Json rules = Json::array();
  for (const Code code : all_codes()) {
    rules.push_back({{"id", name_of(code)},
                     {"shortDescription", {{"text", meaning_of(code)}}},
                     {"defaultConfiguration", {{"level", severity(code)}}}});
  }
  return rules;
}

Json sarif_result(const Diagnostic& fault) {
  Json place = {{"artifactLocation", {{"uri", uri_of(fault.path)}}}};
  if (fault.place.line > 0) {
    place["region"] = {{"startLine", fault.place.line}, {"startColumn", fault.place.column}};
  }
  return {{"ruleId", name_of(fault.code)},
          {"level", severity(fault.code)},
          {"message", {{"text", fault.message}}},
          {"locations", Json::array({{{"physicalLocation", std::move(place)}}})}};
}

std::string sarif_report(const Diagnostics& faults) {
  Json results = Json::array();
  for (const Diagnostic& fault : faults) results.push_back(sarif_result(fault));
  const Json driver = {
      {"name", "dehusk"}, {"version", DEHUSK_VERSION}, {"rules", sarif_rules()}};
  const Json run = {{"tool", {{"driver", driver}}},
                    {"columnKind", "unicodeCodePoints"},
                    {"results", std::move(results)}};
  return dump({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
               {"version", "2.1.0"},
               {"runs", Json::array({run})}});
}

// Workflow commands end at the line's end; in properties ':' and ',' mean something too.
std::string escape_github(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) == std::string_view::npos) {
      out += c;
      continue;
    }
    switch (c) {
      case '%': out += "%25"; break;
      case '\r': out += "%0D"; break;
      case '\n': out += "%0A"; break;
      case ':': out += "%3A"; break;
      default: out += "%2C";
    }
  }
  return out;
}

std::string github_report(const Diagnostics& faults) {
  std::string out;
  for (const Diagnostic& fault : faults) {
    out += "::" + std::string(severity(fault.code)) +
           " file=" + escape_github(fault.path, "%\r\n:,");
    if (fault.place.line > 0) {
      out += ",line=" + std::to_string(fault.place.line) +
             ",col=" + std::to_string(fault.place.column);
    }
    out += ",title=" + name_of(fault.code) + "::" + escape_github(fault.message, "%\r\n") + "\n";
  }
  return out;
}

}  // namespace

std::optional<LintFormat> lint_format_named(std::string_view name) {
  const auto* const found = std::find(std::begin(kFormats), std::end(kFormats), name);
  if (found == std::end(kFormats)) return std::nullopt;
  return static_cast<LintFormat>(found - std::begin(kFormats));
}

std::string lint_report(const Diagnostics& faults, size_t files, LintFormat format) {
  switch (format) {
    case LintFormat::text: return text_report(faults, files);
    case LintFormat::json: return json_report(faults);
    case LintFormat::sarif: return sarif_report(faults);
    case LintFormat::github: return github_report(faults);
  }
  return "";
}

std::string code_list() {
  std::string out;
  for (const Code code : all_codes()) {
    out += name_of(code) + (is_error(code) ? "  error    " : "  warning  ") +
           std::string(meaning_of(code)) + "\n";
  }
  return out;
}

}  // namespace dehusk
