// Rule files, set apart by form feeds (no TOML holds one): whatever they hold, faults are told with
// their places, and files without faults clean a text, from TOML and packed.
#include <algorithm>
#include <memory>
#include <vector>

#include "core/utf8.h"
#include "expect.h"
#include "read/utf8_check.h"
#include "rule/load.h"
#include "rule/pack.h"
#include "targets.h"

namespace dehusk::fuzz {
namespace {

constexpr size_t kLargest = 8192;
constexpr size_t kMostFiles = 4;

constexpr std::string_view kText =
    "Home > News\nBy Ann Bell | 3 May 2024\n\nAdvertisement\nThe harbour opened on Monday, the mayor "
    "said (also read: the plan).\n\xE2\x80\xA2 DOW\n40,358.09\n-57.35 (-0.14%)\nRelated Articles\n"
    "x\n42\n\xE4\xBD\xA0\xE5\xA5\xBD [more](http://a.example/b)\n\xC2\xA9 2024 The Paper\n";

std::vector<RuleText> files_of(std::string_view bytes) {
  std::vector<RuleText> files;
  for (size_t begin = 0; begin <= bytes.size() && files.size() < kMostFiles;) {
    const size_t end = std::min(bytes.find('\f', begin), bytes.size());
    const std::string path = std::string(1, static_cast<char>('a' + files.size())) + ".toml";
    files.push_back({path, std::string(bytes.substr(begin, end - begin))});
    begin = end + 1;
  }
  return files;
}

std::string_view line_of(std::string_view text, uint32_t line) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (; line > 1; --line) {
    const size_t end = text.find('\n');
    expect(end != std::string_view::npos, "a fault stands on a line of its file");
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

// How many characters next_code_point() sees; a stray byte is one.
size_t width_of(std::string_view line) {
  size_t n = 0;
  for (size_t at = 0; at < line.size(); ++n) next_code_point(line, &at);
  return n;
}

void check_fault(const Diagnostic& fault, const std::vector<RuleText>& files) {
  const auto file = std::find_if(files.begin(), files.end(),
                                 [&](const RuleText& f) { return f.path == fault.path; });
  expect(file != files.end(), "a fault names its file");
  expect(fault.place.line > 0 && fault.place.column > 0, "a fault has a place");
  expect(fault.place.column <= width_of(line_of(file->text, fault.place.line)) + 1,
         "a fault stands inside its line");
  expect(!fault.message.empty() && !meaning_of(fault.code).empty(), "a fault says what it is");
  const std::string form = format_diagnostic(fault);
  expect(valid_utf8_prefix(form) == form.size(), "a fault prints as UTF-8");
  const auto lines = std::count(form.begin(), form.end(), '\n');
  expect(form.ends_with('\n') && (lines == 1 || lines == 3), "a fault prints as one or three lines");
  for (const char c : form) {
    expect(c == '\n' || c == '\t' || static_cast<uint8_t>(c) >= 0x20, "no control characters");
  }
}

std::string cleaned_with(std::shared_ptr<const RuleSet> rules, MatchMode match) {
  CleanOptions options;
  options.level = Level::aggressive;
  options.packs = PackChoice::exactly;
  options.use = {"all"};
  options.detail = Detail::pieces;
  options.match = match;
  const Result<Cleaned> cleaned =
      Cleaner(std::move(rules), options).clean(kText, {.url = "https://www.example.com/a"});
  expect(cleaned.ok(), "rules that load clean a text");
  check_cleaned(*cleaned, kText);
  return dump(*cleaned);
}

}  // namespace

void rule_loader(std::string_view bytes) {
  if (bytes.size() > kLargest) return;
  const std::vector<RuleText> files = files_of(bytes);
  const Loaded linted = load_rules(files, {.builtin = false, .depth = CheckDepth::warnings});
  for (const Diagnostic& fault : linted.faults) check_fault(fault, files);
  Diagnostics sorted = linted.faults;
  sort_diagnostics(&sorted);
  expect(sorted.size() == linted.faults.size(), "no fault is told twice");
  expect((linted.rules == nullptr) == has_errors(linted.faults), "faulty files never load");

  const Loaded loaded = load_rules(files, {.builtin = false});
  expect((loaded.rules == nullptr) == (linted.rules == nullptr), "warnings stop nothing");
  if (loaded.rules == nullptr) return;
  const std::string fast = cleaned_with(loaded.rules, MatchMode::fast);
  expect_same(fast, cleaned_with(loaded.rules, MatchMode::slow), "fast as slow");
  const std::string packed = pack_rules(loaded.rules->files());
  const auto unpacked = std::make_shared<const RuleSet>(unpack_rules(packed));
  expect_same(fast, cleaned_with(unpacked, MatchMode::fast), "packed as read");
}

}  // namespace dehusk::fuzz
