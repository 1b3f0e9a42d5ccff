#include "engine/document_features.h"

#include <algorithm>
#include <unordered_map>

#include "core/unicode.h"

namespace dehusk {
namespace {

using enum Feature;

constexpr uint32_t kShortWords = 10;
constexpr float kFar = 255;

class Filler {
 public:
  Filler(const Rows& rows, FeatureTable* table) : rows_(rows), sums_(rows.sums), table_(*table), n_(rows.size()) {}

  void run() {
    own_text();
    copies_of_text();
    places();
    gaps();
    neighbours();
    windows();
    shapes();
    topics();
    if (!rows_.page) paragraphs();
    whole_document();
  }

 private:
  // Of [begin, end), cut to the document.
  struct Stretch {
    uint32_t begin;
    uint32_t end;
  };

  Stretch around(uint32_t row, uint32_t before, uint32_t behind) const {
    return {row - std::min(row, before), std::min(n_, row + 1 + behind)};
  }
  static uint32_t sum(const std::vector<uint32_t>& sums, Stretch s) { return sums[s.end] - sums[s.begin]; }
  float good_share(Stretch s) const { return share_of(sum(sums_.good_words, s), sum(sums_.words, s)); }
  float link_share(Stretch s) const { return share_of(sum(sums_.link_chars, s), sum(sums_.chars, s)); }
  float words_each(Stretch s) const { return share_of(sum(sums_.words, s), s.end - s.begin); }

  template <typename Value>
  void each(Feature feature, Value value) {
    float* column = table_.column(feature);
    for (uint32_t i = 0; i < n_; ++i) column[i] = static_cast<float>(value(rows_.rows[i]));
  }

  void own_text() {
    each(words, [](const Row& r) { return r.text.words; });
    each(chars, [](const Row& r) { return r.text.chars + r.text.gaps; });
    each(digits, [](const Row& r) { return share_of(r.text.digits, r.text.chars); });
    each(capitals, [](const Row& r) { return share_of(r.text.capitals, r.text.letters); });
    each(link_density, [](const Row& r) { return share_of(r.link_chars, r.text.chars); });
    each(ends_sentence, [](const Row& r) { return r.text.ends_sentence; });
    each(sentences, [](const Row& r) { return r.text.sentences; });
    each(commas, [](const Row& r) { return r.text.commas; });
    each(word_length, [](const Row& r) { return share_of(r.text.letters + r.text.digits, r.text.words); });
    each(function_words, [](const Row& r) { return share_of(r.text.function_words, r.text.words); });
    each(titlecase, [](const Row& r) { return share_of(r.text.titlecase, r.text.words); });
    each(punctuation, [](const Row& r) { return share_of(r.text.punctuation, r.text.chars); });
    each(separators, [](const Row& r) { return r.text.separators; });
    each(starts_lower, [](const Row& r) {
      return is_word(r.text.first) && !is_digit(r.text.first) && !is_upper(r.text.first);
    });
    each(starts_digit, [](const Row& r) { return is_digit(r.text.first); });
    each(starts_sign, [](const Row& r) { return !is_word(r.text.first); });
    each(ends_colon, [](const Row& r) { return r.text.ends_colon; });
    each(questions, [](const Row& r) { return r.text.questions; });
    each(quotes, [](const Row& r) { return r.text.quotes; });
    each(brackets, [](const Row& r) { return r.text.brackets; });
    each(copyright_signs, [](const Row& r) { return r.text.copyright_signs; });
    each(currency_signs, [](const Row& r) { return r.text.currency_signs; });
    each(at_signs, [](const Row& r) { return r.text.at_signs; });
    each(years, [](const Row& r) { return r.text.years; });
    each(clocks, [](const Row& r) { return r.text.clocks; });
    each(numbers, [](const Row& r) { return share_of(r.text.numbers, r.text.words); });
    each(short_words, [](const Row& r) { return share_of(r.text.short_words, r.text.words); });
    each(unspaced, [](const Row& r) { return share_of(r.text.unspaced, r.text.letters); });
    each(links, [](const Row& r) { return r.links; });
    each(lines, [](const Row& r) { return r.lines; });
    each(good, [](const Row& r) { return r.good; });
    each(title_words, [](const Row& r) { return share_of(r.text.title_words, r.text.words); });
    each(title_match, [&](const Row& r) {
      return std::min(1.0F, share_of(r.text.title_words, rows_.title_size));
    });
  }

  void copies_of_text() {
    std::unordered_map<uint64_t, uint32_t> counts;
    counts.reserve(n_);
    for (const Row& row : rows_.rows) ++counts[row.text.hash];
    each(copies, [&](const Row& row) { return counts[row.text.hash]; });
  }

  void places() {
    const uint32_t all_words = sums_.words[n_];
    const uint32_t all_good = sums_.good_words[n_];
    for (uint32_t i = 0; i < n_; ++i) {
      set(line_no, i, i + 1);
      set(lines_from_end, i, n_ - 1 - i);
      set(position, i, share_of(i, n_));
      set(words_before, i, share_of(sums_.words[i], all_words));
      set(good_before, i, share_of(sums_.good_words[i], all_good));
      const bool titled = rows_.title_row != Rows::kNoTitle;
      const auto gap = static_cast<float>(static_cast<int64_t>(i) - static_cast<int64_t>(rows_.title_row));
      set(title_gap, i, titled ? gap : -300.0F);
    }
  }

  void gaps() {
    float gap = kFar;
    for (uint32_t i = 0; i < n_; ++i) {
      set(good_gap_before, i, gap);
      gap = rows_.rows[i].good ? 1 : std::min(kFar, gap + 1);
    }
    gap = kFar;
    for (uint32_t i = n_; i-- > 0;) {
      set(good_gap_after, i, gap);
      gap = rows_.rows[i].good ? 1 : std::min(kFar, gap + 1);
    }
    for (uint32_t i = 0; i < n_;) {
      uint32_t end = i;
      while (end < n_ && rows_.rows[end].text.words < kShortWords) ++end;
      for (uint32_t k = i; k < end; ++k) set(short_run, k, end - i);
      i = end + 1;
    }
  }

  void neighbours() {
    for (uint32_t i = 0; i < n_; ++i) {
      if (i > 0) {
        const Row& row = rows_.rows[i - 1];
        set(prev_words, i, row.text.words);
        set(prev_links, i, share_of(row.link_chars, row.text.chars));
        set(prev_ends, i, row.text.ends_sentence);
        set(prev_function, i, share_of(row.text.function_words, row.text.words));
      }
      if (i > 1) set(prev2_words, i, rows_.rows[i - 2].text.words);
      if (i + 1 < n_) {
        const Row& row = rows_.rows[i + 1];
        set(next_words, i, row.text.words);
        set(next_links, i, share_of(row.link_chars, row.text.chars));
        set(next_ends, i, row.text.ends_sentence);
        set(next_function, i, share_of(row.text.function_words, row.text.words));
      }
      if (i + 2 < n_) set(next2_words, i, rows_.rows[i + 2].text.words);
    }
  }

  void windows() {
    for (uint32_t i = 0; i < n_; ++i) {
      const Stretch w2 = around(i, 2, 2);
      set(w2_good, i, good_share(w2));
      set(w2_words, i, words_each(w2));
      set(w2_links, i, link_share(w2));
      const Stretch w5 = around(i, 5, 5);
      set(w5_good, i, good_share(w5));
      set(w5_words, i, words_each(w5));
      set(w5_links, i, link_share(w5));
      set(w5_sentences, i, share_of(sum(sums_.sentences, w5), w5.end - w5.begin));
      const Stretch w12 = around(i, 12, 12);
      set(w12_good, i, good_share(w12));
      set(w12_words, i, words_each(w12));
      set(w12_links, i, link_share(w12));
      set(w12_function, i, share_of(sum(sums_.function_words, w12), sum(sums_.words, w12)));
      const Stretch w30 = around(i, 30, 30);
      set(w30_good, i, good_share(w30));
      set(w30_words, i, words_each(w30));
      set(w30_links, i, link_share(w30));
      set(w60_good, i, good_share(around(i, 60, 60)));
      set(before5_good, i, good_share({around(i, 5, 0).begin, i}));
      set(after5_good, i, good_share({i + 1, std::max(i + 1, around(i, 0, 5).end)}));
      set(before12_links, i, link_share({around(i, 12, 0).begin, i}));
      set(after12_links, i, link_share({i + 1, std::max(i + 1, around(i, 0, 12).end)}));
    }
  }

  // A block's length, how it ends and begins: cards and menus repeat it.
  static uint32_t shape_of(const Row& row) {
    const uint32_t words = row.text.words;
    const uint32_t length = words < 6 ? words : words < 12 ? 6 : words < 25 ? 7 : words < 60 ? 8 : 9;
    const uint32_t title = row.text.titlecase * 2 > words ? 1 : 0;
    const uint32_t linked = row.link_chars * 2 > row.text.chars ? 1 : 0;
    return length * 16 + title * 8 + linked * 4 + (row.text.ends_sentence ? 2 : 0) + (row.text.digits > 0 ? 1 : 0);
  }

  void shapes() {
    std::vector<uint32_t> shape(n_);
    std::vector<uint32_t> counts(160, 0);
    for (uint32_t i = 0; i < n_; ++i) ++counts[shape[i] = shape_of(rows_.rows[i])];
    for (uint32_t i = 0; i < n_; ++i) {
      const Stretch w5 = around(i, 5, 5);
      uint32_t alike = 0;
      uint32_t most2 = 0;
      uint32_t most5 = 0;
      for (uint32_t k = w5.begin; k < w5.end; ++k) {
        if (k == i) continue;
        alike += shape[k] == shape[i];
        most5 = std::max(most5, rows_.rows[k].text.words);
        if (k + 2 >= i && k <= i + 2) most2 = std::max(most2, rows_.rows[k].text.words);
      }
      set(w2_most, i, most2);
      set(w5_most, i, most5);
      set(w5_shape, i, share_of(alike, w5.end - w5.begin - 1));
      set(shape_copies, i, share_of(counts[shape[i]] - 1, n_));
    }
  }

  // Words that other good blocks have too. Words that hash alike in 14 bits count as one.
  void topics() {
    constexpr uint32_t kSlots = 1 << 14;
    std::vector<uint16_t> blocks(kSlots, 0);  // good blocks that hold the word
    std::vector<uint32_t> seen(kSlots, UINT32_MAX);
    const auto slot = [](uint32_t hash) { return (hash ^ hash >> 15) % kSlots; };
    const auto each_word = [&](uint32_t i, auto use) {
      const TextStats& text = rows_.rows[i].text;
      for (uint32_t w = text.first_word; w < text.end_word; ++w) use(slot(rows_.words[w]));
    };
    for (uint32_t i = 0; i < n_; ++i) {
      if (!rows_.rows[i].good) continue;
      each_word(i, [&](uint32_t s) {
        if (seen[s] != i && blocks[s] < UINT16_MAX) ++blocks[s];
        seen[s] = i;
      });
    }
    std::vector<uint32_t> known(n_ + 1, 0);
    std::vector<uint32_t> all(n_ + 1, 0);
    for (uint32_t i = 0; i < n_; ++i) {
      const TextStats& text = rows_.rows[i].text;
      const uint16_t own = rows_.rows[i].good ? 1 : 0;
      uint32_t shared = 0;
      each_word(i, [&](uint32_t s) { shared += blocks[s] > own; });
      known[i + 1] = known[i] + shared;
      all[i + 1] = all[i] + (text.end_word - text.first_word);
      set(topic_words, i, share_of(shared, text.end_word - text.first_word));
    }
    for (uint32_t i = 0; i < n_; ++i) {
      const Stretch w5 = around(i, 5, 5);
      set(topic_near, i, share_of(sum(known, w5), sum(all, w5)));
    }
  }

  // Lines of a text without a blank one between.
  void paragraphs() {
    for (uint32_t begin = 0; begin < n_;) {
      uint32_t end = begin + 1;
      while (end < n_ && rows_.rows[end].blanks == 0) ++end;
      const Stretch lines{begin, end};
      for (uint32_t i = begin; i < end; ++i) {
        set(paragraph_lines, i, end - begin);
        set(paragraph_words, i, sum(sums_.words, lines));
        set(paragraph_good, i, good_share(lines));
        set(paragraph_place, i, i - begin);
        set(blank_before, i, rows_.rows[i].blanks);
        set(blank_behind, i, i + 1 < n_ ? rows_.rows[i + 1].blanks : 9);
        set(indent, i, rows_.rows[i].indent);
        set(bulleted, i, is_bullet(rows_.rows[i].text));
      }
      begin = end;
    }
  }

  static bool is_bullet(const TextStats& text) {
    const char32_t c = text.first;
    return c == '*' || c == '-' || c == '+' || c == 0x2022 || c == 0x2023 || c == 0x25E6 || c == 0x2013 ||
           c == 0x25AA || (is_digit(c) && text.numbers == 1 && text.words > 1);
  }

  void whole_document() {
    const Stretch all{0, n_};
    uint32_t ending = 0;
    for (const Row& row : rows_.rows) ending += row.text.ends_sentence;
    fill(doc_words, sums_.words[n_]);
    fill(doc_blocks, n_);
    fill(doc_links, link_share(all));
    fill(doc_good, good_share(all));
    fill(doc_good_words, sums_.good_words[n_]);
    fill(doc_block_words, words_each(all));
    fill(doc_sentences, share_of(ending, n_));
    fill(doc_head_good, good_share({0, std::min(n_, 8U)}));
    fill(doc_tail_good, good_share({n_ - std::min(n_, 8U), n_}));
  }

  template <typename Value>
  void set(Feature feature, uint32_t row, Value value) {
    table_.column(feature)[row] = static_cast<float>(value);
  }
  template <typename Value>
  void fill(Feature feature, Value value) {
    std::fill_n(table_.column(feature), n_, static_cast<float>(value));
  }

  const Rows& rows_;
  const RunningSums& sums_;
  FeatureTable& table_;
  const uint32_t n_;
};

}  // namespace

void fill_document_features(const Rows& rows, FeatureTable* table) {
  if (rows.size() > 0) Filler(rows, table).run();
}

}  // namespace dehusk
