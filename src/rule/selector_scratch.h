// What is remembered of one page while selectors run on it, in buffers that are used again for the
// next page.
//
// A slot holds an answer or a number for each element. It gets its buffer only when its question was
// asked kAskedOften times: of the thousands of selectors on a page nearly all are asked about a handful
// of elements, where working an answer out again is cheaper than remembering it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "doc/document.h"
#include "rule/element_attributes.h"
#include "rule/element_states.h"
#include "rule/element_text.h"
#include "rule/sibling_table.h"

namespace dehusk {

class SelectorScratch {
 public:
  enum class Remember : uint8_t {
    often,    ///< what is asked often
    always,   ///< everything; for tests
    nothing,  ///< every question is answered anew; for the slow twin
  };
  static constexpr uint32_t kAskedOften = 16;

  explicit SelectorScratch(Remember remember = Remember::often) : remember_(remember) {}
  SelectorScratch(const SelectorScratch&) = delete;
  SelectorScratch& operator=(const SelectorScratch&) = delete;

  /// Forgets the page before. Borrows `doc`, which has a page, until the next begin(). `slots` as in
  /// SelectorProgram.
  void begin(const Document& doc, uint32_t slots);

  /// A number for each element and one more, all `kNothing` at first; null while the slot is asked
  /// seldom. Elements of a page and yes and no are numbers that callers make up.
  uint32_t* numbers(uint32_t slot);
  static constexpr uint32_t kNothing = UINT32_MAX;

  /// The same at once, however seldom it is asked; null only with Remember::nothing.
  uint32_t* numbers_now(uint32_t slot);

  /// A list, empty at first; null while the slot is asked seldom. One slot holds this or numbers.
  std::vector<uint32_t>* list(uint32_t slot);

  const Document& doc() const { return *doc_; }
  const Page& page() const { return *doc_->page; }

  ElementAttributes attributes;
  SiblingTable siblings;
  ElementText text;
  ElementStates states;
  std::vector<uint32_t> found;  ///< a buffer of callers

  /// Counts steps for the page's document.
  void spend(uint64_t steps) { work_->add(steps); }
  bool is_spent() const { return work_->exceeded(); }

 private:
  static constexpr uint32_t kNoBuffer = UINT32_MAX;
  struct Slot {
    uint32_t page = 0;  ///< the slot is empty if it is not pages_
    uint32_t asked = 0;
    uint32_t buffer = kNoBuffer;
  };

  Slot& slot_of_page(uint32_t slot);
  bool is_seldom(Slot* slot) const;
  uint32_t take_buffer();

  const Document* doc_ = nullptr;
  Work own_work_;
  Work* work_ = &own_work_;  // the page's, if it has one
  Remember remember_;
  uint32_t pages_ = 0;
  std::vector<Slot> slots_;
  std::vector<std::vector<uint32_t>> buffers_;
  uint32_t buffers_used_ = 0;
};

}  // namespace dehusk
