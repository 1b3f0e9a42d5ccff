#include "batch/json_line.h"

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <algorithm>
#include <charconv>

#include "batch/faults.h"

namespace dehusk {
namespace {

namespace dom = simdjson::dom;

// One for each thread: it keeps memory for the largest line.
dom::parser& line_parser() {
  thread_local dom::parser parser;
  return parser;
}

Error no_object(const std::string& why) { return damage("no JSON object: " + why); }

// The fields of an object as they are written. The line is sound JSON: nothing is checked.
class WrittenFields {
 public:
  explicit WrittenFields(std::string_view object) : rest_(object) { rest_.remove_prefix(rest_.find('{') + 1); }

  // Takes `"name"` and its value.
  void take(std::string_view* name, std::string_view* value) {
    const size_t begin = rest_.find('"');
    const size_t end = end_of_string(begin);
    *name = rest_.substr(begin, end - begin);
    rest_.remove_prefix(rest_.find(':', end) + 1);
    rest_.remove_prefix(rest_.find_first_not_of(" \t\r\n"));
    const size_t length = end_of_value();
    *value = rest_.substr(0, length);
    while (!value->empty() && static_cast<unsigned char>(value->back()) <= ' ') value->remove_suffix(1);
    rest_.remove_prefix(length);
  }

 private:
  size_t end_of_string(size_t begin) const {
    for (size_t at = begin + 1;; ++at) {
      at = rest_.find('"', at);
      size_t slashes = 0;
      while (rest_[at - 1 - slashes] == '\\') ++slashes;
      if (slashes % 2 == 0) return at + 1;
    }
  }

  size_t end_of_value() const {
    size_t depth = 0;
    for (size_t at = 0;; ++at) {
      switch (rest_[at]) {
        case '"': at = end_of_string(at) - 1; break;
        case '{':
        case '[': ++depth; break;
        case '}':
        case ']':
          if (depth == 0) return at;
          --depth;
          break;
        case ',':
          if (depth == 0) return at;
          break;
        default: break;
      }
    }
  }

  std::string_view rest_;
};

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

// The value of four hexadecimal digits; 0 where there are none.
unsigned hex_at(std::string_view text, size_t at) {
  unsigned value = 0;
  const std::string_view digits = text.substr(std::min(at, text.size()), 4);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return digits.size() == 4 && error == std::errc() && end == digits.data() + 4 ? value : 0;
}

// Half a surrogate pair, as scripts write it that cut strings in two, is no character: U+FFFD. Goes behind the
// escape at `at`.
size_t mend_escape(std::string* text, size_t at) {
  if (text->compare(at + 1, 1, "u") != 0) return at + 2;
  const unsigned unit = hex_at(*text, at + 2);
  const bool is_pair = unit >= 0xD800 && unit < 0xDC00 && text->compare(at + 6, 2, "\\u") == 0 &&
                       hex_at(*text, at + 8) >= 0xDC00 && hex_at(*text, at + 8) < 0xE000;
  if (unit >= 0xD800 && unit < 0xE000 && !is_pair) text->replace(at + 2, 4, "FFFD");
  return at + (is_pair ? 12 : 6);
}

// The size of the JSON number that stands at `at`, 0 where none does.
size_t size_of_number(std::string_view text, size_t at) {
  const size_t begin = at;
  const auto digits = [&] {
    const size_t first = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - first;
  };
  const auto take = [&](std::string_view any) {
    const bool is_one = at < text.size() && any.find(text[at]) != std::string_view::npos;
    at += is_one ? 1 : 0;
    return is_one;
  };
  take("-");
  const bool is_zero = at < text.size() && text[at] == '0';
  const size_t whole = digits();
  if (whole == 0 || (is_zero && whole > 1)) return 0;
  if (take(".") && digits() == 0) return 0;
  if (take("eE")) {
    take("+-");
    if (digits() == 0) return 0;
  }
  return at - begin;
}

// A line of the same length that simdjson reads where it finds fault with what JSON allows, or many write: halves of
// surrogate pairs, numbers beyond 64 bits (0 takes their place; what is passed on is what was written).
std::string mended(std::string_view line) {
  std::string out(line);
  bool in_string = false;
  for (size_t at = 0; at < out.size();) {
    const char c = out[at];
    if (in_string && c == '\\') {
      at = mend_escape(&out, at);
      continue;
    }
    if (c == '"') in_string = !in_string;
    const size_t number = in_string || (c != '-' && (c < '0' || c > '9')) ? 0 : size_of_number(out, at);
    if (number > 0) out.replace(at, number, "0" + std::string(number - 1, ' '));
    at += std::max<size_t>(number, 1);
  }
  return out;
}

// Parses a line, mended where it must be: `held` then keeps it until the next call.
simdjson::error_code parse(std::string_view line, std::string* held, dom::element* root) {
  simdjson::error_code code = line_parser().parse(line.data(), line.size()).get(*root);
  if (code == simdjson::SUCCESS || code == simdjson::UTF8_ERROR || code == simdjson::CAPACITY) return code;
  *held = mended(line);
  if (*held == line) return code;
  return line_parser().parse(held->data(), held->size()).get(*root);
}

}  // namespace

bool is_json_object(std::string_view line) {
  dom::element root;
  std::string held;
  return parse(line, &held, &root) == simdjson::SUCCESS && root.is_object();
}

Result<JsonLine> parse_json_line(std::string_view line, const JsonFields& fields) {
  JsonLine out;
  std::string held;
  dom::element root;
  dom::object object;
  const simdjson::error_code code = parse(line, &held, &root);
  if (code != simdjson::SUCCESS) return no_object(simdjson::error_message(code));
  if (root.get(object) != simdjson::SUCCESS) return no_object("something else");
  std::string_view text;
  std::string_view html;
  WrittenFields written(line);
  for (const dom::key_value_pair field : object) {
    std::string_view name;
    std::string_view value;
    written.take(&name, &value);
    const Taken role = role_of(field.key, fields);
    std::string_view content;
    const bool is_string = field.value.get(content) == simdjson::SUCCESS;
    if (role == Taken::html && is_string) {
      html = content;
      out.is_html = true;
      continue;
    }
    if (role == Taken::text && is_string) {
      text = content;
      out.is_text = true;
      continue;
    }
    if (role != Taken::other && field.value.is_null()) continue;
    if (is_string && field.key == (fields.url.empty() ? "url" : std::string_view(fields.url))) out.url = content;
    if (field.key == (fields.id.empty() ? "id" : std::string_view(fields.id)) && !field.value.is_null()) {
      out.id = is_string ? content : value;
    }
    // These two are the record's own.
    if (field.key == std::string_view("text") || field.key == std::string_view("stats")) continue;
    if (!out.others.empty()) out.others += ',';
    out.others += name;
    out.others += ':';
    out.others += value;
    out.other_names.emplace_back(field.key);
  }
  out.document = out.is_html ? html : text;
  out.is_text = out.is_text && !out.is_html;
  return out;
}

Error no_document(const JsonFields& fields) { return {"has no field " + wanted_names(fields) + " with a string"}; }

}  // namespace dehusk
