#include "read/skeleton.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/find_byte.h"
#include "doc/attributes.h"
#include "read/markup_scan.h"

namespace dehusk {
namespace {

using enum Tag;

constexpr size_t kNone = std::string_view::npos;

bool is_alphanumeric(char c) { return is_ascii_letter(c) || (c >= '0' && c <= '9'); }

constexpr TagSet kRawText(Tag::title, textarea, style, xmp, iframe, noembed, noframes, script);
constexpr TagSet kUnread(style, script);
constexpr TagSet kCharacterReferences(Tag::title, textarea);
constexpr TagSet kVerbatim(b, big, Tag::code, em, font, i, nobr, s, small, strike, strong, tt, u, html,
                           body);
constexpr TagSet kDrops(pre, listing, textarea);  // a line end behind their start tag
constexpr TagSet kForeign(svg, math);
constexpr TagSet kTableTags(table, tbody, thead, tfoot, tr, td, th);
constexpr TagSet kMayPrecedeBody(html, head, noscript, template_);
constexpr TagSet kHeads(meta, Tag::link, base, script, style, Tag::title);
// What a tame skeleton holds: other tags are passed over.
constexpr TagSet kTame(p, div, h1, h2, h3, h4, h5, h6, br, ul, ol, li, article, section, main, nav, header,
                       footer, aside, body, script, style);
// What a drawing is made of. A leaf of these is left out of the tree (gumbo_tree.cc does so too).
constexpr TagSet kDrawing(circle, ellipse, Tag::line, path, polygon, polyline, rect, stop, use);
// None of these ends svg content, and in none of them HTML begins again.
constexpr TagSet kPureSvg(svg, g, circle, ellipse, Tag::line, path, polygon, polyline, rect, stop, use,
                          defs, clippath, mask, symbol, lineargradient, radialgradient, filter, pattern);

// All that the tree builder does for one of these with text in it, it does for an img (`a`: where none is
// in its list of formatting elements).
constexpr TagSet kFolded(a, span);

enum class Mode { skeleton, plain, tame };

class Builder {
 public:
  Builder(std::string_view source, Mode mode, Skeleton* out)
      : source_(source), mode_(mode), out_(*out), nesting_(out->nesting) {}

  bool run() {
    out_.tags.clear();
    out_.end_tags.clear();
    out_.runs.clear();
    out_.folded.clear();
    out_.shifts.clear();
    out_.cut_bytes = 0;
    nesting_.reset();
    if (source_.size() > kMaxPageBytes) cut_at(kMaxPageBytes);
    if (mode_ == Mode::skeleton && std::memchr(source_.data(), 0, source_.size()) != nullptr) {
      return false;
    }
    out_.text.clear();
    out_.text.reserve(mode_ == Mode::plain ? source_.size() : source_.size() / 8 + 64);
    while (at_ < source_.size() && (ok_ || mode_ != Mode::skeleton)) {
      if (source_[at_] == '<' && begins_markup(source_, at_)) {
        markup();
      } else {
        text_run();
      }
    }
    out_.cut_elements = nesting_.cut();
    return ok_;
  }

 private:
  // Keeps a sequence of UTF-8 whole.
  void cut_at(size_t size) {
    while (size > 0 && (static_cast<uint8_t>(source_[size]) & 0xC0) == 0x80) --size;
    out_.cut_bytes += static_cast<uint32_t>(source_.size() - size);
    source_ = source_.substr(0, size);
  }

  // True if what was copied last and what comes at `begin` would be one thing without the tag between.
  bool would_join(size_t begin) const {
    const std::string& text = out_.text;
    if (text.empty() || begin >= source_.size()) return false;
    if (text.back() == '<') return true;
    if (text.back() == '\r') return source_[begin] == '\n';
    size_t name = text.size();
    while (name > 0 && is_alphanumeric(text[name - 1])) --name;
    if (name > 0 && text[name - 1] == '#') --name;
    return name > 0 && text[name - 1] == '&';
  }

  void copy(size_t begin, size_t end) {
    if (left_out_ && mode_ == Mode::plain && would_join(begin)) out_.text += "<!>";
    left_out_ = false;
    if (begin != copied_ && mode_ == Mode::plain) {
      out_.shifts.push_back(
          {static_cast<uint32_t>(out_.text.size()), static_cast<uint32_t>(begin)});
    }
    copied_ = end;
    out_.text.append(source_, begin, end - begin);
  }

  // Copies what may hold character references.
  void copy_text(size_t begin, size_t end) {
    const std::string_view text = source_.substr(0, end);
    for (size_t at = begin; (at = text.find("&#", at)) != kNone; at += 2) {
      const Span more = digits_too_many(text, at);
      if (more.empty()) continue;
      copy(begin, more.begin);
      begin = more.end;
    }
    copy(begin, end);
  }

  void markup() {
    const char next = source_[at_ + 1];
    if (next == '/') {
      if (is_ascii_letter(source_[at_ + 2])) return end_tag();
      return declaration();  // a bogus comment
    }
    if (next == '!' || next == '?') return declaration();
    start_tag();
  }

  void declaration() {
    const size_t end = scan_declaration(source_, at_);
    const std::string_view whole = source_.substr(at_, end - at_);
    if (mode_ == Mode::plain) {
      // Inside foreign content a CDATA section goes on to "]]>": what is cut here is copied there.
      copy(at_, end);
    } else if (whole.size() > 8 && equals_ignoring_case(whole.substr(2, 7), "doctype")) {
      copy(at_, end);
      drops_line_end_ = false;
    } else if (whole == "</>") {
      nothing_before_ = true;  // not even a comment
    } else if (foreign_seen_ && whole.starts_with("<![CDATA[")) {
      ok_ = false;
    } else if (text_waits_ || drops_line_end_) {
      // Gumbo puts down text that it holds back when a comment comes: maybe elsewhere than later.
      out_.text += "<!>";
      text_waits_ = drops_line_end_ = false;
    }
    at_ = end;
  }

  // --- tags ----------------------------------------------------------------------------------------

  void start_tag() {
    const TagToken token = scan_tag(source_, at_ + 1);
    if (token.end == kNone) return unfinished_tag();
    const std::string_view name = source_.substr(at_ + 1, token.name_end - at_ - 1);
    const Tag tag = tag_named(name);
    if (mode_ == Mode::tame && !kTame.has(tag)) {
      at_ = token.end;
      return;
    }
    const bool in_template = nesting_.is_open(template_);
    // Frames and columns in a template drop letters and keep the white space behind them.
    if (mode_ == Mode::skeleton && (tag == frameset || tag == plaintext || tag == isindex ||
                                    (in_template && (tag == col || tag == colgroup)))) {
      ok_ = false;
      return;
    }
    if (out_.tags.size() >= kMaxPageTags) {
      cut_at(at_);
      return;
    }
    const bool foreign = foreign_depth_ > 0 || kForeign.has(tag);
    const TagGuess asked = take_guess();
    // Gumbo reads names in foreign content again, where it thinks that the tag begins: at "</>".
    if (std::exchange(nothing_before_, false) && (foreign || foreign_left_open_)) ok_ = false;
    if (foreign_depth_ > 0) pure_ = pure_ && kPureSvg.has(tag);
    if (pure_ && foreign_depth_ > 0 && kDrawing.has(tag) && mode_ == Mode::skeleton) {
      if (skip_leaf(token)) return;
      pure_ = false;  // it may be a leaf once what is in it is left out
    }
    if (pure_ && foreign_depth_ > 0 && !token.self_closing) drawing_.push_back(tag);
    const bool folds = kFolded.has(tag) && !foreign && may_fold(tag);
    const bool stays = nesting_.open(tag, name, foreign, token.self_closing);
    const size_t begin = at_;
    at_ = token.end;
    if (kForeign.has(tag) && !token.self_closing) enter_foreign(tag);
    if (!stays) {
      left_out_ = true;
      ok_ = ok_ && asked == TagGuess::none;
      return skip_content(tag, foreign);
    }
    SourceTag entry;
    entry.at = static_cast<uint32_t>(out_.text.size());
    entry.source = {static_cast<uint32_t>(begin), static_cast<uint32_t>(token.end)};
    entry.id = token.id;
    entry.classes = token.classes;
    entry.href = token.href;
    entry.names = token.names;
    entry.hidden = token.hidden;
    entry.guess = tag == svg            ? TagGuess::svg
                  : tag == math         ? TagGuess::foreign
                  : !kRawText.has(tag)  ? asked
                  : foreign             ? TagGuess::foreign
                                        : TagGuess::html;
    out_.tags.push_back(entry);
    if (folds && fold(tag, name)) return;
    plaintext_ = plaintext_ || tag == plaintext;
    if (mode_ == Mode::plain) {
      copy_tag(begin, token);
    } else {
      write_start_tag(begin, token, tag);
    }
    drops_line_end_ = kDrops.has(tag);
    // It ends foreign content, and may outlive what ends that again.
    unsure_pre_ = unsure_pre_ || ((tag == pre || tag == listing) && (foreign_seen_ || in_template));
    last_was_end_ = false;
    beside_ = foreign                   ? Beside::other
              : kSpacelessTags.has(tag) ? Beside::block
              : !body_ && kHeads.has(tag) ? Beside::head
                                          : Beside::other;
    body_ = body_ || (!kHeads.has(tag) && !kMayPrecedeBody.has(tag));
    if (kRawText.has(tag) && !foreign) raw_content(tag, name);
  }

  bool may_fold(Tag tag) const {
    if (mode_ != Mode::skeleton || nesting_.cut() > 0) return false;
    // A select drops the tags and keeps the text.
    if (nesting_.is_open(select) || nesting_.is_open(template_)) return false;
    return tag != a || (!foreign_left_open_ && !nesting_.may_format(a));
  }

  // Writes the element whose start tag was read if text is all that it holds.
  bool fold(Tag tag, std::string_view name) {
    const size_t end = find_byte(source_, at_, '<');
    if (end == kNone || end + name.size() + 2 >= source_.size()) return false;
    if (source_[end + 1] != '/' || source_[end + 2 + name.size()] != '>') return false;
    if (!equals_ignoring_case(source_.substr(end + 2, name.size()), name)) return false;
    size_t lead = at_;
    while (lead < end && is_html_space(source_[lead])) ++lead;
    if (lead < end && source_[lead] == '&') return false;  // may be white space
    nesting_.close(tag, name, false);
    out_.tags.back().guess = TagGuess::folded;
    FoldedElement element;
    element.index = static_cast<uint32_t>(out_.tags.size()) - 1;
    element.tag = tag;
    element.lead = static_cast<uint32_t>(lead - at_);
    element.text = {static_cast<uint32_t>(at_), static_cast<uint32_t>(end)};
    at_ = end + 3 + name.size();
    element.end = static_cast<uint32_t>(at_);
    out_.folded.push_back(element);
    out_.text += "<img>";
    drops_line_end_ = text_waits_ = last_was_end_ = false;
    beside_ = Beside::other;
    body_ = true;
    return true;
  }

  // The tag as it stands, but for attributes beyond the limit.
  void copy_tag(size_t begin, const TagToken& token) {
    if (token.limit == 0) return copy_text(begin, token.end);
    copy_text(begin, token.limit);
    copy(token.end - (token.self_closing ? 2 : 1), token.end);
  }

  void write_start_tag(size_t begin, const TagToken& token, Tag tag) {
    std::string& text = out_.text;
    if (token.attributes > 0 && (kVerbatim.has(tag) || (foreign_seen_ && tag == Tag::unknown))) {
      copy_tag(begin, token);
      return;
    }
    copy(begin, token.name_end);
    if (tag == input && token.attributes > 0 && is_hidden_input(begin, token.end)) {
      text += " type=\"hidden\"";
    }
    text += token.self_closing ? "/>" : ">";
  }

  // The first `type` counts.
  bool is_hidden_input(size_t begin, size_t end) {
    AttributeWalk walk(source_.substr(begin, end - begin));
    while (const auto attribute = walk.next()) {
      if (!equals_ignoring_case(attribute->name, "type")) continue;
      if (attribute->value.find('&') != kNone) ok_ = false;
      return equals_ignoring_case(attribute->value, "hidden");
    }
    return false;
  }

  void end_tag() {
    const TagToken token = scan_tag(source_, at_ + 2);
    if (token.end == kNone) return unfinished_tag();
    const std::string_view name = source_.substr(at_ + 2, token.name_end - at_ - 2);
    const Tag tag = tag_named(name);
    if (mode_ == Mode::tame && !kTame.has(tag)) {
      at_ = token.end;
      return;
    }
    const bool foreign = foreign_depth_ > 0 || kForeign.has(tag);
    const TagGuess asked = take_guess();
    // Gumbo reads names in foreign content again, where it thinks that the tag begins: at "</>".
    if (std::exchange(nothing_before_, false) && (foreign || foreign_left_open_)) ok_ = false;
    if (foreign_depth_ > 0) {
      // What does not match may close HTML around the svg: Gumbo takes all unknown names for one.
      pure_ = pure_ && !drawing_.empty() && drawing_.back() == tag;
      if (pure_) drawing_.pop_back();
      if (kForeign.has(tag) && --foreign_depth_ == 0) foreign_left_open_ = foreign_left_open_ || !pure_;
    }
    const bool closes = !foreign && kSpacelessTags.has(tag) && nesting_.would_close(tag);
    if (nesting_.close(tag, name, foreign)) {
      SourceTag entry;
      entry.at = static_cast<uint32_t>(out_.text.size());
      entry.source = {static_cast<uint32_t>(at_), static_cast<uint32_t>(token.end)};
      entry.guess = asked;
      out_.end_tags.push_back(entry);
      last_was_end_ = true;
      // The start tag of a raw text element is the last there is.
      beside_ = closes    ? Beside::block
                : foreign ? Beside::other
                : !body_ && kRawText.has(tag) && kHeads.has(tag) ? Beside::head
                                                                 : Beside::other;
      body_ = body_ || tag == head;
      // In foreign content Gumbo takes white space behind a name for a part of it: it must see that.
      if (mode_ == Mode::plain || foreign) {
        copy(at_, token.end);
      } else {
        copy(at_, token.name_end);
        out_.text += '>';
      }
      drops_line_end_ = false;
    } else {
      left_out_ = true;
      ok_ = ok_ && asked == TagGuess::none;
    }
    at_ = token.end;
  }

  // The text ends inside a tag, which is dropped with all that it swallowed.
  void unfinished_tag() {
    if (mode_ == Mode::plain) copy(at_, source_.size());
    at_ = source_.size();
  }

  void enter_foreign(Tag tag) {
    if (foreign_depth_++ == 0) {
      pure_ = tag == svg;
      drawing_.assign(1, tag);
    }
    foreign_seen_ = true;
  }

  // A leaf of a drawing: `<path/>` or `<path></path>`.
  bool skip_leaf(const TagToken& token) {
    const std::string_view name = source_.substr(at_ + 1, token.name_end - at_ - 1);
    if (!token.self_closing) {
      const std::string_view rest = source_.substr(token.end);
      if (!rest.starts_with("</") || !equals_ignoring_case(rest.substr(2, name.size()), name) ||
          rest.substr(2 + name.size(), 1) != ">") {
        return false;
      }
      at_ = token.end + 3 + name.size();
      return true;
    }
    at_ = token.end;
    return true;
  }

  // --- text ----------------------------------------------------------------------------------------

  // The content of a raw text element and its end tag; in plain mode the same bytes.
  void raw_content(Tag tag, std::string_view name) {
    const size_t end = tag == script ? scan_script(source_, at_) : scan_raw_text(source_, at_, name);
    if (mode_ == Mode::plain) {
      kCharacterReferences.has(tag) ? copy_text(at_, end) : copy(at_, end);
    } else if (!kUnread.has(tag)) {
      raw_ = !kCharacterReferences.has(tag);
      run(end);
      raw_ = false;
    }
    at_ = end;
  }

  // The same for an element that is left out: its end tag goes by its own.
  void skip_content(Tag tag, bool foreign) {
    if (!kRawText.has(tag) || foreign) return;
    const std::string_view name = name_of(tag);
    const size_t end = tag == script ? scan_script(source_, at_) : scan_raw_text(source_, at_, name);
    at_ = end;
    if (mode_ == Mode::plain) out_.text += "<!>";  // no text reaches over it
  }

  void text_run() {
    nothing_before_ = false;
    size_t end = at_ + 1;
    for (;;) {
      end = find_byte(source_, end, '<');
      if (end == kNone) {
        end = source_.size();
        break;
      }
      if (begins_markup(source_, end)) break;
      ++end;
    }
    if (mode_ != Mode::plain) {
      run(end);
    } else if (plaintext_) {
      copy(at_, end);
    } else {
      copy_text(at_, end);
    }
    at_ = end;
  }

  // Writes the text up to `end` as runs.
  void run(size_t end) {
    size_t begin = at_;
    if (begin == end) return;
    if (drops_line_end_ && (source_[begin] == '\n' || source_[begin] == '\r')) {
      // Maybe this line end belongs to the tag: a run of its own.
      size_t next = begin + 1;
      if (source_[begin] == '\r' && next < end && source_[next] == '\n') ++next;
      add_run(begin, next, static_cast<uint32_t>(next - begin));
      out_.text += '\n';
      begin = next;
    }
    drops_line_end_ = false;
    if (begin == end) {
      text_waits_ = true;
      beside_ = Beside::other;
      return;
    }
    size_t lead = begin;
    while (lead < end && is_html_space(source_[lead])) ++lead;
    if (lead == end && at_ == begin && !raw_ && is_unseen_space(end)) return;
    if (lead < end && source_[lead] == '&' && !raw_ && may_be_space(lead, end)) ok_ = false;
    text_waits_ = true;
    beside_ = Beside::other;
    body_ = body_ || lead < end;
    add_run(begin, end, static_cast<uint32_t>(lead - begin));
    if (lead > begin) out_.text += ' ';
    if (lead < end) out_.text += 'x';
  }

  // True if white space from at_ to `end` can be left out; notes what the tree must show for that.
  bool is_unseen_space(size_t end) {
    if (foreign_depth_ > 0 || !nesting_.no_formatting()) return false;
    if (unsure_pre_ || nesting_.may_be_preformatted()) return false;
    if (mode_ != Mode::skeleton || out_.tags.empty()) return false;
    if (source_.substr(end, 3) == "</>") return false;  // the text goes on behind it
    SourceTag& last = last_was_end_ ? out_.end_tags.back() : out_.tags.back();
    if (beside_ == Beside::block) {
      if (last.guess == TagGuess::none) last.guess = last_was_end_ ? TagGuess::closes : TagGuess::html;
      return true;
    }
    if (beside_ == Beside::head) {
      out_.tags.back().guess = TagGuess::head;
      return true;
    }
    // The next tag, if it is sure to be written.
    if (end + 1 >= source_.size() || source_[end] != '<') return false;
    const bool closes = source_[end + 1] == '/';
    const size_t name = end + (closes ? 2 : 1);
    size_t name_end = name;
    while (name_end < source_.size() && name_end < name + 12 &&
           (is_ascii_letter(source_[name_end]) || (source_[name_end] >= '1' && source_[name_end] <= '6'))) {
      ++name_end;
    }
    if (name_end == source_.size()) return false;
    const char next = source_[name_end];
    if (next != '>' && next != '/' && !is_html_space(next)) return false;
    const Tag tag = tag_named(source_.substr(name, name_end - name));
    // What belongs in no cell is moved to before its table, this white space with it.
    if (!kSpacelessTags.has(tag) || kTableTags.has(tag)) return false;
    if (closes && !nesting_.would_close(tag)) return false;
    guess_next_ = closes ? TagGuess::closes : TagGuess::html;
    return true;
  }

  // What was guessed of the tag that is about to be written, if any.
  TagGuess take_guess() { return std::exchange(guess_next_, TagGuess::none); }

  void add_run(size_t begin, size_t end, uint32_t lead) {
    out_.runs.push_back({static_cast<uint32_t>(out_.text.size()),
                         {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)},
                         lead,
                         raw_});
  }

  // True if the character reference at `at` may be white space for the tree builder.
  bool may_be_space(size_t at, size_t end) const {
    const std::string_view rest = source_.substr(at + 1, end - at - 1);
    if (rest.starts_with("Tab;") || rest.starts_with("NewLine;")) return true;
    if (!rest.starts_with('#')) return false;
    const bool hex = rest.size() > 1 && (rest[1] | 0x20) == 'x';
    uint32_t value = 0;
    for (size_t i = hex ? 2 : 1; i < rest.size() && value < 64; ++i) {
      const char c = rest[i];
      const char low = static_cast<char>(c | 0x20);
      if (c >= '0' && c <= '9') {
        value = value * (hex ? 16 : 10) + static_cast<uint32_t>(c - '0');
      } else if (hex && low >= 'a' && low <= 'f') {
        value = value * 16 + static_cast<uint32_t>(low - 'a' + 10);
      } else {
        break;
      }
    }
    return value == 9 || value == 10 || value == 12 || value == 13 || value == 32;
  }

  std::string_view source_;
  const Mode mode_;
  Skeleton& out_;
  Nesting& nesting_;
  size_t at_ = 0;
  size_t copied_ = 0;  // one past what was copied last
  bool nothing_before_ = false;  // "</>" stands before what comes
  bool left_out_ = false;  // a tag was, since then
  enum class Beside : uint8_t { other, block, head };
  Beside beside_ = Beside::other;  // what the tag before is
  bool last_was_end_ = false;      // that tag is an end tag
  bool unsure_pre_ = false;        // a `pre` may be open that nesting_ does not know of
  bool body_ = false;              // the head has surely ended
  TagGuess guess_next_ = TagGuess::none;
  bool drops_line_end_ = false;  // the tag before may take a line end with it
  bool text_waits_ = false;      // text was written, and no comment since
  uint32_t foreign_depth_ = 0;
  bool foreign_seen_ = false;
  bool foreign_left_open_ = false;  // maybe: foreign content ended that was more than drawing
  bool pure_ = false;  // nothing but drawing since the outermost svg began
  std::vector<Tag> drawing_;  // while pure_: what is open in it
  bool raw_ = false;
  bool plaintext_ = false;  // all is text
  bool ok_ = true;
};

}  // namespace

bool make_skeleton(std::string_view source, Skeleton* skeleton) {
  return Builder(source, Mode::skeleton, skeleton).run();
}

void make_tame_skeleton(std::string_view source, Skeleton* skeleton) {
  Builder(source, Mode::tame, skeleton).run();
}

void make_plain(std::string_view source, Skeleton* skeleton) {
  Builder(source, Mode::plain, skeleton).run();
}

}  // namespace dehusk
