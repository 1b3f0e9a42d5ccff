#include "read/gumbo_tree.h"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <new>
#include <unordered_map>

#include "core/utf8.h"
#include "doc/attributes.h"
#include "read/island_tree.h"
#include "read/markup_scan.h"
#include "read/utf8_check.h"

// The linker puts this in front of the C library's own (--wrap in meson.build).
extern "C" {
[[noreturn]] void __real___assert_fail(const char*, const char*, unsigned, const char*);  // NOLINT(bugprone-reserved-identifier): the linker chooses it
[[noreturn]] void __wrap___assert_fail(const char*, const char*, unsigned, const char*);  // NOLINT(bugprone-reserved-identifier)
}

namespace dehusk {
namespace {

using enum Tag;

constexpr TagSet kNoText(script, style);
constexpr TagSet kRawText(style, xmp, iframe, noembed, noframes, script, plaintext);
constexpr TagSet kNoMarkup(Tag::title, textarea, style, xmp, iframe, noembed, noframes, script,
                           plaintext);
constexpr TagSet kDrawing(circle, ellipse, Tag::line, path, polygon, polyline, rect, stop, use);
constexpr uint32_t kNoTag = UINT32_MAX;

// Steps of Gumbo: for a byte of its text, and for so many that it allocates. Then those of the walk over its tree,
// and to decode a text that holds references.
constexpr uint64_t kByteSteps = 24;
constexpr uint64_t kBytesAStep = 8;
constexpr uint64_t kElementSteps = 32;
constexpr uint64_t kTextSteps = 16;
constexpr uint64_t kDecodingSteps = 2000;

// Gumbo is C: nothing may be thrown through it. Where memory or the budget runs out, or one of its assertions
// does not hold (there are pages that show bugs of it), parse() is gone back to.
struct Rescue {
  std::jmp_buf place;
  bool no_memory = false;
};
thread_local Rescue* rescue = nullptr;

// What Gumbo takes its memory from, and how much of it the budget allows.
struct Heap {
  Arena* arena;
  uint64_t most;
};

void* allocate(void* data, size_t size) {
  const Heap& heap = *static_cast<Heap*>(data);
  if (heap.arena->used() > heap.most) std::longjmp(rescue->place, 1);
  try {
    return heap.arena->allocate(size);
  } catch (const std::bad_alloc&) {
  }
  rescue->no_memory = true;
  std::longjmp(rescue->place, 1);
}
void release(void*, void*) {}

GumboOptions options_for(Heap* heap) {
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = allocate;
  options.deallocator = release;
  options.userdata = heap;
  options.max_errors = 0;
  return options;
}

Tag known_tag(const GumboElement& element) {
  static const std::array<Tag, GUMBO_TAG_LAST + 1> kTable = [] {
    std::array<Tag, GUMBO_TAG_LAST + 1> table{};
    for (int i = 0; i <= GUMBO_TAG_LAST; ++i) {
      const char* name = gumbo_normalized_tagname(static_cast<GumboTag>(i));
      table[static_cast<size_t>(i)] = i < GUMBO_TAG_UNKNOWN ? tag_named(name) : Tag::unknown;
    }
    return table;
  }();
  return kTable[element.tag];
}

// Where in `text` a piece of it begins that Gumbo points at.
uint32_t offset_in(const std::string& text, const GumboStringPiece& piece) {
  return static_cast<uint32_t>(piece.data - text.data());
}

// Walks over Gumbo's tree. Places says where in the source things come from.
template <typename Places>
class TreeWalk {
 public:
  TreeWalk(std::string_view source, Places* places, Tree* tree)
      : source_(source), places_(*places), tree_(*tree) {}

  bool run(const GumboOutput& output) {
    tree_.elements.clear();
    tree_.texts.clear();
    tree_.segments.clear();
    tree_.added.clear();
    tree_.quirks = output.document->v.document.doc_type_quirks_mode == GUMBO_DOCTYPE_QUIRKS;
    enter(*output.root, kNoElement, Visibility::shown, 0);
    while (!open_.empty()) {
      Open& top = open_.back();
      const GumboVector& children = top.node->v.element.children;
      if (top.next == children.length) {
        leave();
        continue;
      }
      const auto& child = *static_cast<const GumboNode*>(children.data[top.next++]);
      switch (child.type) {
        case GUMBO_NODE_ELEMENT:
        case GUMBO_NODE_TEMPLATE:
          enter(child, top.element, top.visibility, top.unmet);
          break;
        case GUMBO_NODE_TEXT:
        case GUMBO_NODE_CDATA:
        case GUMBO_NODE_WHITESPACE:
          // Texts that nobody reads are looked at all the same: they may show a wrong skeleton.
          if (!text(child, top.element, top.visibility, top.unmet)) return false;
          break;
        default:
          break;
      }
      if (!places_.ok()) return false;
    }
    return places_.complete();
  }

 private:
  enum class Visibility : uint8_t { shown, no_text };
  struct Open {
    const GumboNode* node;
    unsigned next;
    uint32_t element;
    Visibility visibility;
    uint16_t unmet;  // needs of an island that would not be met in it
  };

  static bool is_leaf(const GumboElement& element) {
    for (unsigned i = 0; i < element.children.length; ++i) {
      const auto* child = static_cast<const GumboNode*>(element.children.data[i]);
      if (child->type != GUMBO_NODE_COMMENT) return false;
    }
    return true;
  }

  // Gumbo has no names for most of svg.
  Tag tag_of(const GumboElement& gumbo, const Element& element) const {
    if (gumbo.tag != GUMBO_TAG_UNKNOWN) return known_tag(gumbo);
    const Span tag = element.tag_source;
    if (tag.empty()) return Tag::unknown;
    const std::string_view name = source_.substr(tag.begin + 1, tag.size() - 1);
    return tag_named(name.substr(0, name.find_first_of(" \t\n\f\r/>")));
  }

  void enter(const GumboNode& node, uint32_t parent, Visibility visibility, uint16_t around) {
    const GumboElement& gumbo = node.v.element;
    const auto space = gumbo.tag_namespace == GUMBO_NAMESPACE_HTML  ? Namespace::html
                       : gumbo.tag_namespace == GUMBO_NAMESPACE_SVG ? Namespace::svg
                                                                    : Namespace::mathml;
    Element element;
    element.space = space;
    element.parent = parent;
    element.hidden = parent != kNoElement && tree_.elements[parent].hidden;
    places_.place_start(gumbo, parent == kNoElement ? html : tree_.elements[parent].tag, &element);
    if (const Island* island = places_.island()) return add_island(*island, parent, visibility, around);
    const Tag tag = element.tag = tag_of(gumbo, element);
    if (space == Namespace::svg && kDrawing.has(tag) && is_leaf(gumbo)) return;
    const auto index = static_cast<uint32_t>(tree_.elements.size());
    tree_.elements.push_back(element);
    if ((tag == html || tag == body) && space == Namespace::html) add_attributes(gumbo, index);
    if (node.type == GUMBO_NODE_TEMPLATE && !is_shadow_root(element)) {
      tree_.elements[index].end = index + 1;
      skip(node);
      return;
    }
    const bool unread = kNoText.has(tag) || (tag == head && space == Namespace::html);
    const uint16_t unmet = unmet_needs(tag, space, around);
    open_.push_back({&node, 0, index, unread ? Visibility::no_text : visibility, unmet});
  }

  void add_island(const Island& island, uint32_t parent, Visibility visibility, uint16_t unmet) {
    if ((island.needs & unmet) != 0 || visibility == Visibility::no_text) return places_.fail();
    islands_.add(source_, places_.skeleton(), island, parent, &tree_);
  }

  // Marks the tags in a template as seen.
  void skip(const GumboNode& node) {
    std::vector<const GumboNode*> waiting = {&node};
    while (!waiting.empty()) {
      const GumboVector& children = waiting.back()->v.element.children;
      waiting.pop_back();
      for (unsigned i = 0; i < children.length; ++i) {
        const auto* child = static_cast<const GumboNode*>(children.data[i]);
        if (child->type != GUMBO_NODE_ELEMENT && child->type != GUMBO_NODE_TEMPLATE) continue;
        Element unused;
        unused.space = child->v.element.tag_namespace == GUMBO_NAMESPACE_HTML ? Namespace::html
                                                                              : Namespace::svg;
        places_.place_start(child->v.element, Tag::template_, &unused);
        places_.end_of(child->v.element);
        waiting.push_back(child);
      }
    }
  }

  // <template shadowrootmode=open> stands for content that a browser shows.
  bool is_shadow_root(const Element& element) const {
    const std::span own(places_.attributes().data() + element.first_attribute, element.attribute_count);
    return find_attribute(source_, own, "shadowrootmode") != nullptr;
  }

  // What later tags of the same name added.
  void add_attributes(const GumboElement& gumbo, uint32_t index) {
    const GumboStringPiece& own = gumbo.original_tag;
    for (unsigned i = 0; i < gumbo.attributes.length; ++i) {
      const auto& attribute = *static_cast<const GumboAttribute*>(gumbo.attributes.data[i]);
      const char* name = attribute.original_name.data;
      if (*attribute.name == '\0') continue;  // a NUL, which Gumbo leaves in names
      if (own.data != nullptr && name >= own.data && name < own.data + own.length) continue;
      tree_.added.push_back({index, attribute.name, attribute.value});
      tree_.elements[index].names |= attribute_bit(attribute.name);
    }
  }

  bool text(const GumboNode& node, uint32_t parent, Visibility visibility, uint16_t unmet) {
    auto first = static_cast<uint32_t>(tree_.segments.size());
    const char* own = nullptr;
    const auto set_down = [&] {
      const auto end = static_cast<uint32_t>(tree_.segments.size());
      if (first == end) return;
      extend(&tree_.elements[parent].source, first);
      tree_.texts.push_back({parent, static_cast<uint32_t>(tree_.elements.size()), first, end, own});
    };
    const auto set_island = [&](const Island& island) {
      set_down();
      add_island(island, parent, visibility, unmet);
      first = static_cast<uint32_t>(tree_.segments.size());
    };
    const Element& element = tree_.elements[parent];
    const bool html_content = element.space == Namespace::html;
    if (!places_.place_text(node, html_content, element.tag, &tree_.segments, &own, set_island)) return false;
    if (visibility == Visibility::no_text) {
      tree_.segments.resize(first);
    } else {
      set_down();
    }
    return true;
  }

  // Up to the last segment with a letter: a skeleton may have left out white space behind that.
  void extend(Span* source, size_t first) const {
    for (size_t i = tree_.segments.size(); i-- > first;) {
      const Span segment = tree_.segments[i].source;
      const std::string_view text = source_.substr(segment.begin, segment.size());
      if (std::all_of(text.begin(), text.end(), is_html_space)) continue;
      source->end = std::max(source->end, segment.end);
      return;
    }
  }

  void leave() {
    const Open top = open_.back();
    open_.pop_back();
    Element& element = tree_.elements[top.element];
    element.end = static_cast<uint32_t>(tree_.elements.size());
    const uint32_t end = std::max(element.source.end, places_.end_of(top.node->v.element));
    element.source.end = end;
    if (element.source.begin == UINT32_MAX) element.source.begin = end;
    if (element.parent != kNoElement) end_parent(element);
  }

  // A parent that has no tags of its own lies where its children are.
  void end_parent(const Element& element) {
    Element& parent = tree_.elements[element.parent];
    parent.source.end = std::max(parent.source.end, element.source.end);
    if (parent.tag_source.empty()) {
      parent.source.begin = std::min(parent.source.begin, element.source.begin);
    }
  }

  std::string_view source_;
  Places& places_;
  Tree& tree_;
  std::vector<Open> open_;
  IslandTree islands_;
};

void set_span(const Span& tag, Element* element) {
  element->tag_source = tag;
  element->source = tag.empty() ? Span{UINT32_MAX, 0} : tag;
}

// Places of a skeleton: its own tags and runs, and whether its guesses were right.
class SkeletonPlaces {
 public:
  SkeletonPlaces(std::string_view source, const Skeleton& skeleton)
      : source_(source), skeleton_(skeleton) {
    for (const SourceTag& tag : skeleton.tags) guesses_ += tag.guess != TagGuess::none;
    for (const SourceTag& tag : skeleton.end_tags) guesses_ += tag.guess != TagGuess::none;
    started_.resize(skeleton.tags.size(), false);
    ended_.resize(skeleton.end_tags.size(), false);
  }

  bool ok() const { return ok_; }
  void fail() { ok_ = false; }

  const Skeleton& skeleton() const { return skeleton_; }
  const std::vector<SourceAttribute>& attributes() const { return skeleton_.attributes; }

  /// What the tag that was placed last stands for, or null.
  const Island* island() const { return island_; }
  bool complete() const { return ok_ && guesses_ == 0; }

  void place_start(const GumboElement& gumbo, Tag parent, Element* element) {
    set_span({}, element);
    island_ = nullptr;
    if (gumbo.original_tag.data == nullptr) return;
    const uint32_t index =
        find(skeleton_.tags, offset_in(skeleton_.text, gumbo.original_tag), &next_tag_);
    if (index == kNoTag) return;
    const SourceTag& tag = skeleton_.tags[index];
    set_span(tag.source, element);
    element->note(tag);
    if (tag.guess == TagGuess::none) return;
    const bool is_html = element->space == Namespace::html;
    if (tag.guess == TagGuess::island) {
      seek_island(tag.at);
      island_ = &take_island();
    }
    const bool right = tag.guess == TagGuess::island ? is_html
                       : tag.guess == TagGuess::svg  ? element->space == Namespace::svg
                       : tag.guess == TagGuess::head ? is_html && (parent == Tag::head || parent == noscript)
                                                     : (tag.guess == TagGuess::html) == is_html;
    ok_ = ok_ && right;
    found(index);
  }

  uint32_t end_of(const GumboElement& gumbo) {
    if (gumbo.original_end_tag.data == nullptr || gumbo.original_end_tag.length == 0) return 0;
    const uint32_t index =
        find(skeleton_.end_tags, offset_in(skeleton_.text, gumbo.original_end_tag), &next_end_);
    if (index == kNoTag) return 0;
    const SourceTag& tag = skeleton_.end_tags[index];
    // One tag may end several elements.
    if (tag.guess == TagGuess::closes && !ended_[index] && is_block(gumbo)) {
      ended_[index] = true;
      --guesses_;
    }
    return tag.source.end;
  }

  // The letters and blanks of the node in order are those of the runs that begin in its range.
  template <typename SetIsland>
  bool place_text(const GumboNode& node, bool, Tag, std::vector<TextSegment>* segments, const char**,
                  SetIsland set_island) {
    const GumboText& gumbo = node.v.text;
    const uint32_t begin = offset_in(skeleton_.text, gumbo.original_text);
    const std::vector<SourceRun>& runs = skeleton_.runs;
    bool to_island = gumbo.text[0] == 'o';
    if (to_island) {
      seek_island(begin);
    } else if (next_run_ >= runs.size() || runs[next_run_].at != begin) {
      // The run that holds `begin`, mostly the next one.
      const auto after = std::partition_point(runs.begin(), runs.end(), [&](const SourceRun& run) {
        return run.at <= begin;
      });
      if (after == runs.begin()) return ok_ = false;
      next_run_ = static_cast<size_t>(after - runs.begin()) - 1;
    }
    size_t run = next_run_;
    bool behind_lead = !to_island && runs[run].lead > 0 && runs[run].at < begin;
    for (const char* c = gumbo.text; *c != '\0'; ++c) {
      // A run of white space alone has no letter; pass it where its blank was used up.
      if (run < runs.size() && behind_lead && runs[run].lead == runs[run].source.size()) {
        ++run;
        behind_lead = false;
      }
      if (*c == 'o') {
        // Behind other letters it is the first that lies behind them.
        if (!to_island) seek_island(run == 0 ? begin : std::max(begin, runs[run - 1].at));
        to_island = true;
        if (next_island_ >= skeleton_.islands.size()) return ok_ = false;
        const Island& island = take_island();
        found(island.first_tag);
        set_island(island);
        run = next_run_;
        behind_lead = false;
        continue;
      }
      if (run >= runs.size()) return ok_ = false;
      const SourceRun& r = runs[run];
      const uint32_t letters = r.source.begin + r.lead;
      if (*c == 'x') {
        if (r.lead == r.source.size()) return ok_ = false;
        segments->push_back({{letters, r.source.end}, r.raw});
        ++run;
        behind_lead = false;
      } else {
        if (r.lead == 0 || behind_lead) return ok_ = false;
        segments->push_back({{r.source.begin, letters}, r.raw});
        behind_lead = true;
      }
    }
    if (run < runs.size() && behind_lead && runs[run].lead == runs[run].source.size()) ++run;
    next_run_ = run;
    return true;
  }

 private:
  // Tags come in the order of the text but where the tree builder moved something.
  static uint32_t find(const std::vector<SourceTag>& tags, uint32_t at, size_t* next) {
    if (*next >= tags.size() || tags[*next].at != at) {
      const auto found = std::partition_point(tags.begin(), tags.end(),
                                              [&](const SourceTag& tag) { return tag.at < at; });
      if (found == tags.end() || found->at != at) return kNoTag;
      *next = static_cast<size_t>(found - tags.begin());
    }
    return static_cast<uint32_t>((*next)++);
  }

  // The tree builder may have cloned it.
  void found(uint32_t tag) {
    if (!started_[tag]) --guesses_;
    started_[tag] = true;
  }

  // To the first island at or behind a place in the skeleton.
  void seek_island(uint32_t at) {
    const std::vector<Island>& all = skeleton_.islands;
    const bool here = next_island_ < all.size() && all[next_island_].at >= at &&
                      (next_island_ == 0 || all[next_island_ - 1].at < at);
    if (here) return;
    const auto next = std::partition_point(all.begin(), all.end(), [&](const Island& island) { return island.at < at; });
    next_island_ = static_cast<size_t>(next - all.begin());
  }

  // What lies in it is passed.
  const Island& take_island() {
    const Island& island = skeleton_.islands[next_island_++];
    next_tag_ = island.end_tag;
    next_end_ = island.end_end_tag;
    next_run_ = island.end_run;
    return island;
  }

  static bool is_block(const GumboElement& gumbo) {
    return gumbo.tag_namespace == GUMBO_NAMESPACE_HTML && kSpacelessTags.has(known_tag(gumbo));
  }

  std::string_view source_;
  const Skeleton& skeleton_;
  std::vector<bool> started_;  // tags whose guess was right
  std::vector<bool> ended_;
  size_t next_tag_ = 0;
  size_t next_end_ = 0;
  size_t next_run_ = 0;
  size_t next_island_ = 0;
  const Island* island_ = nullptr;
  size_t guesses_ = 0;
  bool ok_ = true;
};

// Places in the page itself, of which parts may have been cut.
class PlainPlaces {
 public:
  PlainPlaces(std::string_view source, const Skeleton& plain, std::vector<SourceAttribute>* attributes, Work* work)
      : source_(source), plain_(plain), attributes_(*attributes), work_(*work) {
    attributes_.clear();
  }

  const std::vector<SourceAttribute>& attributes() const { return attributes_; }

  bool ok() const { return !work_.exceeded(); }
  bool complete() const { return true; }
  void fail() {}
  const Skeleton& skeleton() const { return plain_; }
  const Island* island() const { return nullptr; }

  void place_start(const GumboElement& gumbo, Tag, Element* element) {
    set_span({}, element);
    if (gumbo.original_tag.data == nullptr || gumbo.original_tag.length == 0) return;
    const uint32_t at = offset_in(plain_.text, gumbo.original_tag);
    if (!kFormattingSet.has(known_tag(gumbo))) return place(tag_at(at), gumbo, element);
    // The tree builder may copy it any number of times.
    const auto [known, fresh] = copied_.try_emplace(at);
    if (fresh) known->second = tag_at(at);
    place(known->second, gumbo, element);
  }

  struct PlacedTag {
    uint32_t begin = 0;
    TagToken token;
  };
  PlacedTag tag_at(uint32_t at) {
    // Gumbo counts "</>", which is nothing, to the tag behind it.
    while (plain_.text.compare(at, 3, "</>") == 0) at += 3;
    const uint32_t begin = to_source(at);
    const PlacedTag tag{begin, scan_tag(source_, begin + 1, &attributes_)};
    work_.add(std::min(tag.token.end, source_.size()) - begin);
    return tag;
  }

  void place(const PlacedTag& tag, const GumboElement& gumbo, Element* element) {
    const auto& [begin, token] = tag;
    if (token.end == std::string_view::npos) return;
    set_span({begin, static_cast<uint32_t>(token.end)}, element);
    if (gumbo.tag == GUMBO_TAG_PLAINTEXT && element->space == Namespace::html) {
      plaintext_ = std::min(plaintext_, begin);
    }
    element->note(token);
  }

  uint32_t end_of(const GumboElement& gumbo) const {
    if (gumbo.original_end_tag.data == nullptr || gumbo.original_end_tag.length == 0) return 0;
    const uint32_t last = offset_in(plain_.text, gumbo.original_end_tag) +
                          static_cast<uint32_t>(gumbo.original_end_tag.length) - 1;
    return to_source(last) + 1;
  }

  // Gumbo's range of a text may hold tags that the tree builder passed over.
  template <typename SetIsland>
  bool place_text(const GumboNode& node, bool in_html, Tag parent, std::vector<TextSegment>* segments,
                  const char** own, SetIsland) {
    const GumboText& gumbo = node.v.text;
    if (gumbo.original_text.data == nullptr) return true;
    const size_t first = segments->size();
    size_t at = to_source(offset_in(plain_.text, gumbo.original_text));
    const size_t at_first = at;
    const bool raw = at >= plaintext_ || (in_html && kRawText.has(parent));
    const size_t end = to_source(offset_in(plain_.text, gumbo.original_text) +
                                 static_cast<uint32_t>(gumbo.original_text.length));
    const auto add = [&](size_t b, size_t e) {
      if (b < e) segments->push_back({{static_cast<uint32_t>(b), static_cast<uint32_t>(e)}, raw});
    };
    if (raw || (in_html && kNoMarkup.has(parent))) {
      add(at, end);
    } else {
      for (size_t begin = at; at <= end;) {
        if (at == end) {
          add(begin, at);
          break;
        }
        if (source_[at] != '<' || !begins_markup(source_, at)) {
          ++at;
          continue;
        }
        add(begin, at);
        at = begin = end_of_markup(at, end, !in_html, segments);
      }
    }
    const std::string_view text = gumbo.text;
    work_.add(8 * (end - std::min(end, at_first)) + 8 * text.size());
    if (!matches(text, segments, first) && valid_utf8_prefix(text) == text.size()) *own = gumbo.text;
    return true;
  }

 private:
  size_t end_of_markup(size_t at, size_t end, bool foreign, std::vector<TextSegment>* segments) {
    size_t stop;
    if (foreign && source_.substr(at, 9) == "<![CDATA[") {
      const size_t close = std::min(source_.find("]]>", at), end);
      segments->push_back({{static_cast<uint32_t>(at + 9), static_cast<uint32_t>(close)}, true});
      stop = close + 3;
    } else if (source_[at + 1] == '!' || source_[at + 1] == '?') {
      stop = scan_declaration(source_, at);
    } else {
      const size_t name = at + (source_[at + 1] == '/' ? 2 : 1);
      stop = is_ascii_letter(source_[name]) ? scan_tag(source_, name).end
                                            : scan_declaration(source_, at);
    }
    return std::min(stop, end);
  }

  // True if the segments decode to the text, once white space that went elsewhere is taken off.
  bool matches(std::string_view text, std::vector<TextSegment>* segments, size_t first) {
    std::string decoded;
    for (size_t i = first; i < segments->size(); ++i) {
      const TextSegment& segment = (*segments)[i];
      const std::string_view raw = source_.substr(segment.source.begin, segment.source.size());
      const bool plain = segment.raw || raw.find('&') == std::string_view::npos;
      if (!plain) work_.add(kDecodingSteps + kByteSteps * raw.size());
      decoded += plain ? normalised(raw) : decode_text(raw);
    }
    while (decoded.size() > text.size() && is_html_space(decoded[0])) {
      Span& span = (*segments)[first].source;
      const bool crlf = source_.substr(span.begin, 2) == "\r\n";
      if (source_[span.begin] == '&') return false;
      span.begin += crlf ? 2 : 1;
      decoded.erase(0, 1);
      if (span.empty()) segments->erase(segments->begin() + static_cast<ptrdiff_t>(first));
    }
    return is_gumbos(decoded, text);
  }

  // Gumbo turns control characters and noncharacters into U+FFFD; here they stay.
  static bool is_gumbos(std::string_view decoded, std::string_view text) {
    size_t d = 0;
    size_t t = 0;
    while (d < decoded.size() && t < text.size()) {
      if (decoded[d] == text[t] && (decoded[d] & 0x80) == 0) {
        ++d;
        ++t;
        continue;
      }
      const char32_t c = next_code_point(decoded, &d);
      const char32_t seen = next_code_point(text, &t);
      const bool replaced = c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0xFDD0 && c <= 0xFDEF) ||
                            (c & 0xFFFE) == 0xFFFE;
      if (c != seen && !(seen == kReplacement && replaced)) return false;
    }
    return d == decoded.size() && t == text.size();
  }

  static std::string normalised(std::string_view raw) {
    std::string out;
    for (size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] != '\r') {
        out += raw[i];
      } else if (i + 1 == raw.size() || raw[i + 1] != '\n') {
        out += '\n';
      }
    }
    return out;
  }

  uint32_t to_source(uint32_t at) const {
    const auto next = std::partition_point(plain_.shifts.begin(), plain_.shifts.end(),
                                           [&](const Shift& shift) { return shift.at <= at; });
    if (next == plain_.shifts.begin()) return at;
    const Shift& shift = *(next - 1);
    return shift.source + (at - shift.at);
  }

  std::string_view source_;
  const Skeleton& plain_;
  std::vector<SourceAttribute>& attributes_;
  Work& work_;
  std::unordered_map<uint32_t, PlacedTag> copied_;  // by offset in the plain text
  uint32_t plaintext_ = UINT32_MAX;  // from here on there is no markup
};

// Null where one of Gumbo's assertions failed, or `work` was exceeded.
const GumboOutput* parse(std::string_view text, Arena* arena, Work* work) {
  const size_t before = arena->used();
  Heap heap{arena, UINT64_MAX};
  if (work != nullptr) {
    work->add(kByteSteps * text.size());
    if (work->exceeded()) return nullptr;
    // So that what is counted below exceeds it for sure, and is not long in coming.
    if (work->left() < UINT64_MAX / kBytesAStep / 2) heap.most = before + (work->left() + 1) * kBytesAStep;
  }
  const GumboOptions options = options_for(&heap);
  Rescue here;
  rescue = &here;
  const GumboOutput* volatile output = nullptr;
  if (setjmp(here.place) == 0) {
    output = gumbo_parse_with_options(&options, text.data(), text.size());
  }
  rescue = nullptr;
  if (here.no_memory) throw std::bad_alloc();
  if (work != nullptr) {
    work->add((arena->used() - before) / kBytesAStep);
    if (work->exceeded()) return nullptr;
  }
  return output;
}

// The node that `markup` becomes as the only thing in a body.
const GumboNode* only_node(const std::string& markup, Arena* arena) {
  const GumboOutput* output = parse(markup, arena, nullptr);
  if (output == nullptr) return nullptr;
  const GumboVector& parts = output->root->v.element.children;
  const auto& body_node = *static_cast<const GumboNode*>(parts.data[parts.length - 1]);
  const GumboVector& children = body_node.v.element.children;
  return children.length == 0 ? nullptr : static_cast<const GumboNode*>(children.data[0]);
}

}  // namespace

bool parse_skeleton(std::string_view source, const Skeleton& skeleton, Arena* arena, Tree* tree, Work* work) {
  const GumboOutput* output = parse(skeleton.text, arena, work);
  if (output == nullptr) return false;
  SkeletonPlaces places(source, skeleton);
  const bool right = TreeWalk<SkeletonPlaces>(source, &places, tree).run(*output);
  work->add(kElementSteps * tree->elements.size() + kTextSteps * tree->texts.size());
  return right;
}

bool parse_plain(std::string_view source, const Skeleton& plain, Arena* arena, Tree* tree, Work* work) {
  const GumboOutput* output = parse(plain.text, arena, work);
  if (output == nullptr) return false;
  PlainPlaces places(source, plain, &tree->attributes, work);
  const bool right = TreeWalk<PlainPlaces>(source, &places, tree).run(*output);
  work->add(kElementSteps * tree->elements.size() + kTextSteps * tree->texts.size());
  return right;
}

size_t count_parsed_elements(std::string_view text, Arena* arena) {
  const GumboOutput* output = parse(text, arena, nullptr);
  if (output == nullptr) return 0;
  size_t n = 0;
  std::vector<const GumboNode*> open = {output->root};
  while (!open.empty()) {
    const GumboVector& children = open.back()->v.element.children;
    open.pop_back();
    ++n;
    for (unsigned i = 0; i < children.length; ++i) {
      const auto* child = static_cast<const GumboNode*>(children.data[i]);
      if (child->type == GUMBO_NODE_ELEMENT || child->type == GUMBO_NODE_TEMPLATE) {
        open.push_back(child);
      }
    }
  }
  return n;
}

std::string decode_text(std::string_view raw) {
  std::string markup = "<p>";
  for (const char c : without_digits_too_many(raw)) c == '<' ? markup += "&lt;" : markup += c;
  Arena arena;
  const GumboNode* node = only_node(markup, &arena);
  if (node == nullptr || node->v.element.children.length == 0) return std::string(raw);
  const auto& text = *static_cast<const GumboNode*>(node->v.element.children.data[0]);
  return text.type == GUMBO_NODE_ELEMENT ? std::string(raw) : std::string(text.v.text.text);
}

std::string decode_value(std::string_view raw) {
  // No value holds both quotes but one without quotes around it.
  std::string value = without_digits_too_many(raw);
  for (size_t at = 0; (at = value.find('"', at)) != std::string::npos; at += 6) {
    value.replace(at, 1, "&quot;");
  }
  Arena arena;
  const GumboNode* node = only_node("<p a=\"" + value + "\">", &arena);
  if (node == nullptr || node->v.element.attributes.length == 0) return std::string(raw);
  return static_cast<const GumboAttribute*>(node->v.element.attributes.data[0])->value;
}

}  // namespace dehusk

void __wrap___assert_fail(const char* what, const char* file, unsigned line, const char* function) {
  if (dehusk::rescue != nullptr) std::longjmp(dehusk::rescue->place, 1);
  __real___assert_fail(what, file, line, function);
}
