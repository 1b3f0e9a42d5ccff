// Finds many literals in a long text in one pass.
//
//   text   ...the rest of the story continues below...
//   pos    0   4   8   12                               every fourth position is looked at
//
// Of each literal of six bytes or more, the six-byte window with the rarest letters is chosen; the
// four trigrams that begin in it go into a bit set of 64 k bits. Whatever a literal's alignment, one
// of the four falls on a position that is looked at. A hit leads to a short bucket, whose literals
// are compared. One load, one multiplication and one test for four bytes of prose. Shorter literals
// need every position (three to five bytes) or a search of their own (one or two): rules avoid them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dehusk {

class LiteralScan {
 public:
  /// Adds a folded, non-empty literal that stands for `id`. Call build() after the last one.
  void add(std::string_view literal, uint32_t id);
  void build();

  /// Appends the ids of literals that occur in `text` to `*ids`, in any order, some more than once.
  void find(std::string_view text, std::vector<uint32_t>* ids) const;

  bool empty() const { return literals_.empty(); }

 private:
  struct Literal {
    std::string text;
    uint32_t id;
  };
  struct Slot {
    uint32_t hash;
    uint32_t literal;
    uint32_t offset;  ///< of the trigram in the literal
  };
  // Literals looked for at every `stride`th position.
  struct Table {
    std::vector<uint64_t> bits;
    std::vector<uint32_t> starts;  ///< bucket -> first slot
    std::vector<Slot> slots;       ///< sorted by hash
  };
  static void finish(Table* table);
  void scan(const Table& table, size_t stride, std::string_view text,
            std::vector<uint32_t>* ids) const;
  void look_up(const Table& table, uint32_t hash, size_t at, std::string_view text,
               std::vector<uint32_t>* ids) const;

  std::vector<Literal> literals_;
  Table long_;
  Table short_;
  std::vector<uint32_t> tiny_;
};

}  // namespace dehusk
