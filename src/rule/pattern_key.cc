#include "rule/pattern_key.h"

#include <algorithm>

namespace dehusk {
namespace {

// Bytes that are rarer in prose than letters are: worth asking for.
int rarity(char c) {
  const auto byte = static_cast<uint8_t>(c);
  if (byte >= 0x80) return 2;
  if (byte == ' ') return 0;
  return byte >= 'a' && byte <= 'z' ? 1 : 3;
}

// Shorter literals are everywhere: a whole line is better known by its length and first byte.
constexpr size_t kScannable = 7;

// A mark of each literal: that of its rarest byte. None where some literal has letters alone.
Marks one_mark_of_each(const LiteralInfo::Strings& literals) {
  Marks marks = 0;
  for (const std::string& literal : literals) {
    const Marks mark = mark_of(*std::max_element(
        literal.begin(), literal.end(), [](char a, char b) { return rarity(a) < rarity(b); }));
    if (mark == 0) return 0;
    marks |= mark;
  }
  return marks;
}

}  // namespace

PatternKey key_of(const LiteralInfo& info, KeyUse use) {
  PatternKey key;
  key.min_chars = info.min_chars;
  key.max_chars = use == KeyUse::whole_line ? info.max_chars : kUnbounded;
  key.loose_max = info.loose_max;
  key.needs_digit = info.needs_digit;
  key.all = info.marks;
  key.holds = info.holds;
  if (use == KeyUse::whole_line) key.begins = info.begins;
  if (use == KeyUse::whole_line && info.exact) {
    key.kind = PatternKey::Kind::exact;
    key.literals = *info.exact;
    return key;
  }
  if (shortest(info.required) > 0) key.any = one_mark_of_each(info.required);
  const size_t prefix = use == KeyUse::whole_line ? shortest(info.prefix) : 0;
  const size_t suffix = use == KeyUse::whole_line ? shortest(info.suffix) : 0;
  const auto& required =
      info.exact && shortest(*info.exact) > 0 ? *info.exact : info.required;
  const size_t inside = shortest(required);
  // Ends are found by a look-up, insides by a scan: an end may be a little shorter.
  const size_t end = std::max(prefix, suffix);
  if (end >= 3 && end + 2 >= inside) {
    key.kind = prefix >= suffix ? PatternKey::Kind::prefix : PatternKey::Kind::suffix;
    key.literals = prefix >= suffix ? info.prefix : info.suffix;
  } else if (inside >= (use == KeyUse::whole_line ? kScannable : 3)) {
    key.kind = PatternKey::Kind::inside;
    key.literals = required;
  } else if (end > 0) {
    key.kind = prefix >= suffix ? PatternKey::Kind::prefix : PatternKey::Kind::suffix;
    key.literals = prefix >= suffix ? info.prefix : info.suffix;
  } else {
    key.first = use == KeyUse::whole_line ? info.first : std::bitset<256>().set();
  }
  return key;
}

size_t PatternKey::selectivity() const {
  switch (kind) {
    case Kind::exact: return 1000 + shortest(literals);
    case Kind::prefix:
    case Kind::suffix:
    case Kind::inside: return shortest(literals) < 3 ? 6 : 100 + shortest(literals);
    case Kind::residual: break;
  }
  if (max_chars != kUnbounded) return needs_digit ? 20 : 10;
  return first.count() < 128 ? 5 : 0;
}

}  // namespace dehusk
