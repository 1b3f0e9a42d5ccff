#include "write/close_up.h"

#include "core/unicode.h"
#include "core/utf8.h"

namespace dehusk {
namespace {

bool is_closing(char32_t c) {
  switch (c) {
    case '.':
    case ',':
    case ';':
    case ':':
    case '!':
    case '?':
    case ')':
    case ']':
    case '}':
    case 0x2026:
    case 0x3002:
    case 0x3001:
    case 0xFF0C:
    case 0xFF0E:
    case 0xFF01:
    case 0xFF1F:
    case 0xFF09:
    case 0x060C:
    case 0x061B:
    case 0x061F:
    case 0x06D4:
    case 0x0964:
      return true;
    default:
      return false;
  }
}

std::string_view part(std::string_view text, Span span) {
  return text.substr(span.begin, span.size());
}

// Where the first white space in `span` is; its end where there is none.
uint32_t first_space(std::string_view text, Span span) {
  const std::string_view inside = part(text, span);
  size_t begin = 0;
  for (size_t at = 0; at < inside.size(); begin = at) {
    if (is_space(next_code_point(inside, &at))) break;
  }
  return span.begin + static_cast<uint32_t>(begin);
}

// Keeps the first white space of the piece at `index`.
void keep_one(std::string_view text, size_t index, std::vector<Piece>* pieces) {
  const Span all = (*pieces)[index].source;
  const uint32_t begin = first_space(text, all);
  size_t end = begin;
  next_code_point(text, &end);
  const auto rest = static_cast<uint32_t>(end);
  const Span parts[] = {{all.begin, begin}, {begin, rest}, {rest, all.end}};
  std::vector<Piece> split;
  for (size_t i = 0; i < 3; ++i) {
    const auto kind = i == 1 ? Piece::Kind::kept : Piece::Kind::space;
    if (!parts[i].empty()) split.push_back({kind, parts[i], 0});
  }
  const auto place = pieces->erase(pieces->begin() + static_cast<ptrdiff_t>(index));
  pieces->insert(place, split.begin(), split.end());
}

}  // namespace

size_t leading_space(std::string_view text) {
  size_t end = 0;
  for (size_t at = 0; at < text.size(); end = at) {
    if (!is_space(next_code_point(text, &at))) break;
  }
  return end;
}

size_t trailing_space(std::string_view text) {
  size_t begin = text.size();
  while (begin > 0) {
    size_t at = begin - 1;
    while (at > 0 && (static_cast<uint8_t>(text[at]) & 0xC0) == 0x80) --at;
    size_t next = at;
    if (!is_space(next_code_point(text, &next))) break;
    begin = at;
  }
  return text.size() - begin;
}

void close_up(std::string_view text, uint32_t line_begin, std::vector<Piece>* pieces) {
  std::vector<Piece> closed;
  bool kept_before = false;  // something to be seen was kept in this line
  bool space_owed = false;   // white space was kept back since
  size_t owed_at = 0;        // where in `closed` the first of it is
  for (const Piece& piece : *pieces) {
    if (piece.kind == Piece::Kind::removed) {
      closed.push_back(piece);
      continue;
    }
    const bool first = piece.source.begin == line_begin;
    if (is_blank(part(text, piece.source))) {
      if (!space_owed && kept_before && first_space(text, piece.source) < piece.source.end) {
        space_owed = true;
        owed_at = closed.size();
      }
      closed.push_back({Piece::Kind::space, piece.source, 0});
      continue;
    }
    Span rest = piece.source;
    const auto lead = first ? 0 : static_cast<uint32_t>(leading_space(part(text, rest)));
    if (lead > 0) {
      if (!space_owed && kept_before) {
        space_owed = true;
        owed_at = closed.size();
      }
      closed.push_back({Piece::Kind::space, {rest.begin, rest.begin + lead}, 0});
      rest.begin += lead;
    }
    size_t at = rest.begin;
    if (space_owed && !is_closing(next_code_point(text, &at))) keep_one(text, owed_at, &closed);
    space_owed = false;
    const auto trail = static_cast<uint32_t>(trailing_space(part(text, rest)));
    closed.push_back({Piece::Kind::kept, {rest.begin, rest.end - trail}, 0});
    kept_before = true;
    if (trail > 0) {
      space_owed = true;
      owed_at = closed.size();
      closed.push_back({Piece::Kind::space, {rest.end - trail, rest.end}, 0});
    }
  }
  *pieces = std::move(closed);
}

}  // namespace dehusk
