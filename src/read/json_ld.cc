#include "read/json_ld.h"

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "doc/attributes.h"

namespace dehusk {
namespace {

namespace dom = simdjson::dom;

// --- the script ----------------------------------------------------------------------------------

/// The JSON in a script, without <!-- --> or CDATA, which old tools put around it, and a semicolon.
std::string_view unwrap(std::string_view script) {
  constexpr std::string_view kCdata = "<![CDATA[";
  const size_t value = std::min(script.find('{'), script.size());
  const size_t cdata = script.substr(0, value).find(kCdata);
  if (cdata != script.npos) script.remove_prefix(cdata + kCdata.size());
  const size_t begin = std::min(script.find_first_of("{["), script.size());
  script.remove_prefix(begin);
  if (cdata != script.npos) script = script.substr(0, script.rfind("]]>"));
  return script.substr(0, script.find_last_of("}]") + 1);
}

/// simdjson reads beyond the end, and takes no control characters in strings.
std::string padded(std::string_view json) {
  std::string out;
  out.reserve(json.size() + simdjson::SIMDJSON_PADDING);
  out = json;
  for (char& c : out) c = static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  return out;
}

// --- values --------------------------------------------------------------------------------------

/// A string, or the first in a list, or the @value of an object.
std::string_view string_in(dom::element value) {
  dom::array list;
  if (value.get(list) == simdjson::SUCCESS && list.begin() != list.end()) value = *list.begin();
  dom::element inner;
  if (value.is_object() && value["@value"].get(inner) == simdjson::SUCCESS) value = inner;
  std::string_view text;
  return value.get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

std::string_view field(dom::object object, std::string_view name) {
  dom::element value;
  return object[name].get(value) == simdjson::SUCCESS ? string_in(value) : std::string_view{};
}

std::string_view first_field(dom::object object, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const std::string_view text = field(object, name); !text.empty()) return text;
  }
  return {};
}

bool ends_ignoring_case(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         equals_ignoring_case(text.substr(text.size() - end.size()), end);
}

enum class Type { other, article, page, qa_page, question, site };

Type type_named(std::string_view name) {
  name.remove_prefix(name.find_last_of("/:#") + 1);
  const auto is = [&](std::string_view end) { return ends_ignoring_case(name, end); };
  if (is("QAPage")) return Type::qa_page;
  if (is("Page")) return Type::page;
  if (is("WebSite")) return Type::site;
  if (is("Question")) return Type::question;
  if (is("JobPosting")) return Type::other;
  const bool article =
      is("Article") || is("Posting") || is("Report") || is("Recipe") || is("HowTo");
  return article ? Type::article : Type::other;
}

Type type_of(dom::object object) {
  dom::element type;
  if (object["@type"].get(type) != simdjson::SUCCESS) return Type::other;
  dom::array list;
  if (type.get(list) != simdjson::SUCCESS) return type_named(string_in(type));
  for (const dom::element name : list) {
    if (const Type found = type_named(string_in(name)); found != Type::other) return found;
  }
  return Type::other;
}

// --- the graph -----------------------------------------------------------------------------------

struct Node {
  dom::object object;
  Type type;
};

class Graph {
 public:
  explicit Graph(dom::element root) {
    add(root, /*parent=*/Type::other);
    // Grows on the way.
    for (size_t i = 0; i < nodes_.size(); ++i) {
      const Node node = nodes_[i];
      dom::element inner;
      for (const std::string_view name : {"@graph", "mainEntity", "mainEntityOfPage"}) {
        if (node.object[name].get(inner) == simdjson::SUCCESS) add(inner, node.type);
      }
      const std::string_view id = field(node.object, "@id");
      const std::string_view name = field(node.object, "name");
      if (!id.empty() && !name.empty()) named_.try_emplace(id, name);
    }
  }

  void read(LinkedData* data) const {
    for (const Node& node : nodes_) {
      if (node.type == Type::article) data->articles.push_back(item(node.object));
      if (node.type == Type::page || node.type == Type::qa_page) {
        data->pages.push_back(item(node.object));
      }
      if (node.type == Type::site && data->site_name.empty()) {
        data->site_name = field(node.object, "name");
      }
    }
  }

 private:
  void add(dom::element value, Type parent) {
    dom::array list;
    dom::object object;
    if (value.get(list) == simdjson::SUCCESS) {
      for (const dom::element entry : list) {
        if (entry.is_object()) add(entry, Type::other);
      }
    } else if (value.get(object) == simdjson::SUCCESS) {
      const Type type = type_of(object);
      const bool asked = type == Type::question && parent == Type::qa_page;
      nodes_.push_back({object, asked ? Type::article : type});
    }
  }

  /// The name of a person or an organization; empty for none, and for an address instead of one.
  std::string_view name_in(dom::element value) const {
    dom::object object;
    std::string_view name;
    if (value.get(object) == simdjson::SUCCESS) {
      name = field(object, "name");
      if (name.empty()) {
        const auto found = named_.find(field(object, "@id"));
        if (found != named_.end()) name = found->second;
      }
    } else {
      name = string_in(value);
    }
    return name.find("://") == name.npos ? name : std::string_view{};
  }

  std::string names_in(dom::object object, std::string_view key) const {
    dom::element value;
    if (object[key].get(value) != simdjson::SUCCESS) return {};
    dom::array list;
    if (value.get(list) != simdjson::SUCCESS) return std::string(name_in(value));
    std::string names;
    std::vector<std::string_view> seen;
    for (const dom::element entry : list) {
      const std::string_view name = name_in(entry);
      if (name.empty() || std::find(seen.begin(), seen.end(), name) != seen.end()) continue;
      seen.push_back(name);
      if (!names.empty()) names += ", ";
      names += name;
      constexpr size_t kMost = 100;
      if (seen.size() == kMost) break;
    }
    return names;
  }

  LinkedItem item(dom::object object) const {
    LinkedItem item;
    item.title = first_field(object, {"headline", "name"});
    item.author = names_in(object, "author");
    if (item.author.empty()) item.author = names_in(object, "creator");
    item.published = first_field(object, {"datePublished", "dateCreated"});
    item.modified = field(object, "dateModified");
    item.description = field(object, "description");
    item.language = first_field(object, {"inLanguage"});
    item.url = first_field(object, {"url", "mainEntityOfPage", "@id"});
    dom::object page;
    if (item.url.empty() && object["mainEntityOfPage"].get(page) == simdjson::SUCCESS) {
      item.url = field(page, "@id");
    }
    item.site_name = names_in(object, "publisher");
    return item;
  }

  std::vector<Node> nodes_;
  std::unordered_map<std::string_view, std::string_view> named_;  ///< by @id
};

}  // namespace

bool read_json_ld(std::string_view script, LinkedData* data) {
  if (script.find_first_not_of(" \t\n\f\r") == script.npos) return true;
  const std::string_view json = unwrap(script);
  if (json.empty()) return false;
  const std::string buffer = padded(json);
  dom::parser parser;
  dom::element root;
  if (parser.parse(buffer.data(), buffer.size(), /*realloc_if_needed=*/false).get(root) !=
      simdjson::SUCCESS) {
    return false;
  }
  Graph(root).read(data);
  return true;
}

}  // namespace dehusk
