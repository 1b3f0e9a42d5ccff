// What the engine decided about a Document: which bytes go, by which rule, and what nearly went.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/span.h"

namespace dehusk {

inline constexpr uint32_t kByModel = UINT32_MAX;     ///< Removal::rule: the article model took it
inline constexpr uint32_t kByCopy = UINT32_MAX - 1;  ///< it repeats what stands before, word for word

/// A range that goes. `rule` is an index into the rules that ran, the smallest by full name of those
/// that took the range; the others stand in Decisions::also.
struct Removal {
  Span source;
  uint32_t rule = 0;
  uint32_t also_begin = 0;
  uint32_t also_count = 0;
};

/// A range that a rule asked for and that stays.
struct Spared {
  enum class Why : uint8_t {
    keep,   ///< a [[keep]] rule saved it
    limit,  ///< larger than the rule's `limit`
    guard,  ///< the guard stopped the rule's level
    joins,  ///< cutting it would have made one word of two, or left a part of one
  };
  Why why = Why::keep;
  Span source;
  uint32_t rule = 0;     ///< the rule that asked for it
  uint32_t by_rule = 0;  ///< for keep: the rule that saved it
};

/// A value that a `{placeholder:field}` caught in a line that left the text.
struct Capture {
  std::string field;
  std::string value;
};

/// Lines that a [[score]] rule matched.
struct Scored {
  uint32_t rule = 0;
  Span lines;
};

struct Decisions {
  std::vector<Removal> removed;  ///< in document order, apart from each other
  std::vector<uint32_t> also;
  std::vector<Spared> spared;      ///< in document order
  std::vector<Capture> captures;   ///< in document order
  std::vector<Scored> scored;      ///< by rule
  std::vector<uint32_t> elements;  ///< of a page: images that went, ascending
};

}  // namespace dehusk
