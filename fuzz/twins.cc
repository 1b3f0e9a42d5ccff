// Rules and a text, cleaned in several ways. The rules stand one a line, then "---", then the text:
//
//   s2fBy {proper}     [[remove]] of level safe, kConditions[2], keys 'f' of kKeys, a pattern
//   k0aRelated *       [[keep]]
//   ---g               the guard: g a share, m what must be kept, anything else none
//   Related Articles   the text, from here on
//
// Letters that stand for nothing are taken for others, so that every input says something. The index
// and its slow twin agree on all that is told; the order of rules and files changes nothing; a safer
// level removes a part of what the next one does.
#include <algorithm>
#include <memory>
#include <vector>

#include "core/utf8.h"
#include "core/visible.h"
#include "engine/features.h"
#include "expect.h"
#include "read/binary_kind.h"
#include "rule/load.h"
#include "targets.h"

namespace dehusk::fuzz {
namespace {

constexpr size_t kLargest = 3072;
constexpr size_t kMostRules = 6;

constexpr std::string_view kKinds = "ksna";

// By letter, from 'a' on; % is the pattern.
constexpr std::string_view kKeys[] = {
    "line = %",
    "line = [%, 'Ad', 'Related']",
    "group = [%, '*']",
    "group = ['one*', %]\nrepeat = 2",
    "group = ['*', [%, 'x'], '*']",
    "line = %\nto = 'end'",
    "line = %\nto = 'End'",
    "line = 'Related'\nto = %",
    "line = 'Ad'\nuntil = %",
    "span = %",
    "span = [%, '(*)']",
    "line = 'one *'\nspan = %",
    "line = %\nunless = 'two'",
    "line = 'one *'\nunless = %",
    "span = '(*)'\nunless = %",
    "group = [%, %]\nto = 'End'",
};
// By digit, from '0' on. The first kKeepable are those that a [[keep]] may have.
constexpr std::string_view kConditions[] = {
    "",
    "when = ['words < 4', 'line_no > 1']",
    "when = 'link_density < 0.5'",
    "at = 'head 1'",
    "at = 'tail 2'",
    "at = 'edges 3'",
    "limit = '50%'",
    "limit = '1 lines'",
    "at = 'head 2'\nlimit = '30%'",
    "at = 'edges 1'\nwhen = 'digits < 0.5'",
};
constexpr size_t kKeepable = 3;

constexpr std::string_view kPatterns =
    "[patterns]\nagency = ['AFP', 'Reuters', 'x y']\ndesk = '/(?-i:[A-Z]{2,}|\u0416+)/'\n";

struct Input {
  std::vector<std::string> rules;  ///< in TOML
  std::string guard;
  std::string_view text;
};

// A TOML string.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    if (byte < 0x20 || byte == 0x7F) {
      constexpr char kDigits[] = "0123456789ABCDEF";
      out += {'\\', 'u', '0', '0', kDigits[byte >> 4], kDigits[byte & 15]};
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + "\"";
}

// The place of `c` counted from `first`, or some place of the `n` there are.
size_t chosen(char c, char first, size_t n) { return static_cast<uint8_t>(c - first) % n; }

std::string rule_of(std::string_view line, size_t number) {
  const size_t known = kKinds.find(line[0]);
  const size_t kind = known == std::string_view::npos ? line[0] & 3 : known;
  std::string toml = kind == 0 ? "[[keep]]\n" : "[[remove]]\n";
  toml += "id = 'r" + std::to_string(number) + "'\n";
  if (kind > 0) toml += "level = '" + std::string(name_of(static_cast<Level>(kind - 1))) + "'\n";
  const size_t conditions = kind == 0 ? kKeepable : std::size(kConditions);
  toml += std::string(kConditions[chosen(line[1], '0', conditions)]) + "\n";
  const std::string pattern = quoted(utf8_of(line.substr(3)));
  for (const char c : kKeys[chosen(line[2], 'a', std::size(kKeys))]) {
    if (c == '%') {
      toml += pattern;
    } else {
      toml += c;
    }
  }
  return toml + "\n";
}

Input read_input(std::string_view bytes) {
  Input input;
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (line.starts_with("---")) {
      if (line.substr(3) == "g") input.guard = "[guard]\nmax_removed = '50%'\n";
      if (line.substr(3) == "m") input.guard = "[guard]\nmin_kept = '6 chars'\n";
      input.text = bytes;
      break;
    }
    if (line.size() < 4 || input.rules.size() == kMostRules) continue;
    input.rules.push_back(rule_of(line, input.rules.size()));
  }
  return input;
}

enum class Order { as_written, reversed };

// Rules by turns in two files.
std::vector<RuleText> files_of(const Input& input, Order order) {
  std::string texts[] = {"name = 'a'\n" + std::string(kPatterns) + input.guard,
                         "name = 'b'\n" + std::string(kPatterns)};
  const size_t n = input.rules.size();
  for (size_t i = 0; i < n; ++i) {
    const size_t rule = order == Order::as_written ? i : n - 1 - i;
    texts[rule % 2] += input.rules[rule];
  }
  std::vector<RuleText> files{{"a.toml", texts[0]}, {"b.toml", texts[1]}};
  if (order == Order::reversed) std::reverse(files.begin(), files.end());
  return files;
}

// Leaves out the rules that do not load.
void drop_faulty(Input* input) {
  std::erase_if(input->rules, [](const std::string& rule) {
    return !load_rules(files_of({{rule}, "", ""}, Order::as_written), {.builtin = false}).rules;
  });
}

Cleaned cleaned_with(const std::shared_ptr<const RuleSet>& rules, std::string_view text,
                     Level level, MatchMode match) {
  CleanOptions options;
  options.level = level;
  options.match = match;
  options.detail = Detail::pieces;
  Result<Cleaned> cleaned = Cleaner(rules, options).clean(text, {});
  expect(cleaned.ok(), "a text is cleaned");
  return std::move(*cleaned);
}

// Packs stand in the order of the files.
std::string dump_sorted(Cleaned cleaned) {
  std::sort(cleaned.packs.begin(), cleaned.packs.end());
  return dump(cleaned);
}

bool joins(const Cleaned& cleaned) {
  return std::any_of(cleaned.spared.begin(), cleaned.spared.end(), [](const ReportedRange& range) {
    return range.why == Spared::Why::joins;
  });
}

// Which bytes went, white space left out.
std::vector<bool> removed_bytes(const Cleaned& cleaned) {
  std::vector<bool> flags;
  for (const ReportedPiece& piece : cleaned.pieces) {
    const bool removed = piece.kind == ReportedPiece::Kind::removed;
    flags.resize(piece.end, removed);
    if (!removed) continue;
    const std::string& text = cleaned.removed[piece.removal].text;
    for (size_t at = 0; at < text.size() && piece.begin + at < piece.end;) {
      const size_t begin = at;
      next_code_point(text, &at);
      const bool visible = has_visible(std::string_view(text).substr(begin, at - begin));
      for (size_t i = begin; i < at && piece.begin + i < piece.end; ++i) {
        flags[piece.begin + i] = visible;
      }
    }
  }
  return flags;
}

void check_levels(const std::shared_ptr<const RuleSet>& rules, std::string_view text) {
  std::vector<bool> before;
  for (const Level level : {Level::safe, Level::normal, Level::aggressive}) {
    const Cleaned cleaned = cleaned_with(rules, text, level, MatchMode::fast);
    if (joins(cleaned) || cleaned.replaced > 0) return;
    const std::vector<bool> now = removed_bytes(cleaned);
    for (size_t i = 0; i < before.size(); ++i) {
      expect(!before[i] || now[i], "what a safer level removes goes at the next one too");
    }
    before = now;
  }
}

}  // namespace

void twins(std::string_view bytes) {
  if (bytes.size() > kLargest) return;
  Input input = read_input(bytes);
  if (input.rules.empty() || !binary_kind(input.text).empty()) return;
  Loaded loaded = load_rules(files_of(input, Order::as_written), {.builtin = false});
  if (!loaded.rules) {
    drop_faulty(&input);
    loaded = load_rules(files_of(input, Order::as_written), {.builtin = false});
  }
  expect(loaded.rules != nullptr, "rules that load alone load together");
  const Cleaned fast = cleaned_with(loaded.rules, input.text, Level::aggressive, MatchMode::fast);
  check_cleaned(fast, input.text);
  const Cleaned slow = cleaned_with(loaded.rules, input.text, Level::aggressive, MatchMode::slow);
  expect_same(dump(fast), dump(slow), "fast as slow");

  const Loaded reversed = load_rules(files_of(input, Order::reversed), {.builtin = false});
  expect(reversed.rules != nullptr, "the order of rules is no fault");
  expect_same(dump_sorted(fast),
              dump_sorted(cleaned_with(reversed.rules, input.text, Level::aggressive,
                                       MatchMode::fast)),
              "the order of rules and files changes nothing");
  if (input.guard.empty()) check_levels(loaded.rules, input.text);
}

}  // namespace dehusk::fuzz
