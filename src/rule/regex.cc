#include "rule/regex.h"

#include <re2/re2.h>

#include <map>

namespace dehusk {
namespace {

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

Span range_of(const re2::StringPiece& part, std::string_view text) {
  const auto begin = static_cast<uint32_t>(part.data() - text.data());
  return {begin, begin + static_cast<uint32_t>(part.size())};
}

}  // namespace

Regex::Regex(std::string source) : source_(std::move(source)) {}
Regex::~Regex() = default;

const re2::RE2& Regex::compiled() const {
  std::call_once(once_, [this] {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(false);
    options.set_max_mem(16 << 20);  // a search for {date} thrashes in the default 8 MB (measured)
    re_ = std::make_unique<re2::RE2>(source_, options);
  });
  return *re_;
}

std::optional<RegexFault> Regex::fault() const {
  const re2::RE2& re = compiled();
  if (re.ok()) return std::nullopt;
  return RegexFault{re.error(), re.error_arg()};
}

bool Regex::full_match(std::string_view text, size_t begin, size_t end) const {
  const re2::RE2& re = compiled();
  return re.ok() && re.Match(piece(text), begin, end, re2::RE2::ANCHOR_BOTH, nullptr, 0);
}

bool Regex::partial_match(std::string_view text) const {
  const re2::RE2& re = compiled();
  return re.ok() && re.Match(piece(text), 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

std::optional<Span> Regex::find(std::string_view text, size_t begin, size_t end) const {
  const re2::RE2& re = compiled();
  re2::StringPiece whole;
  if (!re.ok() || !re.Match(piece(text), begin, end, re2::RE2::UNANCHORED, &whole, 1)) {
    return std::nullopt;
  }
  return range_of(whole, text);
}

std::optional<size_t> Regex::prefix_match(std::string_view text, size_t at) const {
  const re2::RE2& re = compiled();
  re2::StringPiece whole;
  if (!re.ok() || !re.Match(piece(text), at, text.size(), re2::RE2::ANCHOR_START, &whole, 1)) {
    return std::nullopt;
  }
  return whole.size();
}

void Regex::find_all(std::string_view text, Part part, std::vector<Span>* found) const {
  const re2::RE2& re = compiled();
  if (!re.ok()) return;
  const int group = part == Part::only_group && re.NumberOfCapturingGroups() == 1 ? 1 : 0;
  re2::StringPiece parts[2];
  for (size_t at = 0; at <= text.size();) {
    if (!re.Match(piece(text), at, text.size(), re2::RE2::UNANCHORED, parts, group + 1)) return;
    const Span whole = range_of(parts[0], text);
    if (parts[group].data() != nullptr && !parts[group].empty()) {
      found->push_back(range_of(parts[group], text));
    }
    at = whole.empty() ? whole.end + 1 : whole.end;
    while (at < text.size() && (static_cast<uint8_t>(text[at]) & 0xC0) == 0x80) ++at;
  }
}

std::vector<std::pair<std::string, Span>> Regex::named_groups(std::string_view text) const {
  std::vector<std::pair<std::string, Span>> found;
  const re2::RE2& re = compiled();
  if (!re.ok()) return found;
  std::vector<re2::StringPiece> parts(static_cast<size_t>(re.NumberOfCapturingGroups()) + 1);
  if (!re.Match(piece(text), 0, text.size(), re2::RE2::ANCHOR_BOTH, parts.data(),
                static_cast<int>(parts.size()))) {
    return found;
  }
  for (const auto& [index, name] : re.CapturingGroupNames()) {
    const re2::StringPiece& part = parts[static_cast<size_t>(index)];
    if (part.data() != nullptr && !part.empty()) found.emplace_back(name, range_of(part, text));
  }
  return found;
}

std::string Regex::quote(std::string_view literal) { return re2::RE2::QuoteMeta(piece(literal)); }

}  // namespace dehusk
