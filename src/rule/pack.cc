#include "rule/pack.h"

#include <cstring>
#include <type_traits>

namespace dehusk {
namespace {

// One list of fields serves for writing and for reading: an Archive takes each field in turn.
class Packer {
 public:
  void operator()(std::string& text) {
    count(text.size());
    out_ += text;
  }
  template <typename T>
    requires std::is_trivially_copyable_v<T>
  void operator()(T& value) {
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  template <typename T>
  void operator()(std::vector<T>& values) {
    count(values.size());
    for (T& value : values) item(value);
  }
  std::string take() { return std::move(out_); }

 private:
  void count(size_t n) {
    auto small = static_cast<uint32_t>(n);
    (*this)(small);
  }
  template <typename T>
  void item(T& value);

  std::string out_;
};

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  void operator()(std::string& text) {
    const uint32_t size = count();
    text.assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
  }
  template <typename T>
    requires std::is_trivially_copyable_v<T>
  void operator()(T& value) {
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
  }
  template <typename T>
  void operator()(std::vector<T>& values) {
    values.resize(count());
    for (T& value : values) item(value);
  }

  /// Passes over a string and returns it unread.
  std::string_view skip() {
    const uint32_t size = count();
    const std::string_view skipped = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return skipped;
  }

 private:
  uint32_t count() {
    uint32_t n = 0;
    (*this)(n);
    return n;
  }
  template <typename T>
  void item(T& value);

  std::string_view rest_;
};

template <typename Archive>
void fields(Archive& a, Text& text) {
  a(text.text);
  a(text.place);
}

template <typename Archive>
void fields(Archive& a, NamedPattern& named) {
  a(named.name);
  a(named.place);
  a(named.literals);
  fields(a, named.regex);
}

template <typename Archive>
void fields(Archive& a, Rule& rule) {
  a(rule.kind);
  a(rule.id);
  a(rule.about);
  a(rule.category);
  a(rule.level);
  a(rule.place);
  a(rule.line);
  a(rule.group);
  a(rule.repeat);
  a(rule.span);
  a(rule.select);
  a(rule.when);
  a(rule.extent.kind);
  a(rule.extent.patterns);
  a(rule.at);
  a(rule.unless);
  a(rule.limit);
  a(rule.sites);
  a(rule.add);
  a(rule.enabled);
  a(rule.keys);
}

template <typename Archive>
void fields(Archive& a, PatternKey& key) {
  a(key.kind);
  a(key.literals);
  a(key.min_chars);
  a(key.max_chars);
  a(key.loose_max);
  a(key.needs_digit);
  a(key.all);
  a(key.any);
  a(key.holds);
  a(key.begins);
  a(key.first);
}

template <typename Archive>
void fields(Archive& a, Override& change) {
  fields(a, change.id);
  a(change.place);
  a(change.enabled);
  a(change.level);
  a(change.limit);
  a(change.unless);
}

template <typename Archive>
void header_fields(Archive& a, RuleFile& file) {
  a(file.path);
  a(file.builtin);
  a(file.name);
  a(file.name_place);
  a(file.about);
  a(file.use);
  a(file.sites);
  a(file.article);
}

template <typename Archive>
void body_fields(Archive& a, RuleFile& file) {
  a(file.patterns);
  a(file.rules);
  a(file.overrides);
  a(file.guard);
}

template <typename Archive>
void fields(Archive& a, RuleText& text) {
  a(text.path);
  a(text.text);
}

// Vectors hold plain values, strings, vectors, or records with fields().
template <typename T, typename Archive>
void any_item(Archive& a, T& value) {
  if constexpr (requires { a(value); }) {
    a(value);
  } else {
    fields(a, value);
  }
}

template <typename T>
void Packer::item(T& value) {
  any_item(*this, value);
}

template <typename T>
void Unpacker::item(T& value) {
  any_item(*this, value);
}

}  // namespace

std::string pack_rules(const std::vector<RuleFile>& files) {
  Packer packer;
  auto count = static_cast<uint32_t>(files.size());
  packer(count);
  for (RuleFile file : files) {
    Packer body;
    body_fields(body, file);
    std::string bytes = body.take();
    header_fields(packer, file);
    packer(bytes);
  }
  return packer.take();
}

std::vector<PackedFile> unpack_rules(std::string_view bytes) {
  Unpacker unpacker(bytes);
  uint32_t count = 0;
  unpacker(count);
  std::vector<PackedFile> files(count);
  for (PackedFile& file : files) {
    header_fields(unpacker, file.header);
    file.body = unpacker.skip();
  }
  return files;
}

void unpack_body(std::string_view body, RuleFile* file) {
  Unpacker unpacker(body);
  body_fields(unpacker, *file);
}

std::string pack_texts(const std::vector<RuleText>& texts) {
  Packer packer;
  std::vector<RuleText> copies = texts;
  packer(copies);
  return packer.take();
}

std::vector<RuleText> unpack_texts(std::string_view bytes) {
  std::vector<RuleText> texts;
  Unpacker unpacker(bytes);
  unpacker(texts);
  return texts;
}

}  // namespace dehusk
