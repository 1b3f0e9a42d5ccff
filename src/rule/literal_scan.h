// Finds many literals in a long text in one pass.
//
//   text   ...the rest of the story continues below...
//   pos    0   4   8   12                               every fourth position is looked at
//
// Of each literal of eleven bytes or more, the eleven-byte window with the rarest letters is
// chosen; the four runs of eight bytes in it go into a bit set of 64 k bits or, where there are
// thousands of literals, more. Whatever a literal's alignment, one of the four falls on a position
// that is looked at. A hit leads to a short bucket, where eight bytes are compared as one number,
// and only then the literal. Literals of seven bytes or more do the same with runs of four, which
// are in prose more often. One load, one multiplication and one test each for four bytes of prose;
// with AVX2 eight at a time, at a third of the cost. Shorter literals need every position (three to
// six bytes) or a search of their own: rules avoid them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rule/needle.h"

namespace dehusk {

class LiteralScan {
 public:
  /// Adds a folded, non-empty literal that stands for `id`. Call build() after the last one.
  /// Borrowed: the literal must live as long as this.
  void add(std::string_view literal, uint32_t id);
  void build();

  /// Appends the ids of literals that occur in `text` to `*ids`, in any order, some more than once. What that took
  /// besides the pass over the text, in steps (work.h): the same with AVX2 and without.
  uint64_t find(std::string_view text, std::vector<uint32_t>* ids) const;

  /// The same without AVX2, position by position.
  uint64_t find_plainly(std::string_view text, std::vector<uint32_t>* ids) const;

  /// What the pass over a byte takes, in eighths of a step.
  uint64_t eighths_a_byte() const;

  bool empty() const { return literals_.empty(); }

 private:
  struct Literal {
    std::string_view text;
    uint32_t id;
  };
  struct Slot {
    uint64_t bytes;    ///< up to eight bytes of the literal, the run among them
    uint32_t hash;
    uint32_t literal;
    uint32_t offset;   ///< of those bytes in the literal
    uint32_t run;      ///< offset of the run in those bytes
  };
  // Literals looked for by runs of `gram` bytes at every `stride`th position.
  struct Table {
    size_t gram;
    size_t stride;
    int bit_shift = 0;     ///< 32 less the bits of a hash
    int bucket_shift = 0;  ///< from a hash to its bucket
    std::vector<uint32_t> bits;
    std::vector<uint32_t> starts;  ///< bucket -> first slot
    std::vector<Slot> slots;       ///< sorted by hash
  };
  struct Alone {
    Needle needle;
    uint32_t id;
  };
  void put(uint32_t index, Table* table);
  static void finish(Table* table);
  template <size_t kGram, size_t kStride>
  uint64_t scan(const Table& table, size_t at, std::string_view text, std::vector<uint32_t>* ids) const;
  uint64_t scan_words(std::string_view text, std::vector<uint32_t>* ids) const;
  uint64_t scan_positions(std::string_view text, std::vector<uint32_t>* ids) const;
  uint64_t find_alone(std::string_view text, std::vector<uint32_t>* ids) const;
  uint64_t look_up(const Table& table, uint32_t hash, size_t at, std::string_view text,
               std::vector<uint32_t>* ids) const;

  std::vector<Literal> literals_;
  Table longest_{.gram = 8, .stride = 4, .bits = {}, .starts = {}, .slots = {}};
  Table long_{.gram = 4, .stride = 4, .bits = {}, .starts = {}, .slots = {}};
  Table short_{.gram = 3, .stride = 1, .bits = {}, .starts = {}, .slots = {}};
  std::vector<Alone> alone_;
};

}  // namespace dehusk
