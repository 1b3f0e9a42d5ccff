// A text Document and its Decisions into text: kept lines as they came, without white space behind
// them; runs of blank lines become one, none at the start or the end.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "doc/decision.h"
#include "doc/document.h"
#include "write/close_up.h"

namespace dehusk {

enum class BlankLines : uint8_t {
  collapse,  ///< one between paragraphs
  keep,      ///< as the source has them; lines that a rule emptied go all the same
};

/// The pieces of the whole source in order: they tile it. The bytes of the output are the kept
/// pieces and line ends between them; the white space that the writer drops is a piece of its own.
std::vector<Piece> tile(const Document& doc, const Decisions& decisions, BlankLines blanks);

/// The clean text: every line ends with one LF, the last too; empty if nothing is left.
std::string write_text(const Document& doc, const Decisions& decisions, BlankLines blanks);

/// Takes a text in parts, in their order; each is borrowed for the call. Must not throw.
using TextOutput = std::function<void(std::string_view)>;

/// The same in parts, of which most are the source's own bytes from one change to the next: nothing
/// is copied. A text of which every line changes has two parts a line.
void write_text(const Document& doc, const Decisions& decisions, BlankLines blanks,
                const TextOutput& output);

}  // namespace dehusk
