// The best value of each field of a page's metadata among those that its witnesses offer.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_set>

#include "read/meta_names.h"

namespace dehusk {

/// `text` without white space around it, and one space for each stretch of it inside.
std::string collapsed(std::string_view text);

/// Letters and digits of `text` alone, case folded: titles differ in quotation marks and dashes.
std::string bare(std::string_view text);

/// Takes what witnesses offer, in any order. Of equal witnesses the first is believed.
class MetaChoice {
 public:
  /// Empty values count for nothing, nor do addresses where a name is asked for.
  void offer(MetaField field, Witness witness, std::string value);

  /// As offer(), but several authors of one witness are listed, with ", " between them.
  void offer_author(Witness witness, std::string value);

  bool lacks(MetaField field) const { return text(field).empty(); }
  const std::string& text(MetaField field) const { return value_of(field).text; }
  std::string take(MetaField field) { return std::move(value_of(field).text); }

 private:
  struct Value {
    std::string text;
    Witness witness = Witness::guess;
  };
  Value& value_of(MetaField field) { return values_[static_cast<size_t>(field)]; }
  const Value& value_of(MetaField field) const { return values_[static_cast<size_t>(field)]; }

  std::array<Value, static_cast<size_t>(MetaField::site_name) + 1> values_;
  std::unordered_set<std::string> authors_;  ///< that are listed
};

}  // namespace dehusk
