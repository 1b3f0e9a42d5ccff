#include "engine/rows.h"

#include <algorithm>

#include "core/visible.h"
#include "engine/link_text.h"

namespace dehusk {
namespace {

constexpr uint32_t kGoodWords = 15;

// A quarter of its words are function words; unknown languages and scripts without spaces have none.
bool is_good(const TextStats& text, uint32_t tongues) {
  if (text.words < kGoodWords) return false;
  if (tongues == 0 || text.unspaced * 2 > text.letters) return true;
  return text.function_words * 4 >= text.words;
}

void sum_up(Rows* rows) {
  RunningSums& sums = rows->sums;
  const size_t size = rows->rows.size() + 1;
  for (auto* sum : {&sums.words, &sums.chars, &sums.link_chars, &sums.good_words, &sums.sentences,
                    &sums.function_words}) {
    sum->resize(size);
    (*sum)[0] = 0;
  }
  for (size_t i = 0; i + 1 < size; ++i) {
    const Row& row = rows->rows[i];
    sums.words[i + 1] = sums.words[i] + row.text.words;
    sums.chars[i + 1] = sums.chars[i] + row.text.chars;
    sums.link_chars[i + 1] = sums.link_chars[i] + row.link_chars;
    sums.good_words[i + 1] = sums.good_words[i] + (row.good ? row.text.words : 0);
    sums.sentences[i + 1] = sums.sentences[i] + row.text.sentences;
    sums.function_words[i + 1] = sums.function_words[i] + row.text.function_words;
  }
}

// Blank lines in what lies between two lines, or before the first.
uint32_t blank_lines(std::string_view between, bool first) {
  const auto ends = static_cast<uint32_t>(std::count(between.begin(), between.end(), '\n'));
  return std::min(9U, first ? ends : ends - std::min(ends, 1U));
}

// The row that holds most of the title and little else; a heading before others.
uint32_t find_title(const Rows& rows, const Page* page) {
  uint32_t best = Rows::kNoTitle;
  float best_match = 0;
  for (uint32_t i = 0; i < rows.size() && rows.title_size > 0; ++i) {
    const TextStats& text = rows.rows[i].text;
    if (text.title_words * 10 < rows.title_size * 6 && text.title_words * 10 < text.words * 9) continue;
    if (text.title_words < 2 || text.words > 2 * rows.title_size + 4) continue;
    float match = static_cast<float>(2 * text.title_words) /
                  static_cast<float>(std::max(text.words, text.title_words) + rows.title_size);
    if (page != nullptr && page->blocks[i].kind == BlockKind::heading) {
      match += page->blocks[i].level == 1 ? 0.5F : 0.3F;
    }
    if (match > best_match + 0.01F) {
      best = i;
      best_match = match;
    }
  }
  return best;
}

// Characters of the links of each block; a link lies within one block.
void count_page_links(const Document& doc, Rows* rows) {
  const Page& page = *doc.page;
  size_t run = 0;
  for (uint32_t i = 0; i < page.blocks.size(); ++i) {
    const Span first = doc.blocks[page.blocks[i].first_line].source;
    const uint32_t end = doc.blocks[page.blocks[i].end_line - 1].source.end;
    Row& row = rows->rows[i];
    uint32_t after = first.begin;
    for (; run < page.runs.size() && page.runs[run].text.begin < end; ++run) {
      if (page.runs[run].kind != RunKind::link) continue;
      const Span text{std::max(after, page.runs[run].text.begin), std::min(end, page.runs[run].text.end)};
      if (text.begin >= text.end) continue;
      row.link_chars += static_cast<uint32_t>(count_visible(doc.text_of(text)));
      ++row.links;
      after = text.end;
    }
    row.link_chars = std::min(row.link_chars, row.text.chars);
  }
}

}  // namespace

void count_page(const Document& doc, const PageMeta& meta, uint32_t tongues, Rows* rows) {
  const Page& page = *doc.page;
  const WordSet title = words_of(meta.title);
  const WordSet description = words_of(meta.description);
  rows->words.clear();
  const WordContext context{&rows->words, tongues, &title, &description};
  rows->rows.clear();
  rows->rows.reserve(page.blocks.size());
  for (const PageBlock& block : page.blocks) {
    Row row;
    row.text = count_text(
        doc.text_of(Span{doc.blocks[block.first_line].source.begin, doc.blocks[block.end_line - 1].source.end}), context);
    row.lines = block.end_line - block.first_line;
    row.good = is_good(row.text, tongues);
    rows->rows.push_back(row);
  }
  count_page_links(doc, rows);
  sum_up(rows);
  rows->page = true;
  rows->title_size = title.size();
  rows->title_row = find_title(*rows, &page);
}

void count_lines(const Document& doc, uint32_t first, uint32_t end, uint32_t tongues, Rows* rows) {
  rows->words.clear();
  const WordContext context{&rows->words, tongues, nullptr, nullptr};
  rows->rows.clear();
  rows->rows.reserve(end - first);
  for (uint32_t i = first; i < end; ++i) {
    const std::string_view text = doc.text_of(doc.blocks[i]);
    Row row;
    row.text = count_text(text, context);
    row.good = is_good(row.text, tongues);
    const LinkText links = link_text(text);
    row.link_chars = std::min(static_cast<uint32_t>(links.linked), row.text.chars);
    row.links = links.count;
    const uint32_t before = i == 0 ? 0 : doc.blocks[i - 1].source.end;
    row.blanks = blank_lines(doc.text_of(Span{before, doc.blocks[i].source.begin}), i == 0);
    row.indent = static_cast<uint32_t>(std::min(text.find_first_not_of(" \t"), text.size()));
    rows->rows.push_back(row);
  }
  sum_up(rows);
  rows->page = false;
  rows->title_size = 0;
  rows->title_row = Rows::kNoTitle;
}

}  // namespace dehusk
