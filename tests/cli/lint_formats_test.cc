#include "cli/lint_formats.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace dehusk {
namespace {

using Json = nlohmann::json;

const Diagnostics kFaults = {
    {"rules/a b.toml", {3, 7}, Code::bad_regex, "missing ) in pattern", "opened here", "x = '/(/'"},
    {"rules/a b.toml", {9, 1}, Code::no_test, "no test fires this rule", "", "[[remove]]"},
    {"gone,100%.toml", {}, Code::unreadable, "two\nlines: 5%", "", ""},
};

TEST_CASE("text: the diagnostics, then the counts") {
  CHECK(lint_report(kFaults, 2, LintFormat::text) ==
        "rules/a b.toml:3:7: error[E012]: missing ) in pattern\n"
        "    3 | x = '/(/'\n"
        "      |       ^ opened here\n"
        "rules/a b.toml:9:1: warning[W104]: no test fires this rule\n"
        "    9 | [[remove]]\n"
        "      | ^\n"
        "gone,100%.toml: error[E026]: two\xEF\xBF\xBDlines: 5%\n"
        "2 errors, 1 warning in 2 files\n");
  CHECK(lint_report({}, 1, LintFormat::text) == "0 errors, 0 warnings in 1 file\n");
}

TEST_CASE("json: an array of objects") {
  const Json all = Json::parse(lint_report(kFaults, 2, LintFormat::json));
  REQUIRE(all.size() == 3);
  CHECK(all[0] == Json{{"path", "rules/a b.toml"},
                       {"line", 3},
                       {"column", 7},
                       {"code", "E012"},
                       {"severity", "error"},
                       {"message", "missing ) in pattern"},
                       {"label", "opened here"}});
  CHECK(all[1]["severity"] == "warning");
  CHECK(all[2]["line"] == 0);
  CHECK(lint_report({}, 0, LintFormat::json) == "[]\n");
}

TEST_CASE("json and sarif survive bytes that are no UTF-8") {
  const Diagnostics faults = {{"\xFF.toml", {1, 1}, Code::syntax, "\xC3(", "", ""}};
  const Json json = Json::parse(lint_report(faults, 1, LintFormat::json));
  CHECK(json[0]["path"] == "\xEF\xBF\xBD.toml");
  const Json sarif = Json::parse(lint_report(faults, 1, LintFormat::sarif));
  const Json& place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "%FF.toml");
}

TEST_CASE("sarif: what the standard asks for") {
  const Json log = Json::parse(lint_report(kFaults, 2, LintFormat::sarif));
  CHECK(log["version"] == "2.1.0");
  REQUIRE(log["runs"].size() == 1);
  const Json& run = log["runs"][0];
  CHECK(run["columnKind"] == "unicodeCodePoints");
  const Json& driver = run["tool"]["driver"];
  CHECK(driver["name"] == "dehusk");
  CHECK(driver["version"].is_string());
  REQUIRE(driver["rules"].size() == all_codes().size());
  CHECK(driver["rules"][0]["id"] == "E001");
  CHECK(driver["rules"][0]["defaultConfiguration"]["level"] == "error");

  REQUIRE(run["results"].size() == 3);
  const Json& first = run["results"][0];
  CHECK(first["ruleId"] == "E012");
  CHECK(first["level"] == "error");
  CHECK(first["message"]["text"] == "missing ) in pattern");
  const Json& place = first["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "rules/a%20b.toml");
  CHECK(place["region"] == Json{{"startLine", 3}, {"startColumn", 7}});
  CHECK(run["results"][1]["level"] == "warning");
  // A region starts at line 1: a file that cannot be read has none.
  const Json& unread = run["results"][2]["locations"][0]["physicalLocation"];
  CHECK(!unread.contains("region"));
  CHECK(unread["artifactLocation"]["uri"] == "gone%2C100%25.toml");

  const Json none = Json::parse(lint_report({}, 0, LintFormat::sarif));
  CHECK(none["runs"][0]["results"] == Json::array());
}

TEST_CASE("sarif: an absolute path is a file URI") {
  const Diagnostics faults = {{"/home/a/b.toml", {1, 1}, Code::syntax, "x", "", ""}};
  const Json log = Json::parse(lint_report(faults, 1, LintFormat::sarif));
  const Json& place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "file:///home/a/b.toml");
}

TEST_CASE("github: workflow commands, escaped") {
  CHECK(lint_report(kFaults, 2, LintFormat::github) ==
        "::error file=rules/a b.toml,line=3,col=7,title=E012::missing ) in pattern\n"
        "::warning file=rules/a b.toml,line=9,col=1,title=W104::no test fires this rule\n"
        "::error file=gone%2C100%25.toml,title=E026::two%0Alines: 5%25\n");
  const Diagnostics colon = {{"C:\\a.toml", {1, 2}, Code::syntax, "a\r", "", ""}};
  CHECK(lint_report(colon, 1, LintFormat::github) ==
        "::error file=C%3A\\a.toml,line=1,col=2,title=E001::a%0D\n");
}

TEST_CASE("formats are found by name") {
  CHECK(lint_format_named("sarif") == LintFormat::sarif);
  CHECK(lint_format_named("xml") == std::nullopt);
}

TEST_CASE("the list names every code once") {
  const std::string list = code_list();
  for (const Code code : all_codes()) {
    const std::string row = name_of(code) + (is_error(code) ? "  error    " : "  warning  ") +
                            std::string(meaning_of(code)) + "\n";
    CAPTURE(row);
    CHECK(list.find(row) != std::string::npos);
  }
  CHECK(static_cast<size_t>(std::count(list.begin(), list.end(), '\n')) == all_codes().size());
}

}  // namespace
}  // namespace dehusk
