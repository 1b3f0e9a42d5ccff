#include "read/meta_choice.h"

#include <utility>

#include "core/unicode.h"
#include "core/utf8.h"

namespace dehusk {
namespace {

bool is_address(std::string_view value) { return value.find("://") != value.npos; }

}  // namespace

std::string collapsed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool blank = false;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const auto byte = static_cast<unsigned char>(text[at]);
    const bool ascii = byte < 0x80;
    const char32_t c = ascii ? (++at, byte) : next_code_point(text, &at);
    if (ascii ? c == ' ' || (c >= '\t' && c <= '\r') : is_space(c)) {
      blank = !out.empty();
      continue;
    }
    if (std::exchange(blank, false)) out += ' ';
    out.append(text, begin, at - begin);
  }
  return out;
}

std::string bare(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, &at);
    if (is_word(c)) append_utf8(fold_case(c), &out);
  }
  return out;
}

void MetaChoice::offer(MetaField field, Witness witness, std::string value) {
  if (field == MetaField::none || value.empty()) return;
  const bool is_name = field == MetaField::author || field == MetaField::site_name;
  if (is_name && is_address(value)) return;
  Value& best = value_of(field);
  if (best.text.empty() || witness < best.witness) best = {std::move(value), witness};
}

void MetaChoice::offer_author(Witness witness, std::string value) {
  if (value.empty() || is_address(value)) return;
  Value& best = value_of(MetaField::author);
  if (best.text.empty() || witness < best.witness) {
    authors_ = {value};
    best = {std::move(value), witness};
  } else if (witness == best.witness && authors_.insert(value).second) {
    best.text += ", " + value;
  }
}

}  // namespace dehusk
