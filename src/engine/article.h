// From log-odds to what stays: which rows of a document belong to what is wanted of it.
//
//   page, --for page      not one threshold: rows by falling P, as many as make the expected F1 highest;
//                         the P of the last one, kept within [0.2, 0.5], is the threshold
//   page, --for article   one threshold: precision matters more there
//   text                  a whole page turned to text (at least 24 lines, and the mean P of the first eight and
//   text                  a whole page turned to text (at least 24 lines, and the mean P of the first eight and
//                         of the last eight that rules left both under 0.3) as a page; a text that is nearly clean
//                         loses only lines that the model is nearly sure of, and never more than half of its words:
//                         where a level would take more, the next safer one decides, or nothing goes
//
// What holds words never comes out empty: then the likeliest row stays.
//
// --level moves the thresholds. Pure functions of whole numbers but for one exp().
#pragma once

#include <cstdint>
#include <vector>

#include "engine/model.h"
#include "engine/rows.h"
#include "rule/rule.h"

namespace dehusk {

struct ArticleOptions {
  ModelInput input = ModelInput::html;
  Task task = Task::article;
  Level level = Level::normal;
};

struct ArticleChoice {
  std::vector<uint8_t> keep;  ///< by row
  double threshold = 0;       ///< on P
  bool full_page = false;     ///< of a text: it looks like a whole page
};

/// P of log-odds times Model::kUnit.
double probability(int32_t log_odds);

/// The threshold for a text that is nearly clean.
double clean_threshold(Level level);

/// `log_odds` by row; `live` is false for rows of which rules left nothing: what stands for them is not looked at.
ArticleChoice choose_rows(const Rows& rows, const std::vector<int32_t>& log_odds, const std::vector<uint8_t>& live,
                          const ArticleOptions& options);

/// Rows that repeat an earlier kept one word for word, from ten words on: copies for other screens.
/// Takes them out of `keep`; true for each that it took.
std::vector<uint8_t> drop_copies(const Rows& rows, std::vector<uint8_t>* keep);

}  // namespace dehusk
