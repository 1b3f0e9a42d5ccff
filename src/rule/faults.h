// Collects the faults of one rule file, with the source lines they point at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rule/diagnostic.h"
#include "rule/rule.h"

namespace dehusk {

class Faults {
 public:
  /// Borrows `text`, the file's content, for its own lifetime.
  Faults(std::string path, std::string_view text, Diagnostics* out);

  void add(Code code, Place place, std::string message, std::string label = "");

  /// The place of byte `offset` within the string value at `value`: counts the quotes and the
  /// escapes of the file. Falls back to the string's own place where the string goes on to another
  /// line.
  Place inside(const Text& value, size_t offset) const;

  /// The line of that 1-based number, without its end; "" where there is none.
  std::string_view line(uint32_t number) const;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::vector<std::string_view> lines_;
  Diagnostics* out_;
};

}  // namespace dehusk
