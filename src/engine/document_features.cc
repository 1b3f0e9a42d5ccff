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
      set(before5_good, i, good_share({around(i, 5, 0).begin, i}));
      set(after5_good, i, good_share({i + 1, std::max(i + 1, around(i, 0, 5).end)}));
      set(before12_links, i, link_share({around(i, 12, 0).begin, i}));
      set(after12_links, i, link_share({i + 1, std::max(i + 1, around(i, 0, 12).end)}));
    }
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
