// Which patterns can match a line: the prefilter in front of all of them.
//
// Each pattern is filed under the one thing that rules out most lines:
//
//   exact      "advertisement"          a hash of whole folded lines
//   prefix     "also read: *"           the first eight, five or three bytes, then the literal
//   suffix     "* all rights reserved." the last ones, then the literal
//   inside     "(also read: *)"         one scan of the line for all such literals
//   residual   "{number} ({percent})"   by first byte, in groups that make the same demands
//
// and then asked what else it demands of a line: its length, the signs it holds (line_marks.h), and
// whether a date could begin there or be in it (placeholder_gate.h). A line that few patterns could
// match costs two looks into filters, one scan and a handful of demands, however many packs are
// loaded.
#pragma once

#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "doc/canonical.h"
#include "rule/end_filter.h"
#include "rule/gram_table.h"
#include "rule/line_marks.h"
#include "rule/literal_scan.h"
#include "rule/pattern.h"
#include "rule/pattern_key.h"

namespace dehusk {

class LineIndex {
 public:
  /// What an entry's patterns must do for the entry to be reported.
  enum class Use : uint8_t {
    whole_line,  ///< the pattern matches the line
    candidate,   ///< the line holds what the pattern needs; the caller looks closer
  };

  /// Files `pattern` under `entry`; both it and its key are borrowed for as long as the index lives.
  void add(const Pattern& pattern, const PatternKey& key, Use use, uint32_t entry);
  /// Call once after the last add().
  void build();

  /// Buffers of one thread.
  struct Scratch {
    std::vector<uint32_t> ids;
  };

  /// Appends the entries for `line` to `*entries`, sorted, each once.
  void find(const LineText& line, Scratch* scratch, std::vector<uint32_t>* entries) const;

  /// The slow twin: tries every pattern on the line. The answer of find() is the same for
  /// Use::whole_line entries and holds every Use::candidate entry that matches.
  void find_slowly(const LineText& line, std::vector<uint32_t>* entries) const;

 private:
  // What a line must be like for a pattern, besides what the pattern is filed under.
  struct Demand {
    Marks all = 0;
    Marks any = 0;
    uint32_t min_chars = 0;
    uint32_t max_chars = kUnbounded;
    uint32_t max_bytes = kUnbounded;
    uint16_t begins = 0;
    uint16_t holds = 0;
    bool needs_digit = false;
  };
  // A pattern that stands in several rules is tried once.
  struct Item {
    const Pattern* pattern;
    Use use;
    Demand demand;
    std::vector<uint32_t> entries;
  };
  // Residual patterns with the same demands but for their lengths.
  struct Group {
    Demand demand;            ///< its lengths are the widest
    std::bitset<256> first;   ///< bytes
    std::vector<uint32_t> items;
  };
  // Ends of lines by how much of them is looked up; which of the tables, the filter tells.
  static constexpr size_t kGrams[] = {8, 5, 3, 1};
  static constexpr uint8_t kExactBit = 1 << std::size(kGrams);
  static constexpr uint8_t kAllTables = (kExactBit << 1) - 1;
  struct Ends {
    EndFilter filter;
    uint8_t always = 0;  ///< tables of literals too short for the filter
    GramTable tables[std::size(kGrams)];
  };
  class Facts;

  static Demand demand_of(const PatternKey& key);
  bool accepts(const Item& item, Facts* facts) const;
  void file(const std::string& literal, PatternKey::Kind kind, uint32_t item);
  void file_residual(const PatternKey& key, uint32_t item);
  template <typename Offer>
  void look_up_ends(std::string_view folded, uint64_t* steps, Offer offer) const;

  std::vector<Item> items_;
  std::map<std::pair<std::string_view, const PlaceholderScope*>, uint32_t> whole_line_items_;
  GramTable exact_;
  size_t longest_exact_ = 0;
  Ends prefix_;
  Ends suffix_;
  LiteralScan inside_;
  uint64_t eighths_a_byte_ = 0;  ///< of a step, to look at a line
  std::vector<Group> groups_;
  std::vector<uint16_t> groups_of_[256];  ///< by first byte
};

}  // namespace dehusk
