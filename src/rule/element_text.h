// The canonical text of elements. Elements nest, so that asking each for its text reads the page once
// for each level; when more has been read than the page holds, its text is made canonical as a whole,
// cut where elements begin and end.
//
//   text     Fish  &  Chips. \n "More"        elements [0,25) [6,16) [19,25)
//   pieces   Fish |&  Chips.|  | "More"
//   folded   fish & chips. "more"             each cut has its offset here
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "doc/canonical.h"
#include "doc/document.h"

namespace dehusk {

class ElementText {
 public:
  enum class Form : uint8_t { canonical, folded };

  /// Forgets the page before. Borrows `doc` until the next begin().
  void begin(const Document& doc);

  /// The text of an element as one canonical line. Valid until the next call.
  std::string_view of(uint32_t element, Form form);

  /// The whole page in that form, and the range of an element in it, without spaces at its ends.
  std::string_view all(Form form) { return whole(form).text; }
  Span range_of(uint32_t element, Form form);

 private:
  struct Whole {
    bool ready = false;
    std::string text;
    std::vector<uint32_t> cuts;  ///< offset in `text` of each of cuts_
    uint64_t asked = 0;          ///< bytes read element by element
    uint32_t last = kNoElement;  ///< whose text is in the buffer
    std::string_view last_text;
    CanonicalBuffer buffer;
  };
  Whole& whole(Form form);
  void fill_cuts();

  const Document* doc_ = nullptr;
  std::vector<uint32_t> cuts_;  ///< where texts of elements begin and end, sorted
  Whole canonical_;
  Whole folded_;
};

}  // namespace dehusk
