#include "read/html_detect.h"

#include <algorithm>

#include "doc/attributes.h"
#include "doc/tag.h"

namespace dehusk {
namespace {

constexpr size_t kHead = 64 << 10;
constexpr size_t kRootHead = 4 << 10;
constexpr std::string_view kMark = "\xEF\xBB\xBF";

constexpr TagSet kVoid(Tag::area, Tag::base, Tag::br, Tag::col, Tag::embed, Tag::hr, Tag::img,
                       Tag::input, Tag::link, Tag::meta, Tag::param, Tag::source, Tag::track,
                       Tag::wbr);
constexpr TagSet kMayStayOpen(Tag::p, Tag::li, Tag::dt, Tag::dd, Tag::tr, Tag::td, Tag::th,
                              Tag::tbody, Tag::html, Tag::head, Tag::body, Tag::frameset);
constexpr TagSet kRoots(Tag::html, Tag::head, Tag::body, Tag::frameset);
constexpr TagSet kRaw(Tag::script, Tag::style, Tag::textarea, Tag::xmp, Tag::noframes);
/// Names of drawings, formulas and other XML, and of arguments in usage messages.
constexpr TagSet kForeign(Tag::svg, Tag::math, Tag::metadata, Tag::data, Tag::text, Tag::path,
                          Tag::symbol, Tag::filter, Tag::defs, Tag::command, Tag::pattern, Tag::g,
                          Tag::line, Tag::mask, Tag::use, Tag::stop, Tag::desc);

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

size_t count_words(std::string_view text) {
  return text.size() - std::count_if(text.begin(), text.end(), is_space);
}

bool starts_ignoring_case(std::string_view text, std::string_view start) {
  return equals_ignoring_case(text.substr(0, start.size()), start);
}

enum class Kind : uint8_t { text, start_tag, end_tag, comment, instruction, doctype };

/// What stands at some place: markup, or the `<` of none.
struct Markup {
  Kind kind = Kind::text;
  Tag tag = Tag::unknown;
  size_t end = 0;
  std::string_view name = {};
  bool has_value = false;      ///< an attribute with a value
  bool closes_itself = false;  ///< `/>`
};

size_t past(std::string_view text, std::string_view what, size_t from) {
  const size_t at = text.find(what, from);
  return at == text.npos ? text.size() : at + what.size();
}

Markup read_tag(std::string_view text, size_t at) {
  constexpr std::string_view kEndsName = " \t\n\f\r/<>";
  Markup markup{Kind::start_tag};
  size_t name = at + 1;
  if (text[name] == '/') {
    markup.kind = Kind::end_tag;
    ++name;
  }
  size_t end = name;
  while (end < text.size() && kEndsName.find(text[end]) == kEndsName.npos) ++end;
  markup.name = text.substr(name, end - name);
  markup.tag = tag_named(markup.name);
  // A quote opens a value only behind a '='.
  while (end < text.size() && text[end] != '>') {
    const char c = text[end++];
    if (c == '<') return {};
    if (c != '=') continue;
    while (end < text.size() && is_space(text[end])) ++end;
    if (end == text.size() || text[end] == '>') break;
    markup.has_value = true;
    if (text[end] == '"' || text[end] == '\'') end = past(text, text.substr(end, 1), end + 1);
  }
  if (end == text.size()) return {};
  markup.closes_itself = text[end - 1] == '/';
  markup.end = end + 1;
  return markup;
}

/// The markup at `text[at]`, which is `<`.
Markup markup_at(std::string_view text, size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("<!--")) return {Kind::comment, Tag::unknown, past(text, "-->", at + 4)};
  if (rest.starts_with("<?")) return {Kind::instruction, Tag::unknown, past(text, ">", at + 2)};
  if (starts_ignoring_case(rest, "<!doctype")) {
    Markup markup{Kind::doctype, Tag::unknown, past(text, ">", at + 9)};
    size_t name = at + 9;
    while (name < text.size() && is_space(text[name])) ++name;
    markup.tag = starts_ignoring_case(text.substr(name), "html") ? Tag::html : Tag::unknown;
    return markup;
  }
  const size_t letter = rest.starts_with("</") ? 2 : 1;
  if (rest.size() > letter && is_letter(rest[letter])) return read_tag(text, at);
  return {};
}

// --- where a text starts -------------------------------------------------------------------------

struct Start {
  size_t at = 0;
  bool xml = false;  ///< behind an XML declaration or a doctype that is not HTML's
};

/// Behind blanks, byte order marks, comments, processing instructions and doctypes not of HTML.
Start find_start(std::string_view text) {
  Start start;
  while (start.at < text.size()) {
    const std::string_view rest = text.substr(start.at);
    if (is_space(rest[0])) {
      ++start.at;
    } else if (rest.starts_with(kMark)) {
      start.at += kMark.size();
    } else if (rest.starts_with("<!--") || rest.starts_with("<?")) {
      start.xml |= starts_ignoring_case(rest, "<?xml");
      start.at = markup_at(text, start.at).end;
    } else if (starts_ignoring_case(rest, "<!doctype")) {
      const Markup doctype = markup_at(text, start.at);
      if (doctype.tag == Tag::html) break;
      start.xml = true;
      start.at = doctype.end;
    } else {
      break;
    }
  }
  return start;
}

bool starts_like_json(std::string_view text) {
  if (text[0] != '{' && text[0] != '[') return false;
  size_t at = 1;
  while (at < text.size() && is_space(text[at])) ++at;
  if (at == text.size()) return false;
  return text[at] == '"' || text[at] == '{' || text[at] == (text[0] == '{' ? '}' : ']');
}

/// Where a whole page begins behind something else: a server's warning, headers of a response. What
/// stands before it on its line must not be prose or a field that holds the page.
size_t find_page(std::string_view text, size_t from) {
  for (size_t at = text.find('<', from); at != text.npos; at = text.find('<', at + 1)) {
    const std::string_view rest = text.substr(at);
    const bool doctype = starts_ignoring_case(rest, "<!doctype");
    if (!doctype && !starts_ignoring_case(rest, "<html")) continue;
    constexpr std::string_view kNoPage = " \t\"'`,;|(";
    const char before = at == 0 ? '\n' : text[at - 1];
    if (kNoPage.find(before) != kNoPage.npos || (before == '>' && !doctype)) continue;
    if (markup_at(text, at).tag == Tag::html) return at;
  }
  return text.npos;
}

// --- where its words stand -----------------------------------------------------------------------

/// Elements that stand in no other, one at a time, and the words in none.
class Outermost {
 public:
  explicit Outermost(std::string_view text) : text_(text) {}

  void words(size_t begin, size_t end) {
    const size_t count = count_words(text_.substr(begin, end - begin));
    all_ += count;
    (depth_ == 0 ? outside_ : open_) += count;
  }

  void markup(size_t begin, const Markup& markup) {
    all_ += count_words(text_.substr(begin, markup.end - begin));
    if (markup.tag == Tag::unknown) return;
    if (markup.kind == Kind::start_tag) start(markup);
    if (markup.kind == Kind::end_tag && depth_ > 0 && markup.tag == tag_ && --depth_ == 0) {
      open_ = 0;
    }
  }

  bool in_none() const { return depth_ == 0; }

  /// At the end of the text: whether at most one in `n` of its words, markup counted, is in none.
  bool outside_at_most(size_t n) const {
    const size_t mentioned = depth_ > 0 && !is_markup_ ? open_ : 0;
    return (outside_ + mentioned) * n <= all_;
  }

 private:
  void start(const Markup& markup) {
    if (kVoid.has(markup.tag) || markup.closes_itself) return;
    if (depth_ == 0) {
      if (kForeign.has(markup.tag)) return;
      tag_ = markup.tag;
      is_markup_ = markup.has_value || kMayStayOpen.has(markup.tag) || tag_follows(markup.end);
    }
    // <p>one<p>two: the second ends the first.
    if (depth_ == 0 || (markup.tag == tag_ && !kMayStayOpen.has(tag_))) ++depth_;
  }

  /// At once or on a new line; usage messages go like "<code> <time>".
  bool tag_follows(size_t at) const {
    const size_t next = std::min(text_.find_first_not_of(" \t\r\n", at), text_.size());
    if (next > at && text_.substr(at, next - at).find('\n') == text_.npos) return false;
    return next < text_.size() && text_[next] == '<' && markup_at(text_, next).tag != Tag::unknown;
  }

  std::string_view text_;
  Tag tag_ = Tag::unknown;  ///< of the outermost open element
  size_t depth_ = 0;        ///< open elements of its name
  bool is_markup_ = false;  ///< even if it never ends
  size_t open_ = 0;         ///< words in it so far
  size_t outside_ = 0;
  size_t all_ = 0;
};

/// The end of a code span or a block of code that opens at `text[at]`, a backtick; `at` for none.
size_t code_end(std::string_view text, size_t at) {
  const size_t ticks = std::min(text.find_first_not_of('`', at), text.size()) - at;
  const size_t close = text.find(text.substr(at, ticks), at + ticks);
  if (close == text.npos) return at;
  const bool one_line = text.substr(at, close - at).find('\n') == text.npos;
  return one_line || ticks >= 3 ? close + ticks : at;
}

/// Where the contents of a script or the like end.
size_t raw_end(std::string_view text, size_t at, std::string_view name) {
  while ((at = text.find("</", at)) != text.npos) {
    if (starts_ignoring_case(text.substr(at + 2), name)) return at;
    ++at;
  }
  return text.size();
}

/// True if at most one word in `n` of `text` from `from` on stands in no element.
bool stands_in_elements(std::string_view text, size_t from, size_t n) {
  Outermost outermost(text);
  size_t words = from;
  size_t at = from;
  while ((at = text.find_first_of("<`", at)) != text.npos) {
    if (text[at] == '`') {
      at = std::max(outermost.in_none() ? code_end(text, at) : at, at + 1);
      continue;
    }
    Markup markup = markup_at(text, at);
    if (markup.kind == Kind::text) {
      ++at;
      continue;
    }
    outermost.words(words, at);
    if (markup.kind == Kind::start_tag && kRaw.has(markup.tag)) {
      markup.end = raw_end(text, markup.end, markup.name);
    }
    outermost.markup(at, markup);
    at = words = markup.end;
  }
  outermost.words(words, text.size());
  return outermost.outside_at_most(n);
}

}  // namespace

bool looks_like_html(std::string_view text) {
  const std::string_view head = text.substr(0, kHead);
  const Start start = find_start(head);
  if (start.at == head.size() || starts_like_json(head.substr(start.at))) return false;
  constexpr size_t kHalf = 2;
  constexpr size_t kQuarter = 4;
  const Markup first = head[start.at] == '<' ? markup_at(head, start.at) : Markup{};
  if (first.kind != Kind::text) {
    if (kRoots.has(first.tag)) {
      // Nearly every page: what comes next tells, it need not be all that is looked at.
      return stands_in_elements(head.substr(0, start.at + kRootHead), start.at, kHalf);
    }
    if (start.xml || first.tag == Tag::unknown || kForeign.has(first.tag)) return false;
    if (stands_in_elements(head, start.at, kQuarter)) return true;
  }
  const size_t page = find_page(head, start.at);
  return page != head.npos && stands_in_elements(head, start.at, kQuarter);
}

}  // namespace dehusk
