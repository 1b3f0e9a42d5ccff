#include "read/meta_prescan.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "doc/attributes.h"
#include "read/encoding_labels.h"

namespace dehusk {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kSpace = " \t\n\f\r";

bool is_space(char c) { return kSpace.find(c) != kSpace.npos; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// What UTF-16 is where it was read byte by byte.
std::string_view readable(std::string_view encoding) {
  return encoding.starts_with("utf-16") ? "utf-8" : encoding;
}

struct Attribute {
  std::string_view name;
  std::string_view value;
};

/// Walks over bytes. Every step returns false, or nothing, once it runs out of them: then the page
/// says nothing.
class Prescan {
 public:
  explicit Prescan(std::string_view bytes) : bytes_(bytes) {}

  std::string_view run() {
    while (at_ < bytes_.size()) {
      const std::string_view rest = bytes_.substr(at_);
      if (rest.starts_with("<!--")) {
        if (!skip_past("-->", at_ + 2)) return {};
      } else if (is_meta(rest)) {
        at_ += 5;
        if (const std::string_view encoding = read_meta(); !encoding.empty()) return encoding;
      } else if (is_tag(rest)) {
        at_ = std::min(bytes_.find_first_of(" \t\n\f\r>", at_), bytes_.size());
        while (next_attribute()) {
        }
      } else if (rest.starts_with("<!") || rest.starts_with("</") || rest.starts_with("<?")) {
        if (!skip_past(">", at_)) return {};
      } else {
        at_ = std::min(bytes_.find('<', at_ + 1), bytes_.size());
        continue;
      }
      ++at_;
    }
    return {};
  }

 private:
  static bool is_meta(std::string_view rest) {
    return rest.size() > 5 && equals_ignoring_case(rest.substr(0, 5), "<meta") &&
           (is_space(rest[5]) || rest[5] == '/');
  }

  static bool is_tag(std::string_view rest) {
    const size_t letter = rest.starts_with("</") ? 2 : 1;
    return rest[0] == '<' && rest.size() > letter && is_letter(rest[letter]);
  }

  /// To the last byte of `what`.
  bool skip_past(std::string_view what, size_t from) {
    const size_t found = bytes_.find(what, from);
    at_ = found == bytes_.npos ? bytes_.size() : found + what.size() - 1;
    return at_ < bytes_.size();
  }

  void skip(std::string_view set) {
    at_ = std::min(bytes_.find_first_not_of(set, at_), bytes_.size());
  }

  /// "Get an attribute". Stops at the `>` that ends the tag.
  std::optional<Attribute> next_attribute() {
    skip(" \t\n\f\r/");
    if (at_ == bytes_.size() || bytes_[at_] == '>') return std::nullopt;
    const size_t name = at_++;  // a name may begin with '='
    at_ = std::min(bytes_.find_first_of(" \t\n\f\r/>=", at_), bytes_.size());
    Attribute attribute{bytes_.substr(name, at_ - name), {}};
    skip(kSpace);
    if (at_ == bytes_.size()) return std::nullopt;
    if (bytes_[at_] != '=') return attribute;
    ++at_;
    skip(kSpace);
    if (at_ == bytes_.size()) return std::nullopt;
    const char quote = bytes_[at_];
    const bool quoted = quote == '"' || quote == '\'';
    const size_t value = quoted ? at_ + 1 : at_;
    at_ = quoted ? bytes_.find(quote, value) : bytes_.find_first_of(" \t\n\f\r>", value);
    if (at_ == bytes_.npos) {
      at_ = bytes_.size();
      return std::nullopt;
    }
    attribute.value = bytes_.substr(value, at_ - value);
    at_ += quoted;
    return attribute;
  }

  /// The encoding that a meta declares; empty for none.
  std::string_view read_meta() {
    bool seen_pragma = false;  // the first attribute of a name counts
    bool seen_content = false;
    bool seen_charset = false;
    bool is_pragma = false;
    bool needs_pragma = false;
    std::optional<std::string_view> encoding;  // empty: a label that nobody knows
    while (const auto attribute = next_attribute()) {
      const auto is = [&](std::string_view name, bool* seen) {
        return equals_ignoring_case(name, attribute->name) && !std::exchange(*seen, true);
      };
      if (is("http-equiv", &seen_pragma)) {
        is_pragma = equals_ignoring_case(attribute->value, "content-type");
      } else if (is("content", &seen_content)) {
        const std::string_view found = encoding_in_content(attribute->value);
        if (encoding || found.empty()) continue;
        encoding = found;
        needs_pragma = true;
      } else if (is("charset", &seen_charset)) {
        encoding = encoding_of_label(attribute->value);
        needs_pragma = false;
      }
    }
    if (at_ == bytes_.size() || !encoding || (needs_pragma && !is_pragma)) return {};
    return *encoding == "x-user-defined" ? "windows-1252" : readable(*encoding);
  }

  std::string_view bytes_;
  size_t at_ = 0;
};

/// "Get an XML encoding".
std::string_view xml_encoding(std::string_view bytes) {
  if (!bytes.starts_with("<?xml")) return {};
  const std::string_view declaration = bytes.substr(0, bytes.find('>'));
  if (declaration.size() == bytes.size()) return {};
  size_t at = declaration.find("encoding");
  if (at == declaration.npos) return {};
  const auto skip_controls = [&] {
    while (at < declaration.size() && static_cast<unsigned char>(declaration[at]) <= 0x20) ++at;
    return at < declaration.size();
  };
  at += 8;
  if (!skip_controls() || declaration[at++] != '=' || !skip_controls()) return {};
  const char quote = declaration[at++];
  const size_t end = declaration.find(quote, at);
  if ((quote != '"' && quote != '\'') || end == declaration.npos) return {};
  const std::string_view label = declaration.substr(at, end - at);
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  if (std::any_of(label.begin(), label.end(), is_control)) return {};
  return readable(encoding_of_label(label));
}

}  // namespace

std::string_view prescan_encoding(std::string_view bytes) {
  if (bytes.starts_with("<\0?\0x\0"sv)) return "utf-16le";
  if (bytes.starts_with("\0<\0?\0x"sv)) return "utf-16be";
  const std::string_view encoding = Prescan(bytes).run();
  return encoding.empty() ? xml_encoding(bytes) : encoding;
}

std::string_view encoding_in_content(std::string_view content) {
  constexpr std::string_view kCharset = "charset";
  const auto is_same = [](char a, char b) { return (a | 0x20) == b; };
  for (size_t at = 0;;) {
    const auto found =
        std::search(content.begin() + at, content.end(), kCharset.begin(), kCharset.end(), is_same);
    if (found == content.end()) return {};
    at = found - content.begin() + kCharset.size();
    at = std::min(content.find_first_not_of(kSpace, at), content.size());
    if (at == content.size()) return {};
    if (content[at] == '=') {
      content.remove_prefix(at + 1);
      break;
    }
  }
  content.remove_prefix(std::min(content.find_first_not_of(kSpace), content.size()));
  if (content.empty()) return {};
  if (content[0] != '"' && content[0] != '\'') {
    return encoding_of_label(content.substr(0, content.find_first_of(" \t\n\f\r;")));
  }
  const size_t end = content.find(content[0], 1);
  return end == content.npos ? std::string_view{} : encoding_of_label(content.substr(1, end - 1));
}

}  // namespace dehusk
