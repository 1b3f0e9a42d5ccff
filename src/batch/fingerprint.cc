#include "batch/fingerprint.h"

#include <xxhash.h>

#include <set>
#include <vector>

namespace dehusk {
namespace {

void append_number(uint64_t number, std::string* bytes) {
  for (int shift = 0; shift < 64; shift += 8) bytes->push_back(static_cast<char>(number >> shift));
}

void append_hex(uint64_t number, std::string* digits) {
  for (int shift = 60; shift >= 0; shift -= 4)
    digits->push_back("0123456789abcdef"[number >> shift & 15]);
}

}  // namespace

// Each step hashes what was, the length and the hash of what comes: bytes are read once, in place.
void RowHash::add(std::string_view bytes) {
  const XXH128_hash_t item = XXH3_128bits(bytes.data(), bytes.size());
  std::string step;
  for (const uint64_t number : {high_, low_, uint64_t{bytes.size()}, item.high64, item.low64}) {
    append_number(number, &step);
  }
  const XXH128_hash_t row = XXH3_128bits(step.data(), step.size());
  high_ = row.high64;
  low_ = row.low64;
}

std::string RowHash::hex() const {
  std::string digits;
  append_hex(high_, &digits);
  append_hex(low_, &digits);
  return digits;
}

void Fingerprint::add(std::string_view part, std::string_view bytes) {
  const auto at = parts_.find(part);
  (at != parts_.end() ? at->second : parts_[std::string(part)]).add(bytes);
}

std::string Fingerprint::hex() const {
  RowHash all;
  for (const auto& [name, hash] : parts_) {
    all.add(name);
    all.add(hash.hex());
  }
  return all.hex();
}

Fingerprint::Parts Fingerprint::parts() const {
  Parts parts;
  for (const auto& [name, hash] : parts_) parts[name] = hash.hex().substr(0, 16);
  return parts;
}

std::string differing_parts(const Fingerprint::Parts& a, const Fingerprint::Parts& b) {
  std::set<std::string> names;
  for (const auto& [one, other] : {std::pair(&a, &b), std::pair(&b, &a)}) {
    for (const auto& [name, hash] : *one) {
      const auto same = other->find(name);
      if (same == other->end() || same->second != hash) names.insert(name);
    }
  }
  const std::vector<std::string> sorted(names.begin(), names.end());
  std::string sentence;
  for (size_t i = 0; i < sorted.size(); ++i) {
    if (i > 0) sentence += i + 1 == sorted.size() ? " and " : ", ";
    sentence += sorted[i];
  }
  return sentence;
}

}  // namespace dehusk
