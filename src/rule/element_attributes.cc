#include "rule/element_attributes.h"

#include <algorithm>

#include "doc/attributes.h"

namespace dehusk {
namespace {

// Above this many attributes doubles are found by sorting.
constexpr size_t kFew = 16;

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

bool less_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [&](char x, char y) { return lower(x) < lower(y); });
}

}  // namespace

std::optional<std::string> decode_plain_references(std::string_view raw) {
  std::string out;
  if (raw.find('\r') != std::string_view::npos) return std::nullopt;
  out.reserve(raw.size());
  for (size_t at = 0; at < raw.size();) {
    const size_t reference = std::min(raw.find('&', at), raw.size());
    out += raw.substr(at, reference - at);
    if (reference == raw.size()) break;
    out += '&';
    at = reference + 1;
    if (raw.substr(at).starts_with("amp;")) {
      at += 4;
      continue;
    }
    if (at == raw.size()) break;
    size_t end = at;
    while (end < raw.size() && is_alphanumeric(raw[end])) ++end;
    // Without a ';' a name that '=' follows, at once or later, is none in an attribute.
    const bool literal = end == at ? raw[end] != '#' : end < raw.size() && raw[end] == '=';
    if (!literal) return std::nullopt;
  }
  return out;
}

std::string_view decode_attribute(const Page& page, std::string_view raw, std::string* buffer) {
  const bool plain = raw.find('&') == std::string_view::npos && raw.find('\r') == std::string_view::npos;
  if (plain || page.decode_value == nullptr) return raw;
  auto decoded = decode_plain_references(raw);
  *buffer = decoded ? std::move(*decoded) : page.decoded_value(raw);
  return *buffer;
}

void ElementAttributes::begin(const Page& page) {
  page_ = &page;
  element_ = id_.element = classes_.element = kNoElement;
  entries_.clear();
}

std::string_view ElementAttributes::known(uint32_t element, std::string_view name, Known* known) {
  const Element& e = page_->elements[element];
  const Span span = name == "id" ? e.id : e.classes;
  if (span.empty()) {
    if (page_->added.empty()) return {};
    page_->spend(page_->added.size());
    for (const AddedAttribute& extra : page_->added) {
      if (extra.element == element && extra.name == name) {
        return extra.value;
      }
    }
    return {};
  }
  const std::string_view raw = page_->source_of(span);
  if (known->element == element) return known->value;
  std::string buffer;
  const std::string_view value = decode_attribute(*page_, raw, &buffer);
  if (value.data() == raw.data()) return raw;
  known->element = element;
  known->value = std::move(buffer);
  return known->value;
}

void ElementAttributes::load(uint32_t element) {
  if (element == element_) return;
  element_ = element;
  entries_.clear();
  page_->spend(8 + 8 * uint64_t{page_->elements[element].attribute_count} + page_->added.size());
  const Element& e = page_->elements[element];
  for (const SourceAttribute& raw : page_->attributes_of(e)) {
    entries_.push_back({page_->source_of(raw.name_span()), page_->source_of(raw.value)});
  }
  drop_doubles();
  is_decoded_.assign(entries_.size(), false);
  if (values_.size() < entries_.size()) values_.resize(entries_.size());
  for (const AddedAttribute& extra : page_->added) {
    if (extra.element != element) continue;
    const bool there = std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
      return equals_ignoring_case(entry.name, extra.name);
    });
    if (there) continue;
    entries_.push_back({extra.name, extra.value});
    is_decoded_.push_back(true);
    values_.resize(std::max(values_.size(), entries_.size()));
    values_[entries_.size() - 1] = extra.value;
  }
}

void ElementAttributes::drop_doubles() {
  const auto same = [](const Entry& a, const Entry& b) { return equals_ignoring_case(a.name, b.name); };
  if (entries_.size() <= kFew) {
    for (size_t i = 1; i < entries_.size(); ++i) {
      for (size_t k = 0; k < i; ++k) {
        if (!same(entries_[k], entries_[i])) continue;
        entries_.erase(entries_.begin() + static_cast<ptrdiff_t>(i--));
        break;
      }
    }
    return;
  }
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return less_ignoring_case(a.name, b.name);
  });
  entries_.erase(std::unique(entries_.begin(), entries_.end(), same), entries_.end());
}

std::optional<std::string_view> ElementAttributes::value(uint32_t element, std::string_view name) {
  if ((page_->elements[element].names & attribute_bit(name)) == 0) return std::nullopt;
  load(element);
  page_->spend(2 + entries_.size());
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (equals_ignoring_case(entries_[i].name, name)) return value_of(element, i);
  }
  return std::nullopt;
}

const std::vector<ElementAttributes::Entry>& ElementAttributes::all(uint32_t element) {
  load(element);
  return entries_;
}

std::string_view ElementAttributes::value_of(uint32_t element, size_t index) {
  load(element);
  if (is_decoded_[index]) return values_[index];
  std::string buffer;
  const std::string_view value = decode_attribute(*page_, entries_[index].raw, &buffer);
  if (value.data() == entries_[index].raw.data()) return value;
  values_[index] = std::move(buffer);
  is_decoded_[index] = true;
  return values_[index];
}

}  // namespace dehusk
