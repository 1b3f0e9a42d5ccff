#include "write/markdown_inline.h"

#include <algorithm>
#include <map>
#include <vector>

#include "core/unicode.h"
#include "doc/attributes.h"
#include "write/close_up.h"
#include "write/emphasis.h"
#include "write/markdown_escape.h"
#include "write/targets.h"

namespace dehusk {
namespace {

bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// White space that CommonMark would read as more than a space becomes one.
void tidy_spaces(MarkdownPlace place, std::string* text) {
  for (char& c : *text) {
    if (is_ascii_space(c) && (c != '\n' || place != MarkdownPlace::paragraph)) c = ' ';
  }
}

std::string_view inside(const InlineText& text, const InlineRun& run) {
  return std::string_view(text.text).substr(run.begin, run.end - run.begin);
}

// What not even code can hold, or nothing. In a cell a pipe gets a backslash, and one that has its
// own cannot be told from that. A paragraph that begins with a bracket is a definition if "]:"
// closes it.
std::string_view not_in_code(MarkdownPlace place, const InlineText& text) {
  if (place == MarkdownPlace::cell) return "\\|";
  if (place == MarkdownPlace::heading) return {};
  bool bracket = text.text.starts_with('[');
  for (size_t i = 0; i < text.runs.size() && text.runs[i].begin == 0; ++i) {
    bracket |= text.runs[i].kind == RunKind::link;
  }
  return bracket ? "]:" : std::string_view();
}

// Code spans hold no markup, and end with their line: those of [begin, end).
void add_code(const InlineText& text, InlineRun run, uint32_t end, std::vector<InlineRun>* runs) {
  while (run.begin < end) {
    run.end = end;
    const size_t size = inside(text, run).find('\n');
    if (size != std::string_view::npos) run.end = run.begin + static_cast<uint32_t>(size);
    const std::string_view line = inside(text, run);
    if (!is_blank(line)) {
      InlineRun part = run;
      part.begin += static_cast<uint32_t>(leading_space(line));
      part.end -= static_cast<uint32_t>(trailing_space(line));
      runs->push_back(part);
    }
    run.begin = run.end + 1;
  }
}

// Turns a link in code into code in a link; other markup in code goes.
void split_code(InlineText* text) {
  std::vector<InlineRun> runs;
  for (size_t i = 0; i < text->runs.size();) {
    InlineRun code = text->runs[i++];
    if (code.kind != RunKind::code) {
      runs.push_back(code);
      continue;
    }
    for (; i < text->runs.size() && text->runs[i].begin < code.end; ++i) {
      const InlineRun& link = text->runs[i];
      if (link.kind != RunKind::link) continue;
      add_code(*text, code, link.begin, &runs);
      runs.push_back(link);
      code.begin = link.begin;
      add_code(*text, code, link.end, &runs);
      code.begin = link.end;
    }
    add_code(*text, code, code.end, &runs);
  }
  text->runs = std::move(runs);
}

class InlineMarkdown {
 public:
  InlineMarkdown(const Page& page, InlineText text, MarkdownPlace place, std::string_view base_url)
      : page_(page), text_(std::move(text)), place_(place), base_url_(base_url) {}

  std::string run() {
    tidy_spaces(place_, &text_.text);
    not_in_code_ = not_in_code(place_, text_);
    std::erase_if(text_.runs, [&](const InlineRun& run) { return !can_write(run); });
    split_code(&text_);
    images_after_code();
    for (const InlineImage& image : text_.images) {
      images_.push_back(markdown_image(page_, image.element, place_, base_url_));
    }
    std::vector<InlineMark> marks = inline_marks(text_);
    choose_emphasis(text_, &marks);
    std::erase_if(marks, [&](const InlineMark& mark) { return is_silent(mark); });
    line_start_ = place_ == MarkdownPlace::paragraph;
    for (const InlineMark& mark : marks) {
      if (mark.at > at_) write_text(mark.at, true);
      write(mark);
      line_start_ = false;
    }
    write_text(static_cast<uint32_t>(text_.text.size()), false);
    return std::move(out_);
  }

 private:
  bool can_write(const InlineRun& run) {
    if (run.kind == RunKind::link) {
      auto target = link_target(page_, run.element, base_url_);
      if (!target) return false;
      targets_.emplace(run.element, std::move(*target));
      return true;
    }
    return run.kind != RunKind::code || not_in_code_.empty() ||
           inside(text_, run).find(not_in_code_) == std::string_view::npos;
  }

  void images_after_code() {
    size_t image = 0;
    for (const InlineRun& run : text_.runs) {
      if (run.kind != RunKind::code) continue;
      while (image < text_.images.size() && text_.images[image].at <= run.begin) ++image;
      for (; image < text_.images.size() && text_.images[image].at < run.end; ++image) {
        text_.images[image].at = run.end;
      }
    }
  }

  bool is_silent(const InlineMark& mark) const {
    if (mark.kind == InlineMark::Kind::image) return images_[mark.index].empty();
    const RunKind kind = text_.runs[mark.index].kind;
    return kind != RunKind::link && kind != RunKind::code && mark.delimiter.empty();
  }

  void write(const InlineMark& mark) {
    if (mark.kind == InlineMark::Kind::image) {
      out_ += images_[mark.index];
      if (text_.images[mark.index].spaced) out_ += ' ';
      return;
    }
    const InlineRun& run = text_.runs[mark.index];
    const bool opens = mark.kind == InlineMark::Kind::open;
    if (run.kind == RunKind::link) {
      in_link_ = opens;
      out_ += opens ? "[" : "](";
      if (opens) return;
      append_markdown_target(targets_.at(run.element), context(false), &out_);
      out_ += ')';
    } else if (run.kind == RunKind::code) {
      if (opens) append_markdown_code(inside(text_, run), context(false), &out_);
      at_ = run.end;
    } else {
      out_ += mark.delimiter;
    }
  }

  EscapeContext context(bool markup_after) const {  // NOLINT: a flag of the struct
    return {.line_start = line_start_,
            .markup_after = markup_after,
            .in_link = in_link_,
            .in_cell = place_ == MarkdownPlace::cell};
  }

  // The text up to `end`, behind which markup stands or nothing.
  void write_text(uint32_t end, bool markup_after) {
    const std::string_view text = std::string_view(text_.text).substr(0, end);
    while (at_ < end) {
      const bool at_line_start = out_.empty() || out_.back() == '\n';
      while (at_line_start && at_ < end && text[at_] == ' ') ++at_;
      const auto line_end = static_cast<uint32_t>(std::min<size_t>(text.find('\n', at_), end));
      append_markdown_text(text.substr(at_, line_end - at_),
                           context(markup_after && line_end == end), &out_);
      at_ = line_end;
      if (line_end == end) break;
      if (ends_with_url()) out_ += ' ';  // the backslash is not a part of it
      out_ += "\\\n";
      ++at_;
      line_start_ = true;
    }
  }

  bool ends_with_url() const {
    const std::string_view word = std::string_view(out_).substr(out_.find_last_of(" \n") + 1);
    return word.find("://") != std::string_view::npos || contains_ignoring_case(word, "www.");
  }

  const Page& page_;
  InlineText text_;
  MarkdownPlace place_;
  std::string_view base_url_;
  std::string_view not_in_code_;
  std::vector<std::string> images_;
  std::map<uint32_t, std::string> targets_;  // of links, by element
  uint32_t at_ = 0;                          // in the text: what is before is written
  bool line_start_ = false;
  bool in_link_ = false;
  std::string out_;
};

}  // namespace

std::string markdown_inline(const Page& page, InlineText text, MarkdownPlace place,
                            std::string_view base_url) {
  return InlineMarkdown(page, std::move(text), place, base_url).run();
}

std::string markdown_image(const Page& page, uint32_t element, MarkdownPlace place,
                           std::string_view base_url) {
  const auto target = image_target(page, element, base_url);
  if (!target) return {};
  const EscapeContext context{
      .markup_after = true, .in_link = true, .in_cell = place == MarkdownPlace::cell};
  std::string out = "![";
  append_markdown_text(target->alt, context, &out);
  out += "](";
  append_markdown_target(target->source, context, &out);
  out += ')';
  return out;
}

}  // namespace dehusk
