// Which patterns can match a line: the prefilter in front of all of them.
//
// Each pattern is filed under the one thing that rules out most lines:
//
//   exact      "advertisement"          a hash of whole folded lines
//   prefix     "also read: *"           the first three bytes, then the literal
//   suffix     "* all rights reserved." the last three bytes, then the literal
//   inside     "(also read: *)"         one scan of the line for all such literals
//   residual   "{number} ({percent})"   by first byte, length and "holds a digit"
//
// A long line of prose costs two look-ups and one scan (1.1 ns a byte for folding and scan, measured
// on 140 MB of prose); the residual patterns are bounded in length and never see it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "doc/canonical.h"
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
  // A pattern that stands in several rules is tried once.
  struct Item {
    const Pattern* pattern;
    Use use;
    std::vector<uint32_t> entries;
  };
  struct Keyed {
    uint32_t key;  ///< hash of the line, or three bytes
    uint32_t item;
    std::string_view literal;
  };
  struct KeyTable {
    std::vector<Keyed> keyed;  ///< sorted by key
    std::vector<uint64_t> bits;
    uint32_t longest = 0;
    void build();
    template <typename Visit>
    void look_up(uint32_t key, Visit visit) const;
  };
  struct Residual {
    uint32_t item;
    uint32_t min_bytes;
    uint32_t max_bytes;
    bool needs_digit;
    std::string one_of;  ///< the line must hold one of these bytes; empty: any line will do
  };

  bool accepts(const Item& item, const LineText& line) const;

  std::vector<Item> items_;
  std::map<std::pair<std::string_view, const PlaceholderScope*>, uint32_t> whole_line_items_;
  KeyTable exact_;
  KeyTable prefix_;
  KeyTable suffix_;
  LiteralScan inside_;
  std::vector<Residual> residual_[256];
  uint32_t longest_residual_ = 0;
};

}  // namespace dehusk
