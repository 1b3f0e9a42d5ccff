#include "rule/toml_reader.h"

#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>

#include "rule/faults.h"
#include "rule/value_syntax.h"

namespace dehusk {
namespace {

using Keys = std::vector<std::string_view>;

Place place_of(const toml::source_region& region) {
  return {region.begin.line, region.begin.column};
}
Place place_of(const toml::node& node) { return place_of(node.source()); }

const Keys kTop = {"name", "about", "use", "sites", "article", "patterns", "remove",
                   "keep", "score", "override", "guard", "test"};
const Keys kRuleKeys = {"id",   "about", "category", "level", "line", "group", "repeat",
                        "span", "select", "when",    "to",    "until", "at",   "unless",
                        "limit", "sites", "add"};
const Keys kOverrideKeys = {"id", "enabled", "level", "limit", "unless"};
const Keys kGuardKeys = {"max_removed", "min_kept"};
const Keys kTestKeys = {"name", "input", "input_file", "as", "url", "want", "unchanged",
                        "contains", "absent", "fires", "meta", "level", "guard"};
const Keys kLevelNames = {"safe", "normal", "aggressive"};
const Keys kMetaKeys = {"published", "author", "title", "source"};

class TomlReader {
 public:
  TomlReader(RuleFile* file, Faults* faults) : file_(*file), faults_(*faults) {}

  void read(const toml::table& root) {
    header(root);
    if (const toml::node* node = root.get("patterns")) patterns(*node);
    each_table(root, "remove", [&](const toml::table& t) { rule(t, RuleKind::remove); });
    each_table(root, "keep", [&](const toml::table& t) { rule(t, RuleKind::keep); });
    each_table(root, "score", [&](const toml::table& t) { rule(t, RuleKind::score); });
    each_table(root, "override", [&](const toml::table& t) { override_table(t); });
    each_table(root, "test", [&](const toml::table& t) { test(t); });
    if (const toml::node* node = root.get("guard")) guard(*node);
  }

 private:
  void wrong_type(const toml::node& node, std::string_view key, std::string_view expected) {
    faults_.add(Code::wrong_type, place_of(node),
                "'" + std::string(key) + "' must be " + std::string(expected));
  }

  void bad_value(const toml::node& node, std::string_view key, std::string_view message) {
    faults_.add(Code::bad_value, place_of(node),
                "bad value for '" + std::string(key) + "': " + std::string(message));
  }

  // Reports keys that the table may not have; `where` reads "[[remove]] 'ad.marker'".
  void known_keys(const toml::table& table, const Keys& known, const std::string& where, Code code) {
    for (const auto& [key, value] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      std::string message = (code == Code::unknown_table && value.is_table()) ||
                                    value.is_array_of_tables()
                                ? "unknown table '"
                                : "unknown key '";
      message += std::string(key.str()) + "'" + where;
      const std::string_view near = nearest_word(key.str(), known);
      if (!near.empty()) message += "; did you mean '" + std::string(near) + "'?";
      const bool table_like = value.is_table() || value.is_array_of_tables();
      faults_.add(code == Code::unknown_table && !table_like ? Code::unknown_key : code,
                  place_of(key.source()), std::move(message));
    }
  }

  template <typename Use>
  void each_table(const toml::table& root, std::string_view key, Use use) {
    const toml::node* node = root.get(key);
    if (node == nullptr) return;
    const toml::array* array = node->as_array();
    if (array == nullptr || (!array->empty() && !array->is_array_of_tables())) {
      wrong_type(*node, key, "an array of tables, written [[" + std::string(key) + "]]");
      return;
    }
    for (const toml::node& item : *array) use(*item.as_table());
  }

  std::optional<Text> text(const toml::node& node, std::string_view key) {
    const auto* value = node.as_string();
    if (value == nullptr) {
      wrong_type(node, key, "a string");
      return std::nullopt;
    }
    return Text{value->get(), place_of(node)};
  }

  std::optional<Text> text(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    return node == nullptr ? std::nullopt : text(*node, key);
  }

  std::string plain(const toml::table& table, std::string_view key) {
    const auto found = text(table, key);
    return found ? found->text : "";
  }

  std::vector<Text> texts(const toml::node& node, std::string_view key) {
    std::vector<Text> found;
    if (const toml::array* array = node.as_array()) {
      for (const toml::node& item : *array) {
        if (auto one = text(item, key)) found.push_back(std::move(*one));
      }
      if (array->empty()) bad_value(node, key, "the list is empty");
    } else if (node.is_string()) {
      found.push_back(*text(node, key));
    } else {
      wrong_type(node, key, "a string or a list of strings");
    }
    return found;
  }

  std::vector<Text> texts(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    return node == nullptr ? std::vector<Text>{} : texts(*node, key);
  }

  std::vector<std::string> plain_texts(const toml::table& table, std::string_view key) {
    std::vector<std::string> found;
    for (Text& one : texts(table, key)) found.push_back(std::move(one.text));
    return found;
  }

  bool flag(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return false;
    const auto* value = node->as_boolean();
    if (value == nullptr) wrong_type(*node, key, "true or false");
    return value != nullptr && value->get();
  }

  // Reads a value of a small language with one of the parsers of value_syntax.h.
  template <typename T>
  std::optional<T> parsed(const toml::table& table, std::string_view key,
                          Result<T> (*parse)(std::string_view)) {
    const auto found = text(table, key);
    if (!found) return std::nullopt;
    const Result<T> value = parse(found->text);
    if (value) return *value;
    bad_value(*table.get(key), key, value.error().message);
    return std::nullopt;
  }

  std::optional<Level> level(const toml::table& table) {
    const auto found = text(table, "level");
    if (!found) return std::nullopt;
    const auto value = level_named(found->text);
    if (!value) bad_value(*table.get("level"), "level", "expected safe, normal or aggressive");
    return value;
  }

  std::vector<std::string> sites(const toml::table& table) {
    std::vector<std::string> found;
    for (const Text& site : texts(table, "sites")) {
      std::string_view host = site.text;
      if (host.starts_with('!')) host.remove_prefix(1);
      const bool any_suffix = host.ends_with(".*");
      const std::string_view name = any_suffix ? host.substr(0, host.size() - 2) : host;
      const bool bad = name.empty() || name.front() == '.' || name.back() == '.' ||
                       name.find_first_of("*!/: ") != std::string_view::npos;
      if (bad) {
        faults_.add(Code::bad_site, site.place,
                    "'" + site.text +
                        "' is no host; expected 'example.com' (subdomains are covered), "
                        "'!blog.example.com' or 'example.*'");
        continue;
      }
      std::string lower = site.text;
      for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      found.push_back(std::move(lower));
    }
    return found;
  }

  void header(const toml::table& root) {
    known_keys(root, kTop, "", Code::unknown_table);
    if (const auto name = text(root, "name")) {
      file_.name = name->text;
      file_.name_place = name->place;
    } else if (root.get("name") == nullptr) {
      faults_.add(Code::missing_key, {1, 1}, "the file has no 'name'");
    }
    file_.about = plain(root, "about");
    file_.use = texts(root, "use");
    file_.sites = sites(root);
    file_.article = texts(root, "article");
  }

  void patterns(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return wrong_type(node, "patterns", "a table, written [patterns]");
    for (const auto& [key, value] : *table) {
      NamedPattern named{std::string(key.str()), place_of(key.source()), {}, {}};
      std::vector<Text> found = texts(value, key.str());
      if (found.size() == 1 && found[0].text.size() > 1 && found[0].text.starts_with('/') &&
          found[0].text.ends_with('/')) {
        named.regex = {found[0].text.substr(1, found[0].text.size() - 2), found[0].place};
      } else {
        named.literals = std::move(found);
      }
      if (!named.literals.empty() || !named.regex.text.empty()) {
        file_.patterns.push_back(std::move(named));
      }
    }
  }

  void group(const toml::table& table, Rule* rule) {
    const toml::node* node = table.get("group");
    if (node == nullptr) return;
    const toml::array* array = node->as_array();
    if (array == nullptr || array->empty()) {
      return wrong_type(*node, "group", "a list with one entry a line");
    }
    for (const toml::node& item : *array) rule->group.push_back(texts(item, "group"));
  }

  void extent(const toml::table& table, Rule* rule) {
    for (const std::string_view key : {"to", "until"}) {
      const toml::node* node = table.get(key);
      if (node == nullptr) continue;
      if (rule->extent.kind != Extent::Kind::none) {
        faults_.add(Code::keys_conflict, place_of(*node), "'to' and 'until' cannot stand together");
        return;
      }
      rule->extent.patterns = texts(*node, key);
      rule->extent.kind = key == "to" ? Extent::Kind::to : Extent::Kind::until;
      if (rule->extent.patterns.size() == 1 && rule->extent.patterns[0].text == "end") {
        rule->extent = {Extent::Kind::end, {}};
      }
    }
  }

  void when(const toml::table& table, Rule* rule) {
    for (const Text& condition : texts(table, "when")) {
      const Result<Condition> parsed = parse_condition(condition.text);
      if (!parsed) {
        faults_.add(Code::bad_value, condition.place,
                    "bad value for 'when': " + parsed.error().message);
      } else if (parsed->feature == kUnknownFeature) {
        const std::string name(feature_name_in(condition.text));
        std::string message = "unknown feature '" + name + "'";
        const std::string_view near =
            nearest_word(name, {std::begin(kFeatureNames), std::end(kFeatureNames)});
        if (!near.empty()) message += "; did you mean '" + std::string(near) + "'?";
        faults_.add(Code::unknown_feature, condition.place, std::move(message));
      } else {
        rule->when.push_back(*parsed);
      }
    }
  }

  void rule(const toml::table& table, RuleKind kind) {
    Rule rule;
    rule.kind = kind;
    rule.place = place_of(table);
    rule.id = plain(table, "id");
    std::string where = " in [[" + std::string(name_of(kind)) + "]]";
    if (!rule.id.empty()) where += " '" + rule.id + "'";
    known_keys(table, kRuleKeys, where, Code::unknown_key);
    if (table.get("id") == nullptr) {
      faults_.add(Code::missing_key, rule.place, "'id' is missing" + where);
    } else if (!valid_id(rule.id)) {
      bad_value(*table.get("id"), "id", "expected lower-case words joined by '-' and '.'");
    }
    rule.about = plain(table, "about");
    if (const auto found = text(table, "category")) {
      const auto category = category_named(found->text);
      if (category) {
        rule.category = *category;
      } else {
        unknown_category(*table.get("category"), found->text);
      }
    }
    rule.level = level(table).value_or(Level::normal);
    rule.line = texts(table, "line");
    group(table, &rule);
    rule.span = texts(table, "span");
    rule.select = texts(table, "select");
    rule.unless = texts(table, "unless");
    rule.sites = sites(table);
    rule.at = parsed(table, "at", parse_at).value_or(At{});
    rule.limit = parsed(table, "limit", parse_limit).value_or(Limit{});
    extent(table, &rule);
    when(table, &rule);
    repeat(table, &rule);
    add(table, &rule, where);
    keys_of_kind(table, rule);
    file_.rules.push_back(std::move(rule));
  }

  static bool valid_id(std::string_view id) {
    if (id.empty() || id.front() == '-' || id.front() == '.') return false;
    for (const char c : id) {
      const bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
      if (!good) return false;
    }
    return id.back() != '-' && id.back() != '.';
  }

  void unknown_category(const toml::node& node, const std::string& name) {
    Keys known;
    for (size_t i = 0; i < kCategories; ++i) known.push_back(name_of(static_cast<Category>(i)));
    std::string message = "'" + name + "' is no category";
    const std::string_view near = nearest_word(name, known);
    if (!near.empty()) message += "; did you mean '" + std::string(near) + "'?";
    bad_value(node, "category", message);
  }

  void repeat(const toml::table& table, Rule* rule) {
    const toml::node* node = table.get("repeat");
    if (node == nullptr) return;
    const auto* value = node->as_integer();
    if (value == nullptr) return wrong_type(*node, "repeat", "a whole number");
    if (value->get() < 1 || value->get() > 99) return bad_value(*node, "repeat", "expected 1 to 99");
    rule->repeat = static_cast<uint32_t>(value->get());
    if (rule->group.empty()) {
      faults_.add(Code::no_effect, place_of(*node), "'repeat' has no effect without 'group'");
    }
  }

  void add(const toml::table& table, Rule* rule, const std::string& where) {
    const toml::node* node = table.get("add");
    if (node == nullptr) {
      if (rule->kind == RuleKind::score) {
        faults_.add(Code::missing_key, rule->place, "'add' is missing" + where);
      }
      return;
    }
    const auto value = node->value<double>();
    if (!node->is_number() || !value) return wrong_type(*node, "add", "a number of log-odds");
    if (!(*value >= -20 && *value <= 20)) return bad_value(*node, "add", "expected -20 to 20");
    rule->add = *value;
  }

  // Keys that a kind of rule may not have, and matchers that cannot stand together.
  void keys_of_kind(const toml::table& table, const Rule& rule) {
    const auto refuse = [&](std::string_view key, std::string_view kind) {
      if (const toml::node* node = table.get(key)) {
        faults_.add(Code::key_not_allowed, place_of(*node),
                    "'" + std::string(key) + "' is not allowed in [[" + std::string(kind) + "]]");
      }
    };
    if (rule.kind == RuleKind::keep) {
      for (const std::string_view key : {"at", "level", "limit"}) refuse(key, "keep");
    }
    if (rule.kind != RuleKind::score) refuse("add", name_of(rule.kind));
    if (rule.kind == RuleKind::score) {
      for (const std::string_view key : {"to", "until", "limit", "level"}) refuse(key, "score");
    }
    const auto conflict = [&](std::string_view a, std::string_view b) {
      if (table.get(a) != nullptr && table.get(b) != nullptr) {
        faults_.add(Code::keys_conflict, place_of(*table.get(b)),
                    "'" + std::string(a) + "' and '" + std::string(b) + "' cannot stand together");
      }
    };
    conflict("line", "group");
    conflict("group", "span");
    conflict("to", "span");
    conflict("until", "span");
    const bool matcher = table.get("line") || table.get("group") || table.get("span") ||
                         table.get("select") ||
                         (rule.kind == RuleKind::score && table.get("when") != nullptr);
    if (!matcher) {
      faults_.add(Code::no_matcher, rule.place,
                  rule.kind == RuleKind::score
                      ? "no matcher; expected line, group, span, select or when"
                      : "no matcher; expected line, group, span or select");
    }
  }

  void override_table(const toml::table& table) {
    known_keys(table, kOverrideKeys, " in [[override]]", Code::unknown_key);
    Override change;
    change.place = place_of(table);
    if (auto id = text(table, "id")) {
      change.id = std::move(*id);
    } else if (table.get("id") == nullptr) {
      faults_.add(Code::missing_key, change.place, "'id' is missing in [[override]]");
      return;
    }
    if (table.get("enabled") != nullptr) change.enabled = flag(table, "enabled");
    change.level = level(table);
    change.limit = parsed(table, "limit", parse_limit);
    change.unless = texts(table, "unless");
    file_.overrides.push_back(std::move(change));
  }

  void guard(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return wrong_type(node, "guard", "a table, written [guard]");
    known_keys(*table, kGuardKeys, " in [guard]", Code::unknown_key);
    Guard guard;
    guard.max_removed = parsed(*table, "max_removed", parse_share);
    guard.min_kept = parsed(*table, "min_kept", parse_chars);
    file_.guard = guard;
  }

  void test(const toml::table& table) {
    known_keys(table, kTestKeys, " in [[test]]", Code::unknown_key);
    TestCase test;
    test.place = place_of(table);
    test.name = plain(table, "name");
    if (table.get("name") == nullptr) {
      faults_.add(Code::missing_key, test.place, "'name' is missing in [[test]]");
    }
    test.input = plain(table, "input");
    test.input_file = plain(table, "input_file");
    if ((table.get("input") == nullptr) == (table.get("input_file") == nullptr)) {
      faults_.add(Code::missing_key, test.place,
                  "a [[test]] needs either 'input' or 'input_file'");
    }
    test.as = plain(table, "as");
    if (!test.as.empty() && test.as != "text" && test.as != "html") {
      bad_value(*table.get("as"), "as", "expected text or html");
    }
    test.url = plain(table, "url");
    if (const auto want = text(table, "want")) {
      test.want = want->text;
      test.want_place = want->place;
    }
    test.unchanged = flag(table, "unchanged");
    test.contains = plain_texts(table, "contains");
    test.absent = plain_texts(table, "absent");
    test.fires = plain_texts(table, "fires");
    test.level = level(table).value_or(Level::normal);
    test.guard = flag(table, "guard");
    meta(table, &test);
    if (test.want && test.unchanged) {
      faults_.add(Code::keys_conflict, test.place, "'want' and 'unchanged' cannot stand together");
    }
    const bool asks = test.want || test.unchanged || !test.contains.empty() ||
                      !test.absent.empty() || !test.fires.empty() || !test.meta.empty();
    if (!asks) {
      faults_.add(Code::missing_key, test.place,
                  "a [[test]] needs want, unchanged, contains, absent, fires or meta");
    }
    file_.tests.push_back(std::move(test));
  }

  void meta(const toml::table& table, TestCase* test) {
    const toml::node* node = table.get("meta");
    if (node == nullptr) return;
    const toml::table* meta = node->as_table();
    if (meta == nullptr) return wrong_type(*node, "meta", "a table of metadata fields");
    known_keys(*meta, kMetaKeys, " in 'meta'", Code::unknown_key);
    for (const auto& [key, value] : *meta) {
      if (const auto found = text(value, key.str())) {
        test->meta.emplace_back(std::string(key.str()), found->text);
      }
    }
  }

  RuleFile& file_;
  Faults& faults_;
};

}  // namespace

RuleFile read_rule_file(std::string path, std::string_view text, Diagnostics* out) {
  RuleFile file;
  file.path = path;
  Faults faults(std::move(path), text, out);
  try {
    const toml::table root = toml::parse(text);
    TomlReader(&file, &faults).read(root);
  } catch (const toml::parse_error& fault) {
    std::string message(fault.description());
    faults.add(Code::syntax, place_of(fault.source()), std::move(message));
    file = RuleFile();
    file.path = faults.path();
  }
  return file;
}

}  // namespace dehusk
