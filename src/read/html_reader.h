// HTML into a Document: skeleton, Gumbo, and a walk over its tree.
//
//   source -> skeleton -> Gumbo -> Tree -> Typesetter, blocks, runs -> Document
//
// Measured on 1,497 pages: see bench/README.md.
#pragma once

#include <memory>
#include <string_view>

#include "core/work.h"
#include "doc/document.h"

namespace dehusk {

/// fast reads a skeleton of the page where it can; slow is its twin and gives Gumbo the page itself.
enum class HtmlMode : uint8_t { fast, slow };

/// Buffers of one thread; kept from page to page.
class HtmlScratch {
 public:
  HtmlScratch();
  ~HtmlScratch();
  HtmlScratch(HtmlScratch&&) noexcept;
  HtmlScratch& operator=(HtmlScratch&&) noexcept;

 private:
  friend Document read_html(std::string_view, HtmlMode, HtmlScratch*, Work*);
  struct State;
  std::unique_ptr<State> state_;
};

/// Reads `text` (valid UTF-8, borrowed for as long as the Document lives; at most 4 GiB, of which
/// kMaxPageBytes are read). Any text is some page. O(size). `work`, borrowed for as long as the Document lives,
/// counts; where it is exceeded the Document holds what was read until then.
Document read_html(std::string_view text, HtmlMode mode, HtmlScratch* scratch, Work* work = nullptr);

}  // namespace dehusk
