// Every file below diagnostics/ is linted; what comes out must be the .txt beside it, byte for byte.
// DEHUSK_UPDATE_GOLDEN=1 rewrites those: read the difference like code.
//
//   E012-regex.toml, E012-regex.txt    a file
//   E020-circle/, E020-circle.txt      files that are loaded together
//   E026-unreadable.txt                a file that is not there
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "cli/rule_files.h"
#include "rule/diagnostic.h"
#include "rule/load.h"

#ifndef DEHUSK_SOURCE_DIR
#define DEHUSK_SOURCE_DIR "."
#endif

namespace dehusk {
namespace {

namespace fs = std::filesystem;

constexpr size_t kCases = 51;
const fs::path kFolder = fs::path(DEHUSK_SOURCE_DIR) / "tests" / "rule" / "diagnostics";

std::string read_whole(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The cases by name, and the path that each lints.
std::map<std::string, fs::path> list_cases() {
  std::map<std::string, fs::path> cases;
  for (const fs::directory_entry& entry : fs::directory_iterator(kFolder)) {
    const std::string name = entry.path().stem().string();
    cases[name] = entry.is_directory() ? entry.path() : kFolder / (name + ".toml");
  }
  for (auto& [name, path] : cases) {
    if (fs::is_directory(kFolder / name)) path = kFolder / name;
  }
  return cases;
}

Diagnostics lint(const fs::path& path) {
  Diagnostics faults;
  const std::vector<RuleText> texts = read_rule_texts({path.string()}, &faults);
  const Loaded loaded =
      load_rules(texts, {.builtin = false, .depth = CheckDepth::warnings});
  faults.insert(faults.end(), loaded.faults.begin(), loaded.faults.end());
  sort_diagnostics(&faults);
  return faults;
}

// As it would read inside the case's folder.
std::string output_of(const Diagnostics& faults, const fs::path& path) {
  std::string out;
  for (const Diagnostic& fault : faults) out += format_diagnostic(fault);
  const std::string folder =
      (fs::is_directory(path) ? path : path.parent_path()).string() + "/";
  for (size_t at = out.find(folder); at != std::string::npos; at = out.find(folder, at)) {
    out.erase(at, folder.size());
  }
  return out;
}

TEST_CASE("diagnostics are what the golden files say") {
  const bool update = std::getenv("DEHUSK_UPDATE_GOLDEN") != nullptr;
  std::set<Code> seen;
  size_t ran = 0;
  for (const auto& [name, path] : list_cases()) {
    CAPTURE(name);
    const Diagnostics faults = lint(path);
    const std::string out = output_of(faults, path);
    const fs::path golden = kFolder / (name + ".txt");
    if (update) std::ofstream(golden, std::ios::binary) << out;
    CHECK(out == read_whole(golden));
    for (const Diagnostic& fault : faults) seen.insert(fault.code);
    // A case that is named by a code shows it.
    const bool shows = std::any_of(faults.begin(), faults.end(), [&](const Diagnostic& fault) {
      return name.starts_with(name_of(fault.code));
    });
    const bool named = name[0] == 'E' || name[0] == 'W';
    CHECK(shows == named);
    ++ran;
  }
  CHECK(ran == kCases);
  for (const Code code : all_codes()) {
    CAPTURE(name_of(code));
    CHECK(seen.count(code) == 1);
  }
}

TEST_CASE("warnings are for lint alone") {
  const std::string text = "name = 'x'\n[[remove]]\nid = 'a'\nline = 'Share'\nrepeat = 2\n";
  const std::vector<RuleText> texts{{"x.toml", text}};
  const Loaded loaded = load_rules(texts, {.builtin = false, .depth = CheckDepth::errors});
  CHECK(loaded.rules != nullptr);
  CHECK(loaded.faults.empty());
  const Loaded linted = load_rules(texts, {.builtin = false, .depth = CheckDepth::warnings});
  CHECK(linted.rules != nullptr);
  CHECK(linted.faults.size() == 2);
}

TEST_CASE("every code has a meaning and a number of its own") {
  std::set<std::string> names;
  std::set<std::string_view> meanings;
  for (const Code code : all_codes()) {
    names.insert(name_of(code));
    meanings.insert(meaning_of(code));
  }
  CHECK(names.size() == all_codes().size());
  CHECK(meanings.size() == all_codes().size());
  CHECK(meanings.count("") == 0);
  CHECK(*names.begin() == "E001");
  CHECK(*names.rbegin() == "W108");
}

}  // namespace
}  // namespace dehusk
