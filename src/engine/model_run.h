// The article model at work on one document: rules first, the model for the rest.
//
//   log-odds of each row (model) --> lines that it alone would drop --> rules, whose `at` does not count these
//   log-odds + [[score]] rules --> which rows stay --> removals, less what a [[keep]] saves
#pragma once

#include <cstdint>
#include <vector>

#include "doc/decision.h"
#include "doc/document.h"
#include "engine/article.h"
#include "engine/match.h"
#include "engine/measurements.h"
#include "engine/model.h"
#include "rule/program.h"

namespace dehusk {

struct ModelTask {
  const ModelSet* models = nullptr;
  Task task = Task::article;
  Level level = Level::normal;
};

/// What the model thinks of a row.
struct RowVerdict {
  int32_t log_odds = 0;  ///< with `score`, times Model::kUnit
  float score = 0;       ///< what [[score]] rules added, in log-odds
  bool keep = true;
  bool copy = false;     ///< it repeats an earlier row
  bool scored = false;   ///< the model was asked
};

/// What [[score]] rules add to each row, in log-odds; each rule once a row.
std::vector<float> row_scores(const Program& program, const Decisions& decisions, Measurements* measured);

class ModelRun {
 public:
  /// Takes the next document. Borrows all until the end of the run. `work`, if it is given, counts rows that are
  /// scored; where it is exceeded none are.
  void begin(const Document& doc, const ModelTask& task, Measurements* measured, Work* work = nullptr);

  /// False where no model is for such documents: nothing else may be called then.
  bool active() const { return model_ != nullptr; }

  /// By line: the model alone would drop it. Rows that `matches` are sure to take are not scored, unless
  /// `every_row` asks for it: they are half of all, and the model is what costs.
  const std::vector<uint8_t>& dropped(const Program& program, const Matches& matches, bool every_row);

  /// Decides what the rules left, and adds it to their decisions. Where `article` leaves fewer than 200
  /// characters and `page` more, `page` decides.
  void decide(const Program& program, const Matches& matches, Decisions* decisions);

  const std::vector<RowVerdict>& verdicts() const { return verdicts_; }
  Task task() const { return task_.task; }
  double threshold() const { return threshold_; }
  bool full_page() const { return full_page_; }
  const Model& model() const { return *model_; }

 private:
  void use(Task task);
  void score_rows(const std::vector<uint8_t>& wanted);
  void begin_rows();
  void choose(const std::vector<uint8_t>& live);
  uint64_t chars_kept(const std::vector<uint8_t>& live);

  const Document* doc_ = nullptr;
  Measurements* measured_ = nullptr;
  ModelTask task_;
  Work* work_ = nullptr;
  const Model* model_ = nullptr;
  bool full_page_ = false;
  double threshold_ = 0;
  std::vector<RowVerdict> verdicts_;
  std::vector<uint8_t> dropped_;
  // Buffers.
  std::vector<uint8_t> bins_;
  std::vector<int32_t> part_;
  std::vector<uint32_t> rows_;
};

}  // namespace dehusk
