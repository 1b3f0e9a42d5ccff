#include "batch/json_line.h"

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <algorithm>

namespace dehusk {
namespace {

namespace ondemand = simdjson::ondemand;

// One for each thread: they keep memory for the largest line.
ondemand::parser& line_parser() {
  thread_local ondemand::parser parser;
  return parser;
}
simdjson::dom::parser& value_parser() {
  thread_local simdjson::dom::parser parser;
  return parser;
}

Error damaged(simdjson::error_code code) {
  return Error{std::string("no JSON object: ") + simdjson::error_message(code)};
}

// Fields are passed over unread at first: what goes into another file must be sound.
bool is_sound(const std::string& object) {
  simdjson::dom::element ignored;
  const simdjson::error_code code = value_parser().parse(object).get(ignored);
  return code == simdjson::SUCCESS || code == simdjson::BIGINT_ERROR;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

enum class Taken : uint8_t { other, html, text };

// What a field is to us.
Taken role_of(std::string_view name, const JsonFields& fields) {
  if (name == (fields.html.empty() ? "html" : std::string_view(fields.html)) && (!fields.html.empty() || fields.text.empty())) {
    return Taken::html;
  }
  if (name == (fields.text.empty() ? "text" : std::string_view(fields.text)) && (!fields.text.empty() || fields.html.empty())) {
    return Taken::text;
  }
  return Taken::other;
}

std::string wanted_names(const JsonFields& fields) {
  if (!fields.html.empty() && !fields.text.empty()) return "'" + fields.html + "' or '" + fields.text + "'";
  if (!fields.html.empty()) return "'" + fields.html + "'";
  if (!fields.text.empty()) return "'" + fields.text + "'";
  return "'html' or 'text' (--html-field and --text-field name others)";
}

}  // namespace

bool is_json_object(std::string_view line) {
  simdjson::dom::element value;
  const simdjson::error_code code = value_parser().parse(line.data(), line.size()).get(value);
  return code == simdjson::BIGINT_ERROR || (code == simdjson::SUCCESS && value.is_object());
}

namespace {

// Half a surrogate pair, as scripts write it that cut strings in two, is no character: U+FFFD.
std::string mend_surrogates(std::string_view line) {
  std::string out(line);
  const auto hex = [&](size_t at) {
    unsigned value = 0;
    for (size_t i = at; i < at + 4; ++i) {
      const char c = i < out.size() ? out[i] : ' ';
      const int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
      if (digit < 0) return 0U;
      value = value * 16 + static_cast<unsigned>(digit);
    }
    return value;
  };
  for (size_t at = 0; at + 6 <= out.size(); ++at) {
    if (out[at] != '\\') continue;
    if (out[at + 1] != 'u') {
      ++at;
      continue;
    }
    const unsigned unit = hex(at + 2);
    const bool is_pair = unit >= 0xD800 && unit < 0xDC00 && out.compare(at + 6, 2, "\\u") == 0 &&
                         hex(at + 8) >= 0xDC00 && hex(at + 8) < 0xE000;
    if (unit >= 0xD800 && unit < 0xE000 && !is_pair) out.replace(at + 2, 4, "FFFD");
    at += is_pair ? 11 : 5;
  }
  return out;
}

Result<JsonLine> parse_sound_line(std::string_view line, const JsonFields& fields);

}  // namespace

Result<JsonLine> parse_json_line(std::string_view line, const JsonFields& fields) {
  Result<JsonLine> out = parse_sound_line(line, fields);
  if (out || line.find("\\u") == std::string_view::npos) return out;
  return parse_sound_line(mend_surrogates(line), fields);
}

namespace {

Result<JsonLine> parse_sound_line(std::string_view line, const JsonFields& fields) {
  JsonLine out;
  const simdjson::padded_string padded(line);
  ondemand::document document;
  if (const auto code = line_parser().iterate(padded).get(document)) return damaged(code);
  ondemand::object object;
  if (const auto code = document.get_object().get(object)) return damaged(code);
  std::string text;
  for (auto entry : object) {
    ondemand::field field;
    if (const auto code = std::move(entry).get(field)) return damaged(code);
    const std::string_view raw_name = trimmed(field.key_raw_json_token());
    std::string_view unescaped;
    if (const auto code = field.unescaped_key().get(unescaped)) return damaged(code);
    const std::string name(unescaped);
    ondemand::value value = field.value();
    ondemand::json_type type{};
    if (const auto code = value.type().get(type)) return damaged(code);
    const Taken role = role_of(name, fields);
    if (role != Taken::other && type == ondemand::json_type::string) {
      std::string_view content;
      if (const auto code = value.get_string().get(content)) return damaged(code);
      bool& has = role == Taken::html ? out.is_html : out.is_text;
      (role == Taken::html ? out.document : text) = content;
      has = true;
      continue;
    }
    if (role != Taken::other && type == ondemand::json_type::null) continue;
    const bool is_url = name == (fields.url.empty() ? "url" : fields.url);
    const bool is_id = name == (fields.id.empty() ? "id" : fields.id);
    std::string raw;
    if (type == ondemand::json_type::string && (is_url || is_id)) {
      raw = trimmed(value.raw_json_token());
      std::string_view content;
      if (const auto code = value.get_string().get(content)) return damaged(code);
      (is_url ? out.url : out.id) = content;
    } else {
      std::string_view token;
      if (type == ondemand::json_type::object || type == ondemand::json_type::array) {
        const auto code = type == ondemand::json_type::object ? value.get_object().raw_json().get(token)
                                                             : value.get_array().raw_json().get(token);
        if (code) return damaged(code);
      } else {
        token = value.raw_json_token();
      }
      raw = trimmed(token);
    }
    if (!out.others.empty()) out.others += ',';
    out.others += raw_name;
    out.others += ':';
    out.others += raw;
    out.other_names.push_back(name);
  }
  if (!document.at_end()) return Error{"no JSON object: something stands behind it"};
  if (!is_sound("{" + out.others + "}")) return Error{"no JSON object: one of its values is none"};
  if (!out.is_html && !out.is_text) return Error{"has no field " + wanted_names(fields) + " with a string"};
  if (out.is_html) {
    out.is_text = false;
  } else {
    out.document = std::move(text);
  }
  return out;
}

}  // namespace
}  // namespace dehusk
