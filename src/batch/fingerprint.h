// Whether two runs would make the same: a hash of all that decides what they write.
//
//   Fingerprint print;
//   print.add("version", DEHUSK_VERSION);
//   for (file : files) print.add("rules", file.path), print.add("rules", file.text);
//   print.hex()          "8f434346648f6b96df89dda901c5176b"
//
// XXH3 of 128 bits, whose values are the same on every machine and in every later version of
// xxHash. Not for texts that somebody chose to collide.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace dehusk {

/// A hash that grows: of a row of byte strings, where each of them ends included.
class RowHash {
 public:
  void add(std::string_view bytes);
  /// 32 hexadecimal digits.
  std::string hex() const;

  bool operator==(const RowHash&) const = default;

 private:
  uint64_t high_ = 0;
  uint64_t low_ = 0;
};

/// A hash with named parts, so that a difference has a name.
class Fingerprint {
 public:
  using Parts = std::map<std::string, std::string>;  ///< name to 16 hexadecimal digits

  /// Adds to a part what decides: of texts their bytes, of options their values in a fixed order.
  void add(std::string_view part, std::string_view bytes);

  /// All parts together; the order in which different parts were added does not matter.
  std::string hex() const;
  Parts parts() const;

 private:
  std::map<std::string, RowHash, std::less<>> parts_;
};

/// Names of the parts that differ or that one side lacks, as a sentence has them: "rules and
/// model".
std::string differing_parts(const Fingerprint::Parts& a, const Fingerprint::Parts& b);

}  // namespace dehusk
