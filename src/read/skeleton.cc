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

constexpr TagSet kRawText(Tag::title, textarea, style, xmp, iframe, noembed, noframes, script);
constexpr TagSet kUnread(style, script);
constexpr TagSet kCharacterReferences(Tag::title, textarea);
constexpr TagSet kVerbatim(html, body);
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
// None of these ends svg content, and in none of them but `title` and `desc` HTML begins again.
constexpr TagSet kPureSvg(svg, g, circle, ellipse, Tag::line, path, polygon, polyline, rect, stop, use,
                          defs, clippath, mask, symbol, lineargradient, radialgradient, filter, pattern, image,
                          style, Tag::text, tspan, metadata, unknown, Tag::title, desc);
// They may hold text alone.
constexpr TagSet kPureText(Tag::title, desc, style);
// They end foreign content, wherever HTML does not begin again in it.
constexpr TagSet kBreaksOut(b, big, blockquote, br, center, Tag::code, dd, div, dl, dt, em, embed, h1, h2, h3, h4, h5,
                            h6, hr, i, img, li, listing, menu, meta, nobr, ol, p, pre, ruby, s, small, span, strong,
                            strike, sub, sup, table, tt, u, ul, var);

// What the tree builder may look through all open elements for: to close what these imply, or to find their table.
constexpr TagSet kLooksUp(address, article, aside, blockquote, center, details, dir, div, dl, fieldset, figcaption, figure,
                          footer, form, h1, h2, h3, h4, h5, h6, header, hgroup, hr, li, dd, dt, listing, main, menu, nav,
                          ol, p, plaintext, pre, section, summary, table, ul, xmp, Tag::caption, colgroup, tbody, thead,
                          tfoot, tr, td, th, a, nobr, button, select, option);
// It runs the adoption agency algorithm at most eight times at an end tag that closes a formatting element from
// within others, and each time looks twice through what lies between.
constexpr uint64_t kAdoption = 16;

// Steps of the pass over the source, and of the tree builder for a tag and for an element that it looks at.
constexpr uint64_t kPartSteps = 32;
constexpr uint64_t kAttributeSteps = 16;
constexpr uint64_t kTagSteps = 64;
constexpr uint64_t kLookSteps = 1;
constexpr size_t kShallow = 16;

enum class Mode { skeleton, plain, tame };

class Builder {
 public:
  Builder(std::string_view source, Mode mode, Skeleton* out, Work* work)
      : source_(source), mode_(mode), out_(*out), nesting_(out->nesting), islands_(out->finder), work_(*work) {}

  bool run() {
    out_.tags.clear();
    out_.attributes.clear();
    out_.end_tags.clear();
    out_.runs.clear();
    out_.islands.clear();
    islands_.reset();
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
      // The same in each mode.
      if (++parts_ > kMaxPageParts) {
        cut_at(at_);
        break;
      }
      if (source_[at_] == '<' && begins_markup(source_, at_)) {
        markup();
      } else {
        text_run();
      }
      if (parts_ % kPartsAtOnce == 0 && !count_parts()) return false;
    }
    out_.cut_elements = nesting_.cut();
    settle_islands();
    if (!count_parts()) return false;
    if (ok_ || mode_ != Mode::skeleton) work_.add(kTagSteps * tags_to_read() + kLookSteps * looked_through_);
    return ok_;
  }

 private:
  static constexpr uint32_t kPartsAtOnce = 1024;

  // Counts what was read since the last call. False if that is too much.
  bool count_parts() {
    work_.add(kPartSteps * (parts_ - parts_counted_) + (at_ - bytes_counted_) +
              kAttributeSteps * (out_.attributes.size() - attributes_counted_));
    parts_counted_ = parts_;
    bytes_counted_ = at_;
    attributes_counted_ = out_.attributes.size();
    return !work_.exceeded();
  }

  // Tags that are in no island.
  uint64_t tags_to_read() const {
    uint64_t tags = out_.tags.size() + out_.end_tags.size();
    for (const Island& island : out_.islands) {
      tags -= island.end_tag - island.first_tag + island.end_end_tag - island.first_end_tag;
    }
    return tags;
  }

  // The tree builder goes through open elements at a start tag, at an end tag, before which `depth` of them were
  // open, and at letters that formatting elements may be opened again for. A few are a part of kPartSteps.
  void look_at_start(Tag tag) {
    const size_t depth = nesting_.depth();
    if (depth <= kShallow || foreign_depth_ > 0) return;
    if (kLooksUp.has(tag)) looked_through_ += depth;
    if (!nesting_.no_formatting()) looked_through_ += depth;
  }
  void look_at_end(Tag tag, size_t depth) {
    if (depth <= kShallow || foreign_depth_ > 0) return;
    const size_t closed = depth - nesting_.depth();
    const size_t looked = closed == 0 ? depth : closed;
    looked_through_ += kFormattingSet.has(tag) && looked > 1 ? looked * kAdoption : looked;
  }
  void look_at_letters(size_t count) {
    const size_t depth = nesting_.depth();
    if (depth > kShallow && !nesting_.no_formatting()) looked_through_ += count * depth;
  }

  // Keeps a sequence of UTF-8 whole.
  void cut_at(size_t size) {
    while (size > 0 && (static_cast<uint8_t>(source_[size]) & 0xC0) == 0x80) --size;
    out_.cut_bytes += static_cast<uint32_t>(source_.size() - size);
    source_ = source_.substr(0, size);
  }

  // What a tag that was left out stood between stays apart.
  void part() {
    if (std::exchange(left_out_, false) && mode_ != Mode::tame) {
      out_.text += "<!>";
      text_waits_ = drops_line_end_ = false;
    }
  }

  void copy(size_t begin, size_t end) {
    part();
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
      islands_.broken();
    } else if (whole == "</>") {
      nothing_before_ = true;  // not even a comment
      islands_.broken();
    } else if (foreign_seen_ && whole.starts_with("<![CDATA[")) {
      ok_ = false;
    } else if (text_waits_ || drops_line_end_) {
      islands_.comment();
      // Gumbo puts down text that it holds back when a comment comes: maybe elsewhere than later.
      out_.text += "<!>";
      text_waits_ = drops_line_end_ = false;
    }
    at_ = end;
  }

  // --- tags ----------------------------------------------------------------------------------------

  void start_tag() {
    // Those of tags that are left out are not taken back: there are few of them, and none refers to theirs.
    const TagToken token = scan_tag(source_, at_ + 1, &out_.attributes);
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
    if (++start_tags_ > kMaxPageTags || out_.attributes.size() >= kMaxPageAttributes) {
      cut_at(at_);
      return;
    }
    const bool breaks_out =
        foreign_depth_ > 0 && pure_ && kBreaksOut.has(tag) && !kPureText.has(drawing_.back().tag);
    if (breaks_out) leave_svg();
    const bool foreign = foreign_depth_ > 0 || kForeign.has(tag);
    const TagGuess asked = take_guess();
    // Gumbo reads names in foreign content again, where it thinks that the tag begins: at "</>".
    if (std::exchange(nothing_before_, false) && (foreign || foreign_left_open_)) ok_ = false;
    if (foreign_depth_ > 0) pure_ = pure_ && kPureSvg.has(tag) && !kPureText.has(drawing_.back().tag);
    if (pure_ && foreign_depth_ > 0 && kDrawing.has(tag)) {
      const size_t end = end_of_leaf(token);
      if (end != kNone) {
        if (mode_ == Mode::plain) {
          copy_tag(at_, token, tag);
          copy(token.end, end);
        }
        at_ = end;
        return;
      }
      pure_ = false;  // it may be a leaf once what is in it is left out
    }
    const bool closed = foreign ? token.self_closing : kVoidTags.has(tag);
    if (!breaks_out) begin_island(tag, name, token.end);  // the tree builder must see it
    look_at_start(tag);
    const bool stays = nesting_.open(tag, name, foreign, token.self_closing);
    const size_t begin = at_;
    at_ = token.end;
    if (!stays) {
      left_out_ = true;
      islands_.broken();
      ok_ = ok_ && asked == TagGuess::none;
      return skip_content(tag, foreign);
    }
    if (pure_ && foreign_depth_ > 0 && !token.self_closing) drawing_.push_back({tag, name});
    if (kForeign.has(tag) && !token.self_closing) enter_foreign(tag, name);
    part();
    SourceTag entry;
    entry.at = static_cast<uint32_t>(out_.text.size());
    entry.source = {static_cast<uint32_t>(begin), static_cast<uint32_t>(token.end)};
    static_cast<TagNotes&>(entry) = token;
    entry.closed = closed;
    entry.tag = tag;
    entry.guess = tag == svg            ? TagGuess::svg
                  : tag == math         ? TagGuess::foreign
                  : !kRawText.has(tag)  ? asked
                  : foreign             ? TagGuess::foreign
                                        : TagGuess::html;
    out_.tags.push_back(entry);
    plaintext_ = plaintext_ || tag == plaintext;
    if (mode_ == Mode::plain) {
      writes_signature(token, tag) ? write_signed(begin, token, tag) : copy_tag(begin, token, tag);
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
    if (closed && (foreign_depth_ == 0)) end_island(tag, name);
  }

  void begin_island(Tag tag, std::string_view name, size_t end) {
    if (mode_ != Mode::skeleton) return;
    // A drawing is a part of its svg.
    if (foreign_depth_ > 0 && pure_) return;
    if (foreign_depth_ > 0 || foreign_left_open_) return islands_.start_unsure(tag);
    const auto size = [](const auto& what) { return static_cast<uint32_t>(what.size()); };
    const char next = end < source_.size() ? source_[end] : '\0';
    islands_.start(tag, name, next, nesting_,
                   {size(out_.text), size(out_.tags), size(out_.end_tags), size(out_.runs), size(out_.islands),
                    looked_through_});
  }

  // Writes a letter in the place of an island if that is where one ends.
  void end_island(Tag tag, std::string_view name) {
    FoundIsland found;
    if (mode_ != Mode::skeleton || !islands_.end(tag, name, &found)) return;
    const auto size = [](const auto& what) { return static_cast<uint32_t>(what.size()); };
    const IslandMarks& begin = found.begin;
    out_.text.resize(begin.text);
    out_.islands.resize(begin.islands);  // those in it are a part of it
    out_.islands.push_back({begin.text, begin.tags, size(out_.tags), begin.end_tags, size(out_.end_tags), begin.runs,
                            size(out_.runs), found.needs});
    out_.text += found.as_element ? "<img>" : "o";
    looked_through_ = begin.looked_through;
    look_at_letters(1);
    text_waits_ = !found.as_element;
    drops_line_end_ = false;
    body_ = true;
  }

  // What is in an island is not asked of the tree.
  void settle_islands() {
    for (const Island& island : out_.islands) {
      for (uint32_t i = island.first_tag; i < island.end_tag; ++i) {
        out_.tags[i].at = island.at;
        out_.tags[i].guess = i == island.first_tag ? TagGuess::island : TagGuess::none;
      }
      for (uint32_t i = island.first_end_tag; i < island.end_end_tag; ++i) {
        out_.end_tags[i].at = island.at;
        out_.end_tags[i].guess = TagGuess::none;
      }
      for (uint32_t i = island.first_run; i < island.end_run; ++i) out_.runs[i].at = island.at;
    }
  }

  // Where the attributes that stay of a tag end; 0 for all. Later tags of html and body add theirs to the first one's, and
  // the tree builder compares each with all that are there: together they may have as many as one tag.
  size_t limit_of(const TagToken& token, Tag tag) {
    if (!kVerbatim.has(tag)) return token.limit;
    uint32_t& all = tag == html ? html_attributes_ : body_attributes_;
    const uint32_t own = std::min(token.attributes, kMaxAttributes);
    if (all + own > kMaxAttributes) return token.name_end;
    all += own;
    return token.limit;
  }

  // The tag as it stands, but for attributes beyond the limit.
  void copy_tag(size_t begin, const TagToken& token, Tag tag) {
    // The tree builder compares each attribute with all before it.
    const uint64_t attributes = std::min(token.attributes, kMaxAttributes);
    looked_through_ += attributes * attributes;
    const size_t limit = limit_of(token, tag);
    if (limit == 0) return copy_text(begin, token.end);
    copy_text(begin, limit);
    copy(token.end - (token.self_closing ? 2 : 1), token.end);
  }

  void write_start_tag(size_t begin, const TagToken& token, Tag tag) {
    std::string& text = out_.text;
    if (token.attributes > 0 && (kVerbatim.has(tag) || (foreign_seen_ && tag == Tag::unknown))) {
      copy_tag(begin, token, tag);
      return;
    }
    if (writes_signature(token, tag)) return write_signed(begin, token, tag);
    copy(begin, token.name_end);
    if (tag == input && token.attributes > 0 && is_hidden_input(out_.tags.back())) {
      text += " type=\"hidden\"";
    }
    text += token.self_closing ? "/>" : ">";
  }

  // The tree builder compares formatting elements, and copies them: in both modes a number stands for what they
  // have. `a` is compared with none.
  static bool writes_signature(const TagToken& token, Tag tag) {
    return token.attributes > 0 && tag != a && kFormattingSet.has(tag);
  }

  void write_signed(size_t begin, const TagToken& token, Tag tag) {
    const std::span own = attributes_of(token);
    const auto has = [&](std::string_view name) { return find_attribute(source_, own, name) != nullptr; };
    copy(begin, token.name_end);
    // With one of these it ends foreign content.
    if (tag == font && (has("color") || has("face") || has("size"))) out_.text += " color";
    out_.text += " h=" + std::to_string(signature_of(source_, own)) + ' ';
    copy(token.end - (token.self_closing ? 2 : 1), token.end);
  }

  std::span<const SourceAttribute> attributes_of(const TagNotes& notes) const {
    return {out_.attributes.data() + notes.first_attribute, notes.attribute_count};
  }

  bool is_hidden_input(const SourceTag& tag) {
    const SourceAttribute* const type = find_attribute(source_, attributes_of(tag), "type");
    if (type == nullptr) return false;
    const std::string_view value = source_.substr(type->value.begin, type->value.size());
    if (value.find('&') != kNone) ok_ = false;
    return equals_ignoring_case(value, "hidden");
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
    const bool closes = !foreign && kSpacelessTags.has(tag) && nesting_.would_close(tag);
    const size_t depth = nesting_.depth();
    if (nesting_.close(tag, name, foreign)) {
      look_at_end(tag, depth);
      if (foreign_depth_ > 0) end_foreign(tag, name, token);
      part();
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
      if (mode_ == Mode::plain || foreign || foreign_left_open_) {
        copy(at_, token.end);
      } else {
        copy(at_, token.name_end);
        out_.text += '>';
      }
      drops_line_end_ = false;
      if (foreign && (foreign_depth_ > 0 || !pure_)) {
        if (!pure_) islands_.broken();
      } else {
        end_island(tag, name);
      }
    } else {
      left_out_ = true;
      islands_.broken();
      ok_ = ok_ && asked == TagGuess::none;
    }
    at_ = token.end;
  }

  // What does not match may close HTML around the svg: Gumbo takes all unknown names for one, but for some of
  // MathML. Nor does a name with white space behind it match.
  void end_foreign(Tag tag, std::string_view name, const TagToken& token) {
    pure_ = pure_ && !drawing_.empty() && drawing_.back().tag == tag && token.name_end + 1 == token.end &&
            (tag != Tag::unknown || equals_ignoring_case(drawing_.back().name, name));
    if (pure_) drawing_.pop_back();
    if (kForeign.has(tag) && --foreign_depth_ == 0) foreign_left_open_ = foreign_left_open_ || !pure_;
  }

  // The text ends inside a tag, which is dropped with all that it swallowed.
  void unfinished_tag() {
    if (mode_ == Mode::plain) copy(at_, source_.size());
    at_ = source_.size();
  }

  void enter_foreign(Tag tag, std::string_view name) {
    if (foreign_depth_++ == 0) {
      pure_ = tag == svg;
      drawing_.assign(1, {tag, name});
    }
    foreign_seen_ = true;
  }

  // An HTML tag ends an svg that has no end tag.
  void leave_svg() {
    if (nesting_.cut() > 0) return;
    islands_.broken();
    for (; foreign_depth_ > 0; --foreign_depth_) nesting_.close(svg, name_of(svg), true);
  }

  // Where a leaf of a drawing ends: `<path/>` or `<path></path>`. Nowhere if it is none.
  size_t end_of_leaf(const TagToken& token) const {
    if (token.self_closing) return token.end;
    const std::string_view name = source_.substr(at_ + 1, token.name_end - at_ - 1);
    const std::string_view rest = source_.substr(token.end);
    if (!rest.starts_with("</") || !equals_ignoring_case(rest.substr(2, name.size()), name) ||
        rest.substr(2 + name.size(), 1) != ">") {
      return kNone;
    }
    return token.end + 3 + name.size();
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
    look_at_letters(mode_ == Mode::plain ? end - at_ : 2);
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
    if (left_out_) drops_line_end_ = false;
    if (drops_line_end_ && (source_[begin] == '\n' || source_[begin] == '\r')) {
      // Maybe this line end belongs to the tag: a run of its own.
      size_t next = begin + 1;
      if (source_[begin] == '\r' && next < end && source_[next] == '\n') ++next;
      part();
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
    while (lead < end && source_[lead] == '&' && !raw_) {
      const SpaceReference reference = space_reference(source_.substr(0, end), lead);
      if (!reference.may_be_space) break;
      if (reference.end == 0) {
        ok_ = false;
        break;
      }
      lead = reference.end;
      while (lead < end && is_html_space(source_[lead])) ++lead;
    }
    part();
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

  std::string_view source_;
  const Mode mode_;
  Skeleton& out_;
  Nesting& nesting_;
  IslandFinder& islands_;
  Work& work_;
  uint64_t looked_through_ = 0;  // open elements, by the tree builder
  uint32_t parts_counted_ = 0;
  size_t bytes_counted_ = 0;
  size_t attributes_counted_ = 0;
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
  struct Drawn {
    Tag tag;
    std::string_view name;
  };
  std::vector<Drawn> drawing_;  // while pure_: what is open in it
  uint32_t parts_ = 0;       // tags, texts, comments
  uint32_t start_tags_ = 0;
  uint32_t html_attributes_ = 0;  // of all its tags
  uint32_t body_attributes_ = 0;
  bool raw_ = false;
  bool plaintext_ = false;  // all is text
  bool ok_ = true;
};

}  // namespace

bool make_skeleton(std::string_view source, Skeleton* skeleton, Work* work) {
  return Builder(source, Mode::skeleton, skeleton, work).run();
}

void make_tame_skeleton(std::string_view source, Skeleton* skeleton, Work* work) {
  Builder(source, Mode::tame, skeleton, work).run();
}

void make_plain(std::string_view source, Skeleton* skeleton, Work* work) {
  Builder(source, Mode::plain, skeleton, work).run();
}

}  // namespace dehusk
