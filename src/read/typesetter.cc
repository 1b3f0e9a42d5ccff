#include "read/typesetter.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/unicode.h"
#include "read/gumbo_tree.h"
#include "read/markup_scan.h"

namespace dehusk {
namespace {

enum Class : uint8_t { kPlain, kSpace, kAmpersand, kMaybe };

// kMaybe: may begin a no-break space, a soft hyphen, a zero-width space or a byte order mark.
constexpr std::array<uint8_t, 256> kClasses = [] {
  std::array<uint8_t, 256> classes{};
  for (const unsigned char c : {' ', '\t', '\n', '\r', '\f'}) classes[c] = kSpace;
  classes['&'] = kAmpersand;
  classes[0xC2] = classes[0xE2] = classes[0xEF] = kMaybe;
  return classes;
}();

uint8_t class_of(char c) { return kClasses[static_cast<uint8_t>(c)]; }

constexpr std::string_view kNoBreakSpace = "\u00A0";
constexpr std::string_view kInvisible[] = {"\u00AD", "\u200B", "\uFEFF"};
constexpr size_t kCached = 4096;         // references
constexpr size_t kLongestCached = 48;    // bytes of one
constexpr size_t kSeen = 1024;           // a power of two

// Steps for a reference: for one that is known, and to have Gumbo read a document for one that is not.
constexpr uint64_t kKnownSteps = 48;
constexpr uint64_t kDecodingSteps = 2000;
constexpr uint64_t kByteSteps = 24;

size_t invisible_at(std::string_view text) {
  for (const std::string_view c : kInvisible) {
    if (text.starts_with(c)) return c.size();
  }
  return 0;
}

// The longest text that a character reference at `at` may take.
size_t reference_end(std::string_view text, size_t at) {
  size_t end = at + 1;
  if (end < text.size() && text[end] == '#') ++end;
  while (end < text.size() &&
         (is_ascii_letter(text[end]) || (text[end] >= '0' && text[end] <= '9'))) {
    ++end;
  }
  return end < text.size() && text[end] == ';' && end > at + 1 ? end + 1 : end;
}

}  // namespace

bool Typesetter::began_block() {
  const bool began = began_block_;
  began_block_ = false;
  return began;
}

void Typesetter::close_line() {
  if (size() > line_begin_) lines_.push_back({{line_begin_, size()}});
}

void Typesetter::end_block() {
  if (open_) close_line();
  open_ = false;
  space_ = false;
  tabs_ = 0;
  breaks_ = 0;
  indent_.clear();
  forget_blank();
}

// Writes what is owed before something to be seen.
void Typesetter::settle() {
  if (open_ && breaks_ > 0) {
    close_line();
    out_.append(breaks_, '\n');
    line_begin_ = size();
  } else if (!open_) {
    if (!out_.empty()) out_ += "\n\n";
    open_ = true;
    began_block_ = true;
    block_line_ = line_count();
    line_begin_ = size();
  } else if (tabs_ == 0 && indent_.empty() && space_) {
    out_ += ' ';
  }
  out_.append(tabs_, '\t');
  out_ += indent_;
  breaks_ = 0;
  tabs_ = 0;
  space_ = false;
  indent_.clear();
}

void Typesetter::put(std::string_view text, Span source) {
  if ((!open_ || breaks_ > 0) && is_blank(text)) {
    blank_pieces_.push_back(
        {static_cast<uint32_t>(blank_.size()), static_cast<uint32_t>(text.size()), source});
    blank_ += text;
    return;
  }
  if (!open_ || space_ || breaks_ > 0 || tabs_ > 0 || !indent_.empty()) settle();
  if (first_seen_ == kNothingSeen) first_seen_ = size();
  if (!blank_.empty()) {
    for (const TextPiece& piece : blank_pieces_) {
      write(std::string_view(blank_).substr(piece.text, piece.size), piece.source);
    }
    forget_blank();
  }
  write(text, source);
}

void Typesetter::write(std::string_view text, Span source) {
  const uint32_t at = size();
  out_ += text;
  if (!pieces_.empty()) {
    TextPiece& last = pieces_.back();
    const bool follows = last.text + last.size == at && last.source.end == source.begin;
    // A reference is a piece of its own, though what it stands for may take as many bytes.
    const bool reference =
        page_.source[source.begin] == '&' || page_.source[last.source.begin] == '&';
    if (follows && !reference && last.size == last.source.size() && text.size() == source.size()) {
      last.size += static_cast<uint32_t>(text.size());
      last.source.end = source.end;
      return;
    }
  }
  pieces_.push_back({at, static_cast<uint32_t>(text.size()), source});
}

void Typesetter::white_space(std::string_view run, bool preformatted) {
  if (!preformatted) {
    space_ = true;
    return;
  }
  for (size_t i = 0; i < run.size(); ++i) {
    const char c = run[i];
    if (c == '\n' || c == '\r') {
      if (c == '\r' && run.substr(i + 1, 1) == "\n") ++i;
      indent_.clear();
      break_line();
    } else {
      indent_ += c == '\f' ? ' ' : c;
    }
  }
}

// Whether a reference counts as one that must be decoded: what pages before have left in the cache does not count.
bool Typesetter::is_new(std::string_view reference) {
  if (seen_.empty()) seen_.resize(kSeen, 0);
  uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : reference) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001B3U;
  uint64_t& slot = seen_[(hash ^ (hash >> 32)) % kSeen];
  return std::exchange(slot, hash) != hash;
}

const std::string& Typesetter::decoded(std::string_view reference) {
  const auto found = references_.find(reference);
  if (found != references_.end()) return found->second;
  if (references_.size() >= kCached) references_.clear();
  std::string key(reference);
  std::string value = decode_text(reference);
  return references_.insert_or_assign(std::move(key), std::move(value)).first->second;
}

void Typesetter::put_reference(std::string_view reference, Span source, bool preformatted) {
  const bool cached = reference.size() <= kLongestCached;
  const bool counts = !cached || is_new(reference);
  page_.spend(counts ? kDecodingSteps + kByteSteps * reference.size() : kKnownSteps);
  const std::string own = cached ? std::string() : decode_text(reference);
  const std::string_view text = cached ? decoded(reference) : own;
  // Mostly one character; without a semicolon, letters may follow it.
  const bool blank = text == kNoBreakSpace ||
                     std::all_of(text.begin(), text.end(), [](char c) { return is_html_space(c); });
  if (blank) {
    white_space(text == kNoBreakSpace ? " " : text, preformatted);
  } else if (invisible_at(text) != text.size()) {
    put(text, source);
  }
}

uint32_t Typesetter::append(Span span, TextMode mode) {
  first_seen_ = kNothingSeen;
  const std::string_view text = page_.source_of(span);
  const auto source = [&](size_t begin, size_t end) {
    return Span{span.begin + static_cast<uint32_t>(begin), span.begin + static_cast<uint32_t>(end)};
  };
  size_t at = 0;
  size_t begin = 0;  // of what is to be put as it stands
  const auto flush = [&] {
    if (at > begin) put(text.substr(begin, at - begin), source(begin, at));
  };
  while (at < text.size()) {
    const uint8_t cls = class_of(text[at]);
    if (cls == kPlain) {
      ++at;
    } else if (cls == kSpace) {
      // One blank inside a line stands as it is.
      const size_t next = at + 1;
      const bool single = text[at] == ' ' && next < text.size() && at > begin &&
                          class_of(text[next]) == kPlain;
      if (single) {
        at = next + 1;
        continue;
      }
      flush();
      size_t end = next;
      while (end < text.size() && class_of(text[end]) == kSpace) ++end;
      white_space(text.substr(at, end - at), mode.preformatted);
      begin = at = end;
    } else if (cls == kAmpersand) {
      if (mode.raw) {
        ++at;
        continue;
      }
      const size_t end = reference_end(text, at);
      if (end == at + 1) {  // an ampersand by itself
        ++at;
        continue;
      }
      flush();
      put_reference(text.substr(at, end - at), source(at, end), mode.preformatted);
      begin = at = end;
    } else {
      const std::string_view rest = text.substr(at, 3);
      const size_t invisible = invisible_at(rest);
      const size_t skip = rest.starts_with(kNoBreakSpace) ? kNoBreakSpace.size() : invisible;
      if (skip == 0) {
        ++at;
        continue;
      }
      flush();
      if (invisible == 0) white_space(" ", mode.preformatted);
      begin = at = at + skip;
    }
  }
  flush();
  return first_seen_;
}

uint32_t Typesetter::append_decoded(std::string_view text, Span source, TextMode mode) {
  first_seen_ = kNothingSeen;
  size_t begin = 0;  // of what is to be put
  size_t at = 0;
  const auto flush = [&] {
    if (at == begin) return;
    // A piece of the same size would be taken for the same bytes.
    const bool same_size = at - begin == source.size();
    put(text.substr(begin, at - begin), {source.begin, source.end - (same_size ? 1 : 0)});
  };
  while (at < text.size()) {
    const std::string_view rest = text.substr(at, 3);
    const size_t invisible = invisible_at(rest);
    const size_t space = rest.starts_with(kNoBreakSpace) ? 2 : is_html_space(rest[0]) ? 1 : 0;
    if (space + invisible == 0) {
      ++at;
      continue;
    }
    flush();
    if (space > 0) white_space(space == 1 ? rest.substr(0, 1) : " ", mode.preformatted);
    begin = at = at + space + invisible;
  }
  flush();
  return first_seen_;
}

}  // namespace dehusk
