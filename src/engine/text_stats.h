// What is counted in the text of a block in one pass over its bytes: the ground of all features.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/word_set.h"

namespace dehusk {

/// Counts over one text. Characters are visible code points if nothing else is said.
struct TextStats {
  uint32_t words = 0;     ///< runs of letters and digits; in scripts without spaces two characters are one
  uint32_t chars = 0;
  uint32_t gaps = 0;           ///< runs of white space between them
  uint32_t letters = 0;
  uint32_t capitals = 0;
  uint32_t digits = 0;
  uint32_t unspaced = 0;       ///< letters of scripts without spaces
  uint32_t function_words = 0;
  uint32_t first_word = 0;     ///< its words in WordContext::words
  uint32_t end_word = 0;
  uint32_t titlecase = 0;      ///< words that begin with a capital
  uint32_t short_words = 0;    ///< words of at most three letters
  uint32_t numbers = 0;        ///< words that begin with a digit
  uint32_t title_words = 0;    ///< words that the title has
  uint32_t description_words = 0;
  uint32_t sentences = 0;
  uint32_t commas = 0;
  uint32_t punctuation = 0;
  uint32_t separators = 0;
  uint32_t questions = 0;
  uint32_t quotes = 0;
  uint32_t brackets = 0;
  uint32_t copyright_signs = 0;
  uint32_t currency_signs = 0;
  uint32_t at_signs = 0;
  uint32_t years = 0;
  uint32_t clocks = 0;
  uint64_t hash = 0;           ///< of its words in their order
  char32_t first = 0;          ///< first character, 0 for none
  bool ends_sentence = false;
  bool ends_colon = false;
};

/// What words are compared with. Borrowed for the call.
struct WordContext {
  std::vector<uint32_t>* words = nullptr;  ///< takes the hash of each word that is no function word
  uint32_t tongues = 0;  ///< bits of kTongues whose function words count
  const WordSet* title = nullptr;
  const WordSet* description = nullptr;
};

/// One pass over `text`, UTF-8. O(size).
TextStats count_text(std::string_view text, const WordContext& context);

/// The words of `text`.
WordSet words_of(std::string_view text);

/// Bits of kTongues of these languages (ISO 639-1); 0 where no function words are known.
uint32_t tongues_of(const std::vector<std::string_view>& languages);

}  // namespace dehusk
