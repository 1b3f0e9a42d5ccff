#include "rule/toml_reader.h"

#define TOML_HEADER_ONLY 1
// toml++ 3.3 asserts that a header such as "[.x]" cannot be; without the assertion it is a fault.
#define TOML_ASSERT(expr) static_assert(true)
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>

#include "core/utf8.h"
#include "rule/faults.h"
#include "rule/value_syntax.h"

namespace dehusk {
namespace {

using Keys = std::vector<std::string_view>;

Place place_of(const toml::source_region& region) {
  return {region.begin.line, region.begin.column};
}
Place place_of(const toml::node& node) { return place_of(node.source()); }

// Where a key of the table stands, not its value.
Place place_of_key(const toml::table& table, std::string_view key) {
  const auto found = table.find(key);
  return found == table.end() ? place_of(table) : place_of(found->first.source());
}

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

  // Reports keys that the table may not have; `where` reads "[[remove]] 'ad.marker'", "" at the top.
  void known_keys(const toml::table& table, const Keys& known, const std::string& where) {
    const auto has = [](const Keys& keys, std::string_view key) {
      return std::find(keys.begin(), keys.end(), key) != keys.end();
    };
    for (const auto& [key, value] : table) {
      if (has(known, key.str())) continue;
      const bool is_table = value.is_table() || value.is_array_of_tables();
      std::string message = is_table ? "unknown table '" : "unknown key '";
      message += std::string(key.str()) + "'" + where;
      if (!where.empty() && has(kTop, key.str())) {
        message += "; it stands at the top of the file, before the first table";
      } else if (where.empty() && has(kRuleKeys, key.str())) {
        message += "; it stands in a rule, below [[remove]] or [[keep]]";
      } else {
        message += did_you_mean(key.str(), known);
      }
      faults_.add(where.empty() && is_table ? Code::unknown_table : Code::unknown_key,
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
                          Result<T> (*parse)(std::string_view), std::string_view example) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return std::nullopt;
    const auto* text = node->as_string();
    if (text == nullptr) {
      wrong_type(*node, key, "a string such as \"" + std::string(example) + "\"");
      return std::nullopt;
    }
    const Result<T> value = parse(text->get());
    if (value) return *value;
    bad_value(*node, key, value.error().message);
    return std::nullopt;
  }

  std::optional<Level> level(const toml::table& table) {
    const auto found = text(table, "level");
    if (!found) return std::nullopt;
    const auto value = level_named(found->text);
    if (!value) {
      bad_value(*table.get("level"), "level",
                "expected safe, normal or aggressive, found '" + found->text + "'");
    }
    return value;
  }

  static bool is_host(std::string_view site) {
    if (site.starts_with('!')) site.remove_prefix(1);
    if (site.ends_with(".*")) site.remove_suffix(2);
    return !site.empty() && site.front() != '.' && site.back() != '.' &&
           site.find("..") == std::string_view::npos &&
           site.find_first_of("*!/:?#@ \t") == std::string_view::npos;
  }

  std::vector<std::string> sites(const toml::table& table) {
    std::vector<std::string> found;
    std::vector<Text> excluded;
    const std::vector<Text> all = texts(table, "sites");
    for (const Text& site : all) {
      if (!is_host(site.text)) {
        faults_.add(Code::bad_site, site.place,
                    "'" + site.text +
                        "' is no host; expected 'example.com' (subdomains are covered), "
                        "'!blog.example.com' or 'example.*'");
        continue;
      }
      std::string lower = site.text;
      for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      if (lower.starts_with('!')) excluded.push_back({lower.substr(1), site.place});
      found.push_back(std::move(lower));
    }
    if (found.size() == all.size()) check_excluded(table, found, excluded);
    return found;
  }

  // What is excluded must be covered without the exclusions.
  void check_excluded(const toml::table& table, const std::vector<std::string>& sites,
                      const std::vector<Text>& excluded) {
    std::vector<std::string> covered = sites;
    std::erase_if(covered, [](const std::string& site) { return site.starts_with('!'); });
    if (covered.empty() && !sites.empty()) {
      return bad_value(*table.get("sites"), "sites",
                       "only exclusions; expected a host without '!' too");
    }
    for (const Text& site : excluded) {
      const bool any_suffix = site.text.ends_with(".*");
      if (any_suffix || site_matches(covered, site.text)) continue;
      faults_.add(Code::no_effect, site.place,
                  "'!" + site.text + "' has no effect: no other entry covers that host");
    }
  }

  void header(const toml::table& root) {
    known_keys(root, kTop, "");
    if (const auto name = text(root, "name")) {
      file_.name = name->text;
      file_.name_place = name->place;
      if (name->text.empty() || name->text.find_first_of(":* \t\n") != std::string::npos) {
        bad_value(*root.get("name"), "name", "expected a name such as 'news/en', without ':' and '*'");
      }
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
      if (found.size() == 1 && found[0].text.size() > 2 && found[0].text.starts_with('/') &&
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
        faults_.add(Code::keys_conflict, place_of_key(table, key),
                    "'to' and 'until' cannot stand together");
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
        faults_.add(Code::unknown_feature,
                    faults_.inside(condition, condition.text.find(name)),
                    "unknown feature '" + name + "'" + feature_advice(name));
      } else {
        rule->when.push_back(*parsed);
      }
    }
  }

  static std::string feature_advice(std::string_view name) {
    const Keys known{std::begin(kFeatureNames), std::end(kFeatureNames)};
    std::string advice = did_you_mean(name, known);
    if (!advice.empty()) return advice;
    for (const std::string_view feature : known) {
      advice += (advice.empty() ? "; expected " : ", ") + std::string(feature);
    }
    return advice;
  }

  void rule(const toml::table& table, RuleKind kind) {
    Rule rule;
    rule.kind = kind;
    rule.place = place_of(table);
    rule.id = plain(table, "id");
    std::string where = " in [[" + std::string(name_of(kind)) + "]]";
    if (!rule.id.empty()) where += " '" + rule.id + "'";
    known_keys(table, kRuleKeys, where);
    if (table.get("id") == nullptr) {
      faults_.add(Code::missing_key, rule.place, "'id' is missing" + where);
    } else if (table.get("id")->is_string() && !valid_id(rule.id)) {
      bad_value(*table.get("id"), "id",
                "expected lower-case words joined by '-' and '.', found '" + rule.id + "'");
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
    rule.at = parsed(table, "at", parse_at, "head 6").value_or(At{});
    rule.limit = parsed(table, "limit", parse_limit, "40%").value_or(Limit{});
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
    std::string advice = did_you_mean(name, known);
    if (advice.empty()) {
      for (const std::string_view category : known) {
        advice += (advice.empty() ? "; expected " : ", ") + std::string(category);
      }
    }
    bad_value(node, "category", "'" + name + "' is no category" + advice);
  }

  void repeat(const toml::table& table, Rule* rule) {
    const toml::node* node = table.get("repeat");
    if (node == nullptr) return;
    const auto* value = node->as_integer();
    if (value == nullptr) return wrong_type(*node, "repeat", "a whole number");
    if (value->get() < 1 || value->get() > 99) return bad_value(*node, "repeat", "expected 1 to 99");
    rule->repeat = static_cast<uint32_t>(value->get());
    if (rule->group.empty()) {
      faults_.add(Code::no_effect, place_of_key(table, "repeat"),
                  "'repeat' has no effect without 'group'");
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
    if (*value == 0) faults_.add(Code::no_effect, place_of_key(table, "add"), "'add = 0' has no effect");
  }

  // Keys that a kind of rule may not have, and matchers that cannot stand together.
  void keys_of_kind(const toml::table& table, const Rule& rule) {
    const auto refuse = [&](std::string_view key, std::string_view kind) {
      if (table.contains(key)) {
        faults_.add(Code::key_not_allowed, place_of_key(table, key),
                    "'" + std::string(key) + "' is not allowed in [[" + std::string(kind) + "]]");
      }
    };
    if (rule.kind == RuleKind::keep) {
      for (const std::string_view key : {"at", "level", "limit"}) refuse(key, "keep");
      if (table.contains("category")) {
        faults_.add(Code::no_effect, place_of_key(table, "category"),
                    "'category' has no effect in [[keep]]");
      }
    }
    if (rule.kind != RuleKind::score) refuse("add", name_of(rule.kind));
    if (rule.kind == RuleKind::score) {
      for (const std::string_view key : {"to", "until", "limit", "level"}) refuse(key, "score");
    }
    const auto conflict = [&](std::string_view a, std::string_view b) {
      if (table.contains(a) && table.contains(b)) {
        const Place place = std::max(place_of_key(table, a), place_of_key(table, b));
        faults_.add(Code::keys_conflict, place,
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
      const bool score = rule.kind == RuleKind::score;
      faults_.add(Code::no_matcher, rule.place,
                  (rule.id.empty() ? "" : "'" + rule.id + "' has ") +
                      std::string("no matcher; expected line, group, span") +
                      (score ? ", select or when" : " or select") +
                      (!score && table.contains("when") ? "; 'when' is only a condition" : ""));
    }
  }

  void override_table(const toml::table& table) {
    known_keys(table, kOverrideKeys, " in [[override]]");
    Override change;
    change.place = place_of(table);
    auto id = text(table, "id");
    if (!table.contains("id")) {
      faults_.add(Code::missing_key, change.place, "'id' is missing in [[override]]");
    }
    if (table.get("enabled") != nullptr) change.enabled = flag(table, "enabled");
    change.level = level(table);
    change.limit = parsed(table, "limit", parse_limit, "40%");
    change.unless = texts(table, "unless");
    if (table.size() == 1 && table.contains("id")) {
      faults_.add(Code::no_effect, change.place,
                  "the [[override]] changes nothing; expected enabled, level, limit or unless");
    }
    if (!id) return;
    change.id = std::move(*id);
    file_.overrides.push_back(std::move(change));
  }

  void guard(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return wrong_type(node, "guard", "a table, written [guard]");
    known_keys(*table, kGuardKeys, " in [guard]");
    Guard guard;
    guard.max_removed = parsed(*table, "max_removed", parse_share, "85%");
    guard.min_kept = parsed(*table, "min_kept", parse_chars, "200 chars");
    file_.guard = guard;
  }

  void test(const toml::table& table) {
    known_keys(table, kTestKeys, " in [[test]]");
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
      bad_value(*table.get("as"), "as", "expected text or html, found '" + test.as + "'");
    }
    test.url = plain(table, "url");
    if (const auto want = text(table, "want")) {
      test.want = want->text;
      test.want_place = want->place;
    }
    test.unchanged = flag(table, "unchanged");
    if (table.contains("unchanged") && table.get("unchanged")->is_boolean() && !test.unchanged) {
      faults_.add(Code::no_effect, place_of_key(table, "unchanged"),
                  "'unchanged = false' asks nothing; say what is wanted in 'want'");
    }
    test.contains = plain_texts(table, "contains");
    test.absent = plain_texts(table, "absent");
    test.fires = plain_texts(table, "fires");
    test.level = level(table).value_or(Level::normal);
    test.guard = flag(table, "guard");
    meta(table, &test);
    if (test.want && test.unchanged) {
      faults_.add(Code::keys_conflict, place_of_key(table, "unchanged"),
                  "'want' and 'unchanged' cannot stand together");
    }
    const Keys questions = {"want", "unchanged", "contains", "absent", "fires", "meta"};
    const bool asks = std::any_of(questions.begin(), questions.end(),
                                  [&](std::string_view key) { return table.contains(key); });
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
    known_keys(*meta, kMetaKeys, " in 'meta'");
    for (const auto& [key, value] : *meta) {
      if (const auto found = text(value, key.str())) {
        test->meta.emplace_back(std::string(key.str()), found->text);
      }
    }
  }

  RuleFile& file_;
  Faults& faults_;
};

struct Advice {
  std::string_view fault;
  std::string_view message;  // in place of the parser's, where not empty
  std::string_view advice;
};
// toml++ says what it saw; what the writer of rules meant is mostly one of these.
constexpr Advice kAdvice[] = {
    {"escape sequence", "", "in single quotes a backslash is itself"},
    {"could not determine value type", "expected a value", "a string stands in quotes"},
    {"expected 'false', saw", "expected a value", "a string stands in quotes"},
    {"expected 'true', saw", "expected a value", "a string stands in quotes"},
    {"as array-of-tables", "", "several rules are written [[remove]], in double brackets"},
    {"redefine existing", "", "each key stands once in a table"},
    {"expected a comment or whitespace", "expected the end of the line",
     "a string ends at its first closing quote"},
    {"end-of-file", "the file ends too early", "a bracket or a quote is not closed"},
};

// "Error while parsing string: unknown escape sequence '\d'" becomes "unknown escape sequence '\d';
// in single quotes a backslash is itself".
std::string syntax_message(std::string_view description, std::string_view line, Place place) {
  const size_t colon = description.find(": ");
  std::string message(description);
  if (description.starts_with("Error while parsing") && colon != std::string_view::npos) {
    message.erase(0, colon + 2);
  }
  const bool at_line_end = place.column > count_code_points(line);
  if (message.find("control characters") != std::string::npos && at_line_end) {
    return "missing closing quote";
  }
  if (!message.empty() && message[0] >= 'A' && message[0] <= 'Z') message[0] += 'a' - 'A';
  for (const Advice& advice : kAdvice) {
    if (message.find(advice.fault) == std::string::npos) continue;
    if (!advice.message.empty()) message = advice.message;
    return message + "; " + std::string(advice.advice);
  }
  return message;
}

// toml++ may stand behind the line end where it finds the text wanting.
Place inside_line(Place place, std::string_view line) {
  const auto end = static_cast<uint32_t>(count_code_points(line)) + 1;
  return {place.line, std::min(place.column, end)};
}

// The place of the first byte that is no UTF-8: toml++ reads ahead and gives an earlier one.
std::optional<Place> place_of_bad_byte(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Place place{1, 1};
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t c = next_code_point(text, &at);
    if (c == kReplacement && at == begin + 1) return place;
    place = c == '\n' ? Place{place.line + 1, 1} : Place{place.line, place.column + 1};
  }
  return std::nullopt;
}

}  // namespace

RuleFile read_rule_file(std::string path, std::string_view text, Diagnostics* out) {
  RuleFile file;
  file.path = path;
  Faults faults(std::move(path), text, out);
  try {
    const toml::table root = toml::parse(text);
    TomlReader(&file, &faults).read(root);
  } catch (const toml::parse_error& fault) {
    if (const auto bad = place_of_bad_byte(text)) {
      faults.add(Code::syntax, *bad, "the file is not UTF-8");
    } else {
      const Place place = place_of(fault.source());
      const std::string_view line = faults.line(place.line);
      faults.add(Code::syntax, inside_line(place, line),
                 syntax_message(fault.description(), line, place));
    }
    file = RuleFile();
    file.path = faults.path();
  }
  return file;
}

}  // namespace dehusk
