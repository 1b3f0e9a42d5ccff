// `dehusk explain`: golden files in tests/cli/explain, rewritten where DEHUSK_UPDATE_GOLDEN is set.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "batch/record.h"
#include "cleaner.h"
#include "cli/commands.h"
#include "cli/explain_ranges.h"
#include "cli/explain_rows.h"
#include "cli/explain_text.h"
#include "core/utf8.h"
#include "core/visible.h"
#include "engine/features.h"

#ifndef DEHUSK_SOURCE_DIR
#define DEHUSK_SOURCE_DIR "."
#endif

namespace dehusk {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

const fs::path kFolder = fs::path(DEHUSK_SOURCE_DIR) / "tests" / "cli" / "explain";

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Case {
  std::string golden;  // NAME.out, and NAME.json unless the style is another one
  std::string rules;   // a rule file's stem
  std::string input;
  ExplainStyle style = {};
  std::string encoding = {};
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"story", "story", "story.txt"},
      {"story-color", "story", "story.txt", {.paint = Paint::ansi}},
      {"nested-keep", "nested-keep", "nested-keep.txt"},
      {"also", "also", "also.txt"},
      {"cuts", "cuts", "cuts.txt"},
      {"cuts-color", "cuts", "cuts.txt", {.paint = Paint::ansi}},
      {"line-ends", "story", "line-ends.txt"},
      {"mark", "story", "mark.txt"},
      {"mark-kept", "story", "mark-kept.txt"},
      {"cjk", "cjk", "cjk.txt"},
      {"cjk-wrap", "cjk", "cjk.txt", {.long_lines = LongLines::wrap}},
      {"windows-1252", "story", "windows-1252.txt", {}, "windows-1252"},
      {"utf-16", "story", "utf-16.txt"},
      {"broken", "story", "broken.txt", {}, "utf-8"},
      {"control", "story", "control.txt"},
      {"long", "story", "long.txt"},
      {"long-wrap", "story", "long.txt", {.long_lines = LongLines::wrap}},
      {"empty", "story", "empty.txt"},
      {"blank", "story", "blank.txt"},
      {"no-end", "story", "no-end.txt"},
      {"guard", "guard", "guard.txt"},
      {"guard-all", "guard", "guard-all.txt"},
      {"limit", "limit", "limit.txt"},
      {"joins", "joins", "joins.txt"},
      {"page", "page", "page.html"},
      {"page-color", "page", "page.html", {.paint = Paint::ansi}},
      {"page-flat", "page", "page-flat.html"},
      {"page-1252", "page", "page-1252.html", {}, "windows-1252"},
      {"page-empty", "page", "page-empty.html"},
      {"page-hostile", "page", "page-hostile.html"},
  };
  return all;
}

struct Explained {
  std::string bytes;
  Cleaned cleaned;
};

Explained explained(const Case& c) {
  const std::string path = c.rules + ".toml";
  const Loaded loaded = load_rules({{path, read(kFolder / path)}}, {.builtin = false});
  for (const Diagnostic& fault : loaded.faults) UNSCOPED_INFO(format_diagnostic(fault));
  REQUIRE(loaded.rules);
  Explained result{read(kFolder / c.input), {}};
  CleanOptions options;
  options.level = c.style.level;
  options.encoding = c.encoding;
  options.detail = Detail::pieces;
  Cleaner cleaner(loaded.rules, options);
  Result<Cleaned> cleaned = cleaner.clean(result.bytes, {});
  if (!cleaned) FAIL(cleaned.error().message);
  result.cleaned = std::move(*cleaned);
  return result;
}

// Compares, or rewrites the file; then the change is reviewed like code.
void check_golden(const fs::path& path, const std::string& got) {
  if (std::getenv("DEHUSK_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << got;
  }
  CAPTURE(path);
  CHECK(read(path) == got);
}

TEST_CASE("a person reads the explanation") {
  size_t ran = 0;
  for (const Case& c : cases()) {
    CAPTURE(c.golden);
    const Explained e = explained(c);
    check_golden(kFolder / (c.golden + ".out"), explain_text(e.cleaned, c.input, e.bytes, c.style));
    ++ran;
  }
  CHECK(ran == 30);
}

TEST_CASE("every golden file belongs to a case") {
  std::set<std::string> wanted;
  for (const Case& c : cases()) wanted.insert({c.golden + ".out", c.golden + ".json"});
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    const fs::path name = entry.path().filename();
    if (name.extension() != ".out" && name.extension() != ".json") continue;
    CAPTURE(name);
    CHECK(wanted.count(name.string()) == 1);
  }
}

bool is_default(const ExplainStyle& style) {
  return style.paint == Paint::plain && style.long_lines == LongLines::clip;
}

TEST_CASE("a program reads the explanation") {
  size_t ran = 0;
  for (const Case& c : cases()) {
    if (!is_default(c.style)) continue;
    CAPTURE(c.golden);
    const Explained e = explained(c);
    const std::string record =
        explain_record(e.cleaned, reported_source(e.cleaned, e.bytes), c.input, "");
    CHECK(record.find('\n') == record.size() - 1);
    check_golden(kFolder / (c.golden + ".json"), Json::parse(record).dump(2) + "\n");
    ++ran;
  }
  CHECK(ran == 25);
}

// The pieces put together are the source; the kept ones and line ends are the text; each removed
// range is the piece that names it.
TEST_CASE("the input can be put together again from the record") {
  for (const Case& c : cases()) {
    CAPTURE(c.golden);
    const Explained e = explained(c);
    const std::string_view source = reported_source(e.cleaned, e.bytes);
    const Json json = Json::parse(explain_record(e.cleaned, source, c.input, ""));
    std::string all;
    std::string kept;
    uint64_t at = 0;
    size_t removed = 0;
    for (const Json& piece : json["pieces"]) {
      CHECK(piece["begin"] == at);
      at = piece["end"];
      all += piece["text"];
      if (piece["kind"] == "kept") kept += piece["text"];
      if (piece["kind"] != "removed") continue;
      const Json& range = json["removed"][piece["removed"].get<size_t>()];
      if (e.cleaned.is_page) {
        CHECK(range["shown"] == Json({piece["begin"], piece["end"]}));
      } else {
        CHECK(range["begin"] == piece["begin"]);
        CHECK(range["end"] == piece["end"]);
      }
      CHECK(range["text"] == piece["text"]);
      ++removed;
    }
    CHECK(at == source.size());
    CHECK(removed == json["removed"].size());
    if (!e.cleaned.is_page) {  // the writer of pages sets lists out and rows close
      std::string text = json["text"];
      std::erase(text, '\n');
      CHECK(text == kept);
    }
    if (e.cleaned.replaced == 0) {
      CHECK(all == source);
    } else {
      CHECK(count_code_points(all) == count_code_points(e.cleaned.decoded));
    }
  }
}

// The rows of the document alone, without margins and notes: what stands between the first and the
// last empty row of an explanation.
std::string document_rows(const std::string& text) {
  const size_t begin = text.find("\n\n");
  const size_t end = text.rfind("\n\n");
  std::string shown;
  if (begin == end) return shown;
  std::istringstream rows(text.substr(begin + 2, end - begin - 1));
  for (std::string row; std::getline(rows, row);) {
    if (row.size() < 8) continue;
    const bool numbered = row[3] != ' ';
    const bool note = !numbered && (row[8] == '=' || row[8] == ' ');
    if (!note) shown += row.substr(8);
  }
  return shown;
}

// What can be seen of a text, less the characters that brackets are made of.
std::string essence(const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    next_code_point(text, &at);
    const std::string character = text.substr(begin, at - begin);
    const bool bracket = std::string_view("[-]{+}").find(character) != std::string_view::npos;
    if (has_visible(character) && !bracket) out += character;
  }
  return out;
}

TEST_CASE("with whole lines every character is shown") {
  size_t ran = 0;
  for (Case c : cases()) {
    if (c.golden == "control" || c.golden == "broken" || c.golden == "page-hostile")
      continue;  // shown by other names
    CAPTURE(c.golden);
    c.style = {.long_lines = LongLines::wrap};
    const Explained e = explained(c);
    const std::string text = explain_text(e.cleaned, c.input, e.bytes, c.style);
    const std::string_view source = reported_source(e.cleaned, e.bytes);
    std::string want;
    for (const SourceLine& line : split_lines(source)) {
      want += source.substr(line.begin, line.end - line.begin);
    }
    CHECK(essence(document_rows(text)) == essence(want));
    ++ran;
  }
  CHECK(ran == 27);
}

TEST_CASE("rows fit and end in no white space") {
  for (const Case& c : cases()) {
    if (c.style.paint != Paint::plain) continue;
    CAPTURE(c.golden);
    const Explained e = explained(c);
    std::istringstream rows(explain_text(e.cleaned, c.input, e.bytes, c.style));
    for (std::string row; std::getline(rows, row);) {
      CAPTURE(row);
      CHECK(row.find_last_not_of(' ') + 1 == row.size());
      CHECK(count_code_points(row) <= kRowColumns);
    }
  }
}

TEST_CASE("lines end with LF, CRLF and CR") {
  const struct {
    std::string_view text;
    std::string lines;  // begin-end of each
  } table[] = {
      {"", ""},
      {"a", "0-1"},
      {"a\n", "0-1"},
      {"\n", "0-0"},
      {"a\r\nb", "0-1 3-4"},
      {"a\rb\n", "0-1 2-3"},
      {"a\n\rb", "0-1 2-2 3-4"},
      {"\r\r\n", "0-0 1-1"},
  };
  for (const auto& c : table) {
    CAPTURE(c.text);
    std::string got;
    for (const SourceLine& line : split_lines(c.text)) {
      got += (got.empty() ? "" : " ") + std::to_string(line.begin) + "-" + std::to_string(line.end);
    }
    CHECK(got == c.lines);
  }
}

TEST_CASE("a long text is cut in the middle, at spaces where some are near") {
  const struct {
    std::string_view text;
    size_t head;
    size_t tail;
    std::string want;
  } table[] = {
      {"", 5, 5, ""},
      {"0123456789abcde", 5, 5, "0123456789abcde"},
      {"0123456789abcdef", 5, 5, "01234[...]bcdef"},
      {"0123456789abcdef", 5, 0, "01234[...]"},
      {"a few words, and then a few more of them", 10, 10, "a few [...] of them"},
      {"\u4E2D\u56FD\u4E92\u8054\u7F51\u5927\u4F1A\u5468\u4E8C", 4, 3, "\u4E2D\u56FD[...]\u4E8C"},
  };
  for (const auto& c : table) {
    CAPTURE(c.text);
    const Elided got = elide(c.text, c.head, c.tail);
    CHECK(std::string(got.head) + (got.cut ? std::string(kElision) : "") + std::string(got.tail) ==
          c.want);
  }
}

TEST_CASE("rows are broken where they are full") {
  const auto rows = [](std::string_view text) {
    std::string out;
    RowWriter writer(&out, Paint::plain);
    writer.begin(std::string(88, '>'), std::string(88, '.'), 90);  // at most half is margin
    writer.put(text, "");
    writer.end();
    return out;
  };
  const std::string first(88, '>');
  const std::string next = "\n" + std::string(88, '.');
  const std::string fifty(50, 'x');
  CHECK(rows("") == first + "\n");
  CHECK(rows(fifty) == first + fifty + "\n");
  CHECK(rows(fifty + "y") == first + fifty + next + "y\n");
  CHECK(rows(fifty + " y") == first + fifty + next + "y\n");
  CHECK(rows(fifty.substr(5) + " yyyyyyy") == first + fifty.substr(5) + next + "yyyyyyy\n");
  CHECK(rows(fifty.substr(20) + " " + fifty) ==
        first + fifty.substr(20) + " " + fifty.substr(0, 19) + next + fifty.substr(19) + "\n");
  CHECK(rows("a\tb\x1b[0m") == first + "a   b<U+001B>[0m\n");
  CHECK(rows("e\u0301\u200B \u202E") == first + "e\u0301\u200B <U+202E>\n");
  CHECK(rows(fifty.substr(1) + "\u4E2D") == first + fifty.substr(1) + next + "\u4E2D\n");
}

// --- The command -------------------------------------------------------------------------------

// Standard output goes to a file while this lives.
class CapturedOutput {
 public:
  CapturedOutput() : path_(fs::temp_directory_path() / ("dehusk-" + std::to_string(getpid()))) {
    const int file = open(path_.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    REQUIRE(file >= 0);
    redirect(file);
  }
  explicit CapturedOutput(int file) { redirect(file); }
  ~CapturedOutput() { restore(); }
  CapturedOutput(const CapturedOutput&) = delete;
  CapturedOutput& operator=(const CapturedOutput&) = delete;

  std::string text() {
    restore();
    return read(path_);
  }

 private:
  void redirect(int file) {
    saved_ = dup(STDOUT_FILENO);
    dup2(file, STDOUT_FILENO);
    close(file);
  }
  void restore() {
    if (saved_ < 0) return;
    dup2(saved_, STDOUT_FILENO);
    close(saved_);
    saved_ = -1;
  }
  fs::path path_;
  int saved_ = -1;
};

Options options_for(const std::vector<std::string>& files) {
  Options options;
  options.command = Command::explain;
  options.rules = {{(kFolder / "story.toml").string()}, false};
  for (const std::string& file : files) options.files.push_back((kFolder / file).string());
  return options;
}

TEST_CASE("explain goes on after an input that cannot be read") {
  CapturedOutput output;
  const int code = run_explain(options_for({"no-such.txt", "no-end.txt", "."}));
  const std::string text = output.text();
  CHECK(code == kSomeFailed);
  CHECK(text.find("no-end.txt\n") != std::string::npos);
}

TEST_CASE("explain runs nothing with rules that do not load") {
  Options options = options_for({"story.txt"});
  options.rules.paths.push_back((kFolder / "no-such.toml").string());
  CapturedOutput output;
  const int code = run_explain(options);
  CHECK(output.text().empty());
  CHECK(code == kNothingRun);

  options = options_for({"story.txt"});
  options.clean.use = {"no-such-pack"};
  CHECK(run_explain(options) == kNothingRun);
}

TEST_CASE("explain writes a record a line, and texts apart") {
  Options options = options_for({"story.txt", "empty.txt"});
  {
    CapturedOutput output;
    CHECK(run_explain(options) == kDone);
    CHECK(output.text().find("\n\n" + (kFolder / "empty.txt").string().substr(0, 60)) !=
          std::string::npos);
  }
  options.json = true;
  CapturedOutput output;
  CHECK(run_explain(options) == kDone);
  std::istringstream lines(output.text());
  size_t records = 0;
  for (std::string line; std::getline(lines, line); ++records) {
    CHECK(Json::parse(line)["path"] == options.files[records]);
  }
  CHECK(records == 2);
}

TEST_CASE("explain ends quietly when nobody reads") {
  std::signal(SIGPIPE, SIG_IGN);  // as main does
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  close(ends[0]);
  CapturedOutput output(ends[1]);
  CHECK(run_explain(options_for({"story.txt", "long.txt"})) == kDone);
}

}  // namespace
}  // namespace dehusk
