// What a rule file says, as it says it: the symbolic form. Nothing here is compiled; the compiled
// form is in program.h (as Regexp and Prog are two things in RE2).
//
//   RuleFile  rules/news/en.toml
//     Rule      [[remove]] id = "ad.marker" ...      every key, with its place
//     Override  [[override]]
//     Guard     [guard]
//     TestCase  [[test]]
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rule/feature.h"
#include "rule/pattern_key.h"

namespace dehusk {

/// A place in a rule file: 1-based line, 1-based column in code points; 0 where unknown.
struct Place {
  uint32_t line = 0;
  uint32_t column = 0;
  friend auto operator<=>(const Place&, const Place&) = default;
};

enum class RuleKind : uint8_t { remove, keep, score };

/// How sure a rule must be to act; the words of `--level`. Each runs the ones before it too.
enum class Level : uint8_t { safe, normal, aggressive };

enum class Category : uint8_t {
  ad, ticker, cross_link, related, navigation, byline, dateline, caption,
  legal, subscribe, share, comment, cookie, promo, other
};
inline constexpr size_t kCategories = 15;

std::string_view name_of(RuleKind kind);
std::string_view name_of(Level level);
std::string_view name_of(Category category);
std::optional<Level> level_named(std::string_view name);
std::optional<Category> category_named(std::string_view name);

/// A string of a rule file with its place: of its opening quote in the file.
struct Text {
  std::string text;
  Place place;
};

/// One condition of `when`: a feature's name, an operator and a number.
struct Condition {
  enum class Op : uint8_t { less, less_equal, greater, greater_equal, equal, not_equal };
  uint16_t feature = 0;  ///< index into kFeatures
  Op op = Op::less;
  double value = 0;
};

/// Which lines a match may lie near: fewer than `lines` surviving ones up to that edge.
struct At {
  enum class Edge : uint8_t { anywhere, head, tail, edges };
  Edge edge = Edge::anywhere;
  uint32_t lines = 0;  ///< 1 to 200
};

/// The largest match a rule may apply.
struct Limit {
  enum class Unit : uint8_t { none, share, lines };
  Unit unit = Unit::none;
  double value = 0;  ///< share in [0, 1] of the non-white-space characters, or a count of lines
};

/// Where a match goes on to, behind what the matcher found.
struct Extent {
  enum class Kind : uint8_t { none, to, until, end };
  Kind kind = Kind::none;
  std::vector<Text> patterns;  ///< for to and until
};

struct Rule {
  RuleKind kind = RuleKind::remove;
  std::string id;
  std::string about;
  Category category = Category::other;
  Level level = Level::normal;
  Place place;
  std::vector<Text> line;
  std::vector<std::vector<Text>> group;  ///< one entry a line, each a list of alternatives
  uint32_t repeat = 1;                   ///< 1 to 99
  std::vector<Text> span;
  std::vector<Text> select;
  std::vector<Condition> when;
  Extent extent;
  At at;
  std::vector<Text> unless;
  Limit limit;
  std::vector<std::string> sites;
  double add = 0;  ///< log-odds; only in [[score]]
  bool enabled = true;
  /// Of `line`, else of all alternatives of `group` in order, else of `span`; see fill_keys().
  std::vector<PatternKey> keys;
};

/// Changes to rules of other files. Keys that the file leaves out are empty.
struct Override {
  Text id;  ///< "file:id", with `*` for any text
  Place place;
  std::optional<bool> enabled;
  std::optional<Level> level;
  std::optional<Limit> limit;
  std::vector<Text> unless;
};

/// The brake for a whole document.
struct Guard {
  std::optional<double> max_removed;  ///< share in [0, 1] of the non-white-space characters
  std::optional<uint64_t> min_kept;   ///< non-white-space characters
};

/// A user's own placeholder: literals, or one RE2.
struct NamedPattern {
  std::string name;
  Place place;
  std::vector<Text> literals;
  Text regex;  ///< without its slashes; empty for literals
};

/// A [[test]]. `input_file` is relative to the rule file's folder.
struct TestCase {
  std::string name;
  Place place;
  std::string input;
  std::string input_file;
  std::string as;
  std::string url;
  std::optional<std::string> want;
  Place want_place;
  bool unchanged = false;
  std::vector<std::string> contains;
  std::vector<std::string> absent;
  std::vector<std::string> fires;
  std::vector<std::pair<std::string, std::string>> meta;
  Level level = Level::normal;
  bool guard = false;
};

struct RuleFile {
  std::string path;  ///< as messages print it
  bool builtin = false;
  std::string name;
  Place name_place;
  std::string about;
  std::vector<Text> use;
  std::vector<std::string> sites;
  std::vector<Text> article;
  std::vector<NamedPattern> patterns;
  std::vector<Rule> rules;
  std::vector<Override> overrides;
  std::optional<Guard> guard;
  std::vector<TestCase> tests;
};

/// True if `host` is covered by a list of `sites`: an entry covers its subdomains, `!entry`
/// excludes, `entry.*` stands for any public suffix. An empty list covers nothing.
bool site_matches(const std::vector<std::string>& sites, std::string_view host);

}  // namespace dehusk
